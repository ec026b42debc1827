"""What a word "everything is entered" lets be judged: each criterion, how far back the word has to reach, how it stands now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yudane.assessment.outcomes import days_back, parts_of
from yudane.faces.web.journal.about import About
from yudane.faces.web.reference.paths import CheckLink, check_link
from yudane.program import Criterion
from yudane.records.journal.models import Row
from yudane.records.journal.told import intervals

Span = tuple[date, date]
_OUTCOMES = ("met", "unmet", "unknown", "not_applicable", "exempt")


@dataclass(frozen=True)
class Decided:
    """One criterion that reads the table."""

    asks: CheckLink
    since: date | None  # from which day the word has to reach; None where it asks how things stand
    reached: bool  # for every service that no system tells
    counts: Sequence[tuple[str, int]]  # of the team's services, by outcome; empty where none was assessed


def decided(about: About, today: date) -> list[Decided]:
    """In the program's order."""
    criteria = _reading(about)
    counts, spans = _counts(about, [criterion.id for criterion in criteria]), _spans(about)
    return [_decided(about, criterion, spans, today, counts.get(criterion.id, {})) for criterion in criteria]


def _spans(about: About) -> list[list[Span]]:
    """What was vouched for, for each service that no system tells."""
    said: dict[str, list[Span]] = {name: [] for name in about.services if name not in about.systems}
    for one in intervals(about.table):
        if one.service_id in said:
            said[one.service_id].append((one.since, one.until))
    return list(said.values())


def _reading(about: About) -> list[Criterion]:
    return [
        criterion
        for activity in about.program.activities
        for criterion in activity.criteria
        if any(part.partition(".")[0] == about.table for part in parts_of(criterion.reads))
    ]


def _counts(about: About, criteria: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    newest = about.workspace.assessments.newest()
    return about.workspace.answers.outcome_counts(newest, about.services, criteria) if newest and criteria else {}


def _decided(
    about: About, criterion: Criterion, spans: Sequence[Sequence[Span]], today: date, counts: Mapping[str, int]
) -> Decided:
    days = days_back(criterion, about.program) if about.contract.happens else 0
    since = today - timedelta(days=days) if days else None
    return Decided(
        check_link(criterion, about.lang),
        since,
        bool(spans) and all(any(begins <= (since or begins) for begins, _ in each) for each in spans),
        [(word, counts[word]) for word in _OUTCOMES if counts.get(word)],
    )


def first_day(about: About, rows: Sequence[Row], spans: Sequence[Span], today: date) -> str:
    """From which day the next word may begin: on from the last one, at first with the oldest row; nothing where there is none,
    because from when on everything is there only the team knows."""
    if spans:
        return min(spans[-1][1] + timedelta(days=1), today).isoformat()
    if not about.contract.happens:
        return today.isoformat()
    told = [str(row.values.get(about.contract.effective or "") or "")[:10] for row in rows]
    return min((day for day in told if day), default="")
