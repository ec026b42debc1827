"""For tests of sources: collect some files into a lake of their own and look at the rows that stand."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from yudane.contracts import shipped_contracts
from yudane.evidence.batch import Batch, Report
from yudane.evidence.collect import Store, collect
from yudane.evidence.delivery import plain, read_paths
from yudane.evidence.engines.database import connect
from yudane.evidence.lake import Lake
from yudane.evidence.raw import RawStore
from yudane.evidence.sources import load_source
from yudane.reading import ProblemsError

Rows = Callable[[str], list[dict[str, Any]]]
SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "data"

# The SLO every tool's samples tell of; its id and window are the tool's own.
ORDERS = {
    "service_id": "checkout",
    "user_journey": "place-order",
    "sli_category": "availability",
    "indicator_type": "ratio",
    "target": 0.999,
    "window_type": "rolling",
    "bucket_seconds": 3600,
    "owner_team_id": "kasa",
    "error_budget_policy_url": "https://wiki.hoshi.example/checkout/error-budget",
    "error_budget_policy_approved_on": date(2026, 7, 1),
    "valid_from": datetime(2026, 4, 1),
    "valid_to": None,
}


def store_at(home: Path) -> Store:
    return Store(Lake(home / "lake"), RawStore(home / "raw"), "test")


def collected(
    key: str,
    *paths: Path,
    home: Path,
    covers: Sequence[str] | None = None,
    until: date | None = None,
    since: datetime | None = None,
    own: Path | None = None,
) -> tuple[Report, Rows]:
    """Collect as the command line would, received now; the paths are restated. `own`: the organization's sources.

    Where all files are another tool's, the report is empty.
    """
    store, source = store_at(home), load_source(key, own)
    now = datetime.now(UTC).replace(tzinfo=None)
    batch = Batch(
        source=key,
        received_at=now,
        until=until or now.date(),
        since=since,
        covers=tuple(covers) if covers is not None else None,
        restates=tuple(str(plain(path)) for path in paths),
        names=source.names,
        not_filled=source.not_filled,
        recovered=source.recovered,
        complete_tables=source.complete_tables,
    )
    try:
        report = collect(store, source, read_paths(source, paths), batch)
    except ProblemsError as error:
        if [problem.code for problem in error.problems] not in (["wrong_source"], ["wrong_source_known"]):
            raise
        report = Report(batch.id, key)
    return report, lambda table: current_rows(store.lake, table)


def current_rows(lake: Lake, table: str) -> list[dict[str, Any]]:
    """The rows of a table that stand now, as dictionaries, by key order."""
    with connect() as con:
        return con.records(f"select * from {lake.current_rows(table, lake.versions())} order by all")


def contract_columns(rows: Rows, table: str) -> list[dict[str, Any]]:
    """The rows with the contract's columns only."""
    return [{name: row[name] for name in shipped_contracts()[table].names} for row in rows(table)]


def by(rows: Rows, table: str, key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in contract_columns(rows, table)}
