"""The escalation owner of an agreement: somebody of neither side, who accepted it."""

from datetime import date, datetime

from yudane.records.home import company_sre
from yudane.records.people.models import Person
from yudane.records.people.who import memberships_on


def neutral(person: Person, team_id: str, on: date) -> bool:
    """Neither of the team nor of company SRE on a day, and still here."""
    teams = {one.team_id for one in memberships_on(person.memberships.all(), on)}
    return person.disabled_at is None and teams.isdisjoint({team_id, *company_sre()})


def owner_there(person_id: str, team_id: str, now: datetime) -> bool:
    """Whoever was named can still decide."""
    person = Person.objects.filter(pk=person_id).first()
    return person is not None and neutral(person, team_id, now.date())
