"""People by what others call them."""

from yudane.reading import Place, ProblemsError
from yudane.records.people.models import Person


def person_named(text: str) -> Person:
    """By id or name. Raises ProblemsError where nobody, or several, are called so."""
    people = list(Person.objects.filter(pk=text) or Person.objects.filter(name=text)[:2])
    if len(people) > 1:
        raise ProblemsError.one("person_ambiguous", Place(), name=text[:200])
    if not people:
        raise ProblemsError.one("person_missing", Place(), name=text[:200])
    return people[0]
