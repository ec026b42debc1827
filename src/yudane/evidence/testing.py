"""For tests of sources: collect some files into a lake of their own and look at the rows that stand."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from yudane.evidence.batch import Batch, Report
from yudane.evidence.collect import Store, collect, plain, read_paths
from yudane.evidence.engines.duckdb import connect
from yudane.evidence.lake import Lake
from yudane.evidence.raw import RawStore
from yudane.evidence.sources import load_source

Rows = Callable[[str], list[dict[str, Any]]]
SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "data"


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
    """Collect as the command line would, received now; the paths are restated. `own`: the organization's sources."""
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
    )
    return collect(store, source, read_paths(source, paths), batch), lambda table: standing(store.lake, table)


def standing(lake: Lake, table: str) -> list[dict[str, Any]]:
    """The rows of a table that stand now, as dictionaries, by key order."""
    with connect() as con:
        found = con.sql(
            f"select * from {lake.relation(table, lake.versions())} where superseded_at is null order by all"
        )
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
