"""Records by id, or a problem that says which was not there."""

from typing import TypeVar

from yudane.reading import Place, ProblemsError
from yudane.records.people.models import Person
from yudane.records.record import Record

Found = TypeVar("Found", bound=Record)


def found(kind: type[Found], key: str) -> Found:
    """Locked until the transaction ends. Raises ProblemsError "record_missing"."""
    record = kind._base_manager.select_for_update().filter(pk=key).first()
    if record is None:
        raise ProblemsError.one("record_missing", Place(), id=key[:40])
    return record


def person_named(text: str) -> Person:
    """By id or name. Raises ProblemsError where nobody, or several, are called so."""
    people = list(Person.objects.filter(pk=text) or Person.objects.filter(name=text)[:2])
    if len(people) > 1:
        raise ProblemsError.one("person_ambiguous", Place(), name=text[:200])
    if not people:
        raise ProblemsError.one("person_missing", Place(), name=text[:200])
    return people[0]
