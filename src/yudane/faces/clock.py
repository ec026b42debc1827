"""The clock: faces alone ask it, everything below is given the moment, so that any past answer can be had again."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time as naive UTC: what the lake holds."""
    return now_utc().replace(tzinfo=None)


def now_utc() -> datetime:
    """The time with its zone, UTC: what records hold."""
    return datetime.now(UTC)
