"""The workspace beside the records: whose catalog verbs ask, and into whose lake what people enter goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from yudane.evidence.directory import ServiceRow, TeamRow
from yudane.workspace import Workspace


class _Asked:
    """What was asked of the home so far."""

    @cached_property
    def workspace(self) -> Workspace:
        return Workspace.open(Path(settings.YUDANE_HOME))

    @cached_property
    def services(self) -> list[ServiceRow]:
        return self.workspace.services()

    @cached_property
    def teams(self) -> list[TeamRow]:
        return self.workspace.teams()


_asked: ContextVar[_Asked | None] = ContextVar("asked", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Program and catalog are read once for all that is asked of them in here, also by what is inside."""
    token = _asked.set(_asked.get() or _Asked())
    try:
        yield
    finally:
        _asked.reset(token)


def served_workspace() -> Workspace:
    """The home that Django was set up for. Raises ProblemsError where there is none."""
    return (_asked.get() or _Asked()).workspace


def known_services() -> list[ServiceRow]:
    """Those of the home's catalog as it stands."""
    return (_asked.get() or _Asked()).services


def known_teams() -> list[TeamRow]:
    return (_asked.get() or _Asked()).teams


def company_sre() -> set[str]:
    """The teams that are company SRE."""
    return {team["team_id"] for team in known_teams() if team["kind"] == "sre_company"}


def today_in(zone: ZoneInfo, now: datetime) -> date:
    """The day it is where the organization is: what somebody means who says today."""
    return now.astimezone(zone).date()


def records_there() -> bool:
    """False where pages are read in a home that nobody wrote anything in: reading makes no database."""
    name = str(connection.settings_dict["NAME"])
    return connection.vendor != "sqlite" or not name.startswith("/") or Path(name).exists()
