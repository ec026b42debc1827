"""`yudane audit`: whether the record of all changes is whole, and what it says."""

import json

import click

from yudane.faces.cli.common import Exit, Session, command
from yudane.faces.cli.operator import begin
from yudane.words import language, say


@click.group(help=say("cli.help_audit", language()))
def audit() -> None:
    """Commands about the audit."""


@command(code="audit_verify")
@click.option("--head", metavar="HASH")
def verify(session: Session, head: str | None) -> Exit:
    begin(session)
    from yudane.records.audit import chain

    found = chain.verify(head)
    broken = [{"seq": one.seq, "fault": one.fault} for one in found.broken]

    def human() -> None:
        for one in found.broken:
            click.echo(session.say(f"audit_{one.fault}", seq=one.seq))
        click.echo(session.say("audit_broken" if broken else "audit_whole", count=found.entries, head=found.head))

    session.data({"entries": found.entries, "head": found.head, "broken": broken}, human)
    return Exit.FINDINGS if broken else Exit.FINE


@command(code="audit_head")
def head(session: Session) -> None:
    begin(session)
    from yudane.records.audit import chain

    last = chain.head()
    session.data({"head": last}, lambda: click.echo(last))


@command(code="audit_export")
def export(session: Session) -> None:
    """One JSON object a line, in bounded memory."""
    begin(session)
    from yudane.records.audit import chain

    for entry in chain.entries():
        click.echo(json.dumps(chain.as_json(entry), ensure_ascii=False))


for each in (verify, head, export):
    audit.add_command(each)
