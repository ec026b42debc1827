"""Reading ahead what pages would wait for. What is wrong with it is told on the pages."""

import contextlib

from yudane.evidence.engines.database import DatabaseError
from yudane.faces.web.program.view import changed
from yudane.faces.web.shared.assessed import services
from yudane.faces.web.shared.request_context import context_at, program
from yudane.reading import ProblemsError
from yudane.records.home import served_workspace


def first() -> None:
    """What the first reader would wait for."""
    with contextlib.suppress(ProblemsError, DatabaseError, OSError):  # the page itself says what is wrong
        services(context_at())


def later() -> None:
    """What only the program's page waits for: not worth starting later."""
    with contextlib.suppress(ProblemsError, OSError):  # as above
        changed(served_workspace(), program(served_workspace()))
