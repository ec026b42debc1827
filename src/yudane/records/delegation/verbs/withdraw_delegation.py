"""The side that proposed takes it back."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.models import Proposal
from yudane.records.delegation.verbs.decline_delegation import of_proposal
from yudane.records.delegation.verbs.sign_delegation import still_open
from yudane.records.record import found
from yudane.records.signing.sides import Sides
from yudane.records.statements.making import worded
from yudane.records.verb import Change, verb


@verb("withdraw-delegation", of_proposal)
def withdraw_delegation(act: Act, proposal_id: str, why: str, seen: int | None = None) -> Change[Proposal]:
    """Raises ProblemsError."""
    proposal, why = found(Proposal, proposal_id), worded(why, "why", "reason_missing")
    still_open(act, proposal)
    if Sides(act).side_of_team(proposal.team_id, leading=True) != proposal.side:
        raise ProblemsError.one("delegation_other_side", Place())
    proposal.change(seen, state="withdrawn", ended_at=act.now, ended_by=act.actor.name, why_ended=why)
    return Change(f"proposal {proposal.pk}", proposal, {"why": why})
