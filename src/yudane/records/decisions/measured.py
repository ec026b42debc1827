"""What deciding takes, by level, team or activity: how long, how often as agreed, what is owed too long."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Literal

from django.db.models import QuerySet

from yudane.records.decisions.models import Part

By = Literal["level", "team_id", "decision__activity_key"]
MOST = 100_000


@dataclass(frozen=True)
class Measured:
    """Of one level, team or activity."""

    about: str
    opened: int
    decided: int
    days: float | None  # median from the opening to the decision, of those decided without stepping in
    as_agreed: float | None  # share of those decided (or lapsed) that took neither an owner nor a step-in
    owed: int  # what is owed and overdue


def measured(parts: QuerySet[Part], by: By, now: datetime) -> Sequence[Measured]:
    """In the order of level, team or activity."""
    asked = (by, "opened_at", "decided_at", "state", "escalated_at", "step_in", "duty", "duty_due_at", "duty_done_at")
    found: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for about, *rest in parts.exclude(opened_at=None).order_by(by, "id").values_list(*asked)[:MOST]:
        found[str(about)].append(tuple(rest))
    return [_of(about, rows, now) for about, rows in found.items()]


def _of(about: str, rows: Sequence[tuple[object, ...]], now: datetime) -> Measured:
    days, decided, agreed, owed = [], 0, 0, 0
    for opened_at, decided_at, state, escalated_at, step_in, duty, due_at, done_at in rows:
        assert isinstance(opened_at, datetime)
        if isinstance(decided_at, datetime):
            decided += 1
            agreed += step_in is None and escalated_at is None
            if step_in is None:
                days.append((decided_at - opened_at).total_seconds() / 86_400)
        if state == "decided" and duty and done_at is None and isinstance(due_at, datetime):
            owed += now > due_at
    return Measured(
        about, len(rows), decided, median(days) if days else None, agreed / decided if decided else None, owed
    )
