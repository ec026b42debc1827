"""The workspace beside the records: whose catalog verbs ask, and into whose lake what people enter goes."""

from pathlib import Path

from django.conf import settings

from yudane.workspace import Workspace


def served_workspace() -> Workspace:
    """The home that Django was set up for. Raises ProblemsError where there is none."""
    return Workspace.open(Path(settings.YUDANE_HOME))
