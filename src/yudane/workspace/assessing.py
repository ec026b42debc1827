"""Assess: judge the services on one or several days, and sum up what came of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yudane.assessment.queries import NotAssessed, left_out
from yudane.assessment.store import Assessment
from yudane.program.checks import LEVELS
from yudane.reading.progress import Progress, silent
from yudane.workspace.workspace import Workspace


@dataclass(frozen=True)
class Summary:
    """How many services one assessment judged, and how many service activities it published at each level."""

    assessment: Assessment
    services: int
    activities: Mapping[int | None, int]  # by level; None: unknown
    left_out: Mapping[str, NotAssessed]  # by reason

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": self.assessment.as_of.isoformat(),
            "known": self.assessment.known,
            "program_version": self.assessment.program_version,
            "id": self.assessment.id,
            "made_at": self.assessment.made_at.isoformat() if self.assessment.made_at else None,
            "services": self.services,
            **{f"level_{level}": self.activities.get(level, 0) for level in LEVELS},
            "unknown": self.activities.get(None, 0),
            "left_out": {reason: found.services for reason, found in self.left_out.items()},
        }


def assess(
    workspace: Workspace,
    days: Iterable[date],
    known: str = "now",
    progress: Progress = silent,
    made_at: datetime | None = None,
) -> Iterator[Summary]:
    """Judge and publish day by day, in the order given. `known`: by what is known now, or was known then."""
    for day in days:
        assessment = workspace.assessor.assess(day, known, progress, made_at)
        rows = workspace.answers.levels(assessment)
        yield Summary(
            assessment,
            len({row["service_id"] for row in rows}),
            Counter(row["published"] for row in rows),
            left_out(workspace.lake, assessment),
        )


def judge_again(workspace: Workspace, day: date, made_at: datetime) -> Assessment | None:
    """What was told or taken in just now counts on this day, where it was assessed before or is today; else None."""
    if day != made_at.date() and workspace.assessments.get(day) is None:
        return None
    return workspace.assessor.assess(day, made_at=made_at)
