"""`yudane doctor`: is everything in order, and if not, what to do."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import click
from deltalake.exceptions import DeltaError

from yudane.assessment.explanation.statement import WARN_DAYS
from yudane.assessment.guard import problems_of_own
from yudane.assessment.rows import StatedRow
from yudane.evidence.engines.database import VERSION
from yudane.evidence.engines.landlock import version as landlock_version
from yudane.evidence.lake import OWN
from yudane.evidence.sources import source_names
from yudane.evidence.sources.lint import problems as source_problems
from yudane.faces.cli.common import Exit, Session, command
from yudane.faces.cli.operator import begin
from yudane.faces.cli.sources import left_out_line
from yudane.faces.clock import now, now_utc
from yudane.reading import Problem, ProblemsError
from yudane.words import say

URGENT_DAYS = 7
LAG = 60  # seconds that what was entered may wait


@command()
def doctor(session: Session) -> Exit:
    found = list(_findings(session))
    bad = [finding for finding in found if not finding["ok"]]

    def human() -> None:
        for finding in found:
            click.echo(f"{'✓' if finding['ok'] else '✗'} {finding['says']}")

    session.data(found, human)
    return Exit.FINDINGS if bad else Exit.FINE


def _findings(session: Session) -> Iterator[dict[str, Any]]:
    def finding(ok: bool, code: str, **args: object) -> dict[str, Any]:
        return {"ok": ok, "check": code, "says": session.say(f"doctor_{code}", **args)}

    workspace = session.workspace
    python = ".".join(map(str, sys.version_info[:3]))
    yield finding(True, "versions", python=python, duckdb=VERSION)
    yield finding(
        (workspace.root / "secret.key").stat().st_mode & 0o077 == 0, "key", path=workspace.root / "secret.key"
    )
    try:
        yield finding(True, "program", version=workspace.program.version)
    except ProblemsError as error:
        yield finding(False, "program_bad", count=len(error.problems), first=error.problems[0].message(session.lang))
    yield from _own_sql(session, finding)
    yield from _lake(session, finding)
    yield from _records(session, finding)
    yield from _stated(session, finding)
    free = shutil.disk_usage(workspace.root).free / 1e9
    yield finding(free > 1, "disk", free=f"{free:.1f}")


def _own_sql(session: Session, finding: Any) -> Iterator[dict[str, Any]]:
    """Whether what the organization wrote itself may run, and what it runs behind."""
    workspace = session.workspace
    found: list[Problem] = []
    for key in source_names(workspace.own_sources):
        with _problems_into(found):
            source = workspace.source(key)
            found += [] if source.shipped else source_problems(source)
    with _problems_into([]):  # a faulty program was told before
        found += problems_of_own(workspace.program)
    first = found[0].message(session.lang) if found else "–"
    yield finding(not found, "own_sql", count=len(found), first=first)
    kernel = landlock_version()
    how = session.say("lock_kernel", version=kernel) if kernel else session.say("lock_copies")
    yield finding(True, "lock", how=how)


@contextmanager
def _problems_into(into: list[Problem]) -> Iterator[None]:
    try:
        yield
    except ProblemsError as error:
        into += error.problems


def _records(session: Session, finding: Any) -> Iterator[dict[str, Any]]:
    """Whether what people entered reached the evidence, where anybody entered anything."""
    if not (os.environ.get("DATABASE_URL") or (session.workspace.root / "records.sqlite3").is_file()):
        return
    begin(session)
    from yudane.records.export import waiting
    from yudane.records.jobs.models import Job

    new, failed = waiting(), Job.objects.filter(state="failed").count()
    late = bool(new.tables) and (new.since is None or (now_utc() - new.since).total_seconds() > LAG)
    if late or failed:
        tables = ", ".join(sorted(new.tables)) or "–"
        yield finding(False, "export", tables=tables, since=_told(session, new.since), failed=failed)
    else:
        yield finding(True, "export_none")


def _stated(session: Session, finding: Any) -> Iterator[dict[str, Any]]:
    """What people stated and does not count, and what runs out soon; nothing where nobody stated anything."""
    assessment = session.workspace.assessments.newest()
    stated = session.workspace.answers.stated(assessment) if assessment else []
    if not assessment or not stated:
        return
    idle = [row for row in stated if row["why_not"] not in (None, "expired", "newer")]
    yield finding(not idle, "stated", count=len(idle), first=_why_not(session, idle[0]) if idle else "–")
    ending = [(row["until"] - assessment.as_of).days for row in stated if row["why_not"] is None]
    soon, now_ending = (sum(days <= within for days in ending) for within in (WARN_DAYS, URGENT_DAYS))
    yield finding(not now_ending, "stated_ends", soon=soon, now=now_ending, days=WARN_DAYS, urgent=URGENT_DAYS)


def _why_not(session: Session, row: StatedRow) -> str:
    why = say(f"explanation.why_not_{row['why_not']}", session.lang)
    return f"{row['service_id']} {row['criterion_id']}: {why}"


def _told(session: Session, since: datetime | None) -> str:
    return f"{since:%Y-%m-%d %H:%M} UTC" if since else session.say("since_backup")


def _lake(session: Session, finding: Any) -> Iterator[dict[str, Any]]:
    workspace = session.workspace
    versions = workspace.lake.versions()
    broken = []
    for table in versions:
        try:
            missing = [path for path in workspace.lake.files(table, versions) if not workspace.lake.readable(path)]
        except (DeltaError, OSError) as error:
            missing = [str(error)]
        broken += [f"{table}: {path}" for path in missing]
    yield finding(not broken, "lake", tables=len(versions), broken="; ".join(broken[:3]) or "–")
    gone = versions.keys() - workspace.contracts.keys() - OWN.keys()
    if gone:
        yield finding(False, "table_gone", names=", ".join(sorted(gone)))
    coverage = workspace.source_coverage(now().date()) if not broken else []
    left = workspace.left_outs() if not broken else []
    if left:
        old = sum(1 for one in left if now() - one.opened_at > timedelta(days=7))
        first = left_out_line(session, left[0])
        yield finding(False, "left_out", count=len(left), old=old, first=first)
    else:
        yield finding(True, "left_out_none")
    for table, source, count in workspace.displaced() if not broken else ():
        yield finding(False, "displaced", table=table, source=source, count=count)
    stale = [f"{row['source']}/{row['table']}" for row in coverage if row["stale"]]
    yield finding(not stale, "stale", count=len(stale), names=", ".join(stale[:5]) or "–")
    unmapped = sum(row["unmapped"] for row in coverage)
    rows = sum(row["rows"] for row in coverage) or 1
    yield finding(unmapped / rows <= 0.05, "unmapped", count=unmapped, share=f"{100 * unmapped / rows:.1f}")
