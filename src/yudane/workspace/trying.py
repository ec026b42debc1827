"""Try a source: what its texts make of some files, in a lake of its own that is gone afterwards."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from yudane.contracts import Contracts
from yudane.evidence.batch import Batch, Report
from yudane.evidence.collect import Store, collect
from yudane.evidence.delivery import plain, read_paths
from yudane.evidence.engines.database import connect
from yudane.evidence.lake import Lake
from yudane.evidence.raw import RawStore
from yudane.evidence.sources.source import Source
from yudane.reading import Place, ProblemsError


@dataclass(frozen=True)
class Trial:
    """What would be taken in, and what would not: rows by table, with the columns of its contract, and the report."""

    report: Report
    rows: Mapping[str, Sequence[Mapping[str, Any]]]


def try_source(source: Source, paths: Sequence[Path], contracts: Contracts, now: datetime) -> Trial:
    """As collecting them would, and nothing is kept. Raises ProblemsError where nothing can be read, or it is a source
    that asks an address."""
    if source.pull:
        raise ProblemsError.one("try_pulls", Place(source.folder), source=source.key)
    with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
        store = Store(Lake(Path(folder) / "lake", contracts), RawStore(Path(folder) / "raw"), "try")
        batch = Batch(
            source.key,
            now,
            now.date(),
            restates=tuple(str(plain(path)) for path in paths),
            names=source.names,
            not_filled=source.not_filled,
            recovered=source.recovered,
            complete_tables=source.complete_tables,
        )
        report = collect(store, source, read_paths(source, paths), batch)
        report.kept = False
        for told in report.tables.values():  # there is no catalog here that would know a service
            told.unmapped, told.unmapped_names = 0, []
        return Trial(report, {table: _rows(store.lake, table) for table in report.tables})


def _rows(lake: Lake, table: str) -> list[dict[str, Any]]:
    columns = ", ".join(("origin", *lake.contracts[table].names, "source_ref"))
    with connect() as con:
        return con.records(f"select {columns} from {lake.current_rows(table, lake.versions())} order by all")
