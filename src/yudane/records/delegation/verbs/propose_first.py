"""Company SRE says for a team how it is today: where it runs the service it tells, in every activity nobody agreed on."""

from collections.abc import Sequence

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.making import Proposed, waiting_proposals
from yudane.records.delegation.models import Proposal
from yudane.records.delegation.standing import TELL, Agreements
from yudane.records.delegation.verbs.propose_delegation import begun
from yudane.records.home import served_workspace
from yudane.records.policy import Subject
from yudane.records.signing.sides import SRE, Sides
from yudane.records.verb import Change, verb


def _of_team(team_id: str, reason: str) -> Subject:
    return Subject(team_id)


@verb("propose-first", _of_team)
def propose_first(act: Act, team_id: str, reason: str) -> Change[Sequence[Proposal]]:
    """A proposal for each activity the program enables that has neither agreement nor proposal. Raises ProblemsError."""
    if Sides(act).side_of_team(team_id, leading=True) != SRE:
        raise ProblemsError.one("first_by_company_sre", Place())
    program = served_workspace().program
    agreements = Agreements.of(program, team_id, act.on)
    waiting = waiting_proposals(act.now).filter(team_id=team_id, service_id="", area="")
    proposed = {*waiting.values_list("activity_key", flat=True)}
    missing = [
        activity.key
        for activity in program.activities
        if activity.enabled and not agreements.standing(activity).agreed and activity.key not in proposed
    ]
    if not missing:
        raise ProblemsError.one("first_there_already", Place())
    made = [begun(act, Proposed(team_id, key, TELL, reason), SRE) for key in missing]
    return Change(f"team {team_id}", made, {"activities": missing, "level": TELL, "reason": reason})
