"""Whoever doubted takes it back, as long as nobody answered."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.record import found
from yudane.records.statements.models import Dispute
from yudane.records.statements.verbs.answer_dispute import of_dispute
from yudane.records.statements.verbs.dispute import DISPUTES
from yudane.records.verb import Change, verb


@verb("withdraw-dispute", of_dispute, tells=DISPUTES)
def withdraw_dispute(act: Act, dispute_id: str, seen: int | None = None) -> Change[Dispute]:
    one = found(Dispute, dispute_id)
    if one.state != "open":
        raise ProblemsError.one("dispute_over", Place(), name=str(one))
    if act.actor.id != one.by_id:
        raise ProblemsError.one("not_your_dispute", Place(), name=one.by_name)
    one.change(seen, state="withdrawn", ended_at=act.now)
    return Change(f"dispute {one.pk}", one)
