"""`yudane collect`."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click

from yudane.evidence import collect as collecting
from yudane.evidence.batch import Answer, AskError, Batch, Report
from yudane.evidence.delivery import Delivery, read_paths, read_tables
from yudane.evidence.sources.prometheus.pull import pull
from yudane.evidence.sources.source import Source
from yudane.evidence.withdrawal import withdraw
from yudane.faces import home as homes
from yudane.faces.cli.common import Exit, Session, command, day, fail
from yudane.words import Lang


@command()
@click.argument("source", required=False)
@click.argument("paths", nargs=-1)
@click.option("--covers", metavar="all|SERVICE,...")
@click.option("--until", metavar="DATE", callback=day)
@click.option("--since", metavar="DATE", callback=day)
@click.option("--exclude", metavar="PATH|PATTERN", multiple=True)
@click.option("--name", metavar="NAME")
@click.option("--replace", "replaces", is_flag=True)
@click.option("--yes", is_flag=True)
@click.option("--again", is_flag=True)
@click.option("--withdraw", "back", metavar="BATCH|SOURCE|PATH")
@click.option("--why", metavar="TEXT")
def collect(session: Session, source: str | None, paths: Sequence[str], **said: Any) -> Exit:
    back, why, again = said.pop("back"), said.pop("why"), said.pop("again")
    if back:
        return _withdraw(session, back, why, alone=not source and not paths)
    if not source or (not paths and not again):
        fail("paths_missing")
    loaded = None if source == collecting.ROWS else session.home.source(source)
    if said["replaces"] and loaded:
        fail("replace_rows_only")
    work = _Collection(session, source, loaded, paths, **said)
    report = work.again() if again else work.report()
    pulled = bool(loaded and loaded.pull)
    session.data(report.as_json(session.lang), lambda: show(session, report, pulled=pulled))
    return verdict(report)


def _withdraw(session: Session, back: str, why: str | None, alone: bool) -> Exit:
    if not alone:
        fail("withdraw_alone")
    if not why or not why.strip():
        fail("why_missing")
    taken = withdraw(session.home.lake, back, why.strip(), homes.now())
    session.data(taken.as_json(), lambda: session.note("withdrawn_line", what=back, rows=taken.rows, looks=taken.looks))
    return Exit.FINE


@dataclass
class _Collection:
    """What was said on the command line, and what becomes of it."""

    session: Session
    source: str
    loaded: Source | None
    paths: Sequence[str]
    covers: str | None
    until: date | None
    since: date | None
    exclude: Sequence[str]
    name: str | None
    replaces: bool
    yes: bool

    def report(self) -> Report:
        delivery, batch = self._delivery(), self._batch()
        if self.loaded and self.loaded.pull:
            since = batch.since or datetime.combine(batch.until, time()) - timedelta(days=28)
            delivery, batch = self._pulled(since, batch), replace(batch, since=since)
        store = self.session.home.store
        if self.loaded:
            loaded = self.loaded
            return answered(
                self.session, self.yes, lambda answer: collecting.collect(store, loaded, delivery, batch, answer)
            )
        return answered(self.session, self.yes, lambda answer: collecting.collect_rows(store, delivery, batch, answer))

    def again(self) -> Report:
        store, batch = self.session.home.store, self._batch()
        return answered(self.session, self.yes, lambda answer: collecting.again(store, self.loaded, batch, answer))

    def _batch(self) -> Batch:
        restates: Sequence[Path | str] = ()
        if self.loaded and not self.loaded.pull:
            restates = [self.name] if self.name else [Path(path) for path in self.paths]
        elif self.replaces:
            restates = [self.name or ""]
        return homes.batch(
            self.source, covers=self.covers, until=self.until, since=self.since, restates=restates, loaded=self.loaded
        )

    def _delivery(self) -> Delivery:
        if self.loaded and self.loaded.pull:
            return Delivery()
        delivery = self._read(self.exclude)
        offered = leave_out(self.session, delivery, self.source)
        if offered:
            delivery = self._read([*self.exclude, *offered])
        return delivery

    def _read(self, exclude: Sequence[str]) -> Delivery:
        paths, exclude = [Path(path) for path in self.paths], by_name_too(exclude, self.name)
        if self.loaded:
            delivery = read_paths(self.loaded, paths, exclude)
        else:
            tables = [_table(path) for path in self.paths]
            paths = [path for _, path in tables]
            delivery = read_tables(tables, exclude)
        return delivery.renamed(self.name, paths) if self.name else delivery

    def _pulled(self, since: datetime, batch: Batch) -> Delivery:
        delivery = Delivery()
        until = datetime.combine(batch.until, time())
        for address in self.paths:
            found = pull(address, self.session.home.lake, since, until, progress=self.session.progress("pulling"))
            delivery.files += found.files
            delivery.scopes |= found.scopes
        return delivery


def _table(path: str) -> tuple[str, Path]:
    table, equals, file = path.partition("=")
    if not equals:
        fail("rows_form", value=path)
    return table, Path(file)


def _on_a_terminal(session: Session) -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty() and not session.json


def answered(session: Session, yes: bool, work: Callable[[Answer], Report]) -> Report:
    """Do it; what it asks is answered by --yes, or on a terminal by the person there, else with no."""
    if yes or not _on_a_terminal(session):
        return work(Answer.YES if yes else Answer.NO)
    try:
        return work(Answer.ASK)
    except AskError as error:
        for question in error.questions:
            click.echo(question.says(session.lang), err=True)
        return work(Answer.YES if click.confirm(session.say("ask_go_on"), err=True) else Answer.NO)


def by_name_too(exclude: Sequence[str], name: str | None) -> list[str]:
    """Files may be left out as a named delivery tells them too: `ci/a.yaml` is its a.yaml."""
    start = f"{name}/"
    return [*exclude, *(one.removeprefix(start) for one in exclude if name and one.startswith(start))]


def leave_out(session: Session, delivery: Delivery, source: str) -> list[str]:
    """Of a source's first delivery the files that cannot be read, where a person says to go on without them."""
    broken = [file for file in delivery.files if file.problems]
    if not broken or not _on_a_terminal(session) or any(t["source"] == source for t in session.home.source_coverage()):
        return []
    session.notes([file.problems[0].message(session.lang) for file in broken])
    return [file.name for file in broken] if click.confirm(session.say("ask_leave_out"), err=True) else []


def verdict(report: Report) -> Exit:
    """0 all taken in, 3 a part, 2 nothing of what came."""
    if report.complete:
        return Exit.FINE
    return Exit.PARTLY if report.stored else Exit.FAILURE


def show(session: Session, report: Report, *, pulled: bool = False) -> None:
    """For people: a line a table, then what was refused and why, and what counts as looked at."""
    words = ("table", "received", "added", "replaced", "withdrawn", "rejected", "covered")
    if report.tables:
        session.table(
            [session.say(word) for word in words],
            [
                (
                    name,
                    table.received,
                    table.added,
                    table.replaced,
                    table.withdrawn,
                    table.received - table.stored,
                    covered(table.covered, session.lang, session.say),
                )
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
        if table.older:
            session.note("older_line", table=name, count=table.older)
    tell_units(session, report, pulled=pulled)
    session.notes([question.says(session.lang) for question in report.questions])
    session.notes([problem.message(session.lang) for problem in (*report.problems, *report.remarks)])
    if report.kept and verdict(report) is not Exit.FAILURE:
        session.note("batch_line", batch=report.batch_id)


def tell_units(session: Session, report: Report, *, pulled: bool = False) -> None:
    """What could not be read, was left out or is another tool's, and what that means."""
    units = {"broken": 0, "foreign": 0, "left_out": 0, **report.units}
    of = sum(units.values()) - units["left_out"]
    if units["broken"] and pulled:
        session.note("answers_broken", count=units["broken"], of=of)
    elif units["broken"]:
        session.note("units_broken", count=units["broken"], of=of, first=report.broken[0])
    if units["foreign"]:
        session.note("units_foreign", count=units["foreign"], of=of, source=report.source)
    if units["left_out"]:
        session.note("units_left_out", count=units["left_out"])


def covered(services: str | Sequence[str], lang: Lang, say: Callable[..., str]) -> str:
    """Whom a batch looked at, in words."""
    if services == "*":
        return say("all")
    return say("services_count", count=len(services)) if services else "–"
