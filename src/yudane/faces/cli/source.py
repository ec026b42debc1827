"""`yudane source`: the sources an organization writes itself."""

from pathlib import Path
from typing import Any

import click

from yudane.evidence.sources import Source, load_source
from yudane.evidence.sources.lint import lint as findings
from yudane.faces.cli.check import tell_findings
from yudane.faces.cli.common import Exit, Session, command
from yudane.reading import Place, Problem, ProblemsError
from yudane.words import language, say


@click.group(help=say("cli.help_source", language()))
def source() -> None:
    """Commands about sources of one's own."""


@command(code="source_lint")
@click.argument("sources", nargs=-1, required=True, metavar="DIR|NAME...")
def lint(session: Session, sources: tuple[str, ...]) -> Exit:
    problems = [problem for each in sources for problem in _problems(session, each)]

    return tell_findings(session, problems)


def _problems(session: Session, folder_or_name: str) -> list[Problem]:
    """Of a folder that holds source.yaml, else of a source by its name."""
    try:
        return findings(_source(session, folder_or_name))
    except ProblemsError as error:
        if [problem.code for problem in error.problems] == ["source_unknown"]:
            raise
        return list(error.problems)


def _source(session: Session, folder_or_name: str) -> Source:
    folder = Path(folder_or_name)
    if (folder / "source.yaml").is_file():
        return load_source(folder.absolute().name, folder.absolute().parent)
    if folder.is_dir():
        raise ProblemsError.one("path_missing", Place(str(folder / "source.yaml")))
    own: Any = session.root / "sources"
    return load_source(folder_or_name, own if own.is_dir() else None)


source.add_command(lint)
