"""Whether what was entered last has arrived, and when was judged last: what a page says that shows what it led to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from yudane.faces.web.shared.request_context import program
from yudane.records.export import waiting
from yudane.records.home import records_there, served_workspace
from yudane.records.jobs.models import Job


@dataclass(frozen=True)
class Judged:
    """For `shared/judged.html`."""

    waits: bool
    at: datetime | None
    zone: ZoneInfo


def judged(tables: Collection[str]) -> Judged:
    """`tables`: what the page's forms write into."""
    workspace = served_workspace()
    newest = workspace.assessments.newest()
    return Judged(on_its_way(tables), newest.made_at if newest else None, program(workspace).zone)


def on_its_way(tables: Collection[str]) -> bool:
    """Something of these tables was entered that no assessment has seen yet."""
    if not records_there():
        return False
    found = waiting().tables
    return any(table in found for table in tables) or Job.objects.filter(state__in=("waiting", "running")).exists()
