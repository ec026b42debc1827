"""The other side does not sign what is proposed, and says why."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.models import Proposal
from yudane.records.delegation.verbs.sign_delegation import still_open
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.signing.sides import Sides
from yudane.records.statements.making import worded
from yudane.records.verb import Change, verb


def of_proposal(proposal_id: str, *_: object, **__: object) -> Subject:
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    return Subject(proposal.team_id) if proposal else Subject()


@verb("decline-delegation", of_proposal)
def decline_delegation(act: Act, proposal_id: str, why: str, seen: int | None = None) -> Change[Proposal]:
    """Raises ProblemsError."""
    proposal, why = found(Proposal, proposal_id), worded(why, "why", "reason_missing")
    still_open(act, proposal)
    side = Sides(act).side_of_team(proposal.team_id, leading=True)
    if side == proposal.side:
        raise ProblemsError.one("delegation_own_side", Place())
    proposal.change(seen, state="declined", ended_at=act.now, ended_by=act.actor.name, why_ended=why)
    return Change(f"proposal {proposal.pk}", proposal, {"why": why})
