"""Decisions as rows of the contract: a row for each part and service it is about."""

from collections.abc import Iterator, Mapping
from typing import Any

from yudane.evidence.validate import MADE_HERE
from yudane.records.catalog.entities import entities
from yudane.records.catalog.ownership import Held, owners, teams_of
from yudane.records.decisions.models import Decision, Part
from yudane.records.home import served_workspace, today_in
from yudane.records.record import told_id

LATE_DAYS = 10  # business days overdue, from which on it asks to look at the level again


def decisions() -> Iterator[Mapping[str, Any]]:
    """Those that were opened."""
    days, zone = served_workspace().business_days(), served_workspace().program.zone
    moved = owners()
    had: dict[str, list[tuple[str, Held]]] = {}  # by team the services it has or had
    for key, row in entities("service").items():
        for held in teams_of(key, row["team_id"], moved):
            had.setdefault(held.team_id, []).append((key, held))
    apart: dict[str, set[str]] = {}
    for decision, service in Part.objects.exclude(service_id="").values_list("decision_id", "service_id"):
        apart.setdefault(decision, set()).add(service)
    replaced = dict(Decision.objects.exclude(replaces=None).order_by("id").values_list("replaces_id", "id"))
    parts = Part.objects.exclude(opened_at=None).select_related("decision", "step_in").order_by("id")
    for part in parts.iterator():
        about = part.decision
        opened = today_in(zone, part.opened_at or part.created_at)
        theirs = [key for key, held in had.get(part.team_id, []) if held.on(opened)]
        own = [one for one in theirs if one not in apart.get(about.pk, ())]
        for service in [part.service_id] if part.service_id else own:
            yield {
                "part_id": told_id(part),
                "decision_id": told_id(about),
                "team_id": part.team_id,
                "service_id": service,
                "activity_key": about.activity_key,
                "decision_area": about.area,
                "level": part.level,
                "opened_at": part.opened_at,
                "decided_at": part.decided_at,
                "decided_side": part.decided_side or None,
                "state": part.state,
                "escalated": part.escalated_at is not None,
                "step_in": hasattr(part, "step_in"),
                "duty": part.duty or None,
                "duty_due_at": part.duty_due_at,
                "duty_late_at": days.end_of(part.duty_due_at, LATE_DAYS) if part.duty_due_at else None,
                "duty_done_at": part.duty_done_at,
                "replaced_by": f"{MADE_HERE}{replaced[about.pk]}" if about.pk in replaced else None,
                "received_at": part.opened_at,
            }
