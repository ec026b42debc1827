"""The list: what waits for whoever reads, what waits for others, what counts and until when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from yudane.assessment.explanation.statement import WARN_DAYS
from yudane.faces.clock import now_utc
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import Directory, catalog, program
from yudane.program import Program
from yudane.records.acting import Actor
from yudane.records.home import served_workspace
from yudane.records.policy import Subject, may
from yudane.records.signing.models import Signature
from yudane.records.statements.models import OBJECT, Dispute, Statement
from yudane.words import Lang, say
from yudane.words.values import day

FEW = 3  # statements that are shown at once
MOST = 1_000  # on one page
WAITS = timedelta(days=30)
_ENDED = 50  # statements that ended, shown


@dataclass(frozen=True)
class Line:
    """One statement, ready to be drawn."""

    statement: Statement
    service: str
    activity: str
    href: str
    asks: str
    says: str
    who: str
    ends_soon: bool
    may: bool  # sign it, or take it back
    verifies: bool


@dataclass(frozen=True)
class Group:
    """The statements about one service in one activity."""

    service: str
    href: str
    activity: str
    lines: Sequence[Line]

    @property
    def ends_soon(self) -> bool:
        return any(line.ends_soon for line in self.lines)

    @property
    def opens(self) -> bool:
        return len(self.lines) <= FEW or self.ends_soon


def statements(request: HttpRequest) -> HttpResponse:
    """`?team=` shows one team's."""
    workspace, actor, lang = served_workspace(), actor_of(request), Reader.of(request).lang
    known, team, now = catalog(workspace), request.GET.get("team", ""), now_utc()
    waits, stands = Q(state="waiting", created_at__gt=now - WAITS), Q(state="standing", until__gt=now.date())
    found = Statement.objects.filter(waits | stands)
    if team:
        found = found.filter(service_id__in=[key for key, row in known.by_id.items() if row["team_id"] == team])
    shown = list(found.order_by("-state", "until", "id")[:MOST])  # what waits before what stands
    drawn = _Drawn(program(workspace), known, actor, lang, now.date(), _signed(shown))
    confirms = actor.kind == "person"  # what one person entered for both sides, they sign
    waiting = [one for one in shown if one.state == "waiting" or (one.entered_dev and confirms)]
    mine = [drawn.line(one) for one in waiting if drawn.waits_for(one)]
    others = [one for one in waiting if one.state == "waiting" and not drawn.waits_for(one)]
    values: Mapping[str, object] = {
        "mine": _grouped(mine),
        "others": _grouped(map(drawn.line, others)),
        "standing": _grouped(drawn.line(one) for one in shown if one.state == "standing"),
        "more": found.count() - MOST,
        "ended": [(drawn.line(one), _ended(one, lang)) for one in _ended_lately(known, team)],
        "teams": known.teams,
        "team": team,
        "local": actor.kind == "local",
        "disputes": Dispute.objects.filter(state="open").count(),
        "usual_until": now.date() + timedelta(days=180),
        **said(request),
    }
    return page(request, "statements/page.html", values)


def _ended_lately(known: Directory, team: str) -> list[Statement]:
    """Taken back, or not signed: the newest first."""
    found = Statement.objects.filter(state__in=("withdrawn", "declined")).order_by("-ended_at", "-id")
    if team:
        found = found.filter(service_id__in=[key for key, row in known.by_id.items() if row["team_id"] == team])
    return list(found[:_ENDED])


def _ended(one: Statement, lang: Lang) -> str:
    """By whom, when and why."""
    name, on = one.ended_by or say("web.role_local", lang), day(one.ended_at.date(), lang) if one.ended_at else "–"
    return say(f"web.ended_{one.state}", lang, name=name, on=on, why=one.why_ended)


def _grouped(lines: Iterable[Line]) -> list[Group]:
    """In the order of their first lines, those that end soonest first."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.href, []).append(line)
    return [Group(each[0].service, href, each[0].activity, each) for href, each in found.items()]


def _signed(found: Iterable[Statement]) -> Mapping[str, Sequence[Signature]]:
    """By statement."""
    names = [one.pk for one in found]
    signatures = Signature.objects.filter(subject__kind=OBJECT, subject__object_id__in=names)
    by_statement: dict[str, list[Signature]] = {}
    for signature in signatures.select_related("person", "subject"):
        by_statement.setdefault(signature.subject.object_id, []).append(signature)
    return by_statement


@dataclass(frozen=True)
class _Drawn:
    program: Program
    known: Directory
    actor: Actor
    lang: Lang
    today: date
    signed: Mapping[str, Sequence[Signature]]

    def waits_for(self, one: Statement) -> bool:
        """They may sign it, for the side that has not."""
        sides = {signature.side for signature in self.signed.get(one.pk, ())}
        people = {signature.person_id for signature in self.signed.get(one.pk, ())}
        roles = set(self.actor.roles(self._team(one)))
        mine = {"team"} & ({"team"} if roles & {"member", "lead", "deputy"} else set())
        mine |= {"sre"} if "sre" in roles else set()
        return self.actor.id not in people and bool(mine - sides)

    def line(self, one: Statement) -> Line:
        service = self.known.by_id.get(one.service_id)
        people = [signature.person.name for signature in self.signed.get(one.pk, ())]
        entered = [name for name in (one.entered_dev, one.entered_sre) if name]
        subject = Subject(self._team(one))
        return Line(
            one,
            service["name"] if service else one.service_id,
            self._activity(one),
            service_path(one.service_id, one.criterion_id.partition(".")[0]),
            self._asks(one),
            say(
                f"explanation.said_{one.kind}_{one.outcome}" if one.kind == "joint" else f"explanation.said_{one.kind}",
                self.lang,
            ),
            ", ".join(entered or people),
            one.until - self.today <= timedelta(days=WARN_DAYS),
            may(self.actor, "withdraw-statement", subject),
            one.kind == "attestation" and len(people) == 1 and may(self.actor, "verify-statement", subject),
        )

    def _team(self, one: Statement) -> str | None:
        service = self.known.by_id.get(one.service_id)
        return service["team_id"] if service else None

    def _activity(self, one: Statement) -> str:
        key = one.criterion_id.partition(".")[0]
        return next((each.name[self.lang] for each in self.program.activities if each.key == key), key)

    def _asks(self, one: Statement) -> str:
        try:
            return self.program.criterion(one.criterion_id).asks[self.lang]
        except KeyError:
            return one.criterion_id
