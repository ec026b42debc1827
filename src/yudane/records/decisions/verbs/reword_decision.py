"""Other words, while nothing is decided: approvals fall; so does, with the question, what was said to it."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.machine import ROWS
from yudane.records.decisions.making import allowed, approvals_noted, begin_again, frozen, words
from yudane.records.decisions.models import Decision
from yudane.records.decisions.verbs.about import TABLES, of_decision
from yudane.records.decisions.voice import said, voice
from yudane.records.policy import Subject, require
from yudane.records.record import found
from yudane.records.signing.sides import Sides
from yudane.records.verb import Change, verb

_WORDS = ("question", "text", "reasons")


@verb("reword-decision", of_decision, tells=TABLES)
def reword_decision(
    act: Act, decision_id: str, question: str, text: str, reasons: str, seen: int | None = None
) -> Change[Decision]:
    """By whoever has a say in deciding every part. Raises ProblemsError and DeniedError."""
    decision = found(Decision, decision_id)
    parts = [part for part in decision.parts.select_for_update().order_by("id") if part.state in ("open", "escalated")]
    if frozen(decision) or not parts:
        raise ProblemsError.one("decision_frozen", Place())
    new = dict(zip(_WORDS, words(question, text, reasons), strict=True))
    before = {name: getattr(decision, name) for name in _WORDS}
    if new == before:
        raise ProblemsError.one("decision_same_words", Place(field="text"))
    sides = Sides(act)
    for part in parts:
        require(act.actor, "reword-decision", Subject(part.team_id))
        by = voice(act, part.team_id, decision, sides)
        allowed(act, part, "reword", by)
    said(act, decision, "reworded", by, " / ".join(before[name] for name in _WORDS if before[name] != new[name]))
    decision.change(decision.version if seen is None else seen, **new)
    for part in parts:
        part.decision = decision
        row = ROWS[part.level]
        if row.asks == "convinced" and not (decision.text and decision.reasons):
            raise ProblemsError.one("decision_reasons_first", Place(field="reasons" if decision.text else "text"))
        if row.asks == "convinced" or (row.asks and new["question"] != before["question"]):
            begin_again(part, act.now)
        else:
            approvals_noted(part)
    return Change(f"decision {decision.pk}", decision, new)
