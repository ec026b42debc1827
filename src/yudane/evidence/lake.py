"""The lake: Delta tables of evidence, and one manifest that says which version of each stands.

Readers read the versions of the manifest; a writer changes tables first and the manifest last, by one atomic
rename. So a batch appears in all its tables at once or not at all, and a process killed in between leaves the
last good state: what it wrote beyond the manifest is rolled back by the next writer.
"""

import fcntl
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deltalake import DeltaTable, write_deltalake

from yudane.contracts import Contract, Contracts, shipped_contracts
from yudane.evidence.engines.database import Connection, DatabaseError, Relation, Stream, connect, empty, parquet, plain
from yudane.reading.replacing import replacing

# Tables of the lake's own, beside the contracts: what was looked at, what was refused, what was done.
OWN: Mapping[str, Mapping[str, str]] = {
    "coverage": {
        "source": "VARCHAR",
        "table_name": "VARCHAR",
        "service_id": "VARCHAR",  # '*' for all services
        "since": "TIMESTAMP",  # how far back the source told; null: all the way
        "until": "DATE",
        "not_filled": "VARCHAR[]",  # columns the source cannot fill
        "received_at": "TIMESTAMP",
        "batch_id": "VARCHAR",
        "withdrawn_at": "TIMESTAMP",  # when it was taken back; null while it counts
    },
    "gaps": {
        "source": "VARCHAR",
        "table_name": "VARCHAR",  # '*' for all that the source maps
        "service_id": "VARCHAR",  # '*' for all services; null: told, and hides nothing
        "origin": "VARCHAR",  # the unit that was broken, or that of the refused row
        "line": "BIGINT",
        "code": "VARCHAR",
        "args": "VARCHAR",  # JSON, for the message
        "key": "VARCHAR",  # JSON: of the refused row, where it could be read
        "hash": "VARCHAR",  # one for all that is left out for the same reason at the same place
        "opened_at": "TIMESTAMP",
        "opened_by": "VARCHAR",  # batch
        "closed_at": "TIMESTAMP",  # null while it is open
        "closed_by": "VARCHAR",  # batch, 'left_out', 'withdrawn', 'dismissed'
        "why": "VARCHAR",  # given by whom it was closed
    },
    "rejected": {
        "source": "VARCHAR",
        "table_name": "VARCHAR",
        "origin": "VARCHAR",
        "line": "BIGINT",
        "code": "VARCHAR",
        "args": "VARCHAR",  # JSON, for the message
        "row": "VARCHAR",  # what was refused, as it came
        "received_at": "TIMESTAMP",
        "batch_id": "VARCHAR",
    },
    "batches": {
        "batch_id": "VARCHAR",
        "source": "VARCHAR",
        "received_at": "TIMESTAMP",
        "until": "DATE",
        "received": "BIGINT",
        "stored": "BIGINT",
        "rejected": "BIGINT",
        "documents": "VARCHAR",  # JSON: [{name, sha256}] of the raw documents kept
        "covers": "VARCHAR",  # JSON: what was said with --covers
        "restates": "VARCHAR",  # JSON: the places it told anew and in full; "again": what was kept, mapped anew
        "withdraws": "VARCHAR",  # what was taken back by it: a batch, a source, a path; null for a collection
        "why": "VARCHAR",  # and why
    },
}

Versions = Mapping[str, int]

STANDS = "superseded_at is null"  # of a row; so COUNTS of coverage, OPEN of a gap
COUNTS = "withdrawn_at is null"
OPEN = "closed_at is null"
_OPENED_AT_ONCE = 4
MANY_FILES = 200  # a table of more is compacted at the next commit that touches it


class Lake:
    """The tables under one folder, by the contracts an organization has."""

    def __init__(self, root: Path, contracts: Contracts | None = None) -> None:
        self.root = root
        self.manifest = root / "manifest.json"
        self.contracts = shipped_contracts() if contracts is None else contracts

    def columns_of(self, table: str) -> Mapping[str, str]:
        """Name and SQL type of each stored column of a contract's table or one of the lake's own."""
        return OWN[table] if table in OWN else self.contracts[table].stored

    def by_month(self, table: str) -> bool:
        """Event tables lie in a folder for each month, so that a correction rewrites little."""
        contract: Contract | None = self.contracts.get(table)
        return bool(contract and contract.kind == "event" and contract.effective)

    def month_of(self, table: str) -> str:
        """SQL of the month column, empty where the table has none."""
        return f", strftime({self.contracts[table].effective}, '%Y-%m') as month" if self.by_month(table) else ""

    def path(self, table: str) -> str:
        return str(self.root / "tables" / table)

    def versions(self) -> dict[str, int]:
        """The version of each table that stands now."""
        try:
            found: dict[str, int] = json.loads(self.manifest.read_text("utf-8"))["versions"]
        except FileNotFoundError:
            return {}
        return found

    def files(self, table: str, versions: Versions) -> list[str]:
        """The Parquet files that hold a table at those versions; none when it was never written."""
        delta = self._delta_table(table, versions)
        return sorted(delta.file_uris()) if delta else []

    def _delta_table(self, table: str, versions: Versions) -> DeltaTable | None:
        return DeltaTable(self.path(table), version=versions[table]) if table in versions else None

    def readable(self, path: str) -> bool:
        """A data file is there and its footer can be read."""
        with connect() as con:
            try:
                con.rows("select count(*) from parquet_metadata(?)", [plain(path)])
            except DatabaseError:
                return False
        return True

    def relation(self, table: str, versions: Versions) -> Relation:
        """SQL of the table at those versions, an empty one of the right shape where there is none.

        Columns that its contract gained since are null.
        """
        delta = self._delta_table(table, versions)
        paths = sorted(delta.file_uris()) if delta else []
        there = _columns(delta) if delta and paths else set()  # a table without rows has no files
        chosen = ", ".join(
            name if name in there else f"cast(null as {kind}) as {name}"
            for name, kind in self.columns_of(table).items()
        )
        if not paths:
            return empty(self.columns_of(table))
        rows = parquet(paths)
        return Relation(f"(select {chosen} from {rows})", rows.files)

    def relations(self, versions: Versions) -> Callable[[str], Relation]:
        """`relation` at those versions, the tables opened beside one another and ahead of who asks."""
        pool = ThreadPoolExecutor(_OPENED_AT_ONCE)
        opened = {table: pool.submit(self.relation, table, versions) for table in versions}
        pool.shutdown(wait=False)
        return lambda table: opened[table].result() if table in opened else self.relation(table, versions)

    def current_rows(self, table: str, versions: Versions) -> Relation:
        """The rows of the table that stand at those versions: nothing newer took their place."""
        return current_rows(self.relation(table, versions))

    @contextmanager
    def writing(self) -> Iterator["Writing"]:
        """The one writer at a time. Nothing is seen by readers until its commit()."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield Writing(self, self.versions())


@dataclass
class Writing:
    """Changes of several tables that become visible together."""

    lake: Lake
    versions: dict[str, int]
    changed: set[str] = field(default_factory=set)

    def append(self, table: str, rows: Stream) -> None:
        """Add rows of the table's stored columns."""
        self._write(table, rows, mode="append")

    def overwrite(self, table: str, rows: Stream, months: Sequence[str] | None = None) -> None:
        """Put rows in the place of the whole table, or of some months of an event table."""
        predicate = None
        if months is not None:
            predicate = "month in (" + ", ".join(f"'{month}'" for month in sorted(months)) + ")"
        self._write(table, rows, mode="overwrite", predicate=predicate)

    def amend(self, con: Connection, table: str, test: str, says: Mapping[str, str]) -> int:
        """Set columns of the rows that meet a test, both SQL. How many they were."""
        rows = self.lake.relation(table, self.versions)
        (count,) = con.row(f"select count(*) from {rows} where {test}")
        if count:
            columns = ", ".join(
                f"case when {test} then {says[name]} else {name} end as {name}" if name in says else name
                for name in self.lake.columns_of(table)
            )
            self.overwrite(
                table, con.stream(f"select *{self.lake.month_of(table)} from (select {columns} from {rows})")
            )
        return int(count)

    def _write(self, table: str, rows: Stream, **how: Any) -> None:
        self._roll_back(table)
        if table in self.versions and self.lake.columns_of(table).keys() - _columns(DeltaTable(self.lake.path(table))):
            self._widen(table)
        self._put(table, rows, **how)

    def _put(self, table: str, rows: Stream, **how: Any) -> None:
        parts = ["month"] if self.lake.by_month(table) else None
        write_deltalake(self.lake.path(table), rows, partition_by=parts, **how)
        self.versions[table] = DeltaTable(self.lake.path(table)).version()
        self.changed.add(table)

    def _widen(self, table: str) -> None:
        """Its contract gained a column: write the table anew, so that all its files are alike."""
        with connect() as con:
            rows = con.stream(f"select *{self.lake.month_of(table)} from {self.lake.relation(table, self.versions)}")
            self._put(table, rows, mode="overwrite", schema_mode="overwrite")

    def _roll_back(self, table: str) -> None:
        """Undo what a killed writer left beyond the manifest."""
        path = self.lake.path(table)
        if table in self.changed or not DeltaTable.is_deltatable(path):
            return
        delta = DeltaTable(path)
        stands = self.versions.get(table)
        if stands is None:
            delta.delete()
        elif delta.version() != stands:
            delta.restore(stands)

    def _compact(self) -> None:
        """Small files of many deliveries become few; the versions before stay readable."""
        for table in self.changed:
            if len(self.lake.files(table, self.versions)) > MANY_FILES:
                delta = DeltaTable(self.lake.path(table))
                delta.optimize.compact()
                self.versions[table] = delta.version()

    def commit(self) -> None:
        """Make all changes visible at once, and last."""
        if not self.changed:
            return
        self._compact()
        with replacing(self.lake.manifest, durable=True) as temporary:
            temporary.write_text(json.dumps({"versions": dict(sorted(self.versions.items()))}), "utf-8")
        self.changed.clear()


def current_rows(rows: Relation) -> Relation:
    """Those of some stored rows that stand."""
    return Relation(f"(select * from {rows} where {STANDS})", rows.files)


def _columns(delta: DeltaTable) -> set[str]:
    return {column.name for column in delta.schema().fields}
