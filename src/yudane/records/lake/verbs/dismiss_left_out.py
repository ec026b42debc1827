"""Something that could not be taken in hides nothing from now on."""

from yudane.records.acting import Act
from yudane.records.verb import Asked, errand
from yudane.workspace import Workspace, taking


def _said(act: Act, workspace: Workspace, name: str, who: str, why: str) -> Asked:
    return Asked(f"left-out {name}"[:200], {"who": who, "why": why})


@errand("dismiss-left-out", _said)
def dismiss_left_out(act: Act, workspace: Workspace, name: str, who: str, why: str) -> None:
    """`who` as the machine knows them. Raises ProblemsError where nothing open is called so."""
    taking.dismiss_left_out(workspace, name, who, why, act.received_at)
