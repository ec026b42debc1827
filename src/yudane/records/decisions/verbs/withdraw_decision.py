"""The side whose decision it is takes it back before anything is decided."""

from yudane.records.acting import Act
from yudane.records.decisions.making import clocked
from yudane.records.decisions.models import Part
from yudane.records.decisions.verbs.about import TABLES, done_by, of_part, part_of
from yudane.records.statements.making import worded
from yudane.records.verb import Change, verb


@verb("withdraw-decision", of_part, tells=TABLES)
def withdraw_decision(act: Act, part_id: str, why: str) -> Change[Part]:
    """Raises ProblemsError."""
    part, why = part_of(part_id), worded(why, "why", "reason_missing")
    done_by(act, part, "withdraw", why)
    return Change(f"part {part.pk}", clocked(part.change(state="withdrawn", ended_at=act.now)), {"why": why})
