"""`yudane source`: the sources an organization writes itself."""

import re
import textwrap
from pathlib import Path

import click

from yudane.evidence.engines.rules import CHECK, MAP
from yudane.evidence.sources import Source, load_source
from yudane.evidence.sources.lint import lint as findings
from yudane.evidence.sources.source import SHIPPED
from yudane.faces.cli.check import tell_findings
from yudane.faces.cli.collect import show
from yudane.faces.cli.common import Exit, Session, command
from yudane.faces.cli.source_template import write_source
from yudane.faces.clock import now
from yudane.reading import Place, Problem, ProblemsError
from yudane.words import language, say
from yudane.workspace.trying import Trial, try_source

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FEW = 5


@click.group(help=say("cli.help_source", language()))
def source() -> None:
    """Commands about sources of one's own."""


@command(code="source_lint")
@click.argument("sources", nargs=-1, required=True, metavar="DIR|NAME...")
def lint(session: Session, sources: tuple[str, ...]) -> Exit:
    problems = [problem for each in sources for problem in _problems(session, each)]

    return tell_findings(session, problems)


@command(name="new", code="source_new")
@click.argument("name")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def new(session: Session, name: str, into: Path | None) -> None:
    if not _NAME.fullmatch(name):
        raise ProblemsError.one("source_form", name=name[:60])
    written = [str(path) for path in write_source((into or session.workspace.own_sources) / name)]
    session.data(written, lambda: click.echo(session.say("source_written", paths=", ".join(written), name=name)))


@command(name="try", code="source_try")
@click.argument("source", metavar="DIR|NAME")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
def try_(session: Session, source: str, files: tuple[Path, ...]) -> Exit:
    found = _source(session, source)
    if broken := findings(found, session.contracts):
        return tell_findings(session, broken)
    trial = try_source(found, files or [Path(found.folder) / "samples"], session.contracts, now())
    report = trial.report
    answer = {**report.as_json(session.lang), "rows": trial.rows}
    session.data(answer, lambda: _show(session, trial))
    return Exit.FINE if report.complete and not report.remarks else Exit.FINDINGS


def _show(session: Session, trial: Trial) -> None:
    """The first rows of each table as column=value, then what collecting them would say."""
    for table, rows in trial.rows.items():
        click.echo(session.say("source_rows", table=table, count=len(rows)))
        for row in rows[:_FEW]:
            click.echo("  " + " ".join(f"{name}={value}" for name, value in row.items() if value not in (None, [])))
    click.echo()
    show(session, trial.report)


@command(code="source_functions")
def functions(session: Session) -> None:
    allowed = {"map": sorted(MAP.functions), "check": sorted(CHECK.functions)}

    def human() -> None:
        for where, names in allowed.items():
            click.echo(session.say(f"functions_{where}"))
            click.echo(textwrap.fill(" ".join(names), 100, initial_indent="  ", subsequent_indent="  "))

    session.data(allowed, human)


def _problems(session: Session, folder_or_name: str) -> list[Problem]:
    """Of a folder that holds source.yaml, else of a source by its name."""
    try:
        return findings(_source(session, folder_or_name), session.contracts)
    except ProblemsError as error:
        if [problem.code for problem in error.problems] == ["source_unknown"]:
            raise
        return list(error.problems)


def _source(session: Session, folder_or_name: str) -> Source:
    folder = Path(folder_or_name)
    if (folder / "source.yaml").is_file():
        beside = folder.absolute().parent
        return load_source(folder.absolute().name, None if beside == SHIPPED else beside, session.contracts)
    if folder.is_dir():
        raise ProblemsError.one("path_missing", Place(str(folder / "source.yaml")))
    own = session.root / "sources"
    return load_source(folder_or_name, own if own.is_dir() else None, session.contracts)


for _command in (new, try_, lint, functions):
    source.add_command(_command)
