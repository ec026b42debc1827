"""The workspace beside the records: whose catalog verbs ask, and into whose lake what people enter goes."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from yudane.workspace import Workspace


def served_workspace() -> Workspace:
    """The home that Django was set up for. Raises ProblemsError where there is none."""
    return Workspace.open(Path(settings.YUDANE_HOME))


def today_in(zone: ZoneInfo, now: datetime) -> date:
    """The day it is where the organization is: what somebody means who says today."""
    return now.astimezone(zone).date()


def records_there() -> bool:
    """False where pages are read in a home that nobody wrote anything in: reading makes no database."""
    name = str(connection.settings_dict["NAME"])
    return connection.vendor != "sqlite" or not name.startswith("/") or Path(name).exists()
