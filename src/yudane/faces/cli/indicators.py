"""`yudane indicators`: numbers with a goal that give no level, and what is observed of the phases."""

from datetime import date
from typing import Any

import click

from yudane.assessment.explanation import IndicatorExplanation
from yudane.assessment.reason import value_words
from yudane.assessment.rows import PastValue
from yudane.faces.cli.common import Exit, Session, command, day
from yudane.reading import ProblemsError
from yudane.workspace.explaining import assessed

_SIGNS = {"met": "✓", "unmet": "✗", "unknown": "?", "not_applicable": "–"}


@command()
@click.argument("activity", required=False)
@click.option("--service")
@click.option("--at", "as_of", metavar="DATE", callback=day)
def indicators(session: Session, activity: str | None, service: str | None, as_of: date | None) -> Exit:
    workspace = session.workspace
    known = {indicator.activity for indicator in workspace.program.indicators()}
    if activity and activity not in known:
        raise ProblemsError.one("criterion_unknown", name=activity)
    assessment = assessed(session.workspace, as_of)
    rows = [row for row in workspace.answers.indicators(assessment, activity) if row["service_id"] == service]
    past = _past(workspace.answers.indicator_history(service), assessment.as_of)
    program = workspace.program
    explained = [IndicatorExplanation(program.indicator(row["indicator_id"]), row, program.contracts) for row in rows]
    entries = [each.as_json(past.get(each.row["indicator_id"]), session.lang) for each in explained]
    session.data(entries, lambda: _show(session, entries))
    return Exit.FINE


def _past(history: list[PastValue], as_of: date) -> dict[str, float]:
    """The last value before a date, by indicator."""
    return {row["indicator_id"]: row["value"] for row in history if row["as_of"] < as_of and row["value"] is not None}


def _show(session: Session, entries: list[dict[str, Any]]) -> None:
    header = [session.say(word) for word in ("indicator", "value", "value_before", "goal")]
    rows = [
        (
            item["title"],
            value_words(item["value"], item["unit"], session.lang),
            value_words(item["before"], item["unit"], session.lang),
            f"{_SIGNS[item['goal']]} {item['because']}",
        )
        for item in entries
    ]
    session.table(header, rows) if rows else session.note("indicators_none")
