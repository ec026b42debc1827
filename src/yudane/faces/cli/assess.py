"""`yudane assess`."""

from datetime import date, timedelta

import click

from yudane.assessment.guard import problems_of_own
from yudane.faces.cli.common import Exit, Session, command, day, fail
from yudane.faces.cli.missing import left_out_lines
from yudane.faces.cli.operator import begin
from yudane.faces.clock import now


@command()
@click.option("--as-of", metavar="DATE", callback=day)
@click.option("--known", type=click.Choice(["now", "then"]), default="now")
@click.option("--months", type=click.IntRange(1, 120))
def assess(session: Session, as_of: date | None, known: str, months: int | None) -> Exit:
    last = as_of or now().date()
    if last > now().date():
        fail("date_ahead", value=as_of)
    refused = problems_of_own(session.workspace.program)
    if refused:
        session.note("own_sql_refused", count=len({problem.place.file.rpartition(".")[0] for problem in refused}))
        session.notes([problem.message(session.lang) for problem in refused])
    days = [*(_month_beginnings(last, months) if months else []), last]
    act = begin(session)
    from yudane.records.lake.verbs import assess as judge

    summaries = judge(act, session.workspace, days, known, session.progress("assessing"))
    newest = summaries[-1]
    answers = [summary.as_json() for summary in summaries]
    session.data(answers if months else answers[0], lambda: _show(session, answers))
    session.notes(left_out_lines(session, newest.left_out))
    if not newest.services and not newest.left_out:
        session.note("services_none", on=last)
    return Exit.FINE


def _show(session: Session, summaries: list[dict[str, object]]) -> None:
    header = [session.say(word) for word in ("date", "services", "level_1", "level_2", "level_3", "level_unknown")]
    keys = ("as_of", "services", "level_1", "level_2", "level_3", "unknown")
    session.table(header, [[item[key] for key in keys] for item in summaries])


def _month_beginnings(last: date, months: int) -> list[date]:
    """So many firsts of a month before a date, oldest first: windows end where the month before ended."""
    found = []
    first = last
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found[::-1]
