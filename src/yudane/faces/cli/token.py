"""`yudane token`: what programs show instead of a password."""

from collections.abc import Sequence

import click

from yudane.faces.cli.common import Session, command
from yudane.faces.cli.operator import begin
from yudane.words import language, say


@click.group(help=say("cli.help_token", language()))
def token() -> None:
    """Commands about tokens."""


@command(code="token_make")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(["read", "ingest"]), required=True)
@click.option("--days", type=int, default=365, show_default=True)
def make(session: Session, name: str, scopes: Sequence[str], days: int) -> None:
    act = begin(session)
    from yudane.records.people.verbs import make_token

    made, secret = make_token(act, name, scopes, days)

    def human() -> None:
        session.note("token_once")
        click.echo(secret)

    session.data({"id": made.pk, "name": made.name, "scopes": made.scopes, "token": secret}, human)


@command(name="list", code="token_list")
def list_(session: Session) -> None:
    begin(session)
    from yudane.records.people.models import Token

    rows = [
        {"id": one.pk, "name": one.name, "scopes": one.scopes, "expires_at": one.expires_at, "used_on": one.used_on}
        for one in Token.objects.filter(revoked_at=None).order_by("name")
    ]
    header = [session.say(word) for word in ("user_name", "token_scopes", "token_expires", "token_used", "user_id")]
    session.data(
        rows,
        lambda: session.table(
            header, [[r["name"], ", ".join(r["scopes"]), _day(r["expires_at"]), r["used_on"], r["id"]] for r in rows]
        ),
    )


def _day(moment: object) -> str | None:
    return str(moment)[:10] if moment else None


@command(code="token_revoke")
@click.argument("id_", metavar="ID")
def revoke(session: Session, id_: str) -> None:
    act = begin(session)
    from yudane.records.people.verbs import revoke_token

    done = revoke_token(act, id_)
    session.data({"id": done.pk, "revoked": True}, lambda: click.echo(session.say("token_is_revoked", name=done.name)))


for each in (make, list_, revoke):
    token.add_command(each)
