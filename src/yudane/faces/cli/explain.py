"""`yudane explain`: why a service stands where it stands."""

import difflib
import json
from datetime import date
from typing import Any

import click

from yudane.assessment.queries import evidence_rows
from yudane.assessment.reason import because, evidence_words, measured, overridden, values_in_force
from yudane.assessment.unseen import left_out_of, unseen_words
from yudane.evidence.directory import not_assessed, services
from yudane.evidence.engines.database import DatabaseError
from yudane.evidence.engines.syntax import UntrustedError
from yudane.faces.cli.common import Exit, Session, command, day
from yudane.faces.cli.missing import newest_assessment
from yudane.reading import ProblemsError
from yudane.words import Lang, say


@command()
@click.argument("service")
@click.argument("what", required=False, metavar="[ACTIVITY | CRITERION]")
@click.option("--rows", is_flag=True)
@click.option("--at", "as_of", metavar="DATE", callback=day)
def explain(session: Session, service: str, what: str | None, rows: bool, as_of: date | None) -> Exit:
    workspace = session.workspace
    assessment = newest_assessment(session, as_of)
    if service not in {row["service_id"] for row in workspace.answers.services(assessment)}:
        service = workspace.called_now(service)
    activity, criterion = _chosen(workspace.program, what)
    outcomes = workspace.answers.outcomes(assessment, service, activity, criterion)
    if not outcomes:
        _no_service(session, assessment, service)
    left = []
    if any(outcome["cause"] == "left_out" for outcome in outcomes):
        left = workspace.left_outs(service=service, versions=assessment.versions)
    entries = [
        _entry(session, assessment, outcome) | {"left_out": left_out_of(outcome, left, session.lang)}
        for outcome in outcomes
    ]
    if rows:
        for item in entries:
            kept = json.dumps(item["overrides"])
            try:
                criterion_asked = workspace.program.criterion(item["criterion"])
                item["rows"] = evidence_rows(workspace.assessor, assessment, criterion_asked, service, kept)
            except (UntrustedError, DatabaseError):  # why is said by the outcome; the others have their rows
                item["rows"] = []
    session.data(entries, lambda: _show(session, service, assessment, entries, rows))
    if sentence := unseen_words(outcomes, session.lang):
        click.echo(sentence, err=True)
    return Exit.FINE


def _chosen(program: Any, what: str | None) -> tuple[str | None, str | None]:
    if what is None:
        return None, None
    if what in {activity.key for activity in program.activities}:
        return what, None
    try:
        return None, program.criterion(what).id
    except KeyError:
        raise ProblemsError.one("criterion_unknown", name=what) from None


def _no_service(session: Session, assessment: Any, service: str) -> None:
    """Say which names are near. Raises ProblemsError unless the service is there and only lacks outcomes."""

    known = [row["service_id"] for row in session.workspace.answers.services(assessment)]
    if service in known:
        return
    here = {row["service_id"]: row for row in services(session.workspace.lake, session.workspace.lake.versions())}
    if service in here and (why := not_assessed(here[service])):
        raise ProblemsError.one("service_missing", name=service, hint=say(f"web.not_assessed_{why}", session.lang))
    near = difflib.get_close_matches(service, known, 3)
    hint = session.say("did_you_mean", names=", ".join(near)) if near else session.say("see_levels")
    raise ProblemsError.one("service_missing", name=service, hint=hint)


def _entry(session: Session, assessment: Any, outcome: dict[str, Any]) -> dict[str, Any]:
    criterion = session.workspace.program.criterion(outcome["criterion_id"])
    return {
        "criterion": outcome["criterion_id"],
        "activity": outcome["activity"],
        "level": outcome["level"],
        "kind": outcome["kind"],
        "asks": criterion.asks[session.lang],
        "outcome": outcome["outcome"],
        "origin": outcome["origin"],
        "cause": outcome["cause"],
        "because": because(criterion, outcome, session.lang),
        "next": criterion.next[session.lang] if outcome["outcome"] == "unmet" else None,
        "measured": measured(outcome),
        "params": values_in_force(criterion, outcome["overrides"]),
        "overrides": json.loads(outcome["overrides"]) if outcome["overrides"] else {},
        "overridden": list(overridden(criterion, outcome["overrides"], session.lang).values()),
        "reads": list(criterion.reads),
        "sources": outcome["sources"],
        "looked_until": outcome["looked_until"],
        "program_version": assessment.program_version,
        "as_of": assessment.as_of,
    }


def _label(item: dict[str, Any], lang: Lang) -> str:
    name = str(item["criterion"]).partition(".")[2]
    return name if item["kind"] == "core" else f"{name}, {say('outcomes.extended', lang)}"


_SIGNS = {"met": "✓", "unmet": "✗", "unknown": "?", "not_applicable": "–", "exempt": "○"}


def _show(session: Session, service: str, assessment: Any, entries: list[dict[str, Any]], rows: bool) -> None:
    home, lang = session.workspace, session.lang
    levels = {row["activity"]: row for row in home.answers.levels(assessment, service=service)}
    heading: tuple[str, int] | None = None
    for item in entries:
        if heading is None or item["activity"] != heading[0]:
            row = levels[item["activity"]]
            name = home.program.activity(item["activity"]).name[lang]
            known = row["published"]
            published = say("outcomes.level", lang, level=known) if known else say("outcomes.level_unknown", lang)
            click.echo(f"\n{service} · {name}: {published} ({evidence_words(row, lang)})")
        if heading != (item["activity"], item["level"]):
            click.echo(f"  {say('outcomes.level', lang, level=item['level'])}")
        heading = (item["activity"], item["level"])
        click.echo(f"    {_SIGNS[item['outcome']]} {item['asks']} [{_label(item, lang)}]")
        click.echo(f"      {item['because']}")
        for line in item["left_out"]:
            click.echo(f"      ! {line}")
        for line in item["overridden"]:
            click.echo(f"      {line}")
        if item["next"]:
            click.echo(f"      → {item['next']}")
        for row in item.get("rows", ()) if rows else ():
            click.echo("        " + "  ".join(f"{key}={value}" for key, value in row.items() if value is not None))
