"""Who chose the lowest or the highest card says why, for all to read."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.poker.machine import of_session, running, seated
from yudane.records.poker.models import Vote
from yudane.records.poker.told import TABLES
from yudane.records.statements.making import worded
from yudane.records.verb import Change, verb


@verb("explain-poker", of_session, tells=TABLES)
def explain_poker(act: Act, session_id: str, text: str) -> Change[Vote]:
    """Raises ProblemsError."""
    stand = running(act, session_id, "revealed", "proposed")
    text, seat = worded(text, "text", "reason_missing"), seated(stand)
    vote = next((one for one in stand.extremes if one.seat_id == seat.pk), None)
    if vote is None:
        raise ProblemsError.one("poker_not_asked", Place())
    return Change(f"poker {session_id}", vote.change(explanation=text), {"round": vote.round, "text": text})
