"""`yudane worker`: what was entered becomes evidence and is judged. `serve` has one beside it."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from yudane.faces.cli.common import Exit, Session, command
from yudane.faces.cli.operator import begin
from yudane.words import language, say


@command()
@click.option("--once", is_flag=True, help=say("cli.opt_once", language()))
def worker(session: Session, once: bool) -> Exit:
    begin(session)
    from yudane.faces.clock import now_utc
    from yudane.records.jobs.models import Job
    from yudane.records.worker import work

    if once:
        looks = iter((True, True))  # for the lock, for what waits; another worker does it meanwhile
        work(now_utc, lambda: next(looks, False))
        return Exit.FINDINGS if Job.objects.exclude(state__in=("waiting", "done")).exists() else Exit.FINE
    session.note("working")
    with suppress(KeyboardInterrupt):
        _work()
    return Exit.FINE


def _work() -> None:
    """For as long as whoever started it lives."""
    from django.db import close_old_connections

    from yudane.faces.clock import now_utc
    from yudane.records.worker import work

    parent = multiprocessing.parent_process()

    def goes_on() -> bool:
        close_old_connections()
        return parent is None or parent.is_alive()

    work(now_utc, goes_on)


def _beside(root: Path) -> None:
    begin(Session(root, False, "en"))
    with suppress(KeyboardInterrupt):
        _work()


@contextmanager
def worker_beside(root: Path) -> Iterator[None]:
    """A process that works while this one serves. It may be ended at any moment: nothing is half done by that."""
    process = multiprocessing.get_context("spawn").Process(target=_beside, args=(root,))
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()
