"""Somebody is known from now on. The first one is an administrator, since somebody must be."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.people.models import Person
from yudane.records.verb import Change, verb


@verb("add-person")
def add_person(act: Act, name: str, reading: str = "", admin: bool = False, auditor: bool = False) -> Change[Person]:
    name = " ".join(name.split())
    if not name:
        raise ProblemsError.one("name_missing", Place())
    first = not Person.objects.exists()
    person = Person.make(act.now, name=name, reading=reading.strip(), admin=admin or first, auditor=auditor)
    said = {"name": person.name, "admin": person.admin, "auditor": person.auditor}
    return Change(f"person {person.id}", person, said)
