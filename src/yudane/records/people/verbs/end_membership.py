"""Somebody is no longer of a team, from a day on."""

from datetime import date

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.people.models import Membership
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import Change, verb


def _of_its_team(membership_id: str, *_: object, **__: object) -> Subject:
    there = Membership.objects.filter(pk=membership_id).first()
    return Subject(there.team_id, there.person_id) if there else Subject()


@verb("end-membership", _of_its_team, tells=("memberships",))
def end_membership(
    act: Act, membership_id: str, until: date | None = None, seen: int | None = None
) -> Change[Membership]:
    """From today where no day is said."""
    membership, until = found(Membership, membership_id), until or act.on
    if until < membership.since:
        raise ProblemsError.one("ends_before", Place(field="until"), since=membership.since, until=until)
    membership.change(seen, until=until)
    said = {"person": membership.person_id, "team": membership.team_id, "until": until}
    return Change(f"membership {membership.id}", membership, said)
