"""The side that may open a decision opens one it was asked for, or says why not."""

from yudane.records.acting import Act
from yudane.records.decisions.making import clocked, known_level, opened
from yudane.records.decisions.models import Part
from yudane.records.decisions.verbs.about import TABLES, done_by, of_part, part_of
from yudane.records.statements.making import worded
from yudane.records.verb import Change, verb


@verb("answer-ask", of_part, tells=TABLES)
def answer_ask(act: Act, part_id: str, opens: bool, why: str = "") -> Change[Part]:
    """The level is that of today. Raises ProblemsError."""
    part = known_level(act, part_of(part_id))
    if opens:
        done_by(act, part, "open")
        return Change(f"part {part.pk}", opened(act, part), {"level": part.level})
    reason = worded(why, "why", "reason_missing")
    done_by(act, part, "decline", reason)
    found = clocked(part.change(state="declined", ended_at=act.now))
    return Change(f"part {part.pk}", found, {"why": reason})
