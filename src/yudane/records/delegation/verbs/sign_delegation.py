"""The other side signs what is proposed, one or many at once; then it is agreed."""

from collections.abc import Sequence

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.making import enter_into_force, is_open
from yudane.records.delegation.models import Agreement, Proposal
from yudane.records.delegation.told import OBJECT, TABLES
from yudane.records.policy import Subject, require
from yudane.records.record import found
from yudane.records.signing.sides import SRE, TEAM, Sides
from yudane.records.signing.sign import sign, signed_by
from yudane.records.verb import Change, verb


def _of_first(proposal_ids: Sequence[str]) -> Subject:
    first = Proposal.objects.filter(pk__in=proposal_ids[:1]).first()
    return Subject(first.team_id) if first else Subject()


@verb("sign-delegation", _of_first, tells=TABLES)
def sign_delegation(act: Act, proposal_ids: Sequence[str]) -> Change[Sequence[Agreement]]:
    """Raises ProblemsError and DeniedError, and then nothing was signed."""
    if not proposal_ids:
        raise ProblemsError.one("nothing_chosen", Place())
    sides = Sides(act)
    done = [_signed(act, sides, found(Proposal, one)) for one in proposal_ids]
    return Change(f"proposal {proposal_ids[0]}", done, {"signed": [one.proposal_id for one in done]})


def _signed(act: Act, sides: Sides, proposal: Proposal) -> Agreement:
    require(act.actor, "sign-delegation", Subject(proposal.team_id))
    still_open(act, proposal)
    side = sides.side_of_team(proposal.team_id, leading=True)
    sign(act, OBJECT, proposal.pk, proposal.wording, side)
    if not {TEAM, SRE} <= signed_by(OBJECT, proposal.pk, proposal.wording).keys():
        raise ProblemsError.one("signed_already", Place(), side=side)
    return enter_into_force(act, proposal)


def still_open(act: Act, proposal: Proposal) -> None:
    """Raises ProblemsError."""
    if not is_open(proposal, act):
        raise ProblemsError.one("delegation_not_open", Place(), name=str(proposal))
