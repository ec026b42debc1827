"""`yudane catalog import`: who owns what."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from yudane.evidence.batch import Report, problem_json
from yudane.evidence.delivery import Delivery
from yudane.faces.cli.collect import imported, tell_units, verdict
from yudane.faces.cli.common import Exit, Session, command, fail
from yudane.reading import Place, Problem
from yudane.words import language, say
from yudane.workspace.collecting import Collector, catalog_import, sheet_import
from yudane.workspace.sheets.columns import columns
from yudane.workspace.sheets.read import SUFFIXES

_DUPLICATE, _UNRESOLVED = "duplicate-", "unresolved-"


@click.group(help=say("cli.help_catalog", language()))
def catalog() -> None:
    """Commands about services, teams and people."""


@command(name="import", code="catalog_import")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--exclude", metavar="PATH|PATTERN", multiple=True)
@click.option("--name", metavar="NAME")
@click.option("--lifecycle", type=click.Choice(["experimental", "production", "deprecated"]))
@click.option("--preview", is_flag=True)
@click.option("--yes", is_flag=True)
def import_(
    session: Session,
    paths: Sequence[str],
    exclude: Sequence[str],
    name: str | None,
    lifecycle: str | None,
    preview: bool,
    yes: bool,
) -> Exit:
    sheets = [path for path in paths if Path(path).suffix.lower() in SUFFIXES]
    if sheets and (len(sheets) < len(paths) or exclude or name):
        fail("sheets_alone")
    if (preview or lifecycle) and not sheets:
        fail("preview_sheets_only" if preview else "lifecycle_sheets_only")
    asked = sheet_import(paths, lifecycle=lifecycle or "") if sheets else catalog_import(paths, exclude, name)
    collector = Collector(session.workspace, asked)
    if preview:
        return _preview(session, collector.read())
    report = imported(session, collector, yes)
    summary = account(report, session)
    session.data(summary, lambda: show(session, summary, report))
    return verdict(report)


def _preview(session: Session, delivery: Delivery) -> Exit:
    """What would be taken in, as it was understood, and what was not; nothing is stored."""
    found = [
        {"table": delivery.tables[file.name], "line": document.line, **document.value}
        for file in delivery.files
        for document in file.documents
        if isinstance(document.value, dict)
    ]
    problems = [problem for file in delivery.files for problem in file.problems]

    def human() -> None:
        for table in dict.fromkeys(delivery.tables.values()):
            rows = [row for row in found if row["table"] == table]
            names = [name for name in columns(table) if any(name in row for row in rows)]
            if rows:
                session.table(
                    [table, *names], [[row["line"], *(_cell(row.get(name)) for name in names)] for row in rows]
                )
        session.notes([problem.message(session.lang) for problem in problems])
        session.note("preview_line", rows=len(found), refused=len({(p.place.file, p.place.line) for p in problems}))

    session.data({"rows": found, "problems": [problem_json(one, session.lang) for one in problems]}, human)
    return Exit.FINDINGS if problems else Exit.FINE


def _cell(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


catalog.add_command(import_)


def account(report: Report, session: Session) -> dict[str, Any]:
    """What the import says of itself."""
    lang = session.lang
    found = [*report.problems, *report.remarks]
    duplicates = [p for p in found if p.code.startswith(_DUPLICATE)]
    unresolved = [p for p in found if p.code.startswith(_UNRESOLVED)]
    invalid = [p for p in found if not p.code.startswith((_DUPLICATE, _UNRESOLVED))]
    refused = [
        problem
        for table in report.tables.values()
        for r in table.rejected
        for problem in r.every or [Problem(r.code, r.first, r.args)]
    ]
    refused.sort(key=lambda problem: (problem.place.file, problem.place.line or 0))
    return {
        "read": report.documents,
        "services": _stored(report, "services"),
        "teams": _stored(report, "teams"),
        "people": _stored(report, "people"),
        "duplicates": len(duplicates),
        "unresolved": len(unresolved),
        "invalid": _listed([*invalid, *refused], lang),
        "duplicate_entities": _listed(duplicates, lang),
        "unresolved_references": _listed(unresolved, lang),
        "units": dict(report.units),
        "added": sum(table.added for table in report.tables.values()),
        "replaced": sum(table.replaced for table in report.tables.values()),
        "withdrawn": sum(table.withdrawn for table in report.tables.values()),
    }


def _stored(report: Report, table: str) -> int:
    return report.tables[table].stored if table in report.tables else 0


def _listed(problems: Sequence[Problem], lang: Any) -> list[dict[str, Any]]:
    return [problem_json(problem, lang) for problem in problems]


def show(session: Session, summary: dict[str, Any], report: Report) -> None:
    """For people: what was stored, what changed, what was not understood."""
    words = ("read", "services", "teams", "people", "duplicates", "unresolved")
    session.table(
        [session.say(word) for word in (*words, "invalid")],
        [[*(summary[word] for word in words), len(summary["invalid"])]],
    )
    session.note("changes_line", **{word: summary[word] for word in ("added", "replaced", "withdrawn")})
    for key in ("invalid", "duplicate_entities", "unresolved_references"):
        session.notes([f"{Place(item['file'], item['line'])}: {item['reason']}" for item in summary[key]])
    tell_units(session, report)
