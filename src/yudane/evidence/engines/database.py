"""One way to connect, to name relations and to fail. DuckDB in memory: a throw-away connection for each piece of work,
never a database file."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

import duckdb

VERSION = duckdb.__version__
Row = dict[str, Any]
Values = Sequence[Any] | Mapping[str, Any]

# What a connection never does, whoever asks.
_SHUT: Mapping[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}


_SESSION = "set TimeZone = 'UTC'; set enable_progress_bar = false; set parquet_metadata_cache = true"


class DatabaseError(Exception):
    """What the database could not do, in its own words. The first line is for people."""

    part: str | None = None  # as of UntrustedError

    def __str__(self) -> str:
        return super().__str__().split("\n")[0]

    @property
    def line(self) -> int | None:
        """The line of the statement it is about, where the database says so."""
        found = re.search(r"^LINE (\d+):", super().__str__(), re.MULTILINE)
        return int(found.group(1)) if found else None


@dataclass(frozen=True)
class Relation:
    """Rows by name: a SELECT in parentheses, and the files it reads; None where it needs the connection's own tables."""

    sql: str
    files: tuple[str, ...] | None = None

    def __str__(self) -> str:
        return self.sql


class Stream(Protocol):
    """Rows of a query, fetched while they are read: what Arrow calls a C stream."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class Connection:
    """One connection. Every method raises DatabaseError."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._ends: list[Callable[[], None]] = []

    def execute(self, sql: str, values: Values = ()) -> Self:
        """Run a statement; `rows` and `row` give what it found."""
        try:
            self._con.execute(sql, dict(values) if isinstance(values, Mapping) else list(values))
        except (duckdb.Error, UnicodeError, RuntimeError) as error:  # a text that is no text is a RuntimeError
            raise DatabaseError(str(error)) from error
        return self

    def rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        self.execute(sql, values)
        try:
            return self._con.fetchall()
        except (duckdb.Error, OverflowError, ValueError, RuntimeError) as error:  # a value that Python has no place for
            raise DatabaseError(str(error)) from error

    def row(self, sql: str, values: Values = ()) -> tuple[Any, ...]:
        """The first row; there must be one."""
        return self.rows(sql, values)[0]

    def records(self, sql: str, values: Values = ()) -> list[Row]:
        """The rows by column name."""
        found = self.rows(sql, values)
        names = [column[0] for column in self._con.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found]

    def columns(self, relation: str) -> dict[str, str]:
        """Name and type of what a relation holds."""
        return {name: kind for name, kind, *_ in self.rows(f"describe select * from {relation}")}

    def stream(self, sql: str) -> Stream:
        """The rows of a query, for who writes them elsewhere."""
        try:
            found: Stream = self._con.sql(sql)
        except duckdb.Error as error:
            raise DatabaseError(str(error)) from error
        return found

    def beside(self) -> "Connection":
        """Another one to the same tables, for another thread."""
        return Connection(self._con.cursor()).execute(_SESSION)

    def on_close(self, end: Callable[[], None]) -> None:
        """What else ends with this connection."""
        self._ends.append(end)

    def close(self) -> None:
        self._con.close()
        while self._ends:
            self._ends.pop()()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def connect(memory: str | None = None, **settings: str | bool | int | float | list[str]) -> Connection:
    """A connection that speaks UTC and loads no extension.

    YUDANE_THREADS and YUDANE_MEMORY limit it; by default it takes what the machine has.
    """
    chosen = {**_SHUT, **settings}
    if threads := os.environ.get("YUDANE_THREADS"):
        chosen.setdefault("threads", int(threads))
    if limit := memory or os.environ.get("YUDANE_MEMORY"):
        chosen.setdefault("memory_limit", limit)
    try:
        con = Connection(duckdb.connect(":memory:", config=chosen))
    except duckdb.Error as error:
        raise DatabaseError(str(error)) from error
    return con.execute(_SESSION)


def cores() -> int:
    """How many the database may use."""
    return int(os.environ.get("YUDANE_THREADS") or os.cpu_count() or 1)


def parquet(paths: Iterable[str]) -> Relation:
    """The rows of Parquet files."""
    files = tuple(paths)
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
    return Relation(f"(select * from read_parquet([{listed}], hive_partitioning = false))", files)


def empty(columns: Mapping[str, str]) -> Relation:
    """No rows, of some columns and their types."""
    return Relation(f"(select {nulls(columns)} where false)", ())


def nulls(columns: Mapping[str, str]) -> str:
    """A select list of typed nulls."""
    return ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())


def union(relations: Sequence[Relation]) -> Relation:
    """All rows of several, by column name."""
    files = [one.files for one in relations]
    select = " union all by name ".join(f"select * from {one}" for one in relations)
    return Relation(f"({select})", None if None in files else tuple(path for one in files for path in one or ()))


def plain(path: str) -> str:
    """A file's path as the database takes it, where the lake names it as an address."""
    return path.removeprefix("file://")
