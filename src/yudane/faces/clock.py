"""The clock: faces alone ask it, everything below is given the moment, so that any past answer can be had again."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time as naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)
