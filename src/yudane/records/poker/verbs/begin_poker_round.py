"""Who facilitates lets everybody choose a card, for some minutes."""

from datetime import timedelta

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.poker.machine import facilitating, of_session, running
from yudane.records.poker.models import Session
from yudane.records.poker.told import TABLES
from yudane.records.verb import Change, verb

USUAL, LONGEST = 3, 24 * 60  # minutes


@verb("begin-poker-round", of_session, tells=TABLES)
def begin_poker_round(act: Act, session_id: str, minutes: int = USUAL) -> Change[Session]:
    """Raises ProblemsError, also where nobody sits for the team or for company SRE."""
    stand = running(act, session_id, "open", "revealed")
    facilitating(stand)
    if stand.unseated:
        raise ProblemsError.one("poker_unseated", Place())
    if not 1 <= minutes <= LONGEST:
        raise ProblemsError.one("poker_minutes", Place(field="minutes"), most=LONGEST)
    number, ends_at = stand.session.round + 1, act.now + timedelta(minutes=minutes)
    session = stand.session.change(round=number, ends_at=ends_at, revealed_at=None)
    return Change(f"poker {session_id}", session, {"round": number, "minutes": minutes})
