"""The other side signs what waits for it, one or many at once; then it stands."""

from collections.abc import Sequence
from datetime import timedelta

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.policy import Subject, require
from yudane.records.record import found
from yudane.records.signing.sides import SRE, TEAM, Sides, about
from yudane.records.signing.sign import sign, signed_by
from yudane.records.statements.making import Said, begun, checked, stand
from yudane.records.statements.models import LEADING, OBJECT, Statement
from yudane.records.statements.told import TABLES, UNCONFIRMED_DAYS, lapses_on
from yudane.records.verb import Change, verb

WAITS_DAYS = 30  # what nobody signed by then has lapsed


def _of_first(statement_ids: Sequence[str]) -> Subject:
    first = Statement.objects.filter(pk__in=statement_ids[:1]).first()
    return about(first.service_id) if first else Subject()


@verb("sign-statement", _of_first, tells=TABLES)
def sign_statements(act: Act, statement_ids: Sequence[str]) -> Change[list[Statement]]:
    """One signature for all of them. What one person entered for both sides is confirmed once both signed it.

    Raises ProblemsError and DeniedError, and then nothing was signed.
    """
    if not statement_ids:
        raise ProblemsError.one("nothing_chosen", Place())
    sides = Sides(act)
    done = [_signed(act, sides, found(Statement, one)) for one in statement_ids]
    _undecided(act, done)
    return Change(f"statement {done[0].pk}", done, {"signed": [one.pk for one in done]})


def _undecided(act: Act, done: Sequence[Statement]) -> None:
    """Data may have come since the first side signed. Raises ProblemsError."""
    for kind in {one.kind for one in done if one.state == "standing" and one.standing_at == act.now}:
        same = [one for one in done if one.kind == kind]
        said = [Said(one.service_id, one.criterion_id, one.outcome, one.sentence) for one in same]
        checked(kind, said, min(one.until for one in same), act)


def _signed(act: Act, sides: Sides, statement: Statement) -> Statement:
    require(act.actor, "sign-statement", sides.about(statement.service_id))
    entered = statement.state == "standing" and statement.entered_dev != ""
    if entered:
        _not_lapsed(act, statement)
    else:
        _still_waiting(act, statement)
    side = sides.side_of(statement.service_id, leading=statement.kind in LEADING)
    sign(act, OBJECT, statement.pk, statement.wording, side)
    both = {TEAM, SRE} <= signed_by(OBJECT, statement.pk, statement.wording).keys()
    if not both:
        return statement
    return stand(act, _confirmed(act, statement) if entered else statement)


def _confirmed(act: Act, statement: Statement) -> Statement:
    """The same words, signed by both, from now on: what one person entered for them stays what it was."""
    said = Said(
        statement.service_id, statement.criterion_id, statement.outcome, statement.sentence, statement.evidence_url
    )
    return begun(act, statement.kind, said, statement.until, "waiting", signed_as=statement.pk)


def _not_lapsed(act: Act, statement: Statement) -> None:
    lapses = lapses_on()
    if lapses is not None and act.on >= lapses:
        raise ProblemsError.one("statement_lapsed", Place(), name=str(statement), days=UNCONFIRMED_DAYS)


def _still_waiting(act: Act, statement: Statement) -> None:
    if statement.state != "waiting":
        raise ProblemsError.one("statement_not_waiting", Place(), name=str(statement))
    if act.now > statement.created_at + timedelta(days=WAITS_DAYS):
        raise ProblemsError.one("statement_lapsed", Place(), name=str(statement), days=WAITS_DAYS)
