"""Somebody of another team looked and stands for what a team attested."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.record import found
from yudane.records.signing.sides import Sides
from yudane.records.signing.sign import sign
from yudane.records.statements.models import OBJECT, Statement
from yudane.records.statements.verbs.decline_statement import of_statement
from yudane.records.verb import Change, verb


@verb("verify-statement", of_statement, tells=("attestations",))
def verify_statement(act: Act, statement_id: str) -> Change[Statement]:
    """Raises ProblemsError where it is no attestation that stands, or they are of the owning team."""
    statement = found(Statement, statement_id)
    if statement.kind != "attestation" or statement.state != "standing":
        raise ProblemsError.one("statement_not_verifiable", Place(), name=str(statement))
    sign(act, OBJECT, statement.pk, statement.wording, Sides(act).second_of(statement.service_id))
    return Change(f"statement {statement.pk}", statement, {"service": statement.service_id})
