"""Whoever may use the server's command line changes records as operator: settings and catalog, never for a side."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from yudane.faces.cli.common import Session

if TYPE_CHECKING:
    from yudane.records.acting import Act


def begin(session: Session) -> "Act":
    """Django set up for the home, its database ready, and who acts. Raises ProblemsError where there is no home."""
    _set_up(session)
    from yudane.faces.clock import now_utc
    from yudane.records.acting import OPERATOR, Act
    from yudane.records.ready import make_ready

    make_ready(session.workspace.root)
    return Act(OPERATOR, now_utc())


def people_named(session: Session) -> Mapping[str, str]:
    """Who stands behind the pseudonyms of evidence; nobody where there are no records, which reading does not make."""
    _set_up(session)
    from yudane.records.home import records_there
    from yudane.records.ready import make_ready
    from yudane.records.statements.names import names

    if not records_there():
        return {}
    make_ready(session.workspace.root)
    return names()


def _set_up(session: Session) -> None:
    import django

    from yudane.records.ready import settings_module

    os.environ["YUDANE_HOME"] = str(session.workspace.root.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    django.setup()


def home_url() -> str:
    """How people reach the web, for links."""
    return os.environ.get("YUDANE_URL", "http://127.0.0.1:8000").rstrip("/")
