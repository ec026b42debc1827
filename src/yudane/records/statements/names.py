"""Who stands behind the pseudonyms of evidence, for those who may read it here."""

from collections.abc import Mapping

from yudane.evidence.validate import pseudonym
from yudane.records.home import served_workspace
from yudane.records.people.models import Person
from yudane.records.statements.models import Dispute, Statement


def names() -> Mapping[str, str]:
    """By pseudonym the people there are, and those that one person named for both sides, or who doubted."""
    salt = served_workspace().store.salt
    known = [(one.pk, one.name) for one in Person.objects.only("name")]
    entered = Statement.objects.exclude(entered_dev="").values_list("entered_dev", "entered_sre").distinct()
    doubts = Dispute.objects.values_list("by_name", "answered_by_name").distinct()
    known += [(name, name) for pair in (*entered, *doubts) for name in pair if name]
    return {pseudonym(key, salt): name for key, name in known}
