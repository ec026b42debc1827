"""What changes evidence asks who may and is written down first, and holds no transaction while it works."""

from pathlib import Path

import pytest
from django.db import connection

from yudane.evidence.batch import Answer
from yudane.evidence.delivery import Delivery
from yudane.reading import ProblemsError
from yudane.records.audit.models import Entry
from yudane.records.lake.verbs import assess, collect, withdraw_evidence
from yudane.records.policy import DeniedError
from yudane.records.testing import AS_OPERATOR, NOW, TODAY, acting, cast
from yudane.workspace import Workspace
from yudane.workspace.collecting import ROWS, Collection, Collector


@pytest.fixture
def incidents(home: Workspace, tmp_path: Path) -> Collector:
    path = tmp_path / "incidents.csv"
    path.write_text("incident_id,service_id,detected_at\ni,web,2026-09-20T10:00:00Z\n")
    return Collector(home, Collection(ROWS, (str(path),), ("incidents",)))


def verbs() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


@pytest.mark.django_db
def test_the_entry_names_the_batch_that_came_of_it(incidents: Collector) -> None:
    report = collect(AS_OPERATOR, incidents, Answer.NO, incidents.read())
    entry = Entry.objects.get()
    assert (entry.verb, entry.object) == ("collect", f"batch {report.batch_id}")
    assert entry.details["source"] == "rows"


@pytest.mark.django_db
def test_no_password_of_an_address_comes_into_the_audit(home: Workspace) -> None:
    address = "http://aoi:horse@127.0.0.1:1/prom?token=battery"
    with pytest.raises(ProblemsError):
        collect(AS_OPERATOR, Collector(home, Collection("prometheus", (address,))), Answer.NO, Delivery())
    assert Entry.objects.get().details["places"] == ["http://127.0.0.1:1/prom"]


@pytest.mark.django_db
def test_what_fails_was_asked_all_the_same(home: Workspace) -> None:
    with pytest.raises(ProblemsError):
        withdraw_evidence(AS_OPERATOR, home, "nothing-of-the-kind", "a trial")
    assert verbs() == ["withdraw-evidence"]


@pytest.mark.django_db
def test_a_member_brings_no_evidence_in_and_nothing_is_read_of_it(incidents: Collector) -> None:
    ren = acting(cast()["Ren"])
    before = verbs()
    with pytest.raises(DeniedError):
        collect(ren, incidents, Answer.NO, incidents.read())
    assert verbs() == before
    assert [one["table"] for one in incidents.workspace.source_coverage(TODAY)] == ["services", "teams"]


@pytest.mark.django_db
def test_the_database_is_free_while_it_works(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[str] = []

    def nothing_left_out(*_: object) -> dict[str, object]:
        held.extend(connection.savepoint_ids)  # the test itself is one transaction
        return {}

    monkeypatch.setattr("yudane.workspace.assessing.left_out", nothing_left_out)
    (summary,) = assess(AS_OPERATOR, home, [TODAY], "now")
    assert held == []
    assert summary.assessment.made_at == NOW.replace(tzinfo=None)
