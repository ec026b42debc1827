"""Documents to rows by a source's SQL: in this process where it came with the package, else in a worker."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from yudane.evidence.engines.database import Connection, DatabaseError, Relation, parquet
from yudane.evidence.engines.reading import Reading, read, tables_named
from yudane.evidence.engines.resolving import Tables
from yudane.evidence.engines.rules import MAP
from yudane.evidence.engines.sql import Parameter, bare, bind, literal
from yudane.evidence.engines.syntax import UntrustedError, lower
from yudane.evidence.engines.untrusted import FailedError, Input, Limits, run_untrusted, running
from yudane.evidence.sources.source import Source

DOCUMENTS: Tables = {"documents": ("origin", "line", "position", "body")}
MAX_ROW = 16 << 20  # characters of one row
MAX_ROWS = 20_000_000
MAX_REJECTED = 100_000  # documents that one delivery may refuse


@contextmanager
def part_named(name: str) -> Iterator[None]:
    """What goes wrong in here is about a shared part, the innermost one."""
    try:
        yield
    except (UntrustedError, DatabaseError) as error:
        error.part = error.part or name
        raise


class Mapped(Protocol):
    """What a source's SQL makes of the documents. Each raises UntrustedError or DatabaseError."""

    def rows(self, table: str) -> str:
        """SQL of origin, line, row (JSON) of a table."""

    def ours(self) -> set[str]:
        """The origins that are of this source at all."""

    def rejected(self) -> list[tuple[Any, ...]]:
        """origin, line, problem, detail, service_id of documents that cannot be used."""


@contextmanager
def mapping(
    con: Connection, source: Source, values: Mapping[str, Parameter], limits: Limits | None = None
) -> Iterator[Mapped]:
    """Over the temp table `documents` of a connection."""
    if source.shipped:
        yield _Shipped(con, source, values)
        return
    with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
        yield _Untrusted(con, source, values, Path(folder), limits or running())


def read_map(source: Source, name: str) -> Reading:
    """What one of a source's texts reads, the parts its maps share being tables. Raises RefusedError."""
    return _read(source, source.texts[name], {}, ())


def _read(source: Source, sql: str, known: dict[str, Reading], within: tuple[str, ...]) -> Reading:
    """Shared parts are read when a text names them, each before what is made from it."""
    tables: dict[str, tuple[str, ...]] = dict(DOCUMENTS)
    for name in sorted(tables_named(bare(sql)) & source.shared.keys() - {*within, *DOCUMENTS}):
        if name not in known:
            with part_named(name):
                known[name] = _read(source, source.shared[name], known, (*within, name))
        tables[name] = known[name].columns
    return read(bare(sql), tables, MAP)


@dataclass
class _Shipped:
    """SQL that came with the package, in the connection that holds the documents."""

    con: Connection
    source: Source
    values: Mapping[str, Parameter]
    prepared: set[str] = field(default_factory=set)

    def rows(self, table: str) -> str:
        self.con.execute(f"create or replace temp table mapped as {self._staged(self.source.maps[table])}")
        return "select origin, line, to_json(mapped) as row from mapped"

    def ours(self) -> set[str]:
        return _origins(self.con, self._staged(self.source.ours))

    def rejected(self) -> list[tuple[Any, ...]]:
        sql = self._staged(self.source.rejected)
        named = "service_id" in {lower(name) for name in self.con.columns(f"({sql}\n)")}
        return self.con.rows(f"{_refusals(sql, named)} order by all")

    def _staged(self, sql: str) -> str:
        """A text with its values, the shared parts it names being there."""
        for name in sorted(tables_named(bare(sql)) & self.source.shared.keys() - self.prepared):
            self.prepared.add(name)
            with part_named(name):
                part = self._staged(self.source.shared[name])
                self.con.execute(f"create or replace temp table {name} as {part}")
        return bind(bare(sql), self.values)


@dataclass
class _Untrusted:
    """SQL of an organization's own, each text in a worker of its own over the documents and the shared parts it names."""

    con: Connection
    source: Source
    values: Mapping[str, Parameter]
    folder: Path
    limits: Limits
    prepared: dict[str, Input] = field(default_factory=dict)

    def rows(self, table: str) -> str:
        read_map(self.source, table)
        ours = "select cast(origin as varchar) as origin, cast(line as bigint) as line, to_json(mapped) as row"
        found = self._run(f"{ours} from ({{}}\n) mapped", self.source.maps[table])
        self._verify(found, {"origin": "VARCHAR", "line": "BIGINT", "row": "JSON"})
        return f"select * from {found}"

    def ours(self) -> set[str]:
        read_map(self.source, "ours")
        found = self._run("select distinct cast(origin as varchar) as origin from ({}\n) ours", self.source.ours)
        self._verify(found, {"origin": "VARCHAR"})
        return _origins(self.con, f"select * from {found}")

    def rejected(self) -> list[tuple[Any, ...]]:
        named = "service_id" in read_map(self.source, "rejected").columns
        found = self._run(_refusals("{}", named), self.source.rejected)
        self._verify(found, _REFUSED)
        return self.con.rows(f"select * from {found} order by all")

    def _run(self, ours: str, theirs: str) -> Relation:
        """Our SELECT around one of theirs. Raises UntrustedError."""
        named = tables_named(bare(theirs)) & self.source.shared.keys() - DOCUMENTS.keys()
        inputs = {name: self._shared(name) for name in sorted(named)}
        inputs["documents"] = self._documents()
        scratch = Path(tempfile.mkdtemp(dir=self.folder))
        return run_untrusted(ours.replace("{}", bind(bare(theirs), self.values)), inputs, MAP, scratch, self.limits)

    def _shared(self, name: str) -> Input:
        if name not in self.prepared:
            with part_named(name):
                found = self._run("{}", self.source.shared[name])
            self.prepared[name] = Input(found, tuple(lower(column) for column in self.con.columns(str(found))))
        return self.prepared[name]

    def _documents(self) -> Input:
        if "documents" not in self.prepared:
            path = self.folder / "documents.parquet"
            self.con.execute(f"copy (select * from documents) to {literal(str(path))} (format parquet)")
            self.prepared["documents"] = Input(parquet([str(path)]), DOCUMENTS["documents"])
        return self.prepared["documents"]

    def _verify(self, found: Relation, shape: Mapping[str, str]) -> None:
        """What came is what was asked for, and of documents that were delivered. Raises FailedError."""
        if self.con.columns(str(found)) != shape:
            raise FailedError("a worker's answer of another shape")
        invented = "origin is null or origin not in (select origin from documents where origin is not null)"
        if self.con.row(f"select count(*) from {found} where {invented}")[0]:
            raise FailedError("a row names an origin that was not delivered")
        most, widest = (MAX_ROWS, "row") if "row" in shape else (MAX_REJECTED, [*shape][-1])
        (rows,) = self.con.row(f"select count(*) from {found}")
        if rows > most:
            raise FailedError(f"more than {most} rows")
        long, all_of_it = self.con.row(
            f"select coalesce(max(length(cast({widest} as varchar))), 0), "
            f"coalesce(sum(length(cast({widest} as varchar))), 0) from {found}"
        )
        if long > MAX_ROW or all_of_it > self.limits.memory:
            raise FailedError(f"rows of more than {MAX_ROW} characters, or {self.limits.memory >> 20} MB of them")


_REFUSED = {
    "origin": "VARCHAR",
    "line": "BIGINT",
    "problem": "VARCHAR",
    "detail": "VARCHAR",
    "service_id": "VARCHAR",
}


def _refusals(sql: str, named: bool) -> str:
    """Refused documents in one shape; `named`: the source says which service each is about."""
    service = "left(cast(service_id as varchar), 200)" if named else "cast(null as varchar)"
    return (
        "select cast(origin as varchar) as origin, cast(line as bigint) as line, left(cast(problem as varchar), 60) as problem, "
        f"left(cast(detail as varchar), 2000) as detail, {service} as service_id from ({sql}\n) refused"
    )


def _origins(con: Connection, sql: str) -> set[str]:
    return {origin for (origin,) in con.rows(f"select distinct origin from ({sql}\n) ours where origin is not null")}
