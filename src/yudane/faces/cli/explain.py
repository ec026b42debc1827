"""`yudane explain`: why a service stands where it stands."""

import difflib
from collections.abc import Sequence
from datetime import date

import click

from yudane.assessment.explanation import CriterionExplanation, ServiceExplanation
from yudane.assessment.explanation.statement import NOBODY, Names
from yudane.assessment.queries import EvidenceRow
from yudane.evidence.directory import not_assessed, services
from yudane.faces.cli.common import Exit, Session, command, day
from yudane.faces.cli.operator import people_named
from yudane.reading import ProblemsError
from yudane.words import Lang, say
from yudane.workspace.explaining import explain as explained
from yudane.workspace.explaining import rows_behind

_SIGNS = {"met": "✓", "unmet": "✗", "unknown": "?", "not_applicable": "–", "exempt": "○"}


@command()
@click.argument("service")
@click.argument("what", required=False, metavar="[ACTIVITY | CRITERION]")
@click.option("--rows", is_flag=True)
@click.option("--at", "as_of", metavar="DATE", callback=day)
def explain(session: Session, service: str, what: str | None, rows: bool, as_of: date | None) -> Exit:
    explanation = explained(session.workspace, service, what, as_of)
    if not explanation.criteria:
        _no_service(session, explanation)
    entries = explanation.as_json(session.lang)
    if rows:
        for entry, criterion in zip(entries, explanation.criteria, strict=True):
            entry["rows"] = rows_behind(session.workspace, explanation, criterion)
    session.data(entries, lambda: _show(session, explanation, [entry.get("rows", []) for entry in entries]))
    if sentence := explanation.unseen(session.lang):
        click.echo(sentence, err=True)
    return Exit.FINE


def _no_service(session: Session, explanation: ServiceExplanation) -> None:
    """Say which names are near. Raises ProblemsError unless the service is there and only lacks outcomes."""
    workspace, service = session.workspace, explanation.service
    known = [row["service_id"] for row in workspace.answers.services(explanation.assessment)]
    if service in known:
        return
    here = {row["service_id"]: row for row in services(workspace.lake, workspace.lake.versions())}
    if service in here and (why := not_assessed(here[service])):
        raise ProblemsError.one("service_missing", name=service, hint=say(f"web.not_assessed_{why}", session.lang))
    near = difflib.get_close_matches(service, known, 3)
    hint = session.say("did_you_mean", names=", ".join(near)) if near else session.say("see_levels")
    raise ProblemsError.one("service_missing", name=service, hint=hint)


def _show(session: Session, explanation: ServiceExplanation, rows: Sequence[Sequence[EvidenceRow]]) -> None:
    heading: tuple[str, int] | None = None
    lang, stated = session.lang, any(each.statements or each.disputes for each in explanation.criteria)
    names = people_named(session) if stated else NOBODY
    for each, behind in zip(explanation.criteria, rows, strict=True):
        key, level = each.row["activity"], each.row["level"]
        if heading is None or key != heading[0]:
            click.echo(f"\n{explanation.service} · {_standing(session, explanation, key)}")
        if heading != (key, level):
            click.echo(f"  {say('outcomes.level', lang, level=level)}")
        heading = (key, level)
        _show_criterion(each, behind, lang, names)


def _standing(session: Session, explanation: ServiceExplanation, key: str) -> str:
    """Where it stands in an activity; one that the organization does not assess has criteria and no level."""
    lang, activity = session.lang, explanation.program.activity(key)
    if found := explanation.activities.get(key):
        return f"{activity.name[lang]}: {found.published(lang)} ({found.evidence_allows(lang)})"
    return f"{activity.name[lang]}: {session.say('explain_not_assessed', why=activity.why[lang])}"


def _show_criterion(each: CriterionExplanation, behind: Sequence[EvidenceRow], lang: Lang, names: Names) -> None:
    name = each.row["criterion_id"].partition(".")[2]
    label = name if each.row["kind"] == "core" else f"{name}, {say('outcomes.extended', lang)}"
    click.echo(f"    {_SIGNS[each.outcome]} {each.asks(lang)} [{label}]")
    click.echo(f"      {each.because(lang)}")
    for line in each.left_out(lang):
        click.echo(f"      ! {line}")
    if origin := each.row["origin"]:
        click.echo(f"      {say('outcomes.origin', lang, origin=say(f'outcomes.{origin}', lang))}")
    for one in each.statements:
        click.echo(f"      “{one.row['sentence']}” {one.says(lang)} · {one.who(lang, names)} · {one.when(lang)}")
        if one.note(lang):
            click.echo(f"        ! {one.note(lang)}")
    for doubt in each.disputes:
        click.echo(f"      {doubt.says(lang)} “{doubt.row['sentence']}” {doubt.raised(lang, names)}")
        if doubt.row["answer"]:
            click.echo(f"        → “{doubt.row['answer']}” {doubt.answered(lang, names)}")
    for note in each.notes(lang):
        click.echo(f"      {note}")
    if each.next(lang):
        click.echo(f"      → {each.next(lang)}")
    for row in behind:
        click.echo("        " + "  ".join(f"{key}={value}" for key, value in row.items() if value is not None))
