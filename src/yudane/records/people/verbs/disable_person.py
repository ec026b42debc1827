"""Somebody is out, at once: their logins, sessions, tokens and invitations count no longer."""

from yudane.records.acting import Act
from yudane.records.people.models import Person
from yudane.records.people.verbs.grant import keep_an_administrator
from yudane.records.record import found
from yudane.records.verb import Change, verb


@verb("disable-person")
def disable_person(act: Act, person_id: str) -> Change[Person]:
    """Every request asks anew whether its person is disabled, so no session needs to be found."""
    person = found(Person, person_id)
    if person.admin:
        keep_an_administrator(person)
    person.change(disabled_at=person.disabled_at or act.now)
    person.logins.update(is_active=False)
    person.invitations.filter(used_at=None).delete()
    return Change(f"person {person.id}", person)
