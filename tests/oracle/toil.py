"""The criteria of toil elimination, from rubric.md 2.6 and its readings. All are about the team of the service."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from fractions import Fraction
from functools import wraps
from itertools import combinations

from tests.oracle.common import (
    DAY,
    Case,
    Criterion,
    Found,
    Row,
    assessed,
    exact,
    median,
    moment,
    settled,
    speaks_for,
    yes_no,
)
from yudane.program.load import shipped

GONE = ("automated", "eliminated")
OPERATIONS = ("toil", "interrupt", "oncall_active")
Span = tuple[datetime, datetime]
Rule = Callable[[Case], Found]


def of_a_team(rule: Rule) -> Rule:
    """A gap where nobody knows the team of the service."""

    @wraps(rule)
    def known(case: Case) -> Found:
        return rule(case) if case.service["team_id"] is not None else Found.GAP

    return known


def team(case: Case) -> str:
    return str(case.service["team_id"])


def month(day: date, later: int) -> datetime:
    """The first day of the month so many months after that of the day."""
    number = day.year * 12 + day.month - 1 + later
    return datetime(number // 12, number % 12 + 1, 1)


def full_months(case: Case, count: int) -> list[Span]:
    return [(month(case.as_of, -back), month(case.as_of, 1 - back)) for back in range(count, 0, -1)]


def members(case: Case, begins: datetime, ends: datetime) -> set[str]:
    """Who belonged to the team on at least one day in between."""
    return {
        str(row["person_id"])
        for row in case.all("people", team_id=team(case))
        if (row["active_from"] is None or moment(row["active_from"]) < ends)
        and (row["active_to"] is None or moment(row["active_to"]) > begins)
    }


def inside(rows: Iterable[Row], name: str, span: Span) -> list[Row]:
    return [row for row in rows if span[0] <= moment(row[name]) < span[1]]


def tasks(case: Case) -> list[Row]:
    return case.all("toil_tasks", team_id=team(case))


def minutes(rows: Iterable[Row]) -> int:
    return sum(int(row["minutes"]) for row in rows)


def inventory(case: Case) -> Found:
    listed = tasks(case)
    estimated = [row for row in listed if row["runs_per_month"] is not None and row["minutes_per_run"] is not None]
    recent = any(case.within(row["last_reviewed_on"], 90) for row in listed)
    if len(estimated) >= case.params["tasks_min"] and recent:
        return Found.YES
    return Found.NO if any(row["status"] not in GONE for row in listed) else Found.NOTHING


@of_a_team
def recorded(case: Case) -> Found:
    shares = [_taking_part(case, span) for span in full_months(case, 3)]
    judged = [share for share in shares if share is not None]
    if not judged:
        return Found.NOTHING
    if len(judged) < case.params["months_min"]:
        return Found.NOT_ASKED
    good = [share for share in judged if share >= case.number("people_share")]
    return yes_no(len(good) >= case.params["months_min"])


def _taking_part(case: Case, span: Span) -> Fraction | None:
    """The larger share of those who logged work and those who answered."""
    people = members(case, *span)
    if not people:
        return None
    logged = {name for name in people if inside(case.all("work_log", person_id=name), "work_date", span)}
    answers = inside(case.all("survey_responses", team_id=team(case), kind="toil"), "submitted_on", span)
    return Fraction(max(len(logged), len({row["respondent_key"] for row in answers})), len(people))


@of_a_team
def planned(case: Case) -> Found:
    """An unestimated task may be among the largest or not."""
    still = [row for row in tasks(case) if row["status"] not in GONE]
    if not still:
        return Found.NOTHING
    unclear = [row for row in still if row["runs_per_month"] is None or row["minutes_per_run"] is None]
    clear = [row for row in still if row not in unclear]
    clear.sort(key=lambda row: (-exact(row["runs_per_month"]) * exact(row["minutes_per_run"]), not _settled(case, row)))
    size = min(case.params["top_n"], len(still))
    needed = min(case.params["planned_min"], size)
    worlds = [
        [*some, *clear[: size - count]]
        for count in range(min(len(unclear), size) + 1)
        if size - count <= len(clear)
        for some in combinations(unclear, count)
    ]
    return settled(yes_no(sum(_settled(case, row) for row in largest) >= needed) for largest in worlds)


def _settled(case: Case, task: Row) -> bool:
    kept = task["status"] == "accepted" and bool(task["accepted_reason"])
    quarters = {quarter(case.as_of), quarter(month(case.as_of, 3))}
    return kept or (task["owner_team_id"] is not None and task["planned_quarter"] in quarters)


def quarter(day: date) -> str:
    """Of the fiscal year, which bears the number of the calendar year in which it begins."""
    begins = int(shipped().setting("fiscal_year_starts_month"))
    shifted = month(day, 1 - begins)
    return f"{shifted.year}Q{(shifted.month - 1) // 3 + 1}"


def reviewed(case: Case) -> Found:
    held = [row for row in case.all("reviews", kind="toil") if speaks_for(row, case.service, "team_id")]
    inside_gap = [row for row in held if case.within(row["held_on"], case.params["max_gap_days"])]
    if any(row["decisions_count"] >= 1 for row in inside_gap):
        return Found.YES
    return Found.GAP if case.service["team_id"] is None else Found.NO


@of_a_team
def improved(case: Case) -> Found:
    gone = [row for row in tasks(case) if row["status"] in GONE and case.within(row["closed_on"], 180)]
    return yes_no(len(gone) >= case.params["closed_min"])


@of_a_team
def measured(case: Case) -> Found:
    since = case.as_of - 90 * DAY
    monday = since + (-since.weekday()) % 7 * DAY
    weeks, logged = 0, 0
    while monday + 7 * DAY <= case.as_of:
        span = (monday, monday + 7 * DAY)
        people = members(case, *span)
        weeks += len(people)
        logged += sum(bool(inside(case.all("work_log", person_id=name), "work_date", span)) for name in people)
        monday += 7 * DAY
    if not weeks:
        return Found.NOTHING
    toil = _spent(case, "toil")
    named = minutes(row for row in toil if row["toil_task_key"] is not None)
    enough = not minutes(toil) or case.share_reached(named, minutes(toil), "task_share_min")
    return yes_no(enough and case.share_reached(logged, weeks, "cover_min"))


def _spent(case: Case, *categories: str) -> list[Row]:
    """What the team logged in 90 days."""
    rows = [row for row in case.all("work_log", team_id=team(case)) if case.within(row["work_date"], 90)]
    return [row for row in rows if not categories or row["category"] in categories]


@of_a_team
def share(case: Case) -> Found:
    all_minutes = minutes(_spent(case))
    if measured(case) is not Found.YES or not all_minutes:
        return Found.OPEN
    part = Fraction(minutes(_spent(case, *OPERATIONS)), all_minutes)
    kinds = [row["kind"] for row in case.all("teams", team_id=team(case))]
    limits = {"sre_team_max" if kind == "sre_company" else "dev_team_max" for kind in kinds or ["sre_company", "dev"]}
    return settled(yes_no(part <= case.number(name)) for name in limits)


@of_a_team
def trend(case: Case) -> Found:
    log = case.all("work_log", team_id=team(case))
    spent: dict[int, int] = {}
    spans = full_months(case, case.params["months"])
    for number, span in enumerate(spans):
        entries = inside(log, "work_date", span)
        if entries:
            spent[number] = minutes(row for row in entries if row["category"] == "toil")
    if len(spent) < case.params["months_min"]:
        return Found.LEFT_OUT
    typical = median(Fraction(value) for value in spent.values())
    if theil_sen({number: Fraction(value) for number, value in spent.items()}) <= case.number("slope_max") * typical:
        return Found.YES
    starts = {begins: number for number, (begins, _) in enumerate(spans)}
    return yes_no(any(_outgrown(case, spent, starts, rows) for rows in _volumes(case).values()))


def theil_sen(points: dict[int, Fraction]) -> Fraction:
    """The median of the changes per month between any two months."""
    pairs = combinations(sorted(points.items()), 2)
    slope: Fraction = median((after - before) / (late - early) for (early, before), (late, after) in pairs)
    return slope


def _volumes(case: Case) -> dict[tuple[str, str], list[Row]]:
    """The figures that belong to the team."""
    owners = {row["service_id"]: row["team_id"] for row in assessed(case.tables)}
    found: dict[tuple[str, str], list[Row]] = {}
    for row in case.all("unit_metrics"):
        if (row["team_id"] or owners.get(row["service_id"])) == team(case):
            found.setdefault((row["service_id"], row["metric_key"]), []).append(row)
    return found


def _outgrown(case: Case, spent: dict[int, int], starts: dict[datetime, int], rows: list[Row]) -> bool:
    units = {starts.get(moment(row["period_start"])): exact(row["value"]) for row in rows}
    points = {number: spent[number] / unit for number, unit in units.items() if number in spent and unit > 0}
    return len(points) >= case.params["months_min"] and theil_sen(points) < 0


@of_a_team
def saving_verified(case: Case) -> Found:
    gone = [row for row in tasks(case) if row["status"] == "automated" and case.within(row["closed_on"], 365)]
    gone = [row for row in gone if (row["expected_saving_min_per_month"] or 0) > 0]
    gone = [row for row in gone if month(row["closed_on"], 4) <= case.as_of]
    if len(gone) < case.params["min_n"]:
        return Found.LEFT_OUT
    saved = sum((_saved(case, row) for row in gone), Fraction())
    expected = sum((exact(row["expected_saving_min_per_month"]) for row in gone), Fraction())
    return yes_no(saved / expected >= case.number("realised_min"))


def _saved(case: Case, task: Row) -> Fraction:
    log, closed = case.all("work_log", toil_task_key=task["toil_task_key"]), task["closed_on"]
    before = inside(log, "work_date", (month(closed, -3), month(closed, 0)))
    after = inside(log, "work_date", (month(closed, 1), month(closed, 4)))
    return Fraction(minutes(before) - minutes(after), 3)


@of_a_team
def spread(case: Case) -> Found:
    people = members(case, case.as_of - DAY, case.as_of)
    if not people:
        return Found.NOTHING
    toil = _spent(case, "toil")
    if len(people) < case.params["team_min"] or not minutes(toil):
        return Found.NOT_ASKED
    persons = {row["person_id"] for row in toil}
    top = max(minutes(row for row in toil if row["person_id"] == name) for name in persons)
    return yes_no(Fraction(top, minutes(toil)) <= case.number("top_share_max"))


@of_a_team
def interrupts(case: Case) -> Found:
    asked = [row for row in case.all("requests", assignee_team_id=team(case)) if case.within(row["created_at"], 90)]
    if len(asked) < case.params["min_n"]:
        return Found.LEFT_OUT
    good = [row for row in asked if row["request_type"] != "other" and row["automatable"] is not None]
    return yes_no(case.share_reached(len(good), len(asked), "classified_min"))


BOTH = ("work_log", "people")
CRITERIA = {
    "toil.inventory": Criterion(
        inventory,
        ("toil_tasks",),
        attested=True,
        when_empty="unmet",
        applies=lambda service: bool(service["team_id"] != "some other team"),  # whose list nobody can look at
        attributes=("team_id",),
    ),
    "toil.recorded": Criterion(recorded, ("work_log|survey_responses", "people"), when_empty="unknown"),
    "toil.planned": Criterion(planned, ("toil_tasks",)),
    "toil.reviewed": Criterion(reviewed, ("reviews",), when_empty="unmet"),
    "toil.improved": Criterion(improved, ("toil_tasks",), when_empty="unmet"),
    "toil.measured": Criterion(measured, BOTH, when_empty="unknown"),
    "toil.share": Criterion(share, BOTH, when_empty="unknown"),
    "toil.trend": Criterion(trend, ("work_log", "work_log|unit_metrics")),
    "toil.saving-verified": Criterion(saving_verified, ("toil_tasks", "work_log")),
    "toil.spread": Criterion(spread, BOTH, when_empty="unknown"),
    "toil.interrupts": Criterion(interrupts, ("requests.request_type", "requests.automatable")),
}
