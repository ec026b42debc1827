"""The criteria of SLI/SLO, from rubric.md 2.1 and its readings."""

from bisect import bisect_right
from datetime import datetime, timedelta
from fractions import Fraction

from tests.oracle.common import (
    DAY,
    Case,
    Criterion,
    Found,
    Row,
    exact,
    has,
    moment,
    settled,
    speaks_for,
    worlds,
    yes_no,
)

FELT = {"availability", "latency", "quality", "freshness"}
ANSWERS = {"freeze_started", "policy_action", "exception_granted"}


def versions(case: Case, slo_id: str) -> list[Row]:
    return sorted(case.all("slo_definitions", slo_id=slo_id), key=lambda row: row["valid_from"])


def in_force(history: list[Row], as_of: datetime) -> Row | None:
    """The newest version begun by then, unless it has ended."""
    begun = [row for row in history if row["valid_from"] <= as_of]
    if not begun:
        return None
    newest = begun[-1]
    return newest if newest["valid_to"] is None or as_of < newest["valid_to"] else None


def active(case: Case) -> list[Row]:
    ids = sorted({row["slo_id"] for row in case.own("slo_definitions")})
    found = (in_force(versions(case, slo_id), case.as_of) for slo_id in ids)
    return [row for row in found if row is not None and row["service_id"] == case.id]


def defined(case: Case) -> Found:
    slos = active(case)
    if not slos:
        return Found.NOTHING
    if len(slos) < case.params["min_slos"]:
        return Found.NO
    categories = {slo["sli_category"] for slo in slos}
    if categories & FELT or not case.service["user_facing"]:
        return Found.YES
    return Found.OPEN if None in categories else Found.NO


def target_realistic(case: Case) -> Found:
    slos = active(case)
    if not slos:
        return Found.NOTHING
    return yes_no(all(0 < slo["target"] < case.params["target_max_exclusive"] for slo in slos))


def window_sane(case: Case) -> Found:
    slos = active(case)
    if not slos:
        return Found.NOTHING
    low, high = case.params["window_min_days"], case.params["window_max_days"]
    return yes_no(all(low <= slo["window_days"] <= high for slo in slos))


def counting_since(history: list[Row], newest: Row) -> datetime:
    """When measurements of today's length began to be expected."""
    since: datetime = newest["valid_from"]
    for row in reversed(history[: history.index(newest)]):
        if row["bucket_seconds"] != newest["bucket_seconds"]:
            break
        since = row["valid_from"]
    return since


def measured(case: Case) -> Found:
    found = [one for one in (_coverage(case, slo) for slo in active(case)) if one is not Found.NOTHING]
    if not found:
        return Found.NOTHING
    if Found.NO in found:
        return Found.NO
    return Found.OPEN if Found.OPEN in found else Found.YES


def _coverage(case: Case, slo: Row) -> Found:
    since = counting_since(versions(case, slo["slo_id"]), slo)
    if case.as_of - since < 7 * DAY:
        return Found.NOTHING
    since = max(since, case.as_of - 28 * DAY)
    expected = (case.as_of - since) // timedelta(seconds=slo["bucket_seconds"])
    if expected == 0:
        return Found.OPEN
    rows = case.all("slo_measurements", slo_id=slo["slo_id"])
    counted = {
        r["bucket_start"] for r in rows if r["total_events"] is not None and since <= r["bucket_start"] < case.as_of
    }
    return yes_no(case.share_reached(len(counted), expected, "coverage_min"))


def owned_by_team(case: Case) -> Found:
    slos = active(case)
    if not slos:
        return Found.NOTHING
    team = case.service["team_id"]

    def good(rows: list[Row]) -> Found:
        return yes_no(case.share_reached(sum(r["owner_team_id"] == team for r in rows), len(rows), "owner_share_min"))

    return settled(good(rows) for rows in worlds(slos, {"owner_team_id": [team, object()]}))


def slo_reviews(case: Case, days: float) -> list[Row]:
    return [
        row
        for row in case.all("reviews", kind="slo")
        if speaks_for(row, case.service, "team_id") and case.within(row["held_on"], days)
    ]


def known_in_team(case: Case) -> Found:
    reviews = slo_reviews(case, 90)
    if not reviews:
        return Found.NOTHING
    needed = case.params["attendees_min"]

    def good(rows: list[Row]) -> Found:
        return yes_no(sum(r["dev_attendee_count"] >= needed for r in rows) >= case.params["reviews_min"])

    return settled(good(rows) for rows in worlds(reviews, {"dev_attendee_count": [0, needed]}))


def stakeholder_agreed(case: Case) -> Found:
    reviews = slo_reviews(case, 365)
    return yes_no(any(row["business_attended"] for row in reviews)) if reviews else Found.NOTHING


def error_budget_policy(case: Case) -> Found:
    slos = active(case)
    url, approved = "error_budget_policy_url", "error_budget_policy_approved_on"
    if not any(slo[url] is not None or slo[approved] is not None for slo in slos):
        return Found.NOTHING
    days = case.params["max_age_days"]
    return yes_no(all(slo[url] is not None and case.within(slo[approved], days) for slo in slos))


def reviewed_quarterly(case: Case) -> Found:
    old = [slo for slo in active(case) if versions(case, slo["slo_id"])[0]["valid_from"] < case.as_of - 90 * DAY]
    if not old:
        return Found.NOTHING
    deciding = [row for row in slo_reviews(case, case.params["max_gap_days"]) if row["decisions_count"] >= 1]
    return yes_no(all(any(row["slo_id"] in (None, slo["slo_id"]) for row in deciding) for slo in old))


def burn_alerts(case: Case) -> Found:
    """Open as soon as no SLO is surely without its alerts; a rule that names none may belong to any of them."""
    slos = active(case)
    if not slos:
        return Found.NOTHING
    rules = case.own("alert_rules", kind="slo_burn", enabled=True)
    named = [[rule for rule in rules if rule["slo_id"] == slo["slo_id"]] for slo in slos]
    floating = [rule for rule in rules if rule["slo_id"] is None]
    if all(_guarded(case, slo, [r for r in own if _full(r)]) for slo, own in zip(slos, named, strict=True)):
        return Found.YES
    possible = all(_guarded(case, slo, own + floating) for slo, own in zip(slos, named, strict=True))
    return Found.OPEN if possible else Found.NO


def _full(rule: Row) -> bool:
    return None not in (rule["burn_rate_threshold"], rule["burn_long_window_min"], rule["burn_short_window_min"])


def _guarded(case: Case, slo: Row, rules: list[Row]) -> bool:
    """A fast page, a slow page and a ticket, each null taken as the best it could be."""
    pages = [rule for rule in rules if has(rule, {"severity": "page"})]
    tickets = [rule for rule in rules if has(rule, {"severity": "ticket"})]
    ticket = any(_fits(case, slo, rule, case.params["ticket_long_min_min"], None, "ticket") for rule in tickets)
    return ticket and any(_two_pages(case, slo, fast, slow) for fast in pages for slow in pages if fast is not slow)


def _two_pages(case: Case, slo: Row, fast: Row, slow: Row) -> bool:
    first = _fits(case, slo, fast, 1, case.params["fast_long_max_min"], "fast")
    if first is None:
        return False
    return _fits(case, slo, slow, first + 1, case.params["slow_long_max_min"], "slow") is not None


def _fits(case: Case, slo: Row, rule: Row, least: int, most: int | None, kind: str) -> int | None:
    """The shortest long window with which the rule does, None when it cannot."""
    rate, short, ratio = rule["burn_rate_threshold"], rule["burn_short_window_min"], case.params["short_ratio"]
    long = rule["burn_long_window_min"] or max(least, ratio * (short or 1))
    if long < least or (most is not None and long > most) or (short is not None and short * ratio > long):
        return None
    if rate is None:
        return int(long)
    budget = exact(rate) * long / (slo["window_days"] * 1440)
    return int(long) if 0 < budget <= case.number(f"{kind}_budget_max") else None


def budget_enacted(case: Case) -> Found:
    answers = [answered for slo in active(case) for answered in _answers(case, slo)]
    return yes_no(case.share_reached(sum(answers), len(answers), "enacted_min")) if answers else Found.NOTHING


def _answers(case: Case, slo: Row) -> list[bool]:
    """For each time the budget ran out whether somebody answered, without those whose time is not up."""
    days, found = timedelta(days=case.params["react_days"]), []
    events = [e["occurred_at"] for e in case.all("error_budget_events", slo_id=slo["slo_id"]) if e["kind"] in ANSWERS]
    for start in exhaustions(case, slo):
        answered = any(start <= event <= start + days for event in events)
        if case.within(start, 180) and (answered or start + days <= case.as_of):
            found.append(answered)
    return found


def measurements(case: Case, slo_id: str) -> list[Row]:
    rows = [row for row in case.all("slo_measurements", slo_id=slo_id) if row["total_events"] is not None]
    return sorted(rows, key=lambda row: row["bucket_start"])


def exhaustions(case: Case, slo: Row) -> list[datetime]:
    """The ends of measurements that took consumption past 100 %, once a whole window was measured.

    Both sides of such a moment are held against the target in force then, so a raised target alone passes nothing.
    """
    history, rows = versions(case, slo["slo_id"]), measurements(case, slo["slo_id"])
    bucket, found = timedelta(seconds=slo["bucket_seconds"]), []
    starts = [row["bucket_start"] for row in rows]
    for number, start in enumerate(starts):
        now = in_force(history, start + bucket)
        if now is None or start + bucket < moment(starts[0].date()) + now["window_days"] * DAY:
            continue
        before = number > 0 and _over(now, rows, starts, starts[number - 1])
        if _over(now, rows, starts, start) and not before:
            found.append(start + bucket)
    return found


def _over(slo: Row, rows: list[Row], starts: list[datetime], last: datetime) -> bool:
    """A measurement is in the window in which it ends, so those begun one window before the last one are not."""
    inside = rows[bisect_right(starts, last - slo["window_days"] * DAY) : bisect_right(starts, last)]
    return spent(slo["target"], inside) > 1


def spent(target: float, rows: list[Row]) -> Fraction:
    """The share of the error budget these measurements used up; a target of 100 % has none to use."""
    total = sum(row["total_events"] for row in rows)
    allowed = total * (1 - exact(target))
    return Fraction(total - sum(row["good_events"] for row in rows)) / allowed if allowed > 0 else Fraction(0)


def journey_coverage(case: Case) -> Found:
    declared = {_plain(name) for name in case.service["critical_journeys"]}
    if not declared:
        return Found.NO if case.service["tier"] <= 2 and case.service["user_facing"] else Found.LEFT_OUT
    slos = active(case)

    def good(rows: list[Row]) -> Found:
        watched = {_plain(row["user_journey"]) for row in rows} & declared
        return yes_no(case.share_reached(len(watched), len(declared), "coverage_min"))

    return settled(good(rows) for rows in worlds(slos, {"user_journey": [*sorted(declared), "none of them"]}))


def _plain(name: str) -> str:
    return name.strip().lower()


def calibrated(case: Case) -> Found:
    found = [fit for fit in (_fit(case, slo) for slo in active(case)) if fit is not None]
    return yes_no(all(found)) if found else Found.NOTHING


def _fit(case: Case, slo: Row) -> bool | None:
    rows, count = measurements(case, slo["slo_id"]), case.params["windows"]
    oldest = case.as_of - count * 28 * DAY
    starts = [oldest + number * 28 * DAY for number in range(count)]
    windows = [[row for row in rows if start <= row["bucket_start"] < start + 28 * DAY] for start in starts]
    if not all(windows) or rows[0]["bucket_start"] >= oldest + DAY:
        return None
    if slo["target"] >= 1:
        return False
    used = [spent(slo["target"], window) for window in windows]
    enough = sum(one <= 1 for one in used) >= case.params["within_min"]
    return enough and any(one >= case.number("spend_min") for one in used)


def _major_tiers(service: Row) -> bool:
    return bool(service["tier"] <= 2)


SLOS, COUNTS = ("slo_definitions",), ("slo_definitions", "slo_measurements")
CRITERIA = {
    "slo.defined": Criterion(defined, SLOS, when_empty="unmet", attributes=("user_facing",)),
    "slo.target-realistic": Criterion(target_realistic, SLOS),
    "slo.measured": Criterion(measured, COUNTS),
    "slo.owned-by-team": Criterion(owned_by_team, SLOS, attributes=("team_id",)),
    "slo.known-in-team": Criterion(
        known_in_team, ("reviews",), attested=True, when_empty="unmet", attributes=("tier",)
    ),
    "slo.window-sane": Criterion(window_sane, SLOS),
    "slo.error-budget-policy": Criterion(
        error_budget_policy, SLOS, attested=True, when_empty="unmet", applies=_major_tiers, attributes=("tier",)
    ),
    "slo.burn-alerts": Criterion(
        burn_alerts, ("slo_definitions", "alert_rules"), applies=_major_tiers, attributes=("tier",)
    ),
    "slo.reviewed-quarterly": Criterion(reviewed_quarterly, ("slo_definitions", "reviews")),
    "slo.budget-enacted": Criterion(
        budget_enacted, (*COUNTS, "error_budget_events"), attested=True, attributes=("tier",)
    ),
    "slo.journey-coverage": Criterion(journey_coverage, SLOS, attributes=("tier", "user_facing")),
    "slo.calibrated": Criterion(calibrated, COUNTS),
    "slo.stakeholder-agreed": Criterion(
        stakeholder_agreed, ("reviews",), attested=True, when_empty="unmet", attributes=("tier",)
    ),
}
