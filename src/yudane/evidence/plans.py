"""Which columns queries read: told by the engine's plans over empty tables, nothing is guessed from their text."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter

import duckdb

from yudane.evidence.contracts import contracts, views
from yudane.evidence.engines.duckdb import connect

Columns = dict[str, set[str]]  # by table


def words(sql: str) -> set[str]:
    """The identifiers in a text; enough to see which tables it may name."""
    return set(re.findall(r"[a-z_][a-z0-9_]*", sql))


def columns_read(con: duckdb.DuckDBPyConnection, sql: str) -> Columns:
    """The columns a query reads of the tables in a connection, as its plan scans them."""
    row = con.execute(f"explain (format json) {sql}").fetchone()
    nodes = json.loads(row[1]) if row else []
    found: Columns = {}
    while nodes:
        node = nodes.pop()
        nodes += node.get("children", [])
        told = node.get("extra_info", {})
        if table := str(told.get("Table", "")).rpartition(".")[2]:
            scanned = words(json.dumps([told.get("Projections"), told.get("Filters")]))
            found.setdefault(table, set()).update(scanned)
    return found


def columns_needed(queries: Iterable[str], given: Mapping[str, str], derived: Mapping[str, str]) -> Columns:
    """What queries read, themselves or through derived tables. Raises duckdb.Error for one that cannot be planned.

    `given` are tables of the program, `derived` the derived tables, each by name as a SELECT.
    """
    shapes = _shapes()
    found: Columns = {}

    def add(con: duckdb.DuckDBPyConnection, sql: str) -> None:
        for table, scanned in columns_read(con, sql).items():
            found.setdefault(table, set()).update(scanned & shapes.get(table, {}).keys())

    with connect() as con:
        plan_whole(con)
        for name, columns in shapes.items():
            con.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
        for name, select in given.items():
            con.execute(f"create table {name} as {select}")
        for sql in queries:
            if words(sql) & derived.keys():
                add(con, sql)
        for name in readers_first(derived):
            if name in found:
                add(con, f"select {', '.join(sorted(found[name])) or '1'} from ({derived[name]}\n)")
    return found


def plan_whole(con: duckdb.DuckDBPyConnection) -> None:
    """From now on, plans leave out columns that nothing reads, but not what is empty."""
    con.execute("set disabled_optimizers = 'statistics_propagation,empty_result_pullup'")


def _shapes() -> dict[str, dict[str, str]]:
    derived = {name: {column.name: column.sql_type for column in view.columns} for name, view in views().items()}
    return {name: contract.stored for name, contract in contracts().items()} | derived


def readers_first(derived: Mapping[str, str]) -> Iterator[str]:
    """The names, each before those that its SELECT reads."""
    reads = {name: words(select) & derived.keys() - {name} for name, select in derived.items()}
    return reversed(tuple(TopologicalSorter(reads).static_order()))
