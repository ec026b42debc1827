"""What the program itself gives to SQL: its settings as values, its decision tables as tables."""

from datetime import datetime

import duckdb

from yudane.evidence.engines.duckdb import literal
from yudane.evidence.snapshot import Relation, Snapshot
from yudane.program import Program
from yudane.program.model import DecisionTable


def snapshot_over(
    con: duckdb.DuckDBPyConnection,
    relation: Relation,
    program: Program,
    as_of: datetime,
    known_at: datetime | None = None,
) -> Snapshot:
    """The evidence as this program's checks see it."""
    given = {table.name: _select(table) for table in program.tables}
    return Snapshot(con, relation, as_of, known_at, program.settings_values, given)


def _select(table: DecisionTable) -> str:
    kinds = [kind for kind, _ in table.columns.values()]
    rows = (
        "(" + ", ".join(f"cast({literal(value)} as {kind})" for value, kind in zip(row, kinds, strict=True)) + ")"
        for row in table.rows
    )
    return f"select * from (values {', '.join(rows)}) t({', '.join(table.columns)})"
