"""Either side takes a statement back: from today it no longer counts, and the past stays as it was."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.record import found
from yudane.records.signing.sides import TEAM, Sides
from yudane.records.statements.models import Statement
from yudane.records.statements.told import TABLES
from yudane.records.statements.verbs.decline_statement import of_statement
from yudane.records.verb import Change, verb


@verb("withdraw-statement", of_statement, tells=TABLES)
def withdraw_statement(act: Act, statement_id: str, why: str, seen: int | None = None) -> Change[Statement]:
    statement, why = found(Statement, statement_id), " ".join(why.split())
    if statement.state != "standing":
        raise ProblemsError.one("statement_not_standing", Place(), name=str(statement))
    if not why:
        raise ProblemsError.one("why_missing", Place(field="why"))
    if act.actor.kind != "local":
        side = Sides(act).side_of(statement.service_id)
        if statement.kind == "attestation" and side != TEAM:
            raise ProblemsError.one("attested_by_the_team", Place(), service=statement.service_id)
    statement.change(seen, state="withdrawn", ended_at=act.now, ended_by=act.actor.name, why_ended=why)
    return Change(f"statement {statement.pk}", statement, {"why": why})
