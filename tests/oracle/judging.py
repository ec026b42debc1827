"""The product's own judging over rows held in memory, without a lake."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from yudane.assessment.gates import GATED, GateJudge
from yudane.assessment.outcomes import Judge
from yudane.assessment.program_tables import snapshot_over
from yudane.assessment.results import results_of
from yudane.assessment.rows import GateRow
from yudane.assessment.store import Assessment
from yudane.contracts import shipped_contracts
from yudane.evidence.engines.database import Connection, Relation, union
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import OWN
from yudane.evidence.validate import checked_sql
from yudane.program import Criterion, Gate, Program

Rows = Sequence[Mapping[str, Any]]


def outcomes(
    con: Connection, program: Program, criteria: Iterable[Criterion], as_of: datetime
) -> dict[tuple[str, str], tuple[str, str]]:
    """Outcome and what was measured, by (criterion, service), over the tables loaded before."""
    snapshot = snapshot_over(con, lambda table: Relation(f"given_{table}"), program, as_of)
    Judge(snapshot, program).judge(criteria)
    found = con.rows("select criterion_id, service_id, outcome, concat_ws(' ', cause, detail, measured) from outcomes")
    return {(criterion, service): (outcome, reason) for criterion, service, outcome, reason in found}


def load(con: Connection, tables: Mapping[str, Rows], coverage: Rows, folder: Path) -> None:
    """Make `given_<table>` for every contract and `given_coverage`, through the checks every row passes."""
    for table in shipped_contracts():
        _load(con, table, tables.get(table, ()), folder)
    for name in ("coverage", "gaps"):
        columns = ", ".join(f"{column} {kind}" for column, kind in OWN[name].items())
        con.execute(f"create or replace table given_{name} ({columns})")
    coverage_rows = [{"not_filled": [], **row, "source": f"source {number % 3}"} for number, row in enumerate(coverage)]
    names = ("table_name", "service_id", "since", "until", "not_filled", "source")
    rows = (", ".join(str(v) if isinstance(v := row[n], list) else literal(v) for n in names) for row in coverage_rows)
    values = ", ".join(f"({row}, timestamp '2020-01-01')" for row in rows)
    con.execute(f"insert into given_coverage ({', '.join(names)}, received_at) values {values}")


def _load(con: Connection, table: str, rows: Rows, folder: Path) -> None:
    contract, spool = shipped_contracts()[table], folder / f"{table}.jsonl"
    columns = ", ".join(f"{name} {kind}" for name, kind in contract.stored.items())
    con.execute(f"create or replace table given_{table} ({columns}, fault varchar)")
    if not rows:
        return
    spool.write_text("".join(json.dumps({"row": _json_values(row)}) + "\n" for row in rows), "utf-8")
    con.execute(f"""create or replace table staged as
        select 'records:oracle' as origin, 1 as line, row_number() over () as seq, row
        from read_json({literal(str(spool))}, format = 'newline_delimited', columns = {{row: 'JSON'}})""")
    con.execute(f"""insert into given_{table} by name
        select {", ".join(contract.names)}, 'oracle' as source_system, source_ref, origin,
               timestamp '2020-01-01' as received_at, fault
        from ({checked_sql(contract, "oracle")})""")
    wrong = con.rows(f"select fault from given_{table} where fault is not null")
    assert not wrong, f"{table}: {wrong}"


def _json_values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
        if value is not None
    }


def gated(
    con: Connection, program: Program, gates: Iterable[Gate], as_of: datetime, told: bool = False
) -> dict[tuple[str, str, str, int | None], GateRow]:
    """The rows of conditions and triggers by (check, service, activity, level to be reached), over the tables loaded before;
    `told`: what the triggers come to is evidence for the conditions, as in an assessment."""
    today = results_of("trigger_results", Assessment(as_of.date(), "now", program.version, {}, as_of), "gated")

    def relation(table: str) -> Relation:
        given = Relation(f"given_{table}")
        return union([given, today]) if told and table == "trigger_results" else given

    GateJudge(snapshot_over(con, relation, program, as_of), program).judge(gates)
    columns = [*GATED, "name", "tier"]
    rows = con.rows(f"select {', '.join(columns)} from gated join services using (service_id)")
    found = [cast("GateRow", dict(zip(columns, row, strict=True))) for row in rows]
    return {(row["check_id"], row["service_id"], row["activity"], row["to_level"]): row for row in found}
