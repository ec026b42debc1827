"""After the cards one side confirms a level, whichever they found together: an ordinary proposal that the other side signs."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.making import Proposed
from yudane.records.delegation.models import Proposal
from yudane.records.delegation.verbs.propose_delegation import begun
from yudane.records.poker.machine import OF_SIGNING, of_session, running
from yudane.records.poker.told import TABLES
from yudane.records.signing.sides import Sides
from yudane.records.verb import Change, verb


@verb("confirm-poker", of_session, tells=TABLES)
def confirm_poker(act: Act, session_id: str, level: int, reason: str) -> Change[Proposal]:
    """Raises ProblemsError."""
    stand = running(act, session_id, "revealed")
    session, side = stand.session, Sides(act).side_of_team(stand.session.team_id, leading=True)
    seat = stand.seat_of(act.actor.id)
    if seat and seat.side != OF_SIGNING[side]:
        raise ProblemsError.one("poker_other_seat", Place())
    said = Proposed(
        session.team_id, session.activity_key, level, reason, service_id=session.service_id, area=session.area
    )
    proposal = begun(act, said, side)
    session.change(proposal=proposal)
    said_of_it = {"proposal": proposal.pk, "trigger": proposal.trigger, **proposal.wording}
    return Change(f"poker {session_id}", proposal, said_of_it)
