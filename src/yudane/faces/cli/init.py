"""`yudane init`: makes a home; on a terminal it asks for one spreadsheet and says what makes the most of the map known."""

from pathlib import Path

import click

from yudane.assessment.reason import title
from yudane.evidence.directory import not_assessed
from yudane.faces.cli.catalog import account, show
from yudane.faces.cli.collect import imported, on_a_terminal
from yudane.faces.cli.common import Session, command
from yudane.faces.cli.operator import begin
from yudane.workspace import Workspace
from yudane.workspace.collecting import Collector, sheet_import

_FEW = 5  # tables named


@command()
def init(session: Session) -> None:
    there = (session.root / "home.json").exists()
    workspace = Workspace.create(session.root)
    state = {"home": str(workspace.root), "made": not there}
    session.data(state, lambda: click.echo(session.say("init_there" if there else "init_made", home=workspace.root)))
    if on_a_terminal(session) and not workspace.services():
        _first_map(session)


def _first_map(session: Session) -> None:
    """Nothing is asked where nothing is typed."""
    path = click.prompt(session.say("init_sheet"), default="", show_default=False, err=True).strip()
    if not path:
        return
    report = imported(session, Collector(session.workspace, sheet_import([str(Path(path).expanduser())])), yes=False)
    unstaged = [row for row in session.workspace.services() if not_assessed(row) == "no_lifecycle"]
    if unstaged and click.confirm(session.say("init_production", n=len(unstaged)), default=True, err=True):
        asked = sheet_import([str(Path(path).expanduser())], lifecycle="production")
        report = imported(session, Collector(session.workspace, asked), yes=False)
    show(session, account(report, session), report)
    if session.workspace.services():
        act = begin(session)
        from yudane.records.lake.verbs import assess

        assess(act, session.workspace, [act.on], "now", session.progress("assessing"))
        _next_acts(session)


def _next_acts(session: Session) -> None:
    """The quickest first, each with how many cells of the map it would help to know."""
    workspace, lang = session.workspace, session.lang
    assessment = workspace.assessment()
    found = workspace.answers.lacking(assessment)
    cells = sum(row["cells"] for row in found if row["activity"])
    click.echo(session.say("init_unknown", n=cells))
    names = {activity.key: activity.name[lang] for activity in workspace.program.activities}
    for row in [row for row in found if row["activity"]]:
        click.echo(session.say("init_state", name=names[row["activity"] or ""], n=row["cells"]))
    for row in [row for row in found if row["table"] in workspace.contracts][:_FEW]:
        click.echo(
            session.say("init_connect", name=title(row["table"] or "", workspace.contracts, lang), n=row["cells"])
        )
    click.echo(session.say("init_serve"))
