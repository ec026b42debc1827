"""What the program itself gives to SQL: its settings as values, its decision tables as tables."""

from collections.abc import Callable
from datetime import datetime

from yudane.evidence.engines.database import Connection, Relation
from yudane.evidence.engines.sql import literal
from yudane.evidence.snapshot import ProgramTable, Snapshot
from yudane.program import Program
from yudane.program.model import DecisionTable


def snapshot_over(
    con: Connection,
    relation: Callable[[str], Relation],
    program: Program,
    as_of: datetime,
    known_at: datetime | None = None,
) -> Snapshot:
    """The evidence as this program's checks see it. A table called like one of ours is left out, as lint says."""
    program_tables = {
        table.name: ProgramTable(_select(table), tuple(table.columns)) for table in program.decision_tables
    }
    return Snapshot(con, relation, as_of, known_at, program.contracts, program.settings_values, program_tables)


def _select(table: DecisionTable) -> str:
    kinds = [kind for kind, _ in table.columns.values()]
    rows = (
        "(" + ", ".join(f"cast({literal(value)} as {kind})" for value, kind in zip(row, kinds, strict=True)) + ")"
        for row in table.rows
    )
    return f"select * from (values {', '.join(rows)}) t({', '.join(table.columns)})"
