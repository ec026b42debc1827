"""What time alone does: reminders, escalations, lapsed step-ins, what nobody asked about any more."""

from collections.abc import Sequence

from yudane.records.acting import Act
from yudane.records.decisions.clock import passed
from yudane.records.decisions.models import Part
from yudane.records.decisions.verbs.about import TABLES
from yudane.records.verb import Change, verb


@verb("pass-time", tells=TABLES)
def pass_time(act: Act, part_ids: Sequence[str]) -> Change[int]:
    """How many parts changed."""
    parts = Part.objects.select_for_update().filter(pk__in=part_ids).order_by("id")
    found = [part.pk for part in parts if passed(act, part)]
    return Change("decisions", len(found), {"parts": found})
