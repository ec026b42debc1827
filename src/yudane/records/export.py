"""What people entered becomes evidence: every table that verbs since the last time told about, told anew and in full."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from yudane.evidence.batch import Report
from yudane.evidence.recorded import recorded_until, take_recorded
from yudane.records.audit.models import Entry
from yudane.records.catalog import told as catalog
from yudane.records.home import workspace
from yudane.records.people import told as people
from yudane.records.verb import tells

TABLES: Mapping[str, Callable[[], Iterable[Mapping[str, Any]]]] = {
    "catalog_edits": catalog.catalog_edits,
    "catalog_moves": catalog.catalog_moves,
    "service_names": catalog.service_names,
    "memberships": people.memberships,
    "activity_owners": catalog.activity_owners,
    "enablements": catalog.enablements,
}


def waiting() -> tuple[int, set[str]]:
    """The newest entry of the audit, and the tables that the lake does not have as of it."""
    until = recorded_until(workspace().lake)
    told = Entry.objects.filter(seq__gt=until).order_by().values_list("verb", flat=True).distinct()
    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    return newest, {table for verb in told for table in tells(verb)}


def export(now: datetime) -> Report | None:
    """None where there is nothing new. What is entered meanwhile goes the next time."""
    seq, tables = waiting()
    return restate(tables, now, seq) if tables else None


def restate(tables: Iterable[str], now: datetime, seq: int) -> Report:
    """Tell some tables anew: rows the database does not know are withdrawn, whatever the lake had."""
    received_at = now.astimezone(UTC).replace(tzinfo=None)
    return take_recorded(workspace().store, {table: TABLES[table]() for table in sorted(tables)}, received_at, seq)
