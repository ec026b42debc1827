"""SLOs made to lie exactly at a threshold: 95 % measured, 5 % and 100 % spent, nine of ten answered, four of five."""

from datetime import timedelta
from fractions import Fraction

from tests.oracle.evidence import DAY, SECOND, Chance, Row

TOTAL = 1000


def edges(chance: Chance, service: Row) -> None:
    for part in (almost_measured, regularly_spent, spent_at_an_edge, calibrated, four_of_five):
        if chance.maybe(0.06):
            part(chance, service)


def _slo(chance: Chance, service: Row, days: float, **columns: object) -> Row:
    values = {
        "slo_id": chance.name("slo"),
        "service_id": service["service_id"],
        "sli_category": "availability",
        "target": 0.9,
        "window_days": 28,
        "bucket_seconds": 86400,
        "owner_team_id": service["team_id"],
        "valid_from": chance.as_of - days * DAY,
    }
    return chance.add("slo_definitions", **{**values, **columns})


def _measure(chance: Chance, slo: Row, days: int, bad: dict[int, int], gaps: int = 0) -> None:
    """One measurement a day for so many days, with bad events so many days ago, and the first few missing."""
    for ago in range(days - gaps, 0, -1):
        chance.add(
            "slo_measurements",
            slo_id=slo["slo_id"],
            service_id=slo["service_id"],
            bucket_start=chance.as_of - ago * DAY,
            good_events=TOTAL - bad.get(ago, 0),
            total_events=TOTAL,
        )


def almost_measured(chance: Chance, service: Row) -> None:
    """Nineteen of twenty days, or one less; sometimes another length of measurement before, or twice."""
    slo = _slo(chance, service, 20 + chance.one(0, 0, 0, 0.5, -0.5))
    _measure(chance, slo, 20, {}, chance.one(1, 1, 2))
    if chance.maybe(0.4):
        older = {**slo, "bucket_seconds": chance.one(300, 3600), "valid_from": chance.as_of - 24 * DAY}
        chance.add("slo_definitions", **older)
        chance.add("slo_definitions", **{**slo, "valid_from": chance.as_of - 40 * DAY})


def regularly_spent(chance: Chance, service: Row) -> None:
    """The budget of a week ran out nine to twelve times, and nearly each time somebody answered."""
    slo, times = _slo(chance, service, 300, window_days=7), chance.one(9, 10, 10, 10, 12)
    days = [14 * number + 10 for number in range(times)]
    _measure(chance, slo, 200, dict.fromkeys(days, 701))
    silent = chance.random.sample(days, chance.one(0, 1, 1, 2))
    for day in days:
        if day not in silent:
            later = chance.one(timedelta(0), DAY, 7 * DAY)
            chance.add(
                "error_budget_events",
                event_id=chance.name("EB"),
                slo_id=slo["slo_id"],
                service_id=slo["service_id"],
                occurred_at=chance.as_of - (day - 1) * DAY + later,
                kind="policy_action",
            )


def spent_at_an_edge(chance: Chance, service: Row) -> None:
    """The budget of a week ran out once: 180 days ago, a week ago, or just as the first week was measured."""
    slo, day = _slo(chance, service, 300, window_days=7), chance.one(7, 8, 9, 180, 181, 182)
    _measure(chance, slo, chance.one(200, day + 5, day + 6, day + 7), {day: 701})


def calibrated(chance: Chance, service: Row) -> None:
    """Six windows that spent nothing, exactly 5 %, exactly all, or a little more or less."""
    target = chance.one(0.9, 0.95, 0.99, 0.7)
    slo = _slo(chance, service, 300, target=target)
    budget = 28 * TOTAL * (1 - Fraction(str(target)))
    low = chance.maybe(0.4)
    amounts = [0, budget / 20, budget / 20 - 1] if low else [0, budget, budget, budget + 1, budget + 50]
    bad: dict[int, int] = {}
    for window in range(6):
        rest, day = int(chance.one(*amounts)), 28 * window + 1
        while rest > 0:
            bad[day], rest, day = min(rest, TOTAL), rest - TOTAL, day + 1
    _measure(chance, slo, chance.one(167, 168, 168, 168, 169, 195), bad)


def four_of_five(chance: Chance, service: Row) -> None:
    """Five journeys that matter, of which three to five have an SLO."""
    names = ["search", "basket", "checkout", "refund", "browse"]
    service["critical_journeys"] = names + chance.one([], ["Basket "])
    for name in names[: chance.one(3, 4, 4, 4, 5)]:
        _slo(
            chance, service, 3, user_journey=chance.one(name, name, name, name.upper()), valid_to=chance.as_of + SECOND
        )
    if chance.maybe(0.3):
        _slo(chance, service, 3, user_journey=None)
