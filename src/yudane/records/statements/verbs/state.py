"""Somebody of the team or of company SRE states something: alone, or as the first of two who sign."""

from collections.abc import Sequence
from datetime import date

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.policy import Subject, require
from yudane.records.signing.sides import TEAM, Sides, about
from yudane.records.signing.sign import sign
from yudane.records.statements.making import Said, begun, checked, stand
from yudane.records.statements.models import LEADING, OBJECT, Statement
from yudane.records.statements.told import TABLES
from yudane.records.verb import Change, verb


def _of_first(kind: str, said: Sequence[Said], until: date) -> Subject:
    return about(said[0].service_id) if said else Subject()


@verb("state", _of_first, tells=TABLES)
def state(act: Act, kind: str, said: Sequence[Said], until: date) -> Change[list[Statement]]:
    """One signature for all of it. An attestation is the team's own and stands at once; the rest waits for the other side.

    Raises ProblemsError and DeniedError, and then nothing was stated.
    """
    made, sides = [], Sides(act)
    for one in checked(kind, said, until, act):
        require(act.actor, "state", sides.about(one.service_id))
        side = sides.side_of(one.service_id, leading=kind in LEADING)
        if kind == "attestation" and side != TEAM:
            raise ProblemsError.one("attested_by_the_team", Place(), service=one.service_id)
        statement = begun(act, kind, one, until, "waiting")
        sign(act, OBJECT, statement.pk, statement.wording, side)
        made.append(stand(act, statement) if kind == "attestation" else statement)
    return Change(_thing(made), made, {"kind": kind, "stated": [one.wording for one in made]})


def _thing(made: Sequence[Statement]) -> str:
    return f"statement {made[0].pk}" if len(made) == 1 else f"{len(made)} statements from {made[0].pk}"
