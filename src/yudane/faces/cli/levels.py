"""`yudane levels`."""

from datetime import date
from typing import Any

import click

from yudane.assessment.queries import counts
from yudane.assessment.reason import level_words
from yudane.faces.cli.common import Exit, Session, command, day
from yudane.reading import ProblemsError


@command()
@click.option("--team")
@click.option("--activity")
@click.option("--at", metavar="DATE", callback=day)
@click.option("--at-least", type=click.IntRange(1, 3))
def levels(session: Session, team: str | None, activity: str | None, at: date | None, at_least: int | None) -> Exit:
    home = session.home
    if activity and activity not in {a.key for a in home.program.activities}:
        raise ProblemsError.one("criterion_unknown", name=activity)
    made = home.assessment(at)
    rows = home.answers.levels(made, team, activity)
    told = [
        {
            "service": row["service_id"],
            "team": row["team"],
            "activity": row["activity"],
            "lowest": row["lowest"],
            "highest": row["highest"],
            "published": row["published"],
            "confidence": row["confidence"],
            **counts(row),
            "attested": row["attested"],
            "published_on": row["published_on"],
            "cause": row["cause"],
            "unconfirmed_since": row["unconfirmed_since"],
            "as_of": made.as_of,
        }
        for row in rows
    ]
    session.data(told, lambda: _show(session, told))
    below = at_least is not None and any((row["published"] or 0) < at_least for row in told)
    return Exit.FINDINGS if below else Exit.FINE


def _show(session: Session, told: list[dict[str, Any]]) -> None:
    if not told:
        session.note("levels_none")
        return
    names = {a.key: a.name[session.lang] for a in session.home.program.activities}
    header = [session.say(w) for w in ("team", "service", "activity", "published", "evidence_allows", "met_of")]
    session.table(
        header,
        [
            (
                row["team"],
                row["service"],
                names.get(row["activity"], row["activity"]),
                row["published"] or "?",
                level_words(row["lowest"], row["highest"], session.lang),
                f"{row['met']}/{row['met'] + row['unmet'] + row['unknown']}",
            )
            for row in told
        ],
    )
