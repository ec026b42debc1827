"""`yudane catalog import`: who owns what."""

from collections.abc import Sequence
from typing import Any

import click

from yudane.evidence.batch import Report, problem_json
from yudane.faces.cli.collect import collected, tell_units, verdict
from yudane.faces.cli.common import Exit, Session, command
from yudane.reading import Place, Problem
from yudane.words import language, say
from yudane.workspace.collecting import Collector, catalog_import

_DUPLICATE, _UNRESOLVED = "duplicate-", "unresolved-"


@click.group(help=say("cli.help_catalog", language()))
def catalog() -> None:
    """Commands about services, teams and people."""


@command(name="import", code="catalog_import")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--exclude", metavar="PATH|PATTERN", multiple=True)
@click.option("--name", metavar="NAME")
@click.option("--yes", is_flag=True)
def import_(session: Session, paths: Sequence[str], exclude: Sequence[str], name: str | None, yes: bool) -> Exit:
    report = collected(session, Collector(session.workspace, catalog_import(paths, exclude, name)), yes)
    summary = account(report, session)
    session.data(summary, lambda: _show(session, summary, report))
    return verdict(report)


catalog.add_command(import_)


def account(report: Report, session: Session) -> dict[str, Any]:
    """What the import says of itself."""
    lang = session.lang
    found = [*report.problems, *report.remarks]
    duplicates = [p for p in found if p.code.startswith(_DUPLICATE)]
    unresolved = [p for p in found if p.code.startswith(_UNRESOLVED)]
    invalid = [p for p in found if not p.code.startswith((_DUPLICATE, _UNRESOLVED))]
    refused = [
        {"file": r.first.file, "line": r.first.line, "code": r.code, "reason": r.reason(lang)}
        for table in report.tables.values()
        for r in table.rejected
    ]
    return {
        "read": report.documents,
        "services": _stored(report, "services"),
        "teams": _stored(report, "teams"),
        "people": _stored(report, "people"),
        "duplicates": len(duplicates),
        "unresolved": len(unresolved),
        "invalid": _listed(invalid, lang) + refused,
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


def _show(session: Session, summary: dict[str, Any], report: Report) -> None:
    words = ("read", "services", "teams", "people", "duplicates", "unresolved")
    session.table(
        [session.say(word) for word in (*words, "invalid")],
        [[*(summary[word] for word in words), len(summary["invalid"])]],
    )
    session.note("changes_line", **{word: summary[word] for word in ("added", "replaced", "withdrawn")})
    for key in ("invalid", "duplicate_entities", "unresolved_references"):
        session.notes([f"{Place(item['file'], item['line'])}: {item['reason']}" for item in summary[key]])
    tell_units(session, report)
