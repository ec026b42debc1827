"""The one worker of a home: does what waits, in turn."""

import fcntl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import OperationalError, transaction

from yudane.records.acting import SYSTEM, Act
from yudane.records.decisions import clock
from yudane.records.decisions.verbs import pass_time
from yudane.records.export import export, stale_owners, waiting
from yudane.records.home import served_workspace
from yudane.records.jobs.models import Job
from yudane.records.jobs.queue import end, enqueue, put_back, recover, take
from yudane.workspace.assessing import judge_again

PAUSE = 1.0  # seconds between two looks
Now = Callable[[], datetime]


def _export(job: Job, now: datetime) -> None:
    """What was entered becomes evidence, and today is judged again: also where a worker died between the two."""
    export(now)
    with transaction.atomic():
        enqueue("judge", now, now.astimezone(UTC).date().isoformat())


def _judge(job: Job, now: datetime) -> None:
    """A day's levels as of what is evidence by now; without services there is nothing to judge."""
    home = served_workspace()
    if home.services():
        judge_again(home, date.fromisoformat(job.key), now.astimezone(UTC).replace(tzinfo=None))


KINDS: Mapping[str, Callable[[Job, datetime], None]] = {"export": _export, "judge": _judge}


def work_off(now: Now) -> int:
    """Everything that is due. How many jobs were taken."""
    count = 0
    while job := take(now()):
        count += 1
        try:
            KINDS[job.kind](job, now())
        except Exception as error:  # whatever it was is told, and tried again later
            put_back(job, now(), f"{type(error).__name__}: {error}")
        else:
            end(job, now())
    return count


def work(now: Now, goes_on: Callable[[], bool]) -> None:
    """While `goes_on` says so, asked before each look. Another worker of the same home is waited for."""
    with _alone(goes_on) as alone:
        looked = None
        if alone:
            _begin(now())
        while alone and goes_on():
            try:
                looked = _by_the_clock(now(), looked)
                busy = work_off(now) > 0
            except OperationalError:  # the database is away: looked for again
                busy = False
            if not busy:
                time.sleep(PAUSE)


def _by_the_clock(now: datetime, looked: datetime | None) -> datetime:
    """Once a minute what time alone does to decisions, and whose services are. When it was looked for the last time."""
    if looked is not None and now < looked + clock.PAUSE:
        return looked
    if found := clock.due(now):
        pass_time(Act(SYSTEM, now), found)
    if stale_owners():
        with transaction.atomic():
            enqueue("export", now)
    return now


def _begin(now: datetime) -> None:
    """What a dead worker left, and what no job was asked for: of a database that came back from a backup."""
    recover(now)
    if waiting().tables:
        with transaction.atomic():
            enqueue("export", now)


@contextmanager
def _alone(goes_on: Callable[[], bool]) -> Iterator[bool]:
    with (served_workspace().root / "worker.lock").open("w") as lock:
        while goes_on():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(PAUSE)
                continue
            yield True
            return
        yield False
