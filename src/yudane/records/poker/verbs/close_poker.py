"""Who facilitates ends the session. A proposal that came of it stays."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.poker.machine import facilitating, of_session, settled
from yudane.records.poker.models import Session
from yudane.records.poker.told import TABLES
from yudane.records.record import found
from yudane.records.verb import Change, verb


@verb("close-poker", of_session, tells=TABLES)
def close_poker(act: Act, session_id: str) -> Change[Session]:
    """Raises ProblemsError."""
    if found(Session, session_id).closed_at:
        raise ProblemsError.one("poker_over", Place())
    stand = settled(act, session_id)
    facilitating(stand)
    if stand.session.closed_at is None:
        stand.session.change(closed_at=act.now)
    return Change(f"poker {session_id}", stand.session)
