"""Somebody sits down at a session, for a side they may speak for; once, for all of it."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.poker.machine import of_session, running, sides
from yudane.records.poker.models import Seat
from yudane.records.poker.told import TABLES
from yudane.records.verb import Change, verb


@verb("join-poker", of_session, tells=TABLES)
def join_poker(act: Act, session_id: str, side: str) -> Change[Seat]:
    """Raises ProblemsError."""
    stand = running(act, session_id, "open", "voting", "revealed", "proposed")
    if side not in sides(act, stand.session.team_id):
        raise ProblemsError.one("poker_side", Place(field="side"))
    if stand.seat_of(act.actor.id):
        raise ProblemsError.one("poker_seated", Place())
    seat = Seat.make(act.now, session=stand.session, person_id=act.actor.id, side=side)
    return Change(f"poker {session_id}", seat, {"side": side})
