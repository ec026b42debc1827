"""`yudane collect`."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click

from yudane.evidence import collect as collecting
from yudane.evidence.batch import Report
from yudane.evidence.sources.prometheus.pull import pull
from yudane.faces import home as homes
from yudane.faces.cli.common import Exit, Session, command, day, fail


@command()
@click.argument("source")
@click.argument("paths", nargs=-1)
@click.option("--covers", metavar="all|SERVICE,...")
@click.option("--until", metavar="DATE", callback=day)
@click.option("--since", metavar="DATE", callback=day)
@click.option("--again", is_flag=True)
def collect(
    session: Session,
    source: str,
    paths: Sequence[str],
    covers: str | None,
    until: date | None,
    since: date | None,
    again: bool,
) -> Exit:
    if not paths and not again:
        fail("paths_missing")
    told = None if source == "rows" else session.home.source(source)
    restates = () if told is None or told.pull else [Path(path) for path in paths]
    batch = homes.batch(source, covers=covers, until=until, since=since, restates=restates, told=told)
    report = _report(session, told, paths, batch, again)
    session.data(report.as_json(session.lang), lambda: show(session, report))
    return verdict(report)


def _report(session: Session, told: Any, paths: Sequence[str], batch: Any, again: bool) -> Report:
    store = session.home.store
    if again:
        return collecting.again(store, told, batch)
    if told is None:
        delivery = collecting.read_tables([_table(path) for path in paths])
        return collecting.collect_rows(store, delivery, batch)
    if told.pull:
        return _pull(session, told, paths, batch)
    return collecting.collect(store, told, collecting.read_paths(told, [Path(path) for path in paths]), batch)


def _pull(session: Session, told: Any, addresses: Sequence[str], batch: Any) -> Report:
    store = session.home.store
    until = datetime.combine(batch.until, time())
    since = batch.since or until - timedelta(days=28)
    delivery = collecting.Delivery()
    for address in addresses:
        found = pull(address, store.lake, since, until, progress=session.progress("pulling"))
        delivery.files += found.files
    return collecting.collect(store, told, delivery, batch)


def _table(path: str) -> tuple[str, Path]:
    table, equals, file = path.partition("=")
    if not equals:
        fail("rows_form", value=path)
    return table, Path(file)


def verdict(report: Report) -> Exit:
    """0 all taken in, 3 a part, 2 nothing of what came."""
    if report.complete:
        return Exit.FINE
    return Exit.PARTLY if report.stored else Exit.FAILURE


def show(session: Session, report: Report) -> None:
    """For people: a line a table, then what was refused and why."""
    header = [session.say(word) for word in ("table", "received", "stored", "rejected", "unmapped", "changed")]
    session.table(
        header,
        [
            (name, table.received, table.stored, table.received - table.stored, table.unmapped, table.changed)
            for name, table in report.tables.items()
        ],
    )
    for name, table in report.tables.items():
        for rejection in table.rejected:
            session.note(
                "rejected_line", count=rejection.count, reason=rejection.reason(session.lang), place=rejection.first
            )
        if table.unmapped:
            session.note("unmapped_line", table=name, count=table.unmapped, names=", ".join(table.unmapped_names[:5]))
        if table.ignored_columns:
            session.note("ignored_line", table=name, names=", ".join(table.ignored_columns))
    session.notes([problem.message(session.lang) for problem in report.problems])
