"""Judge the services on one or several days."""

from collections.abc import Sequence
from datetime import date

from yudane.reading.progress import Progress, silent
from yudane.records.acting import Act
from yudane.records.verb import Asked, errand
from yudane.workspace import Workspace, assessing
from yudane.workspace.assessing import Summary


def _said(act: Act, workspace: Workspace, days: Sequence[date], known: str, progress: Progress = silent) -> Asked:
    return Asked(f"assessment {days[-1]}", {"days": days, "known": known})


@errand("assess", _said)
def assess(
    act: Act, workspace: Workspace, days: Sequence[date], known: str, progress: Progress = silent
) -> list[Summary]:
    """One a day, in the order given. `known`: by what is known now, or was known then."""
    return list(assessing.assess(workspace, days, known, progress, act.received_at))
