"""What a value in a provider's claim means: whoever brings it is of a team."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act, MembershipRole
from yudane.records.people.models import ClaimedTeam
from yudane.records.verb import Change, verb


@verb("map-claim")
def map_claim(act: Act, issuer: str, value: str, team_id: str, role: MembershipRole = "member") -> Change[ClaimedTeam]:
    """It counts when they next sign in."""
    if not value.strip() or not team_id.strip():
        raise ProblemsError.one("name_missing", Place(field="value" if not value.strip() else "team_id"))
    if ClaimedTeam.objects.filter(issuer=issuer, value=value, team_id=team_id).exists():
        raise ProblemsError.one("claim_mapped", Place(), value=value, team=team_id)
    made = ClaimedTeam.make(act.now, issuer=issuer, value=value, team_id=team_id, role=role)
    return Change(f"claim {made.id}", made, {"issuer": issuer, "value": value, "team": team_id, "role": role})
