"""Rows and coverage of a batch, a source or a path, taken back."""

from yudane.evidence.withdrawal import Withdrawn
from yudane.records.acting import Act
from yudane.records.verb import Asked, errand
from yudane.workspace import Workspace
from yudane.workspace.taking import take_back


def _said(act: Act, workspace: Workspace, what: str, why: str) -> Asked:
    return Asked(f"evidence {what}"[:200], {"why": why})


@errand("withdraw-evidence", _said)
def withdraw_evidence(act: Act, workspace: Workspace, what: str, why: str) -> Withdrawn:
    """Raises ProblemsError where there is none of it."""
    return take_back(workspace, what, why, act.received_at)
