"""What a web server runs."""

import contextlib
import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

from yudane.evidence.engines.database import DatabaseError
from yudane.faces.web.program.view import changed
from yudane.faces.web.shared.assessed import services
from yudane.faces.web.shared.request_context import context_at, program, served_workspace
from yudane.reading import ProblemsError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yudane.site.settings")

application = get_wsgi_application()


def _warm_up() -> None:
    """Read what the first reader would wait for. What is wrong with it is told on the pages."""
    with contextlib.suppress(ProblemsError, DatabaseError, OSError):
        services(context_at())


def _warm_up_later() -> None:
    """What only the program's page waits for: not worth starting later."""
    with contextlib.suppress(ProblemsError, OSError):
        changed(served_workspace(), program(served_workspace()))


_warm_up()
Thread(target=_warm_up_later, daemon=True).start()
