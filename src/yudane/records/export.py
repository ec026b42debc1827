"""What people entered becomes evidence: every table that verbs since the last time told about, told anew and in full."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from django.db.models import Min

from yudane.evidence.batch import Interval, Report
from yudane.evidence.recorded import Mark, recorded_until, take_recorded
from yudane.records.audit.models import Entry
from yudane.records.catalog import told as catalog
from yudane.records.catalog.entities import OF_OWNERS, entities
from yudane.records.decisions import told as decisions
from yudane.records.decisions.models import Part
from yudane.records.delegation import told as delegation
from yudane.records.delegation.models import Agreement
from yudane.records.home import served_workspace
from yudane.records.journal import told as journal
from yudane.records.people import told as people
from yudane.records.poker import told as poker
from yudane.records.statements import told as statements
from yudane.records.surveys import told as surveys
from yudane.records.verb import OF_ITS_TABLE, tells
from yudane.workspace.sheets.columns import RECORDED

TABLES: Mapping[str, Callable[[], Iterable[Mapping[str, Any]]]] = {
    "catalog_edits": catalog.catalog_edits,
    "catalog_moves": catalog.catalog_moves,
    "service_names": catalog.service_names,
    "memberships": people.memberships,
    "activity_owners": catalog.activity_owners,
    "enablements": catalog.enablements,
    "attestations": statements.attestations,
    "joint_statements": statements.joint_statements,
    "waivers": statements.waivers,
    "ideals": statements.ideals,
    "disputes": statements.disputes,
    "delegations": delegation.delegations,
    "decisions": decisions.decisions,
    "delegation_votes": poker.delegation_votes,
    "survey_responses": surveys.survey_responses,
    **{table: partial(journal.rows, table) for table in RECORDED},
}
# Of tables that are whole only as far as somebody said so.
INTERVALS: Mapping[str, Callable[[], Sequence[Interval]]] = {
    "survey_responses": surveys.intervals,
    **{table: partial(journal.intervals, table) for table in RECORDED},
}


@dataclass(frozen=True)
class Waiting:
    """What the lake does not have yet."""

    mark: Mark  # the newest entry of the audit
    tables: frozenset[str]
    since: datetime | None  # when the oldest of it was entered, where that is known


def waiting() -> Waiting:
    """What was entered since the lake was told the last time; everything where this is not the audit it was told of, because
    the database came back from a backup."""
    told, newest = recorded_until(served_workspace().lake), Entry.objects.order_by("-seq").first()
    mark = Mark(newest.seq, newest.hash) if newest else Mark()
    if told.seq and not Entry.objects.filter(seq=told.seq, hash=told.hash).exists():
        return Waiting(mark, frozenset(TABLES), None)
    later = Entry.objects.filter(seq__gt=told.seq, seq__lte=mark.seq).order_by()
    found = later.values_list("verb", "details__table").annotate(Min("at"))
    oldest = [(at, about if one == OF_ITS_TABLE else one) for verb, about, at in found for one in tells(verb)]
    return Waiting(mark, frozenset(table for _, table in oldest), min((at for at, _ in oldest), default=None))


def export(now: datetime) -> Report | None:
    """None where there is nothing new. What is entered meanwhile goes the next time."""
    new, owners = waiting(), owners_now()
    moved = OF_OWNERS if stale_owners() else ()
    tables = {*new.tables, *moved}
    return restate(tables, now, replace(new.mark, owners=owners)) if tables else None


def owners_now() -> str:
    """Whose each service is, in short, where something is told by that; a source may have said otherwise since."""
    if not (Agreement.objects.exists() or Part.objects.exists()):
        return ""
    owned = sorted((key, row["team_id"] or "") for key, row in entities("service").items())
    return sha256(json.dumps(owned).encode()).hexdigest()[:16]


def stale_owners() -> bool:
    """A source told of services or their teams since the lake was told the last time."""
    return owners_now() != recorded_until(served_workspace().lake).owners


def restate(tables: Iterable[str], now: datetime, mark: Mark) -> Report:
    """Tell some tables anew: rows the database does not know are withdrawn, whatever the lake had."""
    received_at = now.astimezone(UTC).replace(tzinfo=None)
    told = sorted(tables)
    intervals = {table: INTERVALS[table]() for table in told if table in INTERVALS}
    return take_recorded(
        served_workspace().store, {table: TABLES[table]() for table in told}, received_at, mark, intervals
    )
