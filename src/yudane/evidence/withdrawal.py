"""Taking back: rows and coverage of a batch, a source or a path, from now on. What was known stays known for its time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from yudane.evidence.batch import RECORDS
from yudane.evidence.delivery import plain
from yudane.evidence.engines.database import Connection, connect
from yudane.evidence.engines.sql import literal
from yudane.evidence.gaps import hash_sql
from yudane.evidence.lake import COUNTS, OPEN, STANDS, Lake, Writing
from yudane.evidence.settling import under_sql
from yudane.reading import Place, ProblemsError


@dataclass(frozen=True)
class Withdrawn:
    """What was taken back."""

    what: str
    rows: int
    looks: int  # coverage rows

    def as_json(self) -> dict[str, Any]:
        return {"withdrawn": self.what, "rows": self.rows, "coverage": self.looks}


@dataclass(frozen=True)
class _Target:
    """SQL tests of what is meant, over rows, coverage and gaps."""

    rows: str
    looks: str
    gaps: str
    parted: str = "false"  # rows of batches that told of more: their coverage stands, so it must not count for these


def withdraw(lake: Lake, what: str, why: str, now: datetime) -> Withdrawn:
    """`what` is the id of a batch, the name of a source, or a path. Raises ProblemsError where there is none of it, or it was
    entered here, where it can be taken back."""
    with connect() as con, lake.writing() as writing:
        target = _target(con, lake, writing, what)
        closed = {"closed_at": literal(now), "closed_by": "'withdrawn'", "why": literal(why)}
        writing.amend(con, "gaps", f"{OPEN} and {target.gaps}", closed)
        parted = [_parted(con, lake, writing, table, target) for table in lake.contracts]
        gone, meant = {"superseded_at": literal(now)}, f"{STANDS} and {target.rows}"
        rows = sum(writing.amend(con, table, meant, gone) for table in lake.contracts)
        looks = writing.amend(con, "coverage", f"{COUNTS} and {target.looks}", {"withdrawn_at": literal(now)})
        if not writing.changed:
            raise ProblemsError.one("nothing_to_withdraw", Place(what))
        batch = f"{now:%Y%m%dT%H%M%S%f}-withdraw"
        _open(con, writing, [gap for found in parted for gap in found], batch, why, now)
        writing.append(
            "batches",
            con.stream(f"""
                select {literal(batch)} as batch_id, '' as source, {literal(now)} as received_at,
                       {literal(now.date())} as until, 0::bigint as received, 0::bigint as stored, 0::bigint as rejected,
                       '[]' as documents, 'null' as covers, 'null' as restates, {literal(what)} as withdraws, {literal(why)} as why"""),
        )
        writing.commit()
    return Withdrawn(what, rows, looks)


def _target(con: Connection, lake: Lake, writing: Writing, what: str) -> _Target:
    batches = con.rows(
        f"select distinct batch_id, source from {lake.relation('batches', writing.versions)} where withdraws is null"
    )
    if any(source == RECORDS and what in (batch, source) for batch, source in batches):
        raise ProblemsError.one("withdraw_where_entered", Place(what))
    name = literal(what)
    if any(batch == what for batch, _ in batches):
        return _Target(f"batch_id = {name}", f"batch_id = {name}", f"opened_by = {name}")
    if any(source == what for _, source in batches):
        return _Target(f"starts_with(origin, {literal(what + ':')})", f"source = {name}", f"source = {name}")
    return _path(con, lake, writing, what)


def _path(con: Connection, lake: Lake, writing: Writing, what: str) -> _Target:
    """Rows told from there; coverage of the batches that told of nothing else in a table."""
    places = sorted({what.rstrip("/"), str(plain(Path(what)))})
    below = "substr(origin, strpos(origin, ':') + 1)"
    under = "(" + " or ".join(under_sql(below, place) for place in places) + ")"
    named = " or ".join(under_sql("d.name", place) for place in places)
    con.execute(f"""
        create or replace temp table whole_batches as
        select batch_id, coalesce(d."table", '*') as table_name from (
            select batch_id, unnest(from_json(documents, '[{{"name": "VARCHAR", "table": "VARCHAR"}}]')) as d
            from {lake.relation("batches", writing.versions)} where withdraws is null)
        group by all having bool_and({named})""")
    entire_batch = (
        "((batch_id, {}) in (select * from whole_batches) or (batch_id, '*') in (select * from whole_batches))"
    )
    return _Target(under, entire_batch.format("table_name"), under, parted="not " + entire_batch)


def _parted(con: Connection, lake: Lake, writing: Writing, table: str, target: _Target) -> list[tuple[str, str, str]]:
    """table, service and origin of rows that go while what their batches looked at stands."""
    contract = lake.contracts[table]
    if contract.group == "reference" or target.parted == "false":
        return []
    whom = "coalesce(service_id, '*')" if contract.has("service_id") else "'*'"
    test = target.parted.replace("{}", literal(table))
    return [
        (table, service, origin)
        for service, origin in con.rows(
            f"select distinct {whom}, origin from {lake.relation(table, writing.versions)} "
            f"where {STANDS} and {target.rows} and {test} order by all"
        )
    ]


def _open(
    con: Connection, writing: Writing, gaps: Sequence[tuple[str, str, str]], batch: str, why: str, now: datetime
) -> None:
    if not gaps:
        return
    args = literal(json.dumps({"why": why}, ensure_ascii=False))
    listed = ", ".join(f"({literal(table)}, {literal(service)}, {literal(origin)})" for table, service, origin in gaps)
    source = "split_part(origin, ':', 1)"
    writing.append(
        "gaps",
        con.stream(f"""
            select {source} as source, table_name, service_id, origin, cast(null as bigint) as line,
                   'taken_back' as code, {args} as args, cast(null as varchar) as key, {hash_sql(source)},
                   {literal(now)} as opened_at, {literal(batch)} as opened_by, cast(null as timestamp) as closed_at,
                   cast(null as varchar) as closed_by, cast(null as varchar) as why
            from (select *, cast(null as bigint) as line, 'taken_back' as code, {args} as args,
                         cast(null as varchar) as key
                  from (values {listed}) v(table_name, service_id, origin))"""),
    )
