"""One way to connect, to name relations and to fail. DuckDB in memory: a throw-away database for each piece of work, never
a file. Starting the engine takes ten times as long as what most pieces of work ask of it, so that they share one."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from threading import Lock
from types import TracebackType
from typing import Any, Protocol, Self

import duckdb

VERSION = duckdb.__version__
Row = dict[str, Any]
Values = Sequence[Any] | Mapping[str, Any]
Setting = str | bool | int | float | list[str]

# What a connection never does, whoever asks.
_SHUT: Mapping[str, Setting] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
}


_SESSION = "set TimeZone = 'UTC'; set enable_progress_bar = false"
# Of an engine that lives long: what it remembers of a file could be of one that was there before.
_FORGETFUL: Mapping[str, Setting] = {"enable_external_file_cache": False}
_REMEMBERS = "; set parquet_metadata_cache = true"
_engines: dict[tuple[object, ...], duckdb.DuckDBPyConnection] = {}
_lock, _numbers = Lock(), count(1)


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

    def __init__(self, con: duckdb.DuckDBPyConnection, database: str = "") -> None:
        """`database` is the one of this piece of work in a shared engine; empty where the engine is its own."""
        self._con, self._database = con, database
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
        other = Connection(self._con.cursor()).execute(_SESSION)
        return other.execute(f"use {self._database}") if self._database else other

    @property
    def alone(self) -> bool:
        """The engine is its own, so that its settings may be changed."""
        return not self._database

    def on_close(self, end: Callable[[], None]) -> None:
        """What else ends with this connection."""
        self._ends.append(end)

    def close(self) -> None:
        try:
            if self._database:
                with suppress(duckdb.Error):  # mostly no transaction is open; one that failed would keep the database
                    self._con.execute("rollback")
                self._con.execute(f"use memory; detach {self._database}")
        finally:
            self._con.close()
            while self._ends:
                self._ends.pop()()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def connect(memory: str | None = None, alone: bool = False, **settings: Setting) -> Connection:
    """A connection to an empty database; it speaks UTC and loads no extension.

    YUDANE_THREADS and YUDANE_MEMORY limit the engine; by default it takes what the machine has. `alone`, or with limits or
    settings of its own: an engine of its own, whose settings may be changed, and which remembers the files it read.
    """
    chosen: dict[str, Setting] = {**_SHUT, **settings}
    if threads := os.environ.get("YUDANE_THREADS"):
        chosen.setdefault("threads", int(threads))
    if limit := memory or os.environ.get("YUDANE_MEMORY"):
        chosen.setdefault("memory_limit", limit)
    try:
        if alone or memory or settings:
            return Connection(duckdb.connect(":memory:", config=chosen)).execute(_SESSION + _REMEMBERS)
        database = f"work_{next(_numbers)}"
        shared = _engine({**chosen, **_FORGETFUL}).cursor()
        shared.execute(f"attach ':memory:' as {database}; use {database}")
        return Connection(shared, database).execute(_SESSION)
    except duckdb.Error as error:
        raise DatabaseError(str(error)) from error


def _engine(chosen: Mapping[str, Setting]) -> duckdb.DuckDBPyConnection:
    """The one of this process with these settings: a process that was forked begins its own."""
    key = (os.getpid(), *sorted(chosen.items()))
    with _lock:
        if key not in _engines:
            _engines[key] = duckdb.connect(":memory:", config=dict(chosen))
        return _engines[key]


def cores() -> int:
    """How many the database may use."""
    return int(os.environ.get("YUDANE_THREADS") or os.cpu_count() or 1)


def parquet(paths: Iterable[str]) -> Relation:
    """The rows of Parquet files."""
    files = tuple(paths)
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
    return Relation(f"(select * from read_parquet([{listed}], hive_partitioning = false))", files)


def parquet_of(paths: Iterable[str], told_by: str) -> str:
    """A SELECT of the rows of Parquet files by column name, the path of its file beside each row."""
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return f"""select * exclude (filename), filename as {told_by}
        from read_parquet([{listed}], hive_partitioning = false, union_by_name = true, filename = true)"""


def empty(columns: Mapping[str, str]) -> Relation:
    """No rows, of some columns and their types."""
    return Relation(f"(select {nulls(columns)} where false)", ())


def empty_table(con: Connection, name: str, columns: Mapping[str, str]) -> None:
    """A temp table without rows: nothing is planned for it."""
    listed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    con.execute(f"create or replace temp table {name} ({listed})")


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
