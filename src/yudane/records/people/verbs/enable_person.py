"""Somebody is back. Tokens stay theirs; invitations are given anew."""

from yudane.records.acting import Act
from yudane.records.people.models import Person
from yudane.records.record import found
from yudane.records.verb import Change, verb


@verb("enable-person")
def enable_person(act: Act, person_id: str) -> Change[Person]:
    person = found(Person, person_id)
    person.change(disabled_at=None)
    person.logins.update(is_active=True)
    return Change(f"person {person.id}", person)
