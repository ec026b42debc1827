"""Somebody says something of a decision: a comment, the input or advice that is asked for, or what is owed afterwards."""

from typing import Literal, get_args

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.machine import ROWS
from yudane.records.decisions.making import clocked, owed
from yudane.records.decisions.models import Part
from yudane.records.decisions.verbs.about import TABLES, done_by, of_part, part_of
from yudane.records.statements.making import worded
from yudane.records.verb import Change, verb

Said = Literal["comment", "input", "advice", "convinced", "acknowledged", "used", "followed", "why", "answer"]
_WITHOUT_WORDS = ("convinced", "acknowledged")
_YES_OR_NO = ("acknowledged", "followed")  # at Sell: convinced or not


@verb("take-part", of_part, tells=TABLES)
def take_part(act: Act, part_id: str, kind: Said, text: str = "", yes: bool | None = None) -> Change[Part]:
    """`yes`: convinced (at Sell), or followed. Raises ProblemsError."""
    if kind not in get_args(Said):
        raise ProblemsError.one("decision_kind_unknown", Place(field="kind"), value=kind[:20])
    part = part_of(part_id)
    needed = kind not in _WITHOUT_WORDS or (kind == "acknowledged" and part.level == 2 and yes is False)
    words = worded(text, "text", "decision_words_missing") if needed or text.strip() else ""
    if yes is None and (kind == "followed" or (kind == "acknowledged" and part.level == 2)):
        raise ProblemsError.one("decision_yes_or_no", Place(field="yes"))
    done_by(act, part, kind, words, yes=yes if kind in _YES_OR_NO else None)
    if kind == ROWS[part.level].asks:
        part.change(given=True)
    elif kind == "why":
        owed(act, part, "answer")
    elif kind == part.duty:
        part.change(duty_done_at=act.now, state="decided" if kind == "answer" else "settled")
    return Change(f"part {part.pk}", clocked(part), {"kind": kind, "yes": yes})
