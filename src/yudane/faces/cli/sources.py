"""`yudane sources`: can the numbers be trusted?"""

import getpass
from collections.abc import Sequence

import click

from yudane.evidence.accounts import SourceAccount
from yudane.evidence.left_outs import LeftOut
from yudane.faces.cli.collect import covered
from yudane.faces.cli.common import Exit, Session, command, fail
from yudane.faces.cli.operator import begin
from yudane.faces.clock import now


@command()
@click.option("--dismiss", "dismissed", metavar="ID")
@click.option("--why", metavar="TEXT")
def sources(session: Session, dismissed: str | None, why: str | None) -> Exit:
    if dismissed:
        if not why or not why.strip():
            fail("why_missing")
        act = begin(session)
        from yudane.records.lake.verbs import dismiss_left_out

        dismiss_left_out(act, session.workspace, dismissed, getpass.getuser(), why.strip())
        session.data({"dismissed": dismissed}, lambda: session.note("dismissed_line", id=dismissed))
        return Exit.FINE
    coverage, left = session.workspace.source_coverage(now().date()), session.workspace.left_outs()
    found = {"sources": coverage, "left_out": [one.as_json(session.lang) for one in left]}
    session.data(found, lambda: _show(session, coverage, left))
    return Exit.FINE


def _show(session: Session, coverage: Sequence[SourceAccount], left: Sequence[LeftOut]) -> None:
    if not coverage and not left:
        session.note("sources_none")
        return
    words = ("source", "table", "covers", "until", "stored", "rejected", "unread", "unmapped")
    rows = [
        (
            row["source"],
            row["table"],
            covered("*" if row["covers"] == "all" else row["covers"], session.lang, session.say),
            f"{row['until']}{' !' if row['stale'] else ''}",
            row["rows"],
            row["rejected"],
            row["unread"],
            row["unmapped"],
        )
        for row in coverage
    ]
    if rows:
        session.table([session.say(word) for word in words], rows)
    if any(row["stale"] for row in coverage):
        session.note("stale_note")
    if left:
        click.echo()
        click.echo(session.say("left_out_head"))
        for one in left:
            click.echo(left_out_line(session, one))


def left_out_line(session: Session, one: LeftOut) -> str:
    """One left-out: what, where, and who is unknown by it."""
    where = one.problem.place
    return session.say(
        "left_out_line",
        id=one.id,
        place=where,
        reason=one.problem.reason(session.lang),
        concerns=_concerns(session, one),
    )


def _concerns(session: Session, one: LeftOut) -> str:
    if not one.services:
        return session.say("left_out_units" if "*" in one.tables else "left_out_nobody")
    whom = session.say("all") if "*" in one.services else ", ".join(one.services[:5])
    more = len(one.services) - 5
    whom += f" (+{more})" if more > 0 else ""
    return session.say("left_out_concerns", tables=", ".join(t for t in one.tables if t != "*"), services=whom)
