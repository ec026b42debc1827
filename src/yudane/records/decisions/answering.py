"""What stands beside the answer to "who decides this": decisions that are open there, and whether company SRE stepped in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from yudane.records.decisions.models import Part, StepIn
from yudane.records.delegation.answer import Answer
from yudane.records.record import told_id

OPEN = ("asked", "open", "escalated", "stepped_in")


def open_parts(answer: Answer) -> list[Part]:
    """Those of the same matter, the newest first."""
    about = {"team_id": answer.team, "decision__activity_key": answer.activity.key}
    if answer.area:
        about["decision__area"] = answer.area
    here = Q(service_id__in=("", answer.service)) if answer.service else Q()
    found = Part.objects.filter(here, state__in=OPEN, **about)
    return list(found.select_related("decision").order_by("-id"))


def step_in_of(answer: Answer) -> StepIn | None:
    """The one whose incident is not over, of the service asked for or of any of the team's."""
    where = {"part__service_id": answer.service} if answer.service else {}
    running = StepIn.objects.filter(ended_at=None, unfounded_at=None, part__team_id=answer.team, **where)
    return running.select_related("part").order_by("-id").first()


def beside(answer: Answer, past: date | None) -> Mapping[str, Any]:
    """For JSON. Of a day in the past it is not told."""
    if past is not None:
        return {"step_in": None, "open_decisions": []}
    one = step_in_of(answer)
    return {
        "step_in": {"incident": one.incident_key, "service": one.part.service_id, "since": one.created_at.isoformat()}
        if one
        else None,
        "open_decisions": list(dict.fromkeys(told_id(part.decision) for part in open_parts(answer))),
    }
