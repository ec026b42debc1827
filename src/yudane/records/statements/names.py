"""Who stands behind the pseudonyms of evidence, for those who may read it here."""

from collections.abc import Mapping

from yudane.evidence.validate import pseudonym
from yudane.records.home import served_workspace
from yudane.records.people.models import Person
from yudane.records.statements.models import Statement


def names() -> Mapping[str, str]:
    """By pseudonym the people there are, and those that one person named for both sides."""
    salt = served_workspace().store.salt
    known = [(one.pk, one.name) for one in Person.objects.only("name")]
    entered = Statement.objects.exclude(entered_dev="").values_list("entered_dev", "entered_sre").distinct()
    known += [(name, name) for pair in entered for name in pair]
    return {pseudonym(key, salt): name for key, name in known}
