"""Whoever was named to decide what both sides do not accepts it; before that nobody is."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.models import Agreement
from yudane.records.delegation.owner import owner_there
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import Change, verb


def _of_owner(agreement_id: str) -> Subject:
    one = Agreement.objects.filter(pk=agreement_id).first()
    return Subject(one.team_id, one.owner_id or None) if one else Subject()


@verb("accept-ownership", _of_owner)
def accept_ownership(act: Act, agreement_id: str) -> Change[Agreement]:
    """Raises ProblemsError where they became of a side meanwhile, or it is over."""
    one = found(Agreement, agreement_id)
    if one.ended_on is not None or one.owner_accepted_at is not None:
        raise ProblemsError.one("owner_not_asked", Place())
    if not owner_there(one.owner_id, one.team_id, act.now):
        raise ProblemsError.one("owner_of_a_side", Place())
    one.change(owner_accepted_at=act.now)
    return Change(f"agreement {one.pk}", one, {"owner": act.actor.name})
