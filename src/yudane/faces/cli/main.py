"""`yudane`: commands are imported when called, so that help answers at once."""

import importlib
from pathlib import Path

import click

from yudane import __version__
from yudane.words import language, say

_COMMANDS = {
    "init": "init:init",
    "template": "template:template",
    "catalog": "catalog:catalog",
    "collect": "collect:collect",
    "assess": "assess:assess",
    "levels": "levels:levels",
    "explain": "explain:explain",
    "who-decides": "who_decides:who_decides",
    "indicators": "indicators:indicators",
    "check": "check:check",
    "program": "program:program",
    "user": "user:user",
    "token": "token:token",
    "audit": "audit:audit",
    "worker": "worker:worker",
    "table": "table:table",
    "sources": "sources:sources",
    "source": "source:source",
    "serve": "serve:serve",
    "doctor": "doctor:doctor",
}


class Lazy(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(importlib.import_module(f"yudane.faces.cli.{module}"), attribute)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = language()
        with formatter.section(say("cli.commands", lang)):
            formatter.write_dl(
                [(name, say(f"cli.help_{name.replace('-', '_')}", lang).split("\n")[0]) for name in _COMMANDS]
            )


@click.group(cls=Lazy, help=say("cli.help", language()), context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), metavar="DIR", help=say("cli.opt_home", language()))
@click.option("--json", "as_json", is_flag=True, help=say("cli.opt_json", language()))
@click.option("--lang", type=click.Choice(["en", "ja"]), help=say("cli.opt_lang", language()))
@click.version_option(__version__, prog_name="yudane")
@click.pass_context
def main(ctx: click.Context, home: Path | None, as_json: bool, lang: str | None) -> None:
    """Shown from the catalog, in the reader's language."""
    ctx.obj = {"home": home, "as_json": as_json, "lang": lang}
