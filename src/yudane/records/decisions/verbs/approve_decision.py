"""One of a side approves the words as they stand; once one of each side did, it is decided."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.making import as_seen, decided, wording
from yudane.records.decisions.models import OBJECT, Part
from yudane.records.decisions.verbs.about import TABLES, done_by, of_part, part_of
from yudane.records.signing.sides import SRE, TEAM
from yudane.records.signing.sign import sign, signed_by
from yudane.records.verb import Change, verb


@verb("approve-decision", of_part, tells=TABLES)
def approve_decision(act: Act, part_id: str, seen: int | None = None) -> Change[Part]:
    """`seen`: the version of the words that whoever approves has read. Raises ProblemsError."""
    part = part_of(part_id)
    as_seen(part.decision, seen)
    if not part.decision.text:
        raise ProblemsError.one("decision_text_missing", Place(field="text"))
    by = done_by(act, part, "approve")
    sign(act, OBJECT, part.pk, wording(part), by.side)
    if {TEAM, SRE} <= signed_by(OBJECT, part.pk, wording(part)).keys():
        decided(act, part, "both")
    else:
        part.change(approved=by.side)
    return Change(f"part {part.pk}", part, {"side": by.side, "state": part.state})
