"""Either side proposes who decides from now on, and signs it as the first of two."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.making import Proposed, checked, expire
from yudane.records.delegation.models import ABOUT, Proposal
from yudane.records.delegation.told import OBJECT
from yudane.records.policy import Subject
from yudane.records.signing.sides import Sides
from yudane.records.signing.sign import sign
from yudane.records.verb import Change, verb


def _of_team(said: Proposed) -> Subject:
    return Subject(said.team_id or None)


@verb("propose-delegation", _of_team)
def propose_delegation(act: Act, said: Proposed) -> Change[Proposal]:
    """For the team its lead proposes, or whom the lead named. Raises ProblemsError."""
    proposal = begun(act, said, Sides(act).side_of_team(said.team_id, leading=True))
    return Change(f"proposal {proposal.pk}", proposal, {**proposal.wording, "trigger": proposal.trigger})


def begun(act: Act, said: Proposed, side: str) -> Proposal:
    """A proposal, signed by who words it."""
    found, _, trigger = checked(act, said)
    about = {name: getattr(found, name) for name in ABOUT}
    expire(act, about)
    if Proposal.objects.filter(state="proposed", **about).exists():
        raise ProblemsError.one("delegation_proposed_already", Place(), team=found.team_id, activity=found.activity_key)
    proposal = Proposal.make(
        act.now,
        **about,
        level=found.level,
        target=found.target,
        reason=found.reason,
        trigger=trigger,
        effective_from=found.effective_from or act.on,
        until=found.until,
        look_again_on=found.look_again_on,
        exit_conditions=found.exit_conditions,
        owner_id=found.owner_id,
        side=side,
        by_id=act.actor.id,
        by_name=act.actor.name,
    )
    sign(act, OBJECT, proposal.pk, proposal.wording, side)
    return proposal
