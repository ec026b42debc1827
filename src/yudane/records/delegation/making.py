"""What may be proposed: whom it is about, which levels, from when until when, and why."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from yudane.program import Activity
from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import entities
from yudane.records.delegation.answer import known_activity
from yudane.records.delegation.models import ABOUT, Agreement, Proposal
from yudane.records.delegation.owner import neutral
from yudane.records.delegation.standing import TELL, Agreements, Standing
from yudane.records.home import served_workspace
from yudane.records.people.models import Person
from yudane.records.statements.making import worded

WAITS_DAYS = 30  # what the other side did not sign by then has lapsed
BACK_DAYS = 90  # how long a step back lasts at most before both look again
AHEAD_DAYS = 366  # how far ahead a day may lie


@dataclass(frozen=True)
class Proposed:
    """What somebody proposes. Empty service or area: all of them."""

    team_id: str
    activity_key: str
    level: int
    reason: str
    target: int | None = None  # None: as it stands
    service_id: str = ""
    area: str = ""
    effective_from: date | None = None  # None: the day both signed
    until: date | None = None
    look_again_on: date | None = None
    exit_conditions: str = ""
    owner_id: str = ""  # a person who decides what both sides do not; empty: nobody


def checked(act: Act, said: Proposed) -> tuple[Proposed, Standing, str]:
    """As it is signed, what holds now, and what kind of change it is. Raises ProblemsError that names the field."""
    program = served_workspace().program
    activity = known_activity(program, said.activity_key, said.area)
    _whom(said)
    agreements = Agreements.of(program, said.team_id, act.on)
    now = agreements.standing(activity, said.service_id, said.area)
    found = replace(
        said,
        reason=worded(said.reason, "reason", "reason_missing"),
        exit_conditions=" ".join(said.exit_conditions.split())[:2_000],
        target=now.target if said.target is None else said.target,
    )
    _levels(activity, found, now)
    _days(act, found)
    _owner(act, found)
    own = now.agreement is not None and now.agreement.matter == {name: getattr(found, name) for name in ABOUT}
    if own and now.agreement and _agreed(now.agreement) == _agreed(found):
        raise ProblemsError.one("delegation_as_it_is", Place(field="level"))
    return found, now, _trigger(found, now)


def _agreed(one: Agreement | Proposed) -> tuple[object, ...]:
    return one.level, one.target, one.owner_id


def _whom(said: Proposed) -> None:
    if said.team_id not in entities("team"):
        raise ProblemsError.one("entity_missing", Place(field="team"), id=said.team_id[:60])
    row = entities("service").get(said.service_id)
    if said.service_id and (row is None or row["team_id"] != said.team_id):
        raise ProblemsError.one("service_of_another_team", Place(field="service"), service=said.service_id[:60])


def _levels(activity: Activity, said: Proposed, now: Standing) -> None:
    for name, level in (("level", said.level), ("target", said.target or now.target)):
        if not 1 <= level <= 7:
            raise ProblemsError.one("delegation_level_unknown", Place(field=name), value=level)
    if not activity.enabled and said.level != TELL:
        raise ProblemsError.one("delegation_not_enabled", Place(field="level"))


def _days(act: Act, said: Proposed) -> None:
    begins = said.effective_from or act.on
    latest = act.on + timedelta(days=AHEAD_DAYS)
    if not act.on <= begins <= latest:
        raise ProblemsError.one("delegation_begins", Place(field="effective_from"), value=begins)
    if said.until is not None and not begins < said.until <= begins + timedelta(days=BACK_DAYS):
        raise ProblemsError.one("delegation_ends", Place(field="until"), days=BACK_DAYS, value=said.until)
    if said.look_again_on is not None and not begins < said.look_again_on <= latest:
        raise ProblemsError.one("delegation_look_again", Place(field="look_again_on"), value=said.look_again_on)


def _owner(act: Act, said: Proposed) -> None:
    person = Person.objects.filter(pk=said.owner_id).first()
    if said.owner_id and (person is None or not neutral(person, said.team_id, act.on)):
        raise ProblemsError.one("owner_of_a_side", Place(field="owner_id"))


def _trigger(said: Proposed, now: Standing) -> str:
    """One step at a time is what the program thinks of; more is people's choice, and so is a step without an agreement before."""
    if not now.agreed:
        return "initial"
    if abs(said.level - now.level) > 1:
        return "override"
    return "step_up" if said.level > now.level else "step_back" if said.level < now.level else "periodic"


def is_open(proposal: Proposal, act: Act) -> bool:
    """It waits for the other side, and not for too long."""
    return proposal.state == "proposed" and act.now <= proposal.created_at + timedelta(days=WAITS_DAYS)


def waiting_proposals(now: datetime) -> QuerySet[Proposal]:
    """Those that the other side may still sign."""
    return Proposal.objects.filter(state="proposed", created_at__gte=now - timedelta(days=WAITS_DAYS))


def expire(act: Act, about: dict[str, str]) -> None:
    """What waited too long gives way."""
    for one in Proposal.objects.select_for_update().filter(state="proposed", **about):
        if not is_open(one, act):
            one.change(state="expired", ended_at=act.now)


def enter_into_force(act: Act, proposal: Proposal) -> Agreement:
    """From the day asked for, never before the later signature; one for good ends what stood."""
    begins = max(proposal.effective_from, act.on)
    same = Agreement.objects.select_for_update().filter(ended_on=None, **proposal.matter)
    if proposal.until is None:
        for one in same:
            one.change(ended_on=max(begins, one.effective_from))
    proposal.change(state="in_force", ended_at=act.now, ended_by=act.actor.name)
    copied = ("level", "target", "reason", "trigger", "until", "look_again_on", "owner_id")
    values = {name: getattr(proposal, name) for name in copied}
    return Agreement.make(act.now, proposal=proposal, effective_from=begins, **proposal.matter, **values)
