"""`yudane template`: a spreadsheet to fill in, of services, teams or people, or of what teams record."""

from pathlib import Path

import click

from yudane.faces.cli.common import Session, command
from yudane.workspace.sheets import KINDS
from yudane.workspace.sheets.columns import RECORDED
from yudane.workspace.sheets.template import write_template


@command()
@click.argument("kind", type=click.Choice((*KINDS, *RECORDED)), metavar="TABLE")
@click.option("--format", "kind_of_file", type=click.Choice(["xlsx", "csv"]), default="xlsx", show_default=True)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
def template(session: Session, kind: str, kind_of_file: str, out: Path | None) -> None:
    path = out or Path(f"{kind}.{kind_of_file}")
    write_template(kind, session.lang, path, session.contracts)
    code = "template_recorded" if kind in RECORDED else "template_written"
    session.data({"file": str(path)}, lambda: click.echo(session.say(code, file=path, table=kind)))
