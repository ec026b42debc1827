"""One machine for each test."""

from tests.guard.host import host

__all__ = ["host"]
