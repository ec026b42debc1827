"""`yudane collect`."""

import difflib
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from yudane.evidence.batch import Answer, AskError, Report
from yudane.evidence.delivery import Delivery
from yudane.faces.cli.common import Exit, Session, command, day, fail
from yudane.faces.cli.operator import begin
from yudane.faces.clock import now
from yudane.words import Lang
from yudane.workspace.collecting import ROWS, Collection, Collector


@command()
@click.argument("source", required=False)
@click.argument("paths", nargs=-1)
@click.option("--covers", metavar="all|SERVICE,...")
@click.option("--until", metavar="DATE", callback=day)
@click.option("--since", metavar="DATE", callback=day)
@click.option("--exclude", metavar="PATH|PATTERN", multiple=True)
@click.option("--name", metavar="NAME")
@click.option("--replace", "replaces", is_flag=True)
@click.option("--system", metavar="NAME")
@click.option("--imported", is_flag=True)
@click.option("--yes", is_flag=True)
@click.option("--again", is_flag=True)
@click.option("--withdraw", "back", metavar="BATCH|SOURCE|PATH")
@click.option("--why", metavar="TEXT")
def collect(
    session: Session,
    source: str | None,
    paths: Sequence[str],
    back: str | None,
    why: str | None,
    *,
    yes: bool,
    again: bool,
    **options: Any,
) -> Exit:
    if back:
        return _take_back(session, back, why, alone=not source and not paths)
    if not source or (not paths and not again):
        fail("paths_missing")
    collector = _collector(session, source, paths, **options)
    if options["replaces"] and collector.source:
        fail("replace_rows_only")
    report = _collected_again(session, collector, yes) if again else _collected(session, collector, yes)
    session.data(report.as_json(session.lang), lambda: show(session, report, pulled=collector.pulls))
    return verdict(report)


def _take_back(session: Session, back: str, why: str | None, alone: bool) -> Exit:
    if not alone:
        fail("withdraw_alone")
    if not why or not why.strip():
        fail("why_missing")
    act = begin(session)
    from yudane.records.lake.verbs import withdraw_evidence

    gone = withdraw_evidence(act, session.workspace, back, why.strip())
    session.data(gone.as_json(), lambda: session.note("withdrawn_line", what=back, rows=gone.rows, looks=gone.looks))
    return Exit.FINE


def _collector(session: Session, source: str, paths: Sequence[str], **options: Any) -> Collector:
    tables: tuple[str, ...] = ()
    if source == ROWS:
        pairs = [_table(path) for path in paths]
        tables, paths = tuple(table for table, _ in pairs), [path for _, path in pairs]
    return Collector(session.workspace, Collection(source, tuple(paths), tables, **options))


def _table(path: str) -> tuple[str, str]:
    table, equals, file = path.partition("=")
    if not equals:
        fail("rows_form", value=path)
    return table, file


def _collected(session: Session, collector: Collector, yes: bool) -> Report:
    delivery = read(session, collector)
    act = begin(session)
    from yudane.records.lake.verbs import collect as take_in

    progress = session.progress("pulling")
    return answered(session, yes, lambda answer: take_in(act, collector, answer, delivery, progress))


def _collected_again(session: Session, collector: Collector, yes: bool) -> Report:
    act = begin(session)
    from yudane.records.lake.verbs import collect_again

    return answered(session, yes, lambda answer: collect_again(act, collector, answer))


def imported(session: Session, collector: Collector, yes: bool) -> Report:
    """Services, teams and people read and taken in, asking on a terminal what wants an answer."""
    delivery = read(session, collector)
    act = begin(session)
    from yudane.records.lake.verbs import import_catalog

    return answered(session, yes, lambda answer: import_catalog(act, collector, answer, delivery))


def read(session: Session, collector: Collector) -> Delivery:
    """What is there; on a terminal without what cannot be read and the person there leaves out."""
    delivery = collector.read()
    offered = _leave_out(session, delivery, collector)
    return collector.read(offered) if offered else delivery


def on_a_terminal(session: Session) -> bool:
    """Somebody is there who can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not session.json


STATED = ("attestations", "joint_statements", "waivers", "ideals", "disputes")  # of criteria; no source tells them


def answered(session: Session, yes: bool, work: Callable[[Answer], Report]) -> Report:
    """Do it; what it asks is answered by --yes, or on a terminal by the person there, else with no."""
    if yes or not on_a_terminal(session):
        return work(Answer.YES if yes else Answer.NO)
    try:
        return work(Answer.ASK)
    except AskError as error:
        for question in error.questions:
            click.echo(question.says(session.lang), err=True)
        return work(Answer.YES if click.confirm(session.say("ask_go_on"), err=True) else Answer.NO)


def _leave_out(session: Session, delivery: Delivery, collector: Collector) -> list[str]:
    """Of a source's first delivery the files that cannot be read, where a person says to go on without them."""
    broken = [file for file in delivery.files if file.problems]
    if not broken or not on_a_terminal(session):
        return []
    accounts = session.workspace.source_coverage(now().date())
    if any(account["source"] == collector.collection.source for account in accounts):
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
        for found in table.backwards:
            place = f"{found.first.file}:{found.first.line}"
            session.note(
                "backwards_line", table=name, count=found.count, later=found.later, earlier=found.earlier, first=place
            )
        if table.stored and name in STATED and (unknown := session.workspace.unknown_criteria(name)):
            known = [criterion.id for criterion in session.workspace.program.criteria()]
            near = [other for one in unknown for other in difflib.get_close_matches(one, known, 1)]
            hint = session.say("did_you_mean", names=", ".join(near)) if near else ""
            session.note("criteria_line", table=name, names=", ".join(unknown[:5]), near=hint)
        if table.aside:
            session.note("aside_line", table=name, count=table.aside)
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
