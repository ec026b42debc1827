"""What every command shares: options, output, exit codes, errors."""

import functools
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from yudane.reading.progress import silent
from yudane.words import Lang, language, say

if TYPE_CHECKING:
    from yudane.contracts import Contracts
    from yudane.workspace import Workspace


class Exit(IntEnum):
    """What the exit code says to a script."""

    FINE = 0
    FINDINGS = 1  # findings, or below what was asked for
    FAILURE = 2  # wrong use or failure
    PARTLY = 3  # collected in part


class Session:
    """One run of one command: where state lives, how to answer."""

    def __init__(self, root: Path | None, as_json: bool, lang: Lang) -> None:
        self._root, self.json, self.lang = root, as_json, lang

    @property
    def root(self) -> Path:
        from yudane.workspace import default_root

        return self._root or default_root()

    @property
    def workspace(self) -> "Workspace":
        """The workspace, opened once. Raises ProblemsError where there is none."""
        from yudane.workspace import Workspace

        if not hasattr(self, "_workspace"):
            self._workspace = Workspace.open(self.root)
        return self._workspace

    @property
    def contracts(self) -> "Contracts":
        """The home's evidence tables, or the shipped ones where there is no home."""
        from yudane.contracts import shipped_contracts

        return self.workspace.contracts if (self.root / "home.json").is_file() else shipped_contracts()

    def data(self, value: Any, human: Callable[[], None]) -> None:
        """The answer: JSON where asked for, else as people read it."""
        if self.json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
        else:
            human()

    def say(self, code: str, **args: object) -> str:
        return say(f"cli.{code}", self.lang, **args)

    def note(self, code: str, **args: object) -> None:
        """A remark to stderr."""
        click.echo(self.say(code, **args), err=True)

    def notes(self, lines: Sequence[str], most: int = 20) -> None:
        """Remarks to stderr, the first of them; --json has them all."""
        for line in lines[:most]:
            click.echo(line, err=True)
        if len(lines) > most:
            self.note("and_more", count=len(lines) - most)

    def table(self, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Aligned columns, two spaces apart; wide characters count as two."""
        lines = [[_cell(value) for value in row] for row in rows]
        widths = [max(map(_width, column)) for column in zip(*[list(header), *lines], strict=True)]
        for line in [list(header), *lines]:
            padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
            click.echo("  ".join(padded).rstrip())

    def progress(self, label: str) -> Callable[[int, int], None]:
        """A line on a terminal that tells how far; silent elsewhere."""
        return _Progress(sys.stderr, self.say(label)) if sys.stderr.isatty() and not self.json else silent


class _Progress:
    def __init__(self, stream: TextIO, label: str) -> None:
        self.stream, self.label = stream, label

    def __call__(self, done: int, of: int) -> None:
        end = "\r\033[K" if done >= of else ""
        self.stream.write(f"\r\033[K{self.label} {done}/{of}{end}")
        self.stream.flush()


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def command(**extra: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with --home, --json, --lang, whose problems become messages and exit codes."""

    def wrap(function: Callable[..., Any]) -> click.Command:
        @functools.wraps(function)
        def run(home: Path | None, as_json: bool, lang: str | None, **values: Any) -> None:
            context = click.get_current_context()
            up: dict[str, Any] = context.find_root().obj or {}
            chosen = lang or up.get("lang")
            session = Session(home or up.get("home"), as_json or up.get("as_json", False), language(chosen))
            sys.exit(_guarded(session, lambda: function(session, **values)))

        name = function.__name__.rstrip("_").replace("_", "-")
        code = extra.pop("code", None) or name.replace("-", "_")
        wrapped = shared_options(run)
        wrapped.__doc__ = say(f"cli.help_{code}", language())
        built: click.Command = click.command(name=extra.pop("name", name), **extra)(wrapped)
        return built

    return wrap


def shared_options(function: Callable[..., Any]) -> Callable[..., Any]:
    lang = language()
    options = [
        click.option("--home", type=click.Path(path_type=Path), metavar="DIR", help=say("cli.opt_home", lang)),
        click.option("--json", "as_json", is_flag=True, help=say("cli.opt_json", lang)),
        click.option("--lang", type=click.Choice(["en", "ja"]), help=say("cli.opt_lang", lang)),
    ]
    for option in options:
        function = option(function)
    return function


def _guarded(session: Session, work: Callable[[], Any]) -> int:
    from yudane.evidence.engines.database import DatabaseError
    from yudane.evidence.engines.syntax import UntrustedError
    from yudane.reading import ProblemsError

    try:
        code = work()
    except ProblemsError as error:
        for problem in error.problems:
            click.echo(problem.message(session.lang), err=True)
        return Exit.FAILURE
    except BrokenPipeError:
        raise
    except (OSError, DatabaseError, UntrustedError) as error:
        click.echo(session.say("failed", what=str(error).split("\n")[0]), err=True)
        return Exit.FAILURE
    return int(code or Exit.FINE)


def day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """A date option."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        fail("date_broken", value=value)


def fail(code: str, **args: object) -> NoReturn:
    """Wrong use: the message and exit 2."""
    context = click.get_current_context(silent=True)
    asked = (context.params.get("lang") or (context.find_root().obj or {}).get("lang")) if context else None
    raise click.UsageError(say(f"problems.{code}", language(asked), **args))
