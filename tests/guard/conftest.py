"""One machine for each test."""

from tests.guard.host import host
from yudane.faces.web.testing_records import records

__all__ = ["host", "records"]
