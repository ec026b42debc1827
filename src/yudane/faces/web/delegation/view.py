"""The board of a team, that of the organization, and one matter with its history and the form to propose a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse

from yudane.assessment.explanation.readiness import Readiness
from yudane.faces.clock import now_utc
from yudane.faces.web.delegation.about import about_words
from yudane.faces.web.delegation.boards import beside, boards_of, by_level, heads, organization, team_board
from yudane.faces.web.delegation.evidence import asking_lines, readiness_of, step_lines
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import query
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import Directory, catalog, program
from yudane.program import Program
from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.answering import open_parts, step_in_of
from yudane.records.delegation.answer import Answer, level_words, who_decides
from yudane.records.delegation.making import BACK_DAYS, WAITS_DAYS, waiting_proposals
from yudane.records.delegation.models import Agreement, Proposal
from yudane.records.delegation.owner import neutral
from yudane.records.delegation.standing import floors
from yudane.records.delegation.told import OBJECT
from yudane.records.home import asked_once, served_workspace, today_in
from yudane.records.people.models import Person
from yudane.records.poker.machine import Stand
from yudane.records.poker.models import Session
from yudane.records.policy import Subject, may
from yudane.records.signing.models import Signature
from yudane.records.signing.sides import SRE, Sides
from yudane.records.signing.sign import both_of_sre
from yudane.words import Lang

_MOST = 200  # proposals, or agreements of a history


@dataclass(frozen=True)
class ProposalLine:
    """One proposal, ready to be drawn."""

    proposal: Proposal
    team: str
    about: str
    level: str
    signs: bool  # whoever reads may sign it
    declines: bool  # or say why not
    own: bool  # or take it back
    objects: bool  # or object to it


@dataclass(frozen=True)
class AgreementLine:
    """One agreement of the history."""

    agreement: Agreement
    level: str
    target: str
    signed: str  # by whom


@asked_once()
def delegation(request: HttpRequest) -> HttpResponse:
    """`?team=` a team's board, without it the organization's; `?at=` as of a day."""
    workspace, lang = served_workspace(), Reader.of(request).lang
    known, now = catalog(workspace), program(workspace)
    asked = request.POST if request.method == "POST" else request.GET
    team, at = asked.get("team", "")[:300], request.GET.get("at", "")
    on = _day(at, now)
    drawn = _Drawn(now, known, Sides(act_of(request)), lang)
    owners = _owners(known)
    values: Mapping[str, object] = {
        "team": team,
        "team_name": known.name(team),
        "teams": [(key, known.name(key)) for key in owners],
        "at": at,
        "on": on,
        "heads": heads(now, lang),
        "proposals": drawn.proposals(team),
        "waits_days": WAITS_DAYS,
        "meeting": "meeting" in request.GET,
        "meeting_href": "/delegation" + query(team=team, at=at, meeting="" if "meeting" in request.GET else "1"),
        **said(request),
    }
    if team:
        if team not in known.names:
            raise Http404
        services = {row["service_id"]: row["name"] for row in known.services if row["team_id"] == team}
        found = readiness_of(workspace, now, services, on)
        rows = team_board(now, team, services, on, at, found, lang)
        begins = any(row.unagreed and not row.waits for row in rows)
        first = begins and drawn.side(team) == SRE
        return page(request, "delegation/board.html", {**values, "rows": rows, "first": first})
    picked = next((one for one in now.activities if one.key == request.GET.get("activity")), None)
    names, boards = {key: known.name(key) for key in owners}, boards_of(now, owners, on)
    more: Mapping[str, object] = {
        "rows": organization(now, boards, lang),
        "activities": [(one.key, one.name[lang]) for one in now.activities],
        "picked": picked.name[lang] if picked else "",
        "picked_teams": by_level(now, picked, boards, names, lang) if picked else [],
    }
    return page(request, "delegation/organization.html", {**values, **more})


@asked_once()
def matter(request: HttpRequest) -> HttpResponse:
    """`?team=&activity=`, with `service=` and `area=` where it is about one alone."""
    workspace, lang = served_workspace(), Reader.of(request).lang
    known, now = catalog(workspace), program(workspace)
    asked = request.POST if request.method == "POST" else request.GET
    names = ("team", "activity", "service", "area")
    team, activity, service, area = (asked.get(name, "")[:300] for name in names)
    at = request.GET.get("at", "")
    try:
        answer = who_decides(now, team, activity, area, service, _day(at, now))
    except ProblemsError:
        raise Http404 from None
    drawn = _Drawn(now, known, Sides(act_of(request)), lang)
    about = {"team_id": team, "service_id": service, "activity_key": activity, "area": area}
    services = [(row["service_id"], row["name"]) for row in known.services if row["team_id"] == team]
    asked_of = [service] if service else [key for key, _ in services]
    found = readiness_of(workspace, now, asked_of, _day(at, now), activity).get(activity)
    past = Proposal.objects.filter(**about).exclude(state__in=("proposed", "in_force")).order_by("-id")[:_MOST]
    values: Mapping[str, object] = {
        "answer": answer,
        "level": answer.level(lang),
        "target": level_words(now, answer.standing.target, lang),
        "needs": answer.needs(lang),
        "why": answer.why(lang),
        "team": team,
        "team_name": known.name(team),
        "activity": answer.activity.name[lang],
        "about": drawn.about(about),
        "names": {"team": team, "activity": activity, "service": service, "area": area},
        "areas": [(key, text[lang]) for key, text in answer.activity.areas.items()],
        "services": services,
        **(_evidence(now, answer, found, lang) if found and found.known and answer.activity.enabled else {}),
        "heads": heads(now, lang),
        "proposals": [line for line in drawn.proposals(team) if line.proposal.matter == about],
        "history": drawn.history(about),
        "owner": _owner(answer, act_of(request)),
        "owners": _owners_of(team, act_of(request)) if not at else [],
        "open_decisions": open_parts(answer) if not at else [],
        "step_in": step_in_of(answer) if not at else None,
        "ended": list(past),
        "proposes": not at and drawn.side(team) != "",
        **({} if at else _poker(act_of(request), about, answer)),
        "back_until": _day(at, now) + timedelta(days=BACK_DAYS),
        "chosen": asked.get("level") or str(answer.standing.level),
        "chosen_target": asked.get("target") or str(answer.standing.target),
        "at": at,
        "on": _day(at, now),
        **said(request),
    }
    return page(request, "delegation/matter.html", values)


def _owner(answer: Answer, act: Act) -> Mapping[str, object] | None:
    """Who was named to decide what both sides do not, and whether they accepted; they are asked here."""
    agreement = answer.standing.agreement
    person = Person.objects.filter(pk=agreement.owner_id).first() if agreement and agreement.owner_id else None
    if agreement is None or person is None:
        return None
    accepted = agreement.owner_accepted_at is not None
    asks = not accepted and act.actor.id == person.pk
    return {"name": person.name, "accepted": accepted, "asks": asks, "agreement": agreement.pk}


def _owners_of(team: str, act: Act) -> list[tuple[str, str]]:
    """Who may be named: people of neither side."""
    people = Person.objects.filter(disabled_at=None).prefetch_related("memberships").order_by("name")[:_MOST]
    with asked_once():
        return [(person.pk, person.name) for person in people if neutral(person, team, act.on)]


def _poker(act: Act, about: Mapping[str, str], answer: Answer) -> Mapping[str, object]:
    """A session about the same that is running, else whether whoever reads may open one."""
    found = Session.objects.filter(closed_at=None, **about).select_related("proposal").first()
    if found and not Stand(act, found).is_over:
        return {"poker": found.pk}
    opens = act.actor.kind == "person" and may(act.actor, "open-poker", Subject(answer.team))
    return {"opens_poker": opens and answer.activity.enabled}


def _evidence(now: Program, answer: Answer, found: Readiness, lang: Lang) -> Mapping[str, object]:
    """What each step needs, the next one opened, and what asks to look at the level in force again."""
    standing, activity = answer.standing, answer.activity.key
    level = standing.level if standing.agreed else found.carries
    first = level if standing.agreed and found.ahead(level) else level + 1  # the one in force where it is ahead
    floor = floors(now, answer.team)[activity]
    above = standing.agreed and standing.level > floor
    asking = asking_lines(now, found, activity, lang) if above else []
    back = level_words(now, standing.level - 1, lang) if above else ""
    return {
        "evidence": beside(now, standing, found, floor, lang),
        "steps": [step_lines(now, found, activity, each, lang) for each in found.steps if each >= first],
        "opened": min(level + 1, 7),
        "asking": asking,
        "back": back,
        "back_level": standing.level - 1,
        "back_reason": " ".join(f"{one.title}: {one.services[0][3]}" for one in asking)[:2_000],
        "back_exit": " ".join(one.next for one in asking)[:2_000],
    }


def _day(at: str, now: Program) -> date:
    """Raises ProblemsError for what is no day."""
    if not at:
        return today_in(now.zone, now_utc())
    try:
        return date.fromisoformat(at)
    except ValueError:
        raise ProblemsError.one("date_broken", Place(field="at"), value=at[:20]) from None


def _owners(known: Directory) -> Sequence[str]:
    """The teams that own services, by name."""
    found = {row["team_id"] for row in known.services if row["team_id"]}
    return sorted((team for team in found if team), key=lambda team: known.name(team).casefold())


@dataclass(frozen=True)
class _Drawn:
    program: Program
    known: Directory
    sides: Sides
    lang: Lang

    def side(self, team: str) -> str:
        """For which side whoever reads may propose and sign today; empty where for none."""
        try:
            return self.sides.side_of_team(team, leading=True)
        except ProblemsError:
            return ""

    def about(self, matter: Mapping[str, str]) -> str:
        return about_words(matter, self.program, self.known, self.lang)

    def any_side(self, team: str) -> str:
        """For which side whoever reads speaks, whether or not they may sign; empty where for none."""
        try:
            return self.sides.side_of_team(team)
        except ProblemsError:
            return ""

    def proposals(self, team: str) -> list[ProposalLine]:
        """Those that wait, of a team or of all."""
        waiting = waiting_proposals(now_utc()).filter(**({"team_id": team} if team else {})).order_by("id")
        found = list(waiting[:_MOST])
        signed: dict[str, list[Person]] = {}
        if any(self.side(one.team_id) not in ("", one.side) for one in found):
            each = Signature.objects.filter(subject__kind=OBJECT, subject__object_id__in=[one.pk for one in found])
            for signature in each.select_related("subject", "person").prefetch_related("person__memberships"):
                signed.setdefault(signature.subject.object_id, []).append(signature.person)
        return [self._line(one, signed.get(one.pk, [])) for one in found]

    def _signs(self, side: str, one: Proposal, signed: Sequence[Person]) -> bool:
        """For the side that did not propose it: nobody who signed it for the other, and two of company SRE are no pair."""
        if side in ("", one.side):
            return False
        signer = self.sides.signer
        return signer not in signed and not both_of_sre(self.sides.act, signer, signed)

    def _line(self, one: Proposal, signed: Sequence[Person]) -> ProposalLine:
        side = self.side(one.team_id)
        return ProposalLine(
            one,
            self.known.name(one.team_id),
            self.about(one.matter),
            level_words(self.program, one.level, self.lang),
            self._signs(side, one, signed),
            side not in ("", one.side),
            side == one.side,
            one.trigger == "step_back" and self.any_side(one.team_id) not in ("", one.side),
        )

    def history(self, about: Mapping[str, str]) -> list[AgreementLine]:
        """The newest first."""
        found = list(Agreement.objects.filter(**about).order_by("-effective_from", "-id")[:_MOST])
        signed: dict[str, list[str]] = {}
        proposals = [one.proposal_id for one in found]
        each = Signature.objects.filter(subject__kind=OBJECT, subject__object_id__in=proposals)
        for signature in each.select_related("person", "subject").order_by("created_at"):
            signed.setdefault(signature.subject.object_id, []).append(signature.person.name)
        return [
            AgreementLine(
                one,
                level_words(self.program, one.level, self.lang),
                level_words(self.program, one.target, self.lang),
                ", ".join(signed.get(one.proposal_id, [])),
            )
            for one in found
        ]
