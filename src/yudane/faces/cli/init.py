"""`yudane init`."""

import click

from yudane.faces.cli.common import Session, command
from yudane.workspace import Workspace


@command()
def init(session: Session) -> None:
    there = (session.root / "home.json").exists()
    workspace = Workspace.create(session.root)
    state = {"home": str(workspace.root), "made": not there}
    session.data(state, lambda: click.echo(session.say("init_there" if there else "init_made", home=workspace.root)))
