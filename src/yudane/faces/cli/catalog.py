"""`yudane catalog import`: who owns what."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from yudane.evidence import collect as collecting
from yudane.evidence.batch import Report, problem_json
from yudane.faces import home as homes
from yudane.faces.cli.common import Exit, Session, command
from yudane.reading import Place, Problem
from yudane.words import language, say

_DUPLICATE, _UNRESOLVED = "duplicate-", "unresolved-"


@click.group(help=say("cli.help_catalog", language()))
def catalog() -> None:
    """Commands about services, teams and people."""


@command(name="import", code="catalog_import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def import_(session: Session, paths: Sequence[Path]) -> Exit:
    source = session.home.source("backstage")
    batch = homes.batch("backstage", covers="all", until=None, since=None, restates=paths, told=source)
    delivery = collecting.read_paths(source, paths)
    report = collecting.collect(session.home.store, source, delivery, batch)
    told = account(report, session)
    session.data(told, lambda: _show(session, told))
    return Exit.PARTLY if told["invalid"] or told["duplicates"] else Exit.FINE


catalog.add_command(import_)


def account(report: Report, session: Session) -> dict[str, Any]:
    """What the import says of itself."""
    lang = session.lang
    duplicates = [p for p in report.problems if p.code.startswith(_DUPLICATE)]
    unresolved = [p for p in report.problems if p.code.startswith(_UNRESOLVED)]
    invalid = [p for p in report.problems if not p.code.startswith((_DUPLICATE, _UNRESOLVED))]
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
        "withdrawn": sum(table.withdrawn for table in report.tables.values()),
    }


def _stored(report: Report, table: str) -> int:
    return report.tables[table].stored if table in report.tables else 0


def _listed(problems: Sequence[Problem], lang: Any) -> list[dict[str, Any]]:
    return [problem_json(problem, lang) for problem in problems]


def _show(session: Session, told: dict[str, Any]) -> None:
    words = ("read", "services", "teams", "people", "duplicates", "unresolved")
    session.table(
        [session.say(word) for word in (*words, "invalid")], [[*(told[word] for word in words), len(told["invalid"])]]
    )
    for key in ("invalid", "duplicate_entities", "unresolved_references"):
        session.notes([f"{Place(item['file'], item['line'])}: {item['reason']}" for item in told[key]])
