"""Log management and admin work, from the prose."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from tests.oracle.common import Row, exact
from tests.oracle.indicators import (
    EMPTY,
    WORDS,
    Answer,
    Indicator,
    Look,
    Share,
    Verdict,
    all_of,
    at_least,
    at_most,
    middle,
    nearest_rank,
)
from tests.oracle.indicators_design import ADMIN, answered

HOUR = timedelta(hours=1)
RULES = {  # kind of log: searchable days, all days, strict
    "audit": (90, 365, True),
    "cloud_control_plane": (90, 365, True),
    "app": (0, 90, False),
    "access": (0, 90, False),
    "db": (0, 90, False),
    "os": (0, 90, False),
}


def centralized(look: Look) -> Answer:
    return at_least(Share([row["centralised"] for row in look.rows("log_sources")]), look.number("share_min"))


def retention(look: Look) -> Answer:
    def enough(days: int | None, rule: int) -> Verdict:
        return True if rule == 0 else None if days is None else days >= rule

    def verdict(row: Row) -> Verdict:
        hot, total, _ = RULES[row["log_kind"]]
        return all_of(enough(row["retention_hot_days"], hot), enough(row["retention_total_days"], total))

    logs = look.rows("log_sources")
    strict = Share([verdict(row) for row in logs if RULES[row["log_kind"]][2]])
    others = Share([verdict(row) for row in logs if not RULES[row["log_kind"]][2]])
    if not logs:
        return EMPTY
    both = all_of(strict.reaches(look.number("strict_share_min")), others.reaches(look.number("share_min")))
    return WORDS[both], Share([*strict.events, *others.events]).value


def flowing(look: Look) -> Answer:
    def arrives(row: Row) -> bool:
        last = row["last_event_at"]
        return last is not None and last >= look.as_of - look.params["hours_max"] * HOUR

    return at_least(Share([arrives(row) for row in look.rows("log_sources")]), look.number("share_min"))


def structured(look: Look) -> Answer:
    logs = [row for row in look.rows("log_sources") if row["log_kind"] in ("app", "access")]
    return at_least(Share([row["structured"] for row in logs]), look.number("share_min"))


def protected(look: Look) -> Answer:
    def personal(row: Row) -> Verdict:
        service = look.service(row)
        return service["handles_personal_data"] if service else False

    logs = look.rows("log_sources")
    locked = Share([row["immutable"] for row in logs if row["log_kind"] == "audit"])
    checked = Share(
        [look.within(row["pii_reviewed_on"], 365) for row in logs if personal(row)],
        [look.within(row["pii_reviewed_on"], 365) for row in logs if personal(row) is None],
    )
    if not locked.events and not checked.events:
        return ("unknown", None) if checked.perhaps else EMPTY
    both = all_of(locked.reaches(look.number("locked_share_min")), checked.reaches(look.number("share_min")))
    return WORDS[both], Share([*locked.events, *checked.events]).value


def volume(look: Look) -> Answer:
    logs = look.rows("log_sources")
    if not logs:
        return EMPTY
    sizes = [row["daily_bytes"] for row in logs if row["daily_bytes"] is not None]
    size = sum(sizes) if sizes else None
    charges = log_charges(look, logs)
    costs = [(row["charge_period_start"], exact(row["effective_cost"])) for row in charges]
    counted: dict[str, list[tuple[datetime, Fraction]]] = {}
    for row in look.rows("slo_measurements"):
        if row["total_events"] is not None:
            counted.setdefault(row["slo_id"], []).append((row["bucket_start"], exact(row["total_events"])))
    both = [series for series in counted.values() if all(half_sums(look, series))]
    cost = growth(look, costs) if len({row["billing_currency"] for row in charges}) == 1 else None
    traffic = growth(look, [one for series in both for one in series])
    if cost is None or traffic is None:
        return "unknown", size
    return WORDS[cost - traffic <= look.number("excess_max")], size


def log_charges(look: Look, logs: list[Row]) -> list[Row]:
    """Of the last 90 days: the resource is a log of the service that pays, or where it goes."""
    places = {(row["service_id"], place) for row in logs for place in (row["log_source_id"], row["destination"])}
    return [
        row
        for row in look.rows("costs")
        if row["resource_id"] is not None
        and (row["service_id"], row["resource_id"]) in places
        and look.within(row["charge_period_start"], 90)
    ]


def half_sums(look: Look, series: Sequence[tuple[date, Fraction]]) -> tuple[Fraction | None, Fraction | None]:
    """Of the 45 days before the last 45, and of these; None where nothing was told."""
    earlier = [value for when, value in series if look.within(when, 90, 45)]
    later = [value for when, value in series if look.within(when, 45)]
    return sum(earlier, Fraction(0)) if earlier else None, sum(later, Fraction(0)) if later else None


def growth(look: Look, series: Sequence[tuple[date, Fraction]]) -> Fraction | None:
    earlier, later = half_sums(look, series)
    return None if not earlier or later is None else later / earlier - 1


def asked(look: Look, days: int = 90) -> list[Row]:
    """Requests for admin work and access made in that time."""
    rows = [row for row in look.rows("requests") if row["request_type"] in ADMIN]
    return [row for row in rows if look.within(row["created_at"], days)]


def halves(look: Look) -> tuple[list[Row], list[Row]]:
    rows = asked(look)
    later = [row for row in rows if look.within(row["created_at"], 45)]
    return [row for row in rows if row not in later], later


def arrivals(look: Look) -> Answer:
    earlier, later = halves(look)
    count = len(earlier) + len(later)
    if count < look.params["min_n"]:
        return EMPTY
    return WORDS[len(later) <= len(earlier) * (1 + look.number("rise_max"))], round(Fraction(count * 7, 90), 1)


def _waits(look: Look, answer: bool, a_day: int) -> Answer:
    waits: list[Fraction | None] = []
    for row in asked(look):
        until = answered(row) if answer else row["completed_at"]
        hours = look.hours(row["created_at"], until or look.as_of)  # type: ignore[arg-type]
        unit = None if hours is None else hours / a_day
        if until is not None or unit is None or unit > look.number("p90_max"):
            waits.append(unit)
    known = [one for one in waits if one is not None]
    if not waits:
        return EMPTY
    if len(known) < len(waits):
        return "unknown", middle(known) if known else None
    slowest = nearest_rank(known, Fraction(9, 10))
    good = middle(known) <= look.number("median_max") and slowest <= look.number("p90_max")
    return WORDS[good], middle(known)


def first_response(look: Look) -> Answer:
    return _waits(look, True, 1)


def turnaround(look: Look) -> Answer:
    return _waits(look, False, 9)


def backlog_age(look: Look) -> Answer:
    waiting = [row for row in look.rows("requests") if row["request_type"] in ADMIN and row["completed_at"] is None]
    waiting = [row for row in waiting if row["created_at"] < look.as_of]
    ages = [look.days(row["created_at"], look.as_of) for row in waiting]
    oldest = max([age for age in ages if age is not None], default=None if ages else Fraction(0))
    if oldest is not None and oldest > look.number("oldest_max"):
        return "unmet", oldest
    return "unknown" if None in ages else "met", oldest


def automatable(look: Look) -> Answer:
    def verdict(row: Row) -> Verdict:
        return False if row["effort_minutes"] == 0 else row["automatable"]

    first, second = halves(look)
    if min(len(first), len(second)) < look.params["min_n"]:
        return EMPTY
    earlier, later = Share([verdict(row) for row in first]), Share([verdict(row) for row in second])
    value = Share([*earlier.events, *later.events]).value
    assert earlier.least is not None
    assert earlier.most is not None
    assert later.least is not None
    assert later.most is not None
    if later.most == 0 or later.most < earlier.least:
        return "met", value
    return "unmet" if later.least >= earlier.most and later.least > 0 else "unknown", value


def reopen(look: Look) -> Answer:
    done = [
        row for row in look.rows("requests") if row["request_type"] in ADMIN and look.within(row["completed_at"], 90)
    ]
    events = [None if row["reopened_count"] is None else row["reopened_count"] >= 1 for row in done]
    return at_most(Share(events), look.number("share_max"))


LOGS = {
    "logs.centralized": Indicator(centralized, ("log_sources",)),
    "logs.retention": Indicator(retention, ("log_sources",)),
    "logs.flowing": Indicator(flowing, ("log_sources.last_event_at",)),
    "logs.structured": Indicator(structured, ("log_sources",)),
    "logs.protected": Indicator(protected, ("log_sources.pii_reviewed_on",)),
    "logs.volume": Indicator(volume, ("log_sources",)),
}
ADMIN_WORK = {
    "admin.arrivals": Indicator(arrivals, ("requests",)),
    "admin.first-response": Indicator(first_response, ("requests", "calendar_days")),
    "admin.turnaround": Indicator(turnaround, ("requests", "calendar_days")),
    "admin.backlog-age": Indicator(backlog_age, ("requests", "calendar_days")),
    "admin.automatable": Indicator(automatable, ("requests",)),
    "admin.reopen": Indicator(reopen, ("requests",)),
}
