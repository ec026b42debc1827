"""What somebody is called."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.people.models import Person
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import Change, verb


def _about(person_id: str, *_: object, **__: object) -> Subject:
    return Subject(person_id=person_id)


@verb("change-person", _about)
def change_person(act: Act, person_id: str, name: str, reading: str = "", seen: int | None = None) -> Change[Person]:
    """`seen`: the version whoever asks has read."""
    person, name = found(Person, person_id), " ".join(name.split())
    if not name:
        raise ProblemsError.one("name_missing", Place(field="name"))
    was = {"name": person.name, "reading": person.reading}
    person.change(seen, name=name, reading=reading.strip())
    return Change(f"person {person.id}", person, {"was": was, "is": {"name": name, "reading": person.reading}})
