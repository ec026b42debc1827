"""The side that decides at this level decides, once what has to come before has come."""

from collections.abc import Sequence

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.making import as_seen, decided, own_words, words
from yudane.records.decisions.models import Part
from yudane.records.decisions.verbs.about import TABLES, done_by, of_part, part_of
from yudane.records.policy import Subject, require
from yudane.records.verb import Change, verb


def _of_first(part_ids: Sequence[str], *_: object, **__: object) -> Subject:
    return of_part(next(iter(part_ids), ""))


@verb("decide", _of_first, tells=TABLES)
def decide(
    act: Act, part_ids: Sequence[str], text: str = "", reasons: str = "", seen: int | None = None
) -> Change[Sequence[Part]]:
    """One part, or several of one decision at once; with the words that are there, or with others where that may be. Raises
    ProblemsError and DeniedError, and then nothing was decided."""
    if not part_ids:
        raise ProblemsError.one("nothing_chosen", Place())
    parts = [part_of(one) for one in sorted({*part_ids})]
    decision = parts[0].decision
    as_seen(decision, seen)
    if any(part.decision_id != decision.pk for part in parts):
        raise ProblemsError.one("decision_state", Place())
    may_reword = own_words(decision, parts, list(decision.parts.all()))
    sides = []
    for part in parts:
        require(act.actor, "decide", Subject(part.team_id))
        sides.append(done_by(act, part, "decide").side)
    _, text, reasons = words(decision.question, text or decision.text, reasons or decision.reasons)
    if (text, reasons) != (decision.text, decision.reasons):
        if not may_reword:
            raise ProblemsError.one("decision_frozen", Place(field="text"))
        decision.change(text=text, reasons=reasons)
    done = []
    for part, side in zip(parts, sides, strict=True):
        part.decision = decision
        done.append(decided(act, part, side))
    said = {"parts": [part.pk for part in done], "text": decision.text, "levels": [part.level for part in done]}
    return Change(f"decision {decision.pk}", done, said)
