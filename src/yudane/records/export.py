"""What people entered becomes evidence: every table that verbs since the last time told about, told anew and in full."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Min

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


@dataclass(frozen=True)
class Waiting:
    """What the lake does not have yet."""

    seq: int  # the newest entry of the audit
    tables: frozenset[str]
    since: datetime | None  # when the oldest of it was entered


def waiting() -> Waiting:
    """What was entered since the lake was told the last time."""
    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    since = Entry.objects.filter(seq__gt=recorded_until(workspace().lake), seq__lte=newest).order_by()
    oldest = [(at, tells(verb)) for verb, at in since.values_list("verb").annotate(Min("at")) if tells(verb)]
    tables = frozenset(table for _, told in oldest for table in told)
    return Waiting(newest, tables, min((at for at, _ in oldest), default=None))


def export(now: datetime) -> Report | None:
    """None where there is nothing new. What is entered meanwhile goes the next time."""
    new = waiting()
    return restate(new.tables, now, new.seq) if new.tables else None


def restate(tables: Iterable[str], now: datetime, seq: int) -> Report:
    """Tell some tables anew: rows the database does not know are withdrawn, whatever the lake had."""
    received_at = now.astimezone(UTC).replace(tzinfo=None)
    return take_recorded(workspace().store, {table: TABLES[table]() for table in sorted(tables)}, received_at, seq)
