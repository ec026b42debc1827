"""`yudane assess`."""

from datetime import date, timedelta

import click

from yudane.assessment.guard import problems_of_own
from yudane.assessment.queries import left_out
from yudane.faces.cli.common import Exit, Session, command, day, fail
from yudane.faces.cli.missing import left_out_lines
from yudane.faces.home import now


@command()
@click.option("--as-of", metavar="DATE", callback=day)
@click.option("--known", type=click.Choice(["now", "then"]), default="now")
@click.option("--months", type=click.IntRange(1, 120))
def assess(session: Session, as_of: date | None, known: str, months: int | None) -> Exit:
    today = now().date()
    if as_of and as_of > today:
        fail("date_ahead", value=as_of)
    last = as_of or today
    refused = problems_of_own(session.home.program)
    if refused:
        session.note("own_sql_refused", count=len({problem.place.file.rpartition(".")[0] for problem in refused}))
        session.notes([problem.message(session.lang) for problem in refused])
    summaries = []
    for when in [*(month_ends(last, months) if months else []), last]:
        assessment = session.home.assessor.assess(when, known, session.progress("assessing"))
        rows = session.home.answers.levels(assessment)
        missed = left_out(session.home.lake, assessment)
        summaries.append(
            {
                "as_of": when.isoformat(),
                "known": known,
                "program_version": assessment.program_version,
                "id": assessment.id,
                "services": len({row["service_id"] for row in rows}),
                **summed(rows),
                "left_out": {reason: of["services"] for reason, of in missed.items()},
            }
        )
    session.data(summaries if months else summaries[0], lambda: _show(session, summaries))
    session.notes(left_out_lines(session, missed))
    if not rows and not missed:
        session.note("services_none", on=last)
    return Exit.FINE


def month_ends(last: date, months: int) -> list[date]:
    """So many firsts of a month before a date, oldest first: windows end where the month before ended."""
    found = []
    first = last
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found[::-1]


def summed(rows: list[dict[str, object]]) -> dict[str, int]:
    """How many service activities are published at each level."""
    counted = {f"level_{level}": sum(1 for row in rows if row["published"] == level) for level in (1, 2, 3)}
    return {**counted, "unknown": sum(1 for row in rows if row["published"] is None)}


def _show(session: Session, summaries: list[dict[str, object]]) -> None:
    header = [session.say(word) for word in ("date", "services", "level_1", "level_2", "level_3", "level_unknown")]
    keys = ("as_of", "services", "level_1", "level_2", "level_3", "unknown")
    session.table(header, [[item[key] for key in keys] for item in summaries])
