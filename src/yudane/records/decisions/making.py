"""What becomes of a decision: its parts and their levels, its words, what is owed, and what time does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from yudane.program import Activity, Program
from yudane.program.business_days import BusinessDays
from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import entities
from yudane.records.decisions.machine import (
    ANSWERED_IN,
    OWED_REMINDED_ON,
    REMINDED_ON,
    ROWS,
    SRE,
    WHY_WITHIN,
    open_duty,
    refuse,
)
from yudane.records.decisions.models import LINKS, OBJECT, Decision, Link, Part
from yudane.records.decisions.voice import Voice, said
from yudane.records.delegation.answer import known_activity
from yudane.records.delegation.models import Agreement
from yudane.records.delegation.standing import Agreements, Standing
from yudane.records.home import served_workspace, today_in
from yudane.records.signing.sign import signed_by
from yudane.records.statements.making import linked, worded

KEPT_DAYS = 30  # what is opened again so soon after it was withdrawn keeps its level
MOST_TEAMS = 200
MOST_LINKS = 20


@dataclass(frozen=True)
class Linked:
    """Something a decision is about: its kind, and its key in evidence or what people call it."""

    kind: str
    ref: str
    url: str = ""


@dataclass(frozen=True)
class Asked:
    """A decision as somebody words it. Without a service: for all of each team's."""

    teams: Sequence[str]
    activity_key: str
    area: str
    question: str
    text: str = ""
    reasons: str = ""
    service_id: str = ""
    links: Sequence[Linked] = field(default=())
    replaces: str = ""


@dataclass(frozen=True)
class Spot:
    """Where a part will stand."""

    team_id: str
    service_id: str
    level: int
    agreement: Agreement | None

    @property
    def of_agreement(self) -> dict[str, str]:
        """From which the level follows, and who decides when both sides do not: who accepted it."""
        one = self.agreement
        return {
            "agreement_id": one.pk if one else "",
            "owner_id": one.owner_id if one and one.owner_accepted_at else "",
        }


def clean(asked: Asked) -> tuple[Asked, Activity]:
    """Raises ProblemsError that names the field."""
    program = served_workspace().program
    activity = known_activity(program, asked.activity_key, asked.area)
    if not asked.area and activity.areas:
        raise ProblemsError.one("decision_area_missing", Place(field="area"), known=", ".join(activity.areas))
    teams = tuple(dict.fromkeys(filter(None, asked.teams)))
    if not teams:
        raise ProblemsError.one("decision_team_missing", Place(field="team"))
    if len(teams) > MOST_TEAMS or (len(teams) > 1 and asked.service_id):
        raise ProblemsError.one("decision_teams_many", Place(field="team"), most=MOST_TEAMS)
    _known(teams, asked.service_id)
    if len(asked.links) > MOST_LINKS:
        raise ProblemsError.one("decision_links_many", Place(field="links"), most=MOST_LINKS)
    found = Asked(
        teams,
        asked.activity_key,
        asked.area,
        *words(asked.question, asked.text, asked.reasons),
        asked.service_id,
        [_link(one) for one in asked.links],
        asked.replaces,
    )
    return found, activity


def words(question: str, text: str, reasons: str) -> tuple[str, str, str]:
    """On one line each; text and reasons may come later. Raises ProblemsError."""
    later = {"text": text, "reasons": reasons}
    found = {name: worded(said, name) if said.strip() else "" for name, said in later.items()}
    return worded(question, "question", "question_missing"), found["text"], found["reasons"]


def _link(one: Linked) -> Linked:
    if one.kind not in LINKS:
        raise ProblemsError.one("decision_link_kind", Place(field="links"), value=one.kind[:20])
    ref = worded(one.ref, "links", "decision_link_missing")
    if len(ref) > 300:
        raise ProblemsError.one("sentence_too_long", Place(field="links"), most=300)
    return Linked(one.kind, ref, linked(one.url))


def _known(teams: Iterable[str], service: str) -> None:
    known, row = entities("team"), entities("service").get(service)
    for team in teams:
        if team not in known:
            raise ProblemsError.one("entity_missing", Place(field="team"), id=team[:60])
        if service and (row is None or row["team_id"] != team):
            raise ProblemsError.one("service_of_another_team", Place(field="service"), service=service[:60])


def spots(program: Program, act: Act, activity: Activity, team: str, service: str, area: str) -> Iterator[Spot]:
    """One for the team, and one for each of its services with another level there, or another who decides in the end."""
    agreements = Agreements.of(program, team, today_in(program.zone, act.now))
    whole = _spot(act, activity, team, service, area, agreements.standing(activity, service, area))
    yield whole
    if not service:
        services = entities("service")
        own = {one for one, of_area in agreements.apart(activity) if one and of_area in ("", area)}
        for one in sorted(own):
            if one not in services or services[one]["team_id"] != team:
                continue
            apart = _spot(act, activity, team, one, area, agreements.standing(activity, one, area))
            if (apart.level, apart.of_agreement["owner_id"]) != (whole.level, whole.of_agreement["owner_id"]):
                yield apart


def _spot(act: Act, activity: Activity, team: str, service: str, area: str, standing: Standing) -> Spot:
    """What was withdrawn lately and is opened again keeps its level."""
    about = {"team_id": team, "service_id": service, "decision__activity_key": activity.key, "decision__area": area}
    lately = Part.objects.filter(state="withdrawn", ended_at__gt=act.now - timedelta(days=KEPT_DAYS), **about)
    before = lately.exclude(opened_at=None).order_by("-ended_at").first()
    return Spot(team, service, before.level if before else standing.level, standing.agreement)


def today_at(program: Program, act: Act, part: Part) -> Spot:
    """Where it would stand today."""
    return all_today(program, act, part.decision, [part])[part.pk]


def all_today(program: Program, act: Act, decision: Decision, parts: Sequence[Part]) -> Mapping[str, Spot]:
    """The same of several parts of a decision, by id; asked once."""
    activity, today = known_activity(program, decision.activity_key), today_in(program.zone, act.now)
    boards = Agreements.of_teams(program, {part.team_id for part in parts}, today)
    found = {}
    for part in parts:
        standing = boards[part.team_id].standing(activity, part.service_id, decision.area)
        found[part.pk] = Spot(part.team_id, part.service_id, standing.level, standing.agreement)
    return found


def known_level(act: Act, part: Part) -> Part:
    """One that was asked for is opened under the level of that day, or that of the same withdrawn lately."""
    program, decision = served_workspace().program, part.decision
    activity, today = known_activity(program, decision.activity_key), today_in(program.zone, act.now)
    standing = Agreements.of(program, part.team_id, today).standing(activity, part.service_id, decision.area)
    spot = _spot(act, activity, part.team_id, part.service_id, decision.area, standing)
    return part.change(level=spot.level, **spot.of_agreement)


def decision_made(act: Act, asked: Asked, side: str) -> Decision:
    """The decision with its links, without parts."""
    replaced = Decision.objects.filter(pk=asked.replaces).first() if asked.replaces else None
    if asked.replaces and (
        replaced is None or (replaced.activity_key, replaced.area) != (asked.activity_key, asked.area)
    ):
        raise ProblemsError.one("decision_replaces", Place(field="replaces"), id=asked.replaces[:40])
    made = Decision.make(
        act.now,
        activity_key=asked.activity_key,
        area=asked.area,
        question=asked.question,
        text=asked.text,
        reasons=asked.reasons,
        side=side,
        by_id=act.actor.id,
        by_name=act.actor.name,
        replaces=replaced,
    )
    for one in asked.links:
        Link.make(act.now, decision=made, kind=one.kind, ref=one.ref, url=one.url)
    return made


def asked_part(act: Act, decision: Decision, spot: Spot) -> Part:
    """One that the other side opens or declines."""
    until = business_days().end_of(act.now, ANSWERED_IN)
    return _part(act, decision, spot, state="asked", asked_until=until)


def open_part(act: Act, decision: Decision, spot: Spot) -> Part:
    return opened(act, _part(act, decision, spot, state="open"))


def _part(act: Act, decision: Decision, spot: Spot, **more: object) -> Part:
    return Part.make(
        act.now,
        decision=decision,
        team_id=spot.team_id,
        service_id=spot.service_id,
        level=spot.level,
        **spot.of_agreement,
        **more,
    )


def stepped_in(act: Act, decision: Decision, spot: Spot, confirm_by: datetime) -> Part:
    """Decided by company SRE whatever the level, until somebody who decides there confirms it."""
    values = {"opened_at": act.now, "decided_at": act.now, "decided_side": SRE}
    return _part(act, decision, spot, state="stepped_in", duty="confirmed", duty_due_at=confirm_by, **values)


def opened(act: Act, part: Part) -> Part:
    """Its clock begins. Raises ProblemsError where its level asks for more words."""
    decision, row = part.decision, ROWS[part.level]
    if row.asks == "convinced" and not (decision.text and decision.reasons):
        raise ProblemsError.one("decision_reasons_first", Place(field="reasons" if decision.text else "text"))
    return clocked(part.change(state="open", opened_at=act.now, **_window(act.now, part.level)))


def _window(now: datetime, level: int) -> dict[str, object]:
    days = ROWS[level].days
    return {
        "window_ends_at": business_days().end_of(now, days) if days else None,
        "window_began_at": now if days else None,
        "given": False,
        "reminded": 0,
        "reminded_at": None,
    }


def begin_again(part: Part, now: datetime, **more: object) -> Part:
    """Its window opens anew: other words, another level, or sent back."""
    level = more.get("level", part.level)
    return clocked(approvals_noted(part.change(state="open", **_window(now, int(str(level))), **more)))


def business_days() -> BusinessDays:
    return served_workspace().business_days()


# -- What is signed ----------------------------------------------------------------------------------------------------


def wording(part: Part) -> dict[str, object]:
    """What is approved, to the letter."""
    decision = part.decision
    about = {"team": part.team_id, "service": part.service_id, "level": part.level}
    names = ("activity_key", "area", "question", "text", "reasons")
    return {**about, **{name: getattr(decision, name) for name in names}}


def moving(part: Part, level: int) -> dict[str, object]:
    """What is signed to move an open part to another level."""
    return {"from": part.level, "to": level, "nth": part.releveled}


def approvals_noted(part: Part) -> Part:
    """Which side approved the words as they stand, at the level that stands: signed is signed, whenever it was."""
    signed = next(iter(signed_by(OBJECT, part.pk, wording(part))), "") if part.level == 4 else ""
    return part if signed == part.approved else part.change(approved=signed)


# -- Deciding ----------------------------------------------------------------------------------------------------------


def as_seen(decision: Decision, seen: int | None) -> None:
    """Raises ProblemsError where its words changed since somebody read them."""
    if seen is not None and seen != decision.version:
        raise ProblemsError.one("changed_meanwhile", Place(), name=str(decision))


def allowed(act: Act, part: Part, action: str, by: Voice) -> None:
    """Raises ProblemsError with the reason where they may not do this now; moments in it are of the organization's clock."""
    now = act.now.astimezone(served_workspace().program.zone)
    refuse(part, action, by.side, by.leads, now, part.decision.side)


def decided(act: Act, part: Part, side: str) -> Part:
    """It is decided; what its level asks for afterwards is owed. Raises ProblemsError without words of a decision."""
    if not part.decision.text:
        raise ProblemsError.one("decision_text_missing", Place(field="text"))
    duty = _owed(part)
    waits = duty or part.level == 6
    state = "decided" if waits else "settled"
    found = part.change(state=state, decided_at=act.now, decided_side=side, duty="", duty_due_at=None)
    if duty:
        owed(act, found, duty)
    replaced = part.decision.replaces
    for one in replaced.parts.select_for_update().filter(team_id=part.team_id) if replaced else ():
        if one.service_id == part.service_id and one.state in ("decided", "settled"):
            said(act, one.change(state="replaced", ended_at=act.now, next_at=None), "replaced", None)
    return clocked(found)


def owed(act: Act, part: Part, duty: str) -> Part:
    """From now on something is owed, with a day to do it by and one to be reminded."""
    days = business_days()
    due, remind = days.end_of(act.now, ROWS[part.level].within), days.start_of(act.now, OWED_REMINDED_ON)
    return part.change(duty=duty, duty_due_at=due, duty_remind_at=remind, duty_done_at=None)


def _owed(part: Part) -> str:
    """What was not given before need not be answered for afterwards. After a step-in it is told all the same."""
    row = ROWS[part.level]
    return row.owes if row.owes == "acknowledged" or part.given else ""


def frozen(decision: Decision) -> bool:
    """Some part of it is decided: its words stay."""
    return any(part.decided_at is not None for part in decision.parts.all())


def own_words(decision: Decision, parts: Sequence[Part], every: Iterable[Part]) -> bool:
    """Whoever decides these parts, of all there are, may give it other words than it has: where nobody was asked to be
    convinced of them and no other part is left with them. Where it has none yet, whoever decides first gives it some."""
    if any(part.decided_at is not None for part in every) or any(part.level == 2 for part in parts):
        return False
    own = {part.pk for part in parts}
    others = (part for part in every if part.pk not in own and part.state not in ("asked", "declined", "withdrawn"))
    return not decision.text or next(others, None) is None


# -- Time --------------------------------------------------------------------------------------------------------------


def clocked(part: Part) -> Part:
    """Noted when time alone changes something next."""
    part.next_at = _next(part)
    Part.objects.filter(pk=part.pk).update(next_at=part.next_at)
    return part


def _next(part: Part) -> datetime | None:
    if part.state == "open" and part.level == 4 and part.owner_id:
        return part.window_ends_at
    if part.state == "open" and ROWS[part.level].asks == "input" and not part.given:
        return reminder_at(part)
    if part.state == "decided" and open_duty(part):
        return part.duty_remind_at
    if part.state == "decided" and part.level == 6 and part.decided_at:
        return part.decided_at + WHY_WITHIN
    if part.state == "stepped_in":
        return part.duty_due_at
    return None


def reminder_at(part: Part) -> datetime | None:
    """When the team is reminded next, at the earliest a business day after the time before; None after the last time."""
    if part.reminded >= len(REMINDED_ON) or part.window_began_at is None:
        return None
    days = business_days()
    at = days.start_of(part.window_began_at, REMINDED_ON[part.reminded])
    return max(at, days.start_of(part.reminded_at, 1)) if part.reminded_at else at
