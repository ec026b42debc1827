"""Hourly counts of good and all events for every SLO, and what people did when a budget ran out."""

import math
from collections.abc import Iterator

from demo.happenings import incidents, observed
from demo.organization import MEASURED, Service, Slo
from demo.rows import TRACKER, Row
from demo.timeline import Timeline, chance

HEADER = "slo_id,service_id,bucket_start,good_events,total_events\n"
WINDOW = 28 * 24  # hours
CALM = 0.14  # share of the budget that is spent in four weeks without an incident


def lines(at: Timeline) -> Iterator[str]:
    """The measurements as CSV."""
    yield HEADER
    hours = [at.stamp(hour / 24) for hour in range(-MEASURED * 24, 0)]
    wave = [_wave((hour + 9) % 24) for hour in range(24)]
    for service in observed():
        for slo in service.slos:
            yield from _lines(slo, service, hours, wave)


def _wave(hour: int) -> float:
    """Traffic by hour of the day in Tokyo: little at night, most in the evening."""
    return 1 + 0.7 * math.sin((hour - 13) / 24 * 2 * math.pi)


def _lines(slo: Slo, service: Service, hours: list[str], wave: list[float]) -> Iterator[str]:
    luck = chance(slo.id, "measurements")
    first = (MEASURED - min(MEASURED, slo.since or MEASURED, service.since)) * 24
    spent = _bad_events(slo, service)
    calm = CALM * (1 - slo.target / 100)
    for hour in range(first, len(hours)):
        if slo.gaps and luck.random() < slo.gaps:
            continue
        total = round(service.requests * wave[hour % 24] * (0.9 + 0.2 * luck.random()))
        bad = min(total, round(total * calm * 2 * luck.random() + spent.get(hour - len(hours), 0)))
        yield f"{slo.id},{service.key},{hours[hour]},{total - bad},{total}\n"


def _bad_events(slo: Slo, service: Service) -> dict[int, float]:
    """Bad events of incidents by hour before the date of the demo, as many as burn their share of the budget."""
    if slo is not service.slos[0]:
        return {}
    budget = service.requests * WINDOW * (1 - slo.target / 100)
    spent: dict[int, float] = {}
    for incident in incidents(service):
        hour, left = math.floor(incident.began * 24), incident.burn * budget
        while left > 0:
            spent[hour] = spent.get(hour, 0) + min(left, service.requests * 0.5)
            left -= service.requests * 0.5
            hour += 1
    return spent


def budget_rows(service: Service, at: Timeline) -> Iterator[Row]:
    """A budget ran out; where the team answered, it froze releases a day later and lifted that after two weeks."""
    if not service.exhausted:
        return
    told = [(0.5, "exhausted")] + ([(1.2, "freeze_started"), (15.0, "freeze_lifted")] if service.answered else [])
    for after, kind in told:
        yield {
            "event_id": f"EB-{service.key}-{kind}",
            "slo_id": service.slos[0].id,
            "service_id": service.key,
            "occurred_at": at.stamp(after - service.exhausted),
            "kind": kind,
            "action_ref": f"{TRACKER}/{service.key}-budget",
        }
