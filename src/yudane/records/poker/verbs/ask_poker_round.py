"""Somebody at the session asks for another round."""

from yudane.records.acting import Act
from yudane.records.poker.machine import of_session, running, seated
from yudane.records.poker.models import Seat
from yudane.records.poker.told import TABLES
from yudane.records.verb import Change, verb


@verb("ask-poker-round", of_session, tells=TABLES)
def ask_poker_round(act: Act, session_id: str) -> Change[Seat]:
    """Raises ProblemsError."""
    stand = running(act, session_id, "revealed")
    seat = seated(stand).change(asks_after=stand.session.round)
    return Change(f"poker {session_id}", seat, {"after": stand.session.round})
