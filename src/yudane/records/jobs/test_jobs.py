"""Jobs are done once however often they are asked for, in turn, and tried again later when they fail."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from yudane.records.catalog.verbs import edit_entity
from yudane.records.jobs.models import Job
from yudane.records.jobs.queue import MOST_TRIES, enqueue, recover, take
from yudane.records.testing import AS_OPERATOR, NOW
from yudane.records.worker import KINDS, work, work_off
from yudane.workspace import Workspace

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def states() -> list[tuple[str, str, str]]:
    return [(job.kind, job.key, job.state) for job in Job.objects.order_by("id")]


def test_what_is_asked_for_again_while_it_waits_is_done_once() -> None:
    for _ in range(3):
        enqueue("judge", NOW, "2026-10-01")
    enqueue("judge", NOW, "2026-10-02")
    assert len(states()) == 2
    assert take(NOW)
    enqueue("judge", NOW, "2026-10-01")
    assert [state for _, _, state in states()].count("waiting") == 2, "what is asked for while it runs is done after it"


def test_what_is_entered_becomes_evidence_and_today_is_judged_again(home: Workspace) -> None:
    edit_entity(AS_OPERATOR, "service", "web", "tier", 1)
    assert work_off(lambda: NOW) == 2
    assert states() == [("export", "", "done"), ("judge", "2026-10-01", "done")]
    assert home.assessment().as_of == NOW.date()
    assert {row["service_id"]: row["tier"] for row in home.answers.services(home.assessment())}["web"] == 1
    assert work_off(lambda: NOW) == 0


def test_a_job_that_fails_is_tried_again_later_a_few_times_and_then_shown(
    home: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(job: Job, now: datetime) -> None:
        raise OSError("no space left on device")

    monkeypatch.setitem(KINDS, "export", fail)
    enqueue("export", NOW)
    work_off(lambda: NOW)
    (job,) = Job.objects.all()
    assert (job.state, job.tries, job.error) == ("waiting", 1, "OSError: no space left on device")
    assert job.due_at == NOW + timedelta(seconds=10)
    assert take(NOW + timedelta(seconds=9)) is None
    moments = (LATER + timedelta(days=day) for day in range(MOST_TRIES * 2))
    for moment in moments:
        work_off(lambda moment=moment: moment)  # type: ignore[misc]
    job.refresh_from_db()
    assert (job.state, job.tries) == ("failed", MOST_TRIES)
    monkeypatch.undo()
    enqueue("export", LATER)
    work_off(lambda: LATER + timedelta(days=99))
    assert not Job.objects.filter(state="failed").exists(), "made good by one that ended well"


def test_the_worker_looks_again_where_the_database_was_away(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: Iterator[int] = iter([0])

    def away(now: object) -> int:
        for _ in answers:
            raise OperationalError("the database is starting")
        return work_off(now)  # type: ignore[arg-type]

    monkeypatch.setattr("yudane.records.worker.work_off", away)
    monkeypatch.setattr("yudane.records.worker.PAUSE", 0)
    turns: Iterator[bool] = iter([True, True, True, False])
    enqueue("export", NOW)
    work(lambda: datetime.now(UTC), lambda: next(turns))
    assert states()[0] == ("export", "", "done")


def test_what_ran_when_the_worker_died_is_done_by_the_next(home: Workspace) -> None:
    enqueue("export", NOW)
    take(NOW)
    enqueue("export", NOW)
    recover(NOW)
    assert states() == [("export", "", "waiting")]


def test_a_worker_that_begins_takes_over_what_no_job_was_asked_for(home: Workspace) -> None:
    edit_entity(AS_OPERATOR, "service", "web", "tier", 1)
    Job.objects.all().delete()  # as a database from a backup
    turns: Iterator[bool] = iter([True, True, False])
    work(lambda: datetime.now(UTC), lambda: next(turns))
    assert {row["service_id"]: row["tier"] for row in home.services()}["web"] == 1


def test_the_worker_works_until_it_is_told_to_end(home: Workspace) -> None:
    turns: Iterator[bool] = iter([True, True, False])
    enqueue("export", NOW)
    work(lambda: datetime.now(UTC), lambda: next(turns))
    assert states()[0] == ("export", "", "done")
