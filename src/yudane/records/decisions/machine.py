"""The seven levels as a machine: who opens a decision, what has to come before, who decides, what is owed afterwards, and
what time does. Seven rows of data and one implementation; verbs and pages ask nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from yudane.reading import Place, ProblemsError

TEAM, SRE, OWNER = "team", "sre", "owner"
BOTH = (SRE, TEAM)

ANSWERED_IN = 5  # business days: to open or decline what the other side asks for, and to confirm a step-in
REMINDED_ON = (2, 4)  # business days after the opening: the team is reminded of its input
OWED_REMINDED_ON = 4  # business day after something is owed: whoever owes it is reminded once
WHY_WITHIN = timedelta(days=14)  # company SRE may ask why
MATCHED_IN = timedelta(hours=24)  # a system has told of the incident that was named


@dataclass(frozen=True)
class Row:
    """One level. `days` are business days."""

    level: int
    opens: tuple[str, ...]
    decides: tuple[str, ...]
    asks: str = ""  # what comes before: the kind of an entry
    days: int = 0  # that is waited for it, at Agree for both to approve
    owes: str = ""  # afterwards: the kind of an entry
    within: int = 5


ROWS: Mapping[int, Row] = {
    row.level: row
    for row in (
        Row(1, (SRE,), (SRE,), owes="acknowledged"),
        Row(2, (SRE,), (SRE,), asks="convinced", days=5, owes="acknowledged"),
        Row(3, (SRE,), (SRE,), asks="input", days=5, owes="used"),
        Row(4, BOTH, BOTH, days=10),
        Row(5, (TEAM,), (TEAM,), asks="advice", days=5, owes="followed"),
        Row(6, (TEAM,), (TEAM,)),  # an answer, where company SRE asks why
        Row(7, (TEAM,), (TEAM,)),
    )
}

LEVELS = tuple(ROWS)
_LIVING = ("open", "escalated", "stepped_in", "decided", "settled")


@dataclass(frozen=True)
class Way:
    """One thing that can be done to a part: in which states, at which levels, by whom (None: whoever decides there)."""

    states: tuple[str, ...]
    levels: tuple[int, ...] = LEVELS
    by: tuple[str, ...] | None = BOTH
    leads: bool = False  # for the team its lead, or whom the lead named


WAYS: Mapping[str, Way] = {
    "comment": Way(("asked", *_LIVING)),
    "open": Way(("asked",)),
    "decline": Way(("asked",)),
    "reword": Way(("open", "escalated"), by=None),
    "input": Way(("open",), (3,), (TEAM,)),
    "advice": Way(("open",), (5,), (SRE,)),
    "convinced": Way(("open",), (2,), (TEAM,), leads=True),
    "decide": Way(("open", "stepped_in"), (1, 2, 3, 5, 6, 7), None, leads=True),
    "approve": Way(("open", "escalated", "stepped_in"), (4,), leads=True),
    "withdraw": Way(("asked", "open", "escalated")),
    "relevel": Way(("open", "escalated"), leads=True),
    "acknowledged": Way(("decided",), (1, 2), (TEAM,)),
    "used": Way(("decided",), (3,), (SRE,)),
    "followed": Way(("decided",), (5,), (TEAM,)),
    "why": Way(("decided",), (6,), (SRE,)),
    "answer": Way(("decided",), (6,), (TEAM,)),
    "settle": Way(("escalated",), (4,), (OWNER,)),
    "send_back": Way(("escalated",), (4,), (OWNER,)),
}


class Judged(Protocol):
    """Of a part what the machine asks."""

    level: int
    state: str
    owner_id: str
    window_ends_at: datetime | None
    given: bool
    approved: str
    reminded: int
    decided_at: datetime | None
    duty: str
    duty_due_at: datetime | None
    duty_done_at: datetime | None


def state_at(part: Judged, now: datetime) -> str:
    """What time has made of it, whether or not anybody noticed."""
    if part.state == "open" and part.level == 4 and part.owner_id and over(part.window_ends_at, now):
        return "escalated"
    if part.state == "decided" and part.level == 6 and open_duty(part) != "answer":
        return "settled" if part.decided_at and now > part.decided_at + WHY_WITHIN else "decided"
    if part.state == "stepped_in" and part.duty_due_at and now > part.duty_due_at:
        return "lapsed"
    return part.state


def out_of_time(part: Judged, now: datetime) -> bool:
    """At Agree both did not approve in time, and nobody was named to decide then: it stays open, and is listed."""
    return state_at(part, now) == "open" and part.level == 4 and over(part.window_ends_at, now)


def overdue(part: Judged, now: datetime) -> bool:
    """Something is owed, and the last moment for it is over. Exactly due is in time."""
    return bool(open_duty(part) and part.duty_due_at and now > part.duty_due_at)


def over(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now >= moment


def waits_until(part: Judged, now: datetime) -> datetime | None:
    """Until when it may not be decided yet; None where it may."""
    row = ROWS[part.level]
    if not row.asks or part.given or part.state != "open":
        return None
    unreminded = row.asks == "input" and part.reminded < len(REMINDED_ON)
    return part.window_ends_at if unreminded or not over(part.window_ends_at, now) else None


def turn(part: Judged, now: datetime, asker: str = "") -> tuple[str, ...]:
    """The sides whose turn it is; none where nothing is waited for. `asker`: whose decision it is."""
    row, state = ROWS[part.level], state_at(part, now)
    if state == "asked":
        return (TEAM,) if asker == SRE else (SRE,)
    if state == "escalated":
        return (OWNER,)
    if part.level == 4 and state in ("open", "stepped_in"):
        return tuple(side for side in row.decides if side != part.approved)
    if state == "stepped_in":
        return row.decides
    if state == "open":
        return WAYS[row.asks].by or () if row.asks and waits_until(part, now) else row.decides
    owed = open_duty(part) if state == "decided" else ""
    return WAYS[owed].by or () if owed else ()


def refuse(part: Judged, action: str, side: str, leads: bool, now: datetime, asker: str = "") -> None:
    """Raises ProblemsError with the first reason why this side cannot do this now. `asker`: whose decision it is."""
    for problem in refusals(part, action, side, leads, now, asker):
        raise problem


def refusals(
    part: Judged, action: str, side: str, leads: bool, now: datetime, asker: str = ""
) -> Iterator[ProblemsError]:
    """The reasons, the first one first."""
    way, row, state = WAYS[action], ROWS[part.level], state_at(part, now)
    if part.level not in way.levels:
        yield ProblemsError.one("decision_level", Place(), level=part.level)
    if state not in way.states:
        yield ProblemsError.one("decision_state", Place())
    if side not in (row.decides if way.by is None else way.by):
        yield ProblemsError.one("decision_side", Place(), level=part.level)
    if action in ("open", "decline") and side == asker:
        yield ProblemsError.one("decision_other_side", Place())
    if action == "open" and side not in row.opens:
        yield ProblemsError.one("decision_side", Place(), level=part.level)
    if action == "withdraw" and side != asker:
        yield ProblemsError.one("decision_own_side", Place())
    if way.leads and side == TEAM and not leads:
        yield ProblemsError.one("decision_by_the_lead", Place())
    if action == "approve" and part.approved == side:
        yield ProblemsError.one("signed_already", Place(), side=side)
    if action == "decide" and (until := waits_until(part, now)):
        yield ProblemsError.one("decision_waits", Place(), until=f"{until.astimezone(now.tzinfo):%Y-%m-%d %H:%M %Z}")
    if action in ("acknowledged", "used", "followed", "answer") and open_duty(part) != action:
        yield ProblemsError.one("decision_nothing_owed", Place())
    if action == "why" and open_duty(part) == "answer":
        yield ProblemsError.one("decision_why_open", Place())


def open_duty(part: Judged) -> str:
    """What is owed still."""
    return part.duty if part.duty and part.duty_done_at is None else ""
