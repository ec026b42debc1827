"""`yudane init`."""

import click

from yudane.faces.cli.common import Session, command
from yudane.faces.home import Home


@command()
def init(session: Session) -> None:
    there = (session.root / "home.json").exists()
    home = Home.make(session.root)
    state = {"home": str(home.root), "made": not there}
    session.data(state, lambda: click.echo(session.say("init_there" if there else "init_made", home=home.root)))
