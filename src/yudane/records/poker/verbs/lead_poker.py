"""Another of the team or of company SRE facilitates from now on."""

from yudane.records.acting import Act
from yudane.records.poker.machine import of_session, running
from yudane.records.poker.models import Session
from yudane.records.poker.told import TABLES
from yudane.records.signing.sides import Sides
from yudane.records.verb import Change, verb


@verb("lead-poker", of_session, tells=TABLES)
def lead_poker(act: Act, session_id: str) -> Change[Session]:
    """Raises ProblemsError."""
    session = running(act, session_id, "open", "voting", "revealed", "proposed").session
    Sides(act).side_of_team(session.team_id)
    before = session.facilitator_name
    session.change(facilitator_id=act.actor.id, facilitator_name=act.actor.name)
    return Change(f"poker {session_id}", session, {"instead_of": before})
