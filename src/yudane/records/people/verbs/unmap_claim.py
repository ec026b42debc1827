"""A value in a provider's claim means nothing here any longer."""

from yudane.records.acting import Act
from yudane.records.people.models import ClaimedTeam
from yudane.records.record import found
from yudane.records.verb import Change, verb


@verb("unmap-claim")
def unmap_claim(act: Act, claim_id: str) -> Change[None]:
    """Memberships it gave end when their people next sign in."""
    claim = found(ClaimedTeam, claim_id)
    said = {"issuer": claim.issuer, "value": claim.value, "team": claim.team_id, "role": claim.role}
    claim.delete()
    return Change(f"claim {claim_id}", None, said)
