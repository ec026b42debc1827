"""The other side says why it does not want a step back; the proposal waits on, with the objection beside it."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.models import Proposal
from yudane.records.delegation.verbs.decline_delegation import of_proposal
from yudane.records.delegation.verbs.sign_delegation import still_open
from yudane.records.record import found
from yudane.records.signing.sides import Sides
from yudane.records.statements.making import worded
from yudane.records.verb import Change, verb


@verb("object-delegation", of_proposal)
def object_delegation(act: Act, proposal_id: str, why: str, seen: int | None = None) -> Change[Proposal]:
    """Any of that side may, also who may not sign. Raises ProblemsError."""
    proposal, why = found(Proposal, proposal_id), worded(why, "why", "reason_missing")
    still_open(act, proposal)
    if proposal.trigger != "step_back":
        raise ProblemsError.one("objection_to_a_step_back", Place())
    if Sides(act).side_of_team(proposal.team_id) == proposal.side:
        raise ProblemsError.one("delegation_own_side", Place())
    proposal.change(seen, objection=why, objected_by=act.actor.name)
    return Change(f"proposal {proposal.pk}", proposal, {"why": why})
