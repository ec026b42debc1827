"""What teams recorded, as rows of the contracts, and since and until when it is everything."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from yudane.evidence.batch import Interval
from yudane.records.home import served_workspace
from yudane.records.journal.models import Row, Vouch


def rows(table: str) -> Iterator[dict[str, Any]]:
    """Those that stand."""
    found = Row.objects.filter(table=table, removed_at=None).order_by("id")
    yield from found.values_list("values", flat=True).iterator()


def intervals(table: str) -> list[Interval]:
    """By service, joined where one begins at latest on the day after another ends. A table that tells how things stand is
    looked at once there is a row, or somebody said that there is none."""
    said: dict[str, list[tuple[date, date]]] = {}
    filled = set(Row.objects.filter(table=table, removed_at=None).values_list("team_id", flat=True))
    happens = served_workspace().contracts[table].happens
    for one in Vouch.objects.filter(recorder__table=table, withdrawn_at=None).select_related("recorder"):
        if happens or one.nothing or one.recorder.team_id in filled:
            for service in one.services:
                said.setdefault(service, []).append((one.since, one.until))
    return [Interval(service, *span) for service in sorted(said) for span in joined(said[service])]


def joined(spans: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans of days, those that touch as one."""
    found: list[tuple[date, date]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found
