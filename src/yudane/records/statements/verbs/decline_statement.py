"""The other side does not sign what waits for it, and says why; or who worded it takes it back."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.signing.sides import Sides, about
from yudane.records.statements.models import LEADING, Statement
from yudane.records.verb import Change, verb


def of_statement(statement_id: str, *_: object, **__: object) -> Subject:
    statement = Statement.objects.filter(pk=statement_id).first()
    return about(statement.service_id) if statement else Subject()


@verb("decline-statement", of_statement)
def decline_statement(act: Act, statement_id: str, why: str, seen: int | None = None) -> Change[Statement]:
    statement, why = found(Statement, statement_id), " ".join(why.split())
    if statement.state != "waiting":
        raise ProblemsError.one("statement_not_waiting", Place(), name=str(statement))
    if not why:
        raise ProblemsError.one("why_missing", Place(field="why"))
    if statement.by_id != act.actor.id:
        Sides(act).side_of(statement.service_id, leading=statement.kind in LEADING)
    statement.change(seen, state="declined", ended_at=act.now, ended_by=act.actor.name, why_ended=why)
    return Change(f"statement {statement.pk}", statement, {"why": why})
