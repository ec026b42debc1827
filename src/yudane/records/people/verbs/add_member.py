"""Somebody is of a team from a day on."""

from datetime import date

from django.db.models import Q

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act, MembershipRole
from yudane.records.people.models import Membership, Person
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import Change, verb


def _of_team(person_id: str, team_id: str, *_: object, **__: object) -> Subject:
    return Subject(team_id, person_id)


@verb("add-member", _of_team, tells=("memberships",))
def add_member(
    act: Act,
    person_id: str,
    team_id: str,
    role: MembershipRole = "member",
    since: date | None = None,
    until: date | None = None,
    claimed: bool = False,
) -> Change[Membership]:
    """From today where no day is said. One at a time of a pair: to sign for the team may come beside it, for some days."""
    person, since = found(Person, person_id), since or act.on
    if until is not None and until <= since:
        raise ProblemsError.one("ends_before", Place(field="until"), since=since, until=until)
    if role == "signs" and until is None:
        raise ProblemsError.one("deputy_end_missing", Place(field="until"))
    _alone(person, team_id, role, since, until)
    made = Membership.make(
        act.now, person=person, team_id=team_id, role=role, since=since, until=until, claimed=claimed
    )
    said = {"person": person.id, "team": team_id, "role": role, "since": since, "until": until}
    return Change(f"membership {made.id}", made, said)


def _alone(person: Person, team_id: str, role: str, since: date, until: date | None) -> None:
    same = Q(role="signs") if role == "signs" else ~Q(role="signs")
    overlapping = Q(until=None) | Q(until__gt=since)
    if until is not None:
        overlapping &= Q(since__lt=until)
    there = person.memberships.filter(same & overlapping, team_id=team_id).first()
    if there is not None:
        raise ProblemsError.one("membership_there", Place(), name=person.name, team=team_id, since=there.since)
