"""The other side answers a doubt: it is right, and what tells so is mended, or it is not, and why."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.signing.sides import about
from yudane.records.statements.making import worded
from yudane.records.statements.models import Dispute
from yudane.records.statements.verbs.dispute import DISPUTES, disputing_side
from yudane.records.verb import Change, verb


def of_dispute(dispute_id: str, *_: object, **__: object) -> Subject:
    one = Dispute.objects.filter(pk=dispute_id).first()
    return about(one.service_id) if one else Subject()


@verb("answer-dispute", of_dispute, tells=DISPUTES)
def answer_dispute(act: Act, dispute_id: str, upheld: bool, answer: str, seen: int | None = None) -> Change[Dispute]:
    """`upheld`: the doubt was right. Raises ProblemsError for whoever raised it, and for others of the same side."""
    one = found(Dispute, dispute_id)
    if one.state != "open":
        raise ProblemsError.one("dispute_over", Place(), name=str(one))
    if act.actor.kind != "local" and disputing_side(act, one.service_id) == one.side:
        raise ProblemsError.one("answered_by_the_other_side", Place(), service=one.service_id)
    state, answer = "upheld" if upheld else "rejected", worded(answer, "answer")
    one.change(
        seen,
        state=state,
        answer=answer,
        answered_by_id=act.actor.id,
        answered_by_name=act.actor.name,
        ended_at=act.now,
    )
    return Change(f"dispute {one.pk}", one, {"state": state, "answer": answer})
