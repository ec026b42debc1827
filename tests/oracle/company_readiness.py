"""A company with a past: levels that rose, fell and were forgotten, agreements, people and owners that changed, with days at
the edges of what steps of delegation ask for."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.oracle.common import moment
from tests.oracle.evidence import DAY, HOUR, SECOND, Chance, Row
from tests.oracle.gates import goals, handed_over

SERVICES, TEAMS = 200, 50
LEVELLED = [name for name in handed_over() if name != "infra-design"]
EDGES = (0, 6, 7, 8, 14, 28, 29, 30, 31, 89, 90, 91, 120, 179, 180, 181, 364, 365, 366)
READ = ("assessment_results", "indicator_results", "trigger_results", "trainings", "training_attendance", "memberships")


def company(seed: int, as_of: datetime) -> tuple[dict[str, list[Row]], list[Row]]:
    chance = Chance(Random(f"readiness {seed} {as_of}"), as_of)
    teams = [f"t{number:02}" for number in range(TEAMS)]
    for team in teams:
        _team(chance, team)
    _trainings(chance, teams)
    names = [_service(chance, f"s{number:03}", teams) for number in range(SERVICES)]
    return chance.tables, looked(chance, READ, names)


def looked(
    chance: Chance, tables: Sequence[str], names: Sequence[str], columns: dict[str, Sequence[str]] | None = None
) -> list[Row]:
    """Nearly everything was looked at today, some of it too long ago, not yet, or by who cannot tell a column."""
    rows: list[Row] = []
    for table in tables:
        for name in names:
            old = chance.one(*[0] * 20, 6, 7, 7, 8) if table != "memberships" else chance.one(*[0] * 20, 366, 367)
            since = chance.one(*[None] * 20, chance.as_of, chance.as_of + SECOND)
            row = {
                "table_name": table,
                "service_id": name,
                "since": since,
                "until": chance.as_of.date() - old * DAY,
                "not_filled": [],
            }
            if columns and table in columns and chance.maybe(0.05):
                row["not_filled"] = [chance.one(*columns[table])]
            rows += [row] if not chance.maybe(0.02) else []
    return rows


def _ago(chance: Chance, *edges: float) -> date:
    """So many days ago, or one more or less."""
    day: datetime = chance.as_of - (chance.one(*edges) + chance.one(0, 0, 0, 1, -1)) * DAY
    return day.date()


# -- Teams and people --------------------------------------------------------------------------------------------------


def _team(chance: Chance, team: str) -> None:
    """Its people, at times of a team that became part of it, and who looks after what."""
    chance.add("teams", team_id=team, name=team, kind="dev")
    former = [team] * 4
    for _ in range(chance.few(0.6, 0.2, 0.1, 0.1)):
        was = f"{team}-was-{len(former)}"
        chance.add("teams", team_id=was, name=was, kind="dev")
        _move(chance, "merge", "team", was, chance.one(team, former[-1], former[-1]), _ago(chance, 0, 1, 10, 50, 90))
        former.append(was)
    for number in range(chance.one(0, 1, 2, 2, 3, 4, 4, 5)):
        person = f"{team}-p{number}"
        chance.add("people", person_id=person, team_id=chance.or_null(team, 0.2))
        for _ in range(chance.few(0.05, 0.75, 0.2)):
            since = _ago(chance, 300, 300, 91, 90, 89, 60, 30, 20, 10, 0)
            left = chance.one(None, None, _ago(chance, 0, 0, 1, 10, 20, 50, 89, 90))
            values = {
                "person_id": person,
                "team_id": chance.one(*former),
                "role": chance.one("member", "member", "lead", "signs"),
                "since": since,
                "until": left if left and left > since else None,
            }
            if not any(_key(row) == _key(values) for row in chance.tables["memberships"][-3:]):
                chance.add("memberships", **values)
    for activity in chance.random.sample(handed_over(), 7):
        chance.add(
            "activity_owners",
            team_id=team,
            activity_key=activity,
            person_id=f"{team}-p{chance.one(0, 1)}",
            since=_ago(chance, 0, 90),
            until=chance.one(None, None, _ago(chance, 0, 20, -1)),
        )


def _key(row: Row) -> tuple[Any, ...]:
    return row["person_id"], row["team_id"], row["role"], row["since"]


def _move(chance: Chance, kind: str, entity: str, name: str, becomes: str, day: date) -> None:
    """Entered the same day; now and then taken back."""
    if kind == "merge":
        day = min(day, chance.as_of.date())  # none is entered ahead of its day
    at = moment(day)
    taken_back = kind != "merge" and chance.maybe(0.2)
    chance.add(
        "catalog_moves",
        move_id=chance.name("M"),
        kind=kind,
        entity_kind=entity,
        entity_id=name,
        becomes=becomes,
        effective_on=day,
        moved_at=at,
        withdrawn_at=at + HOUR if taken_back else None,
    )


def _trainings(chance: Chance, teams: Sequence[str]) -> None:
    for number in range(60):
        chance.add(
            "trainings",
            training_id=f"T-{number}",
            title="Together",
            kind="training",
            activity_key=chance.or_null(chance.one(*handed_over()), 0.1),
            held_on=_ago(chance, 180, 180, 0, 20, 90),
        )
        for person in sorted({f"{chance.one(*teams)}-p{chance.one(0, 1, 2)}" for _ in range(chance.one(1, 9, 20))}):
            chance.add(
                "training_attendance",
                training_id=f"T-{number}",
                person_id=person,
                team_id=chance.one(None, person.partition("-")[0], chance.one(*teams)),
                attended=chance.one(True, True, False, False, None),
            )


# -- Services ----------------------------------------------------------------------------------------------------------


def _service(chance: Chance, name: str, teams: Sequence[str]) -> str:
    team = chance.or_null(chance.one(*teams), 0.04)
    chance.add(
        "services",
        service_id=name,
        name=name,
        team_id=team,
        tier=chance.one(1, 1, 1, 2, 2, 3, 3, None),
        lifecycle="production",
        in_scope=not chance.maybe(0.02),
    )
    looked_after = chance.random.sample(LEVELLED, 3)
    for activity in looked_after:
        _levels(chance, name, activity)
    for activity in dict.fromkeys((*looked_after, chance.one(*LEVELLED), "infra-design")):
        _agreed(chance, name, activity, team or teams[0], teams)
        _own_work(chance, name, activity)
        _triggered(chance, name, activity)
        _questions(chance, name, activity, team or teams[0])
    _reviews(chance, name)
    _moved(chance, name, team or teams[0], teams, fixed=team is not None)
    return name


def _levels(chance: Chance, name: str, activity: str) -> None:
    """A run of some length at one level, with one thing in it that may break it."""
    usual, first, every = chance.one(1, 2, 2, 3), chance.one(*EDGES), chance.one(1, 2, 5, 7, 7, 8)
    days = {*range(0, first + 1, every), first} if first < 40 or every > 2 else {*range(0, first + 1, 7), first}
    older = {first + step for step in chance.one((), (), (1, 8), (7, 60), (8, 100), (300,))}
    odd, other = chance.one(0, 1, *sorted(days)), chance.one(None, 1, 2, 3)
    kind = chance.one("other", "gap", "late", "late", "none", "none", "rise", "lost")
    if kind == "lost" and len(days) > 1 and chance.maybe(0.5):
        odd = sorted(days)[-2]  # published on the first day only
    gap = range(odd + 1, odd + chance.one(6, 7, 8))
    for ago in sorted(days | older):
        level = chance.one(usual, other) if ago in older else usual
        late = chance.one(*[HOUR] * 30, 7 * DAY)
        if (kind == "other" and ago == odd) or (kind == "rise" and ago >= odd):
            level = other
        if kind == "lost" and ago <= odd:
            level = None
        if kind == "late" and ago in (odd, odd + every):
            late, level = chance.one(7 * DAY, 8 * DAY - SECOND, 8 * DAY, 8 * DAY), chance.one(usual, usual, other)
        if (kind == "gap" and ago in gap) or (ago == 0 and chance.maybe(0.05)):
            continue
        _assessed(chance, name, activity, ago, level, late)


def _assessed(chance: Chance, name: str, activity: str, ago: int, level: int | None, late: timedelta) -> None:
    day = chance.as_of - ago * DAY
    counts: Row = {}
    for number in (2, 3):
        core = chance.one(0, 1, 2, 4, 4, 5, 5)
        met = chance.random.randint(0, core)
        unmet = core - met if chance.maybe(0.5) else chance.random.randint(0, core - met)
        if not chance.maybe(0.03):
            counts |= {f"level_{number}_core": core, f"level_{number}_met": met, f"level_{number}_unmet": unmet}
    lost = chance.one(
        None, None, None, *(ago + days for days in (0, 29, 30, 31)), *(max(ago, days) for days in (90, 90, 91, 91))
    )
    chance.add(
        "assessment_results",
        service_id=name,
        activity_key=activity,
        as_of=day.date(),
        level_min=1,
        level_max=3,
        published_level=level,
        confidence=chance.one(None, 0, 0.59, 0.6, 0.61, 0.74, 0.75, 0.76, 0.9, 1, 1),
        unconfirmed_since=None if lost is None else (chance.as_of - lost * DAY).date(),
        sources=chance.one([], ["prometheus"], ["prometheus", "tracker"]),
        made_at=day + late,
        criteria=[],
        **counts,
    )


def _agreed(chance: Chance, name: str, activity: str, team: str, teams: Sequence[str]) -> None:
    """Agreements one upon the other, at times with another team, for the service alone, or with an end of their own."""
    level = chance.one(1, 2, 3, 4, 4, 5, 5, 6, 6, 7)
    for _ in range(chance.few(0.15, 0.35, 0.25, 0.15, 0.1)):
        begins = _ago(chance, 0, 10, 20, 30, 30, 31, 60, 90, 90, 91, 200, 300, -1)
        ends = chance.one(None, None, None, None, _ago(chance, 0, 0, 5, 25, 55, -30))
        ends = None if ends is None or ends <= begins else ends
        signed = moment(begins) - chance.one(0, 1, 3, 20) * DAY + chance.one(1, 9) * HOUR
        _agreement(
            chance,
            service_id=name,
            activity_key=activity,
            decision_area=chance.one(*[""] * 12, "targets"),
            team_id=chance.one(*[team] * 8, chance.one(*teams), f"{team}-was-4"),
            for_service=chance.maybe(0.25),
            level_current=chance.one(level, level, chance.random.randint(1, 7)),
            effective_from=begins,
            effective_at=chance.one(None, signed),
            until=ends,
        )


def _agreement(chance: Chance, **columns: Any) -> None:
    chance.add(
        "delegations",
        agreement_id=chance.name("A") if chance.maybe(0.96) else "",
        level_target=7,
        decided_by=["aoi", "sora"],
        reason="why",
        trigger="initial",
        **columns,
    )


def _own_work(chance: Chance, name: str, activity: str) -> None:
    for ago in chance.one((0,), (0,), (0, 1), (1,), ()):
        _indicated(
            chance,
            name,
            f"{activity}.own-work",
            ago,
            chance.one("met", "met", "unmet", "unknown", "not_applicable"),
            chance.one(0.79, 0.8, 0.81, 0.89, 0.9, 0.91, 1),
        )


def _indicated(chance: Chance, name: str, indicator: str, ago: int, outcome: str, value: float | None = None) -> None:
    chance.add(
        "indicator_results",
        service_id=name,
        indicator_id=indicator,
        as_of=(chance.as_of - ago * DAY).date(),
        outcome=outcome,
        value=None if outcome in ("unknown", "not_applicable") else value,
        sources=chance.one([], [], ["work-desk"]),
        made_at=chance.as_of - ago * DAY + chance.one(*[HOUR] * 150, 7 * DAY, 8 * DAY - SECOND, 8 * DAY),
    )


def _reviews(chance: Chance, name: str) -> None:
    """The goals that stand for a level: met for two quarters, or a day less."""
    if chance.maybe(0.4):
        return
    for indicator in goals():
        first, every = chance.one(181, 182, 182, 182, 183, 200, 30), chance.one(1, 7, 7, 7)
        odd, kind = chance.random.randint(0, first), chance.one(*["none"] * 6, "gap", "other")
        days = {*range(0, first + 1, 7), first} if every == 7 else {*range(0, first + 1, 4), first}
        for ago in sorted(days):
            bad = kind == "other" and ago <= odd < ago + 7
            if kind == "gap" and odd < ago < odd + 8:
                continue
            _indicated(
                chance, name, indicator, ago, chance.one("unmet", "unknown", "not_applicable") if bad else "met", 1
            )


def _triggered(chance: Chance, name: str, activity: str) -> None:
    mood = chance.one(("met",), ("met", "not_applicable"), ("met", "unknown"), ("met", "met", "met", "unmet"))
    for trigger in ("below-gate", "team-changed", "evidence-gone")[: chance.one(0, 1, 3, 3)]:
        for ago in chance.one((0,), (0, 1), (0,), (1,)):
            chance.add(
                "trigger_results",
                service_id=name,
                activity_key=activity,
                trigger_id=f"step-back.{trigger}",
                as_of=(chance.as_of - ago * DAY).date(),
                outcome=chance.one(*mood),
            )


def _questions(chance: Chance, name: str, activity: str, team: str) -> None:
    """What company SRE asked of what the team decided: answered, due, or late by a second."""
    for _ in range(chance.few(0.7, 0.2, 0.1)):
        late = chance.as_of + chance.one(0, 0, -1, 1, -86400, 86400 * 9) * SECOND
        chance.add(
            "decisions",
            part_id=chance.name("P"),
            decision_id="D-1",
            team_id=team,
            service_id=name,
            activity_key=activity,
            level=6,
            opened_at=late - 40 * DAY,
            state="decided",
            escalated=False,
            step_in=False,
            duty=chance.one("answer", "answer", "answer", "used"),
            duty_due_at=late - 14 * DAY,
            duty_late_at=late,
            duty_done_at=chance.one(None, None, None, chance.as_of - DAY, chance.as_of + HOUR, chance.as_of + DAY),
        )


def _moved(chance: Chance, name: str, team: str, teams: Sequence[str], fixed: bool) -> None:
    """Went to its team lately, long ago or will go to another; or somebody corrected who owns it."""
    if not fixed:
        return
    for _ in range(chance.few(0.75, 0.15, 0.1)):
        day = _ago(chance, 0, 10, 20, 29, 30, 31, 90, 150)
        ahead = day > chance.as_of.date()
        _move(chance, "transfer", "service", name, chance.one(*teams) if ahead else team, day)
    if chance.maybe(0.15):
        at = chance.as_of - chance.one(0, 10, 29, 30, 31) * DAY + chance.one(0, 1, 9) * HOUR
        chance.add(
            "catalog_edits",
            entity_kind="service",
            entity_id=name,
            field=chance.one("team_id", "team_id", "name"),
            value=team,
            edited_at=at,
            withdrawn_at=at + HOUR if chance.maybe(0.2) else None,
        )
