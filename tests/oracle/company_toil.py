"""A company drawn by chance for the criteria of toil elimination: many teams, most with one service."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from tests.oracle.evidence import DAY, PEOPLE, Chance, Row, review, services, statements
from tests.oracle.evidence_looks import good_of, looks
from tests.oracle.toil import month, quarter

SERVICES, TEAMS = 54, 46
READ = {
    "toil_tasks": (),
    "work_log": (),
    "survey_responses": (),
    "people": (),
    "reviews": (),
    "unit_metrics": (),
    "requests": ("request_type", "automatable"),
}


def company(
    seed: int, as_of: datetime, criteria: Sequence[str], attested: Sequence[str]
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Tables and coverage of many services and their teams."""
    chance = Chance(Random(f"toil {seed} {as_of}"), as_of)
    for name in PEOPLE[:4]:
        chance.add("people", person_id=name, team_id=chance.one("team 0", "team 1", None))
    known = services(chance, SERVICES)
    for number, service in enumerate(known):
        service["team_id"] = chance.or_null(f"team {number % TEAMS}", 0.05)
    for number in range(TEAMS + 1):
        _team(chance, f"team {number}", [s["service_id"] for s in known if s["team_id"] == f"team {number}"])
    for service in known:
        statements(chance, service["service_id"], criteria, attested)
    if chance.maybe(0.15):
        review(chance, "toil", {"service_id": None, "team_id": None})
    return chance.tables, looks(chance, [service["service_id"] for service in known], READ)


def _team(chance: Chance, name: str, names: Sequence[str]) -> None:
    kind = chance.one("dev", "dev", "dev", "sre_company", "other")
    if chance.maybe(0.9):
        chance.add("teams", team_id=name, name=name, kind=kind)
    crew = [f"{name} person {number}" for number in range(chance.one(0, 1, 3, 4, 4, 5, 5, 6, 10))]
    edges = chance.maybe(0.4)
    for person in crew:
        _person(chance, person, name, edges)
    draw = chance.one(_regular, _regular, _months, _rest)
    keys = _tasks(chance, name, names)
    draw(chance, name, names, crew, keys)
    if chance.maybe(0.5):
        _answers(chance, name, names, len(crew))
    _savings(chance, name, names, crew)
    _requests(chance, name)
    for _ in range(chance.few(0.3, 0.5, 0.2)):
        where = chance.one(
            *({"service_id": one, "team_id": None} for one in names), {"service_id": None, "team_id": name}
        )
        review(chance, chance.one("toil", "toil", "toil", "alert"), where)


def _person(chance: Chance, name: str, team: str, edges: bool) -> None:
    """Some begin or end about the first of a month, a Monday or today."""
    around = [chance.as_of, month(chance.as_of, 0), month(chance.as_of, -1), month(chance.as_of, -2)]
    around.append(chance.as_of - (chance.as_of.weekday() + 21) * DAY)
    days = [(moment + chance.one(-1, 0, 0, 1) * DAY).date() for moment in around]
    chance.add(
        "people",
        person_id=name,
        team_id=chance.or_null(team, 0.02),
        active_from=chance.one(None, *days) if edges else None,
        active_to=chance.one(None, None, *days) if edges else None,
    )


def _tasks(chance: Chance, team: str, names: Sequence[str]) -> list[str]:
    """A list of mostly open tasks, many of the same size, planned for about now."""
    size, estimated = chance.one(0, 0, 1, 2, 3, 3, 4, 5), chance.one(1, 1, 0.7)
    plans, day = chance.one(0.9, 0.66, 0.4), chance.as_of
    quarters = [quarter(month(day, later)) for later in (0, 0, 0, 3, 3, 3, -3, 6)]
    quarters += [f"{day.year}Q{(day.month + 2) // 3}"]
    keys = []
    for _ in range(size):
        status = chance.one(*["open"] * 4, "in_progress", "accepted", "automated", "eliminated")
        gone = status in ("automated", "eliminated")
        task = chance.add(
            "toil_tasks",
            toil_task_key=chance.name("toil"),
            service_id=chance.one(None, *names),
            team_id=team,
            title="work",
            runs_per_month=chance.one(10, 10, 5, 2.5) if chance.maybe(estimated) else None,
            minutes_per_run=chance.one(60, 30, 120) if chance.maybe(estimated) else None,
            status=status,
            accepted_reason=chance.one("It is worth it.", None),
            owner_team_id=chance.or_null(chance.one(team, "team 1"), 0.15),
            planned_quarter=chance.one(*quarters) if chance.maybe(plans) else None,
            first_seen_on=chance.as_of.date() - chance.one(*[400] * 12, 0, -1) * DAY,
            last_reviewed_on=chance.or_null(chance.day(90), 0.4),
            closed_on=chance.or_null(chance.day(180), 0.1) if gone else None,
        )
        keys.append(task["toil_task_key"])
    return keys


def _entry(chance: Chance, team: str, person: str, day: date, columns: Row) -> None:
    values = {"minutes": 60, "category": "toil", "service_id": None, "toil_task_key": None}
    chance.add(
        "work_log",
        entry_id=chance.name("W"),
        person_id=person,
        team_id=team,
        work_date=day,
        source=chance.one("log", "ticket", "survey"),
        **{**values, **columns},
    )


def _regular(chance: Chance, team: str, names: Sequence[str], crew: list[str], keys: list[str]) -> None:
    """Entries in just as many weeks of each person as are asked for, with toil of 30 or 50 %, 80 % of it named."""
    mondays = [chance.as_of - (chance.as_of.weekday() + 7 * back) * DAY for back in range(1, 14)]
    slots = [(person, monday) for person in crew for monday in mondays]
    logged = good_of(chance, len(slots), chance.one(0.7, 0.7, 0.9))
    days = [
        (person, chance.one(monday, monday + 6 * DAY, monday + 2 * DAY))
        for (person, monday), is_logged in zip(slots, logged, strict=True)
        if is_logged
    ]
    toil = good_of(chance, len(days), chance.one(0.3, 0.5, 0.1))
    named = good_of(chance, sum(toil), chance.one(0.8, 0.8, 1))
    rest = iter(named)
    for (person, day), is_toil in zip(days, toil, strict=True):
        columns: Row = {"category": chance.one("feature", "project") if not is_toil else "toil"}
        if is_toil:
            columns["toil_task_key"] = chance.one("toil-of-old", *keys) if next(rest) else None
        _entry(chance, team if chance.maybe(0.99) else "team 3", person, day.date(), columns)
    if chance.maybe(0.3):
        extra = chance.one("interrupt", "oncall_active", "admin", "toil")
        for _ in range(chance.one(1, 3, 10)):
            _entry(chance, team, chance.one("a stranger", *crew), chance.day(90), {"category": extra})


def _months(chance: Chance, team: str, names: Sequence[str], crew: list[str], keys: list[str]) -> None:
    """Minutes by month that stay, grow by 2 % of the median, or grow as fast as the business does."""
    start, step = 1000, chance.one(0, 20, 20, 20, 21, 25, 200)
    volume, steady = chance.one("same", "same", "growing", "none", "short"), chance.maybe(0.6)
    person = chance.one("a stranger", *crew)
    first = chance.one(5, 5, 6, 6, 7)
    for back in range(first, -1, -1):
        begins, ends = month(chance.as_of, -back), month(chance.as_of, 1 - back)
        spent = start + step * (3 - back) + (chance.one(-5, 0, 500) if not steady else 0)
        if chance.maybe(0.06):
            continue
        columns: Row = {"minutes": max(spent, 0), "service_id": chance.one(None, *names)}
        if chance.maybe(0.03):
            columns["category"] = "feature"
        _entry(chance, team, person, chance.one(begins, ends - DAY, begins + 9 * DAY).date(), columns)
        if chance.maybe(0.3):
            _entry(chance, team, person, begins.date(), {"minutes": 100, "category": "feature"})
        if names and volume != "none" and (volume != "short" or back > 2):
            figure = {"same": spent / 8, "growing": spent * (10 - back), "short": 10 * (10 - back)}[volume]
            _volume(chance, names[0], team, begins.date(), figure)


def _volume(chance: Chance, service: str, team: str, begins: date, figure: float) -> None:
    chance.add(
        "unit_metrics",
        service_id=service,
        metric_key="orders",
        period_start=begins,
        value=figure if chance.maybe(0.97) else 0,
        unit="order",
        team_id=chance.one(*[None] * 9, *[team] * 9, "team 2"),
    )


def _rest(chance: Chance, team: str, names: Sequence[str], crew: list[str], keys: list[str]) -> None:
    """Toil of which one person carries exactly 40 %, or a minute more."""
    if not crew:
        return
    top = chance.one(400, 400, 401, 399, 1000)
    parts = [(crew[0], top), *((chance.one(*crew[1:], "a stranger"), 60) for _ in range(10))]
    if chance.maybe(0.3):
        parts.append((crew[0], chance.one(0, 1)))
    for person, spent in parts:
        day = chance.day(90) if chance.maybe(0.2) else (chance.as_of - 40 * DAY).date()
        _entry(chance, team, person, day, {"minutes": spent, "toil_task_key": chance.one("toil-x", *keys)})
    for person in crew[: chance.one(0, len(crew))]:
        for back in (1, 2, 3):
            moment = chance.one(month(chance.as_of, -back), month(chance.as_of, 1 - back) - DAY)
            if chance.maybe(0.75):
                _entry(chance, team, person, moment.date(), {"category": "feature"})


def _answers(chance: Chance, team: str, names: Sequence[str], people: int) -> None:
    for back in range(4):
        for number, answers in enumerate(good_of(chance, people, 0.6)):
            moment = chance.one(month(chance.as_of, -back), month(chance.as_of, 1 - back) - DAY)
            if answers:
                chance.add(
                    "survey_responses",
                    survey_id=f"survey {back}",
                    kind=chance.one(*["toil"] * 15, "mindset"),
                    service_id=chance.one(None, None, *names),
                    team_id=team,
                    respondent_key=f"{team} {number}",
                    question_key="hours",
                    value=3,
                    submitted_on=moment.date(),
                )


def _savings(chance: Chance, team: str, names: Sequence[str], crew: list[str]) -> None:
    """Tasks that were automated, with half of the expected saving in the log, or a minute less."""
    for _ in range(chance.few(0.3, 0.1, 0.4, 0.2)):
        closed = chance.one(
            month(chance.as_of, -4),
            month(chance.as_of, -3) - DAY,
            month(chance.as_of, -3),
            month(chance.as_of, -9) + 14 * DAY,
            chance.as_of - 365 * DAY,
            chance.as_of - 366 * DAY,
        )
        key = chance.name("toil")
        chance.add(
            "toil_tasks",
            toil_task_key=key,
            service_id=chance.one(None, *names),
            team_id=team,
            title="work",
            status=chance.one(*["automated"] * 9, "eliminated"),
            expected_saving_min_per_month=chance.one(*[100] * 9, None, 0),
            first_seen_on=closed.date() - timedelta(days=200),
            closed_on=closed.date(),
        )
        saved = chance.one(50, 50, 50, 49, 100, -50, 0)
        for begins, spent in ((month(closed, -3), 3 * saved + 30), (month(closed, 1), 30)):
            day = chance.one(begins, month(begins, 3) - DAY, begins - DAY if chance.maybe(0.2) else begins)
            columns = {"minutes": spent, "toil_task_key": key, "category": chance.one("toil", "project")}
            if spent > 0:
                _entry(chance, chance.one(team, team, "team 4"), chance.one("a stranger", *crew), day.date(), columns)


def _requests(chance: Chance, team: str) -> None:
    size = chance.one(0, 9, 10, 10, 10, 11, 20)
    for sorted_out in good_of(chance, size, 0.9):
        bad = chance.one({"request_type": "other"}, {"automatable": None})
        chance.add(
            "requests",
            request_id=chance.name("RQ"),
            service_id=chance.one(None, "s01"),
            assignee_team_id=chance.or_null(team, 0.01),
            created_at=chance.moment(90) if chance.maybe(0.15) else chance.as_of - 20 * DAY,
            status=chance.one("open", "done", "rejected"),
            **{"request_type": "access", "automatable": chance.maybe(0.5), **({} if sorted_out else bad)},
        )
