"""Who administers, and who audits. Somebody must administer."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.people.models import Person
from yudane.records.record import found
from yudane.records.verb import Change, verb


@verb("grant")
def grant(act: Act, person_id: str, admin: bool, auditor: bool, seen: int | None = None) -> Change[Person]:
    person = found(Person, person_id)
    if person.admin and not admin:
        keep_an_administrator(person)
    was = {"admin": person.admin, "auditor": person.auditor}
    person.change(seen, admin=admin, auditor=auditor)
    return Change(f"person {person.id}", person, {"was": was, "is": {"admin": admin, "auditor": auditor}})


def keep_an_administrator(leaving: Person) -> None:
    """Raises ProblemsError where nobody else who can sign in administers."""
    others = Person.objects.select_for_update().filter(admin=True, disabled_at=None).exclude(pk=leaving.pk)
    if not any(person.logins.exists() for person in others):
        raise ProblemsError.one("last_administrator", Place(), name=leaving.name)
