"""Hourly counts of bad and all events for every SLO, and what people did when a budget ran out."""

import json
import math
from collections.abc import Iterator

from demo.happenings import incidents, observed
from demo.organization import MEASURED, Service, Slo
from demo.rows import TRACKER, Row
from demo.timeline import Timeline, chance

WINDOW = 28 * 24  # hours
CALM = 0.14  # share of the budget that is spent in four weeks without an incident


def lines(timeline: Timeline) -> Iterator[str]:
    """What the meter counted: a line for each SLO and day, a number for each hour, null where it did not look."""
    wave = [_wave((hour + 9) % 24) for hour in range(24)]
    for service in observed():
        for slo in service.slos:
            yield from _days(slo, service, wave, timeline)


def _wave(hour: int) -> float:
    """Traffic by hour of the day in Tokyo: little at night, most in the evening."""
    return 1 + 0.7 * math.sin((hour - 13) / 24 * 2 * math.pi)


def _days(slo: Slo, service: Service, wave: list[float], timeline: Timeline) -> Iterator[str]:
    chances = chance(slo.id, "measurements").random
    spent = _bad_events(slo, service)
    calm = CALM * (1 - slo.target / 100) * 2
    for day in range(-min(MEASURED, slo.since or MEASURED, service.since), 0):
        total: list[int | None] = []
        bad: list[int | None] = []
        for hour in range(24):
            if (slo.gaps and chances() < slo.gaps) or hour >= slo.open:
                total.append(None)
                bad.append(None)
                continue
            counted = round(service.requests * wave[hour] * (0.9 + 0.2 * chances()))
            total.append(counted)
            bad.append(min(counted, round(counted * calm * chances() + spent.get(day * 24 + hour, 0))))
        counts = {"slo": slo.id, "service": service.key, "day": timeline.date(day), "all": total, "bad": bad}
        yield json.dumps(counts, separators=(",", ":")) + "\n"


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


def budget_rows(service: Service, timeline: Timeline) -> Iterator[Row]:
    """A budget ran out; where the team answered, it froze releases a day later and lifted that after two weeks."""
    if not service.exhausted:
        return
    events = [(0.5, "exhausted")] + ([(1.2, "freeze_started"), (15.0, "freeze_lifted")] if service.answered else [])
    for after, kind in events:
        yield {
            "event_id": f"EB-{service.key}-{kind}",
            "slo_id": service.slos[0].id,
            "service_id": service.key,
            "occurred_at": timeline.stamp(after - service.exhausted),
            "kind": kind,
            "action_ref": f"{TRACKER}/{service.key}-budget",
        }
