"""`yudane table`: what evidence looks like, for whoever delivers it or reads it in SQL."""

import json
from dataclasses import asdict

import click

from yudane.contracts import Contract, Contracts
from yudane.faces.cli.common import Session, command
from yudane.reading import ProblemsError


@command()
@click.argument("name", required=False)
def table(session: Session, name: str | None) -> None:
    known = session.contracts
    if name is None:
        _list(session, known)
    elif name in known:
        _one(session, known[name])
    else:
        raise ProblemsError.one("table_unknown", table=name[:60], known=", ".join(known))


def _list(session: Session, known: Contracts) -> None:
    found = [{"table": contract.name, "title": contract.title[session.lang]} for contract in known.values()]
    header = [session.say("table"), session.say("table_title")]
    session.data(found, lambda: session.table(header, [(one["table"], one["title"]) for one in found]))


def _one(session: Session, contract: Contract) -> None:
    def human() -> None:
        click.echo(
            session.say(
                "table_columns",
                title=contract.title[session.lang],
                name=contract.name,
                about=contract.about[session.lang],
            )
        )
        words = ("table_column", "table_type", "table_needed", "table_meaning")
        rows = [
            (
                column.name + (" *" if column.name in contract.key else ""),
                " | ".join(column.values) or column.type,
                "✓" if column.required else "",
                column.about[session.lang],
            )
            for column in contract.columns
        ]
        session.table([session.say(word) for word in words], rows)
        click.echo(session.say("table_line", line=json.dumps(contract.example, ensure_ascii=False, default=str)))

    session.data(asdict(contract), human)
