"""`yudane levels`."""

from datetime import date
from typing import Any

import click

from yudane.assessment.queries import counts, left_out
from yudane.assessment.reason import counts_words, evidence_words, rests_on_word
from yudane.assessment.store import Assessment
from yudane.faces.cli.common import Exit, Session, command, day
from yudane.faces.cli.missing import left_out_lines, require_team
from yudane.reading import ProblemsError
from yudane.workspace.explaining import assessed


@command()
@click.option("--team")
@click.option("--activity")
@click.option("--at", "as_of", metavar="DATE", callback=day)
@click.option("--at-least", type=click.IntRange(1, 3))
def levels(session: Session, team: str | None, activity: str | None, as_of: date | None, at_least: int | None) -> Exit:
    workspace = session.workspace
    if activity and activity not in {a.key for a in workspace.program.activities}:
        raise ProblemsError.one("criterion_unknown", name=activity)
    assessment = assessed(session.workspace, as_of)
    if team:
        require_team(session, assessment, team)
    rows = workspace.answers.levels(assessment, team, activity)
    entries = [
        {
            "service": row["service_id"],
            "team": row["team"],
            "activity": row["activity"],
            "lowest": row["lowest"],
            "highest": row["highest"],
            "published": row["published"],
            "confidence": row["confidence"],
            **counts(row),
            **{
                name: row.get(name) for name in ("attested", "joint", "recorded", "lowest_measured", "highest_measured")
            },
            "published_on": row["published_on"],
            "cause": row["cause"],
            "unconfirmed_since": row["unconfirmed_since"],
            "as_of": assessment.as_of,
        }
        for row in rows
    ]
    session.data(entries, lambda: _show(session, entries))
    if not entries:
        session.notes(_why_none(session, assessment, team, activity))
    below = at_least is not None and any((row["published"] or 0) < at_least for row in rows)
    return Exit.FINDINGS if below else Exit.FINE


def _why_none(session: Session, assessment: Assessment, team: str | None, activity: str | None) -> list[str]:
    """Why there is nothing to show."""
    workspace = session.workspace
    here = [row for row in workspace.answers.services(assessment) if team in (None, row["team_id"])]
    if not here:
        missed = left_out_lines(session, left_out(workspace.lake, assessment, team))
        code = "none_assessed_of_team" if team else "none_assessed" if missed else "services_none"
        return [session.say(code, team=team, on=assessment.as_of), *missed]
    asked = workspace.program.activity(activity) if activity else None
    if asked and asked not in workspace.program.rated:
        return [session.say("activity_not_assessed", name=asked.name[session.lang], why=asked.why[session.lang])]
    return [session.say("levels_older", on=assessment.as_of)]


ON_WORD = "*"  # rests on people's word


def _show(session: Session, entries: list[dict[str, Any]]) -> None:
    if not entries:
        return
    names = {a.key: a.name[session.lang] for a in session.workspace.program.activities}
    header = [session.say(w) for w in ("team", "service", "activity", "published", "evidence_allows", "met_of")]
    session.table(
        header,
        [
            (
                row["team"],
                row["service"],
                names.get(row["activity"], row["activity"]),
                f"{row['published'] or '?'}{ON_WORD * rests_on_word(row)}",
                evidence_words(row, session.lang),
                counts_words(row["met"], row["unmet"], row["unknown"], session.lang) or "–",
            )
            for row in entries
        ],
    )
    if any(map(rests_on_word, entries)):
        session.note("on_word_line", mark=ON_WORD)
