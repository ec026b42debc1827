"""SLOs drawn by chance: several versions, bursts that spend exactly the budget, rules at the limits."""

from datetime import timedelta
from fractions import Fraction

from tests.oracle.evidence import DAY, SECOND, TEAMS, Chance, Row

TOTAL = 1000


def slos(chance: Chance, service: Row) -> None:
    count, alerting = chance.few(0.12, 0.45, 0.22, 0.13, 0.04, 0.04), chance.maybe(0.75)
    for _ in range(count):
        versions = _versions(chance, service)
        if count < 4:
            _measurements(chance, versions)
        if alerting:
            _alert_rules(chance, versions[-1])
    if chance.maybe(0.1):
        _rule(chance, service["service_id"], None, "page", (6.0, 360, 60))


def _versions(chance: Chance, service: Row) -> list[Row]:
    """One to three versions, the older ones closed when the next begins, left open, or closed earlier."""
    slo_id, careful = chance.name("slo"), chance.maybe(0.6)
    begins = sorted({chance.moment(7, 28, 90, 168, 220) for _ in range(chance.one(1, 1, 1, 2, 3))})
    steady, base = chance.maybe(0.5), _version(chance, service, careful)
    versions = [
        {**base, **({} if steady else _changes(chance)), "slo_id": slo_id, "valid_from": begin} for begin in begins
    ]
    for row, after in zip(versions, begins[1:], strict=False):
        row["valid_to"] = chance.one(after, after, None, after - DAY)
    last = [None] * 9 + [chance.as_of, chance.as_of - DAY, chance.as_of + SECOND, begins[-1] + 20 * DAY]
    versions[-1]["valid_to"] = chance.one(*last)
    if chance.maybe(0.02):
        versions[0]["service_id"] = chance.one("s00", "s01")
    chance.tables["slo_definitions"] += versions
    return versions


def _version(chance: Chance, service: Row, careful: bool) -> Row:
    team = service["team_id"] or TEAMS[0]
    return {
        "service_id": service["service_id"],
        "user_journey": chance.one(None, *service["critical_journeys"] * 3, " CHECKOUT", "pay", "other"),
        "sli_category": chance.one(
            "availability", "latency", "quality", "freshness", "correctness", "durability", None
        ),
        "target": chance.one(0.9, 0.95, 0.99, 0.999) if careful else chance.one(0.0, 0.7, 0.9, 0.99, 1.0),
        "window_days": chance.one(7, 28, 30, 92) if careful else chance.one(6, 7, 14, 90, 93),
        "window_type": chance.one("rolling", "calendar"),
        "bucket_seconds": chance.one(*[86400] * 9, 43200, 3600, 2592000, 100000),
        "owner_team_id": chance.one(team, team, team, team, "mei-team", None),
        "error_budget_policy_url": chance.or_null("https://wiki.example.com/policy", 0.05 if careful else 0.6),
        "error_budget_policy_approved_on": chance.or_null(chance.day(365), 0.05 if careful else 0.6),
    }


def _changes(chance: Chance) -> Row:
    found: Row = chance.one(
        {},
        {"target": chance.one(0.9, 0.95, 0.99)},
        {"window_days": chance.one(7, 28, 30)},
        {"bucket_seconds": chance.one(86400, 43200)},
    )
    return found


def _measurements(chance: Chance, versions: list[Row]) -> None:
    """From some day on, with gaps, empty totals and bursts that end at interesting moments."""
    newest = versions[-1]
    bucket = timedelta(seconds=newest["bucket_seconds"])
    days = (
        chance.one(2, 6, 7, 8, 27, 28, 29, 60) if bucket < DAY else chance.one(7, 28, 29, 167, 168, 169, 220, 220, 220)
    )
    start = chance.as_of - days * DAY + chance.one(*[0] * 8, 1, 32400) * SECOND
    gaps, empty = chance.one(0, 0, 0, 0.02, 0.05, 0.1), chance.one(0, 0, 0.02)
    bursts = _bursts(chance, newest, start, bucket)
    quiet = chance.one(0, 0, 0, 1, 10)
    while start <= chance.as_of:
        if not chance.maybe(gaps):
            bad = bursts.get(start, quiet if newest["target"] < 0.99 else 0)
            total = chance.one(TOTAL, TOTAL, TOTAL, 0) if quiet == 10 else TOTAL
            good = max(total - bad, 0)
            chance.add(
                "slo_measurements",
                slo_id=newest["slo_id"],
                service_id=newest["service_id"],
                bucket_start=start,
                good_events=good,
                total_events=None if chance.maybe(empty) else total,
            )
        start += bucket


def _bursts(chance: Chance, slo: Row, first: object, bucket: timedelta) -> dict[object, int]:
    """Measurements that spend the budget of a whole window exactly, a little less or a little more."""
    budget = (1 - Fraction(str(slo["target"]))) * TOTAL * int(slo["window_days"] * DAY / bucket)
    found: dict[object, int] = {}
    for _ in range(chance.few(0.3, 0.4, 0.2, 0.1)):
        end = chance.as_of - chance.one(0, 1, 5, 6, 7, 8, 14, 60, 100, 179, 180, 181) * DAY
        found[end - bucket] = min(TOTAL, int(budget) + chance.one(0, 0, 1, 1, 1, -1, 50))
        for number in range(1, int(budget) // TOTAL + 1):
            found[end - (number + 1) * bucket] = TOTAL
        _events(chance, slo, end)
    return found


def _events(chance: Chance, slo: Row, start: object) -> None:
    for _ in range(chance.few(0.25, 0.6, 0.15)):
        later = chance.one(timedelta(0), 2 * DAY, 7 * DAY, 7 * DAY + SECOND, -SECOND, 9 * DAY)
        chance.add(
            "error_budget_events",
            event_id=chance.name("EB"),
            slo_id=slo["slo_id"],
            service_id=slo["service_id"],
            occurred_at=start + later,
            kind=chance.one("freeze_started", "policy_action", "exception_granted", "exhausted", "freeze_lifted"),
        )


def _alert_rules(chance: Chance, slo: Row) -> None:
    """A fast page, a slow page and a ticket, mostly as they should be."""
    minutes = slo["window_days"] * 1440
    kinds = [("page", 0.02, 60), ("page", 0.05, 360), ("ticket", 0.1, 4320)]
    if chance.maybe(0.4):
        kinds = [("page", 0.03, 60), ("page", 0.07, 360), ("ticket", 0.15, 1440)]
    spoiled = chance.one(*[None] * 6, 0, 1, 2)
    for number, (severity, budget, long) in enumerate(kinds):
        rate = float(Fraction(str(budget)) * minutes / long)
        thresholds = (rate, long, long // chance.one(6, 12))
        _rule(
            chance,
            slo["service_id"],
            slo["slo_id"],
            severity,
            _spoiled(chance, thresholds) if number == spoiled else thresholds,
        )
    if chance.maybe(0.15):
        _rule(chance, slo["service_id"], slo["slo_id"], "page", (float(Fraction(2, 100) * minutes / 60), 60, 5))


def _spoiled(chance: Chance, thresholds: tuple[float, int, int]) -> tuple[float | None, int | None, int | None]:
    rate, long, short = thresholds
    wrong = [(rate * 1.01, long, short), (0.0, long, short), (rate, long + 1, short), (rate, long - 1, short)]
    nulls = [(None, long, short), (rate, None, short), (rate, long, None), (rate, long, long), (rate, 30, 5)]
    pick: tuple[float | None, int | None, int | None] = chance.one(*wrong, *nulls)
    return pick


def _rule(
    chance: Chance,
    service: str,
    slo_id: str | None,
    severity: str,
    thresholds: tuple[float | None, int | None, int | None],
) -> None:
    chance.add(
        "alert_rules",
        rule_id=chance.name("rule"),
        service_id=service,
        name="BurnsTooFast",
        severity=chance.one(*[severity] * 30, "info"),
        kind=chance.one(*["slo_burn"] * 40, "symptom", "unknown"),
        slo_id=chance.or_null(slo_id, 0.03),
        burn_rate_threshold=thresholds[0],
        burn_long_window_min=thresholds[1],
        burn_short_window_min=thresholds[2],
        enabled=not chance.maybe(0.03),
        last_modified_at=chance.one(*[None] * 20, *[chance.as_of - DAY, chance.as_of] * 10, chance.as_of + SECOND),
    )
