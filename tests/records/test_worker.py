"""What was entered becomes evidence however often the worker dies, on SQLite and on PostgreSQL, and from two processes."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.records.conftest import Records
from yudane.evidence.batch import ALL, Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.workspace import Workspace

_ENTERED = """
from yudane.records.testing import AS_OPERATOR
from yudane.records.catalog.verbs import edit_entity
edit_entity(AS_OPERATOR, "service", "web", "tier", 1)
"""
_STUCK = """
import sys, time
from datetime import UTC, datetime
from yudane.evidence.lake import Writing
from yudane.records.worker import work
kept = Writing.commit
def commit(writing):
    if sys.argv[1] == "after":
        kept(writing)
    print("in the middle", flush=True)
    time.sleep(60)
Writing.commit = commit
work(lambda: datetime.now(UTC), lambda: True)
"""
_WORKED = """
from datetime import UTC, datetime
from yudane.records.jobs.models import Job
from yudane.records.worker import work
looks = iter((True, True))
work(lambda: datetime.now(UTC), lambda: next(looks, False))
print(sorted(set(Job.objects.values_list("kind", "state"))))
"""
_LATER = """
from datetime import UTC, datetime, timedelta
from yudane.records.worker import work
looks = iter((True, True))
work(lambda: datetime.now(UTC) + timedelta(minutes=2), lambda: next(looks, False))
"""


@pytest.fixture
def home(records: Records, tmp_path: Path) -> Workspace:
    """One service, of a source."""
    path = tmp_path / "services.json"
    path.write_text(json.dumps([{"service_id": "web", "name": "web", "tier": 2, "lifecycle": "production"}]))
    workspace = Workspace(records.home)
    batch = Batch("backstage", datetime(2026, 9, 1), date(2026, 9, 1), covers=(ALL,))
    collect_rows(workspace.store, read_tables([("services", path)]), batch)
    return workspace


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_in_the_middle_of_taking_it_over_it_is_taken_over_once(
    records: Records, home: Workspace, when: str
) -> None:
    """Before the lake's commit, and after it but before the job's end."""
    records.run(_ENTERED)
    with records.start(_STUCK, when) as stuck:
        assert stuck.stdout
        assert stuck.stdout.readline() == "in the middle\n"
        stuck.kill()
    records.run(_WORKED)
    records.run(_LATER)  # what the dead one had begun is tried again a little later
    assert [row["tier"] for row in home.services()] == [1]
    assert records.run(_WORKED) == "[('export', 'done'), ('judge', 'done')]"


def test_two_workers_take_turns(records: Records, home: Workspace) -> None:
    records.run(_ENTERED)
    workers = [records.start(_WORKED) for _ in range(2)]
    for one in workers:
        _, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
    assert [row["tier"] for row in home.services()] == [1]


def test_doctor_says_what_waits_and_one_look_of_the_worker_does_it(records: Records, home: Workspace) -> None:
    records.run(_ENTERED)
    said = _yudane(records, "doctor")
    assert "Entered here and not yet evidence: catalog_edits (since 2026-10-01 09:30 UTC); jobs that failed: 0" in said
    _yudane(records, "worker", "--once")
    assert "What was entered here is evidence" in _yudane(records, "doctor")


def _yudane(records: Records, *words: str) -> str:
    code = f"from yudane.faces.cli.main import main; main({list(words)!r}, standalone_mode=True)"
    process = records.start(code)
    return process.communicate(timeout=120)[0]
