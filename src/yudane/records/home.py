"""The workspace beside the records: whose catalog verbs ask, and into whose lake what people enter goes."""

from pathlib import Path

from django.conf import settings

from yudane.workspace import Workspace


def workspace() -> Workspace:
    """Raises ProblemsError where there is no home."""
    return Workspace.open(Path(settings.YUDANE_HOME))
