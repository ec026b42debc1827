"""Rows into the lake: checked, told apart from what stands, stored or refused with a reason, all in one commit.

A row that stands is never changed or deleted: it is marked superseded when a newer one takes its place, so what
was known at any earlier time can be asked again. Rows that say the same as what stands change nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from yudane.evidence.batch import ALL, Batch, Rejection, Report, TableReport
from yudane.evidence.contracts import PROVENANCE, Contract, contracts
from yudane.evidence.engines.database import Connection, Stream, empty
from yudane.evidence.engines.sql import literal, texts
from yudane.evidence.lake import STANDS, Lake, Writing, by_month, columns_of, month_of
from yudane.evidence.validate import checked_sql
from yudane.reading import Place, Problem

_CATALOG = ("services", "service_names")


class Intake:
    """Takes the rows of one batch in, table by table; `finish` writes the accounts and commits."""

    def __init__(self, con: Connection, lake: Lake, writing: Writing, batch: Batch, salt: str) -> None:
        self.con, self.lake, self.writing, self.batch, self.salt = con, lake, writing, batch, salt
        self.report = Report(batch.id, batch.source)
        self.covered = lake.relation("coverage", writing.versions)
        con.execute(f"create or replace temp table coverage_news as select * from {empty(columns_of('coverage'))}")
        for table in _CATALOG:
            self._stand(table)

    def _stand(self, table: str, near: str = "true") -> None:
        """`now_<table>`: the rows of a table that stand now (those near the batch, where that is said)."""
        live = f"select * from {self.lake.standing(table, self.writing.versions)} r where {near}"
        self.con.execute(f"create or replace temp table now_{table} as {live}")

    def take(self, table: str, staged: str, into: TableReport | None = None) -> TableReport:
        """Take rows in. `staged` is SQL giving origin, line, row (JSON), in the order they were told."""
        contract = contracts()[table]
        report = self.report.tables.setdefault(table, into or TableReport())
        self._check(contract, staged)
        self._account(contract, report)
        self._map_services(contract, report)
        self._settle(contract, report)
        if table in _CATALOG:
            self._stand(table)
        return report

    # -- checking ------------------------------------------------------------------------------------------------

    def _check(self, contract: Contract, staged: str) -> None:
        self.con.execute(
            f"create or replace temp table staged as select *, row_number() over () as seq from ({staged})"
        )
        self.con.execute(f"create or replace temp table checked as {checked_sql(contract, self.salt)}")
        keys = ", ".join(contract.key)
        self.con.execute(f"""
            update checked set fault = 'repeated_key|{contract.key[0]}|' || coalesce(cast({contract.key[0]} as varchar), '')
            where seq in (select seq from checked where fault is null
                          qualify row_number() over (partition by {keys} order by seq desc) > 1)""")

    def _account(self, contract: Contract, report: TableReport) -> None:
        received, good = self.con.row("select count(*), count(*) filter (fault is null) from checked")
        report.received += received
        report.stored += good
        report.rejected += self._rejections(contract)
        report.ignored_columns = sorted({*report.ignored_columns, *self._unknown_columns(contract)})
        if good < received:
            self._keep_rejected(contract)

    def _rejections(self, contract: Contract) -> list[Rejection]:
        found = self.con.rows("""
            select split_part(fault, '|', 1) as code, split_part(fault, '|', 2) as name, count(*),
                   min_by(origin, seq), min_by(line, seq),
                   min_by(substr(fault, length(split_part(fault, '|', 1)) + length(split_part(fault, '|', 2)) + 3), seq)
            from checked where fault is not null group by 1, 2 order by 3 desc, 1, 2""")
        return [
            Rejection(code, fault_args(contract, name, value), count, Place(_file(origin), line), value)
            for code, name, count, origin, line, value in found
        ]

    def _unknown_columns(self, contract: Contract) -> list[str]:
        known = [*contract.names, *PROVENANCE, "ingested_at", "line"]
        listed = ", ".join(f"'{name}'" for name in known)
        rows = self.con.rows(f"""
            select distinct key from (select unnest(json_keys(row)) as key from staged where json_type(row) = 'OBJECT')
            where key not in ({listed}) order by key limit 20""")
        return [name for (name,) in rows]

    def _keep_rejected(self, contract: Contract) -> None:
        batch = self.batch
        rows = self.con.stream(f"""
            select {literal(batch.source)} as source, '{contract.name}' as table_name, origin, line,
                   split_part(fault, '|', 1) as code, fault as args, cast(row as varchar) as row,
                   {literal(batch.received_at)} as received_at, {literal(batch.id)} as batch_id
            from checked where fault is not null order by seq""")
        self._add("rejected", rows)

    def refuse(self, table: str, problems: Sequence[Problem]) -> None:
        """Rows that could not even be read: received and rejected, each with its own reason."""
        report = self.report.tables[table]
        report.received += len(problems)
        by_code: dict[str, list[Problem]] = {}
        for problem in problems:
            by_code.setdefault(problem.code, []).append(problem)
        report.rejected += [
            Rejection(code, found[0].args, len(found), found[0].place) for code, found in by_code.items()
        ]

    # -- mapping names of other systems to services --------------------------------------------------------------------

    def _map_services(self, contract: Contract, report: TableReport) -> None:
        if contract.name in _CATALOG or not contract.has("service_id"):
            return
        self.con.execute(resolve_sql("checked", self.batch.names))
        names = self.con.rows("""
            select service_id, count(*) from checked
            where fault is null and service_id is not null and service_id not in (select service_id from now_services)
            group by 1 order by 2 desc, 1""")
        report.unmapped += sum(count for _, count in names)
        report.unmapped_names = [name for name, _ in names[:20]]

    # -- settling with what stands -------------------------------------------------------------------------------------

    def _settle(self, contract: Contract, report: TableReport) -> None:
        self._fresh(contract)
        old = self._overlap(contract)
        same = _same(contract)
        self.con.execute(f"""
            create or replace temp table added as
            select f.* from fresh f where not exists (select 1 from {old} o where {same})""")
        told = self._told_anew()
        self.con.execute(f"""
            create or replace temp table gone as
            select o.* from {old} o
            where exists (select 1 from added f where {_equal("f", "o", contract.key)})
               or ({told} and not exists (select 1 from fresh f where {_equal("f", "o", contract.key)}))""")
        added, gone, replaced = self.con.row(
            f"""
            select (select count(*) from added), (select count(*) from gone),
                   (select count(*) from gone g where exists (select 1 from added f
                        where {_equal("f", "g", contract.key)}))""",
        )
        report.changed += added
        report.withdrawn += gone - replaced
        self._store(contract, added, gone)

    def _fresh(self, contract: Contract) -> None:
        """The good rows of this batch, as they would lie in the lake."""
        batch = self.batch
        told = f"least(coalesce(told_at, {literal(batch.received_at)}), {literal(batch.received_at)})"
        self.con.execute(f"""
            create or replace temp table fresh as
            select {", ".join(contract.names)}, coalesce(source_system, {literal(batch.source)}) as source_system, source_ref,
                   origin, {literal(batch.id)} as batch_id, {told} as received_at, cast(null as timestamp) as superseded_at
            from checked where fault is null""")

    def _overlap(self, contract: Contract) -> str:
        """The standing rows this batch may touch: same months for events, all for state, and what it restates."""
        self._stand(contract.name, self._range(contract))
        return f"now_{contract.name}"

    def _range(self, contract: Contract) -> str:
        if not by_month(contract.name):
            return "true"
        low, high = self.con.row(f"select min({contract.effective}), max({contract.effective}) from fresh")
        near = f"{contract.effective} between {literal(low)} and {literal(high)}" if low is not None else "false"
        return f"({near} or {self._told_anew('r')})"

    def _told_anew(self, alias: str = "o") -> str:
        prefixes = [f"{self.batch.source}:{origin}" for origin in self.batch.restates]
        tests = [
            f"{alias}.origin = {literal(prefix)} or starts_with({alias}.origin, {literal(prefix + '/')})"
            for prefix in prefixes
        ]
        return "(" + " or ".join(tests) + ")" if tests else "false"

    def _store(self, contract: Contract, added: int, gone: int) -> None:
        if gone:
            self._rewrite(contract)
        elif added:
            self._add(contract.name, self.con.stream(f"select *{month_of(contract.name)} from added"))

    def _rewrite(self, contract: Contract) -> None:
        """Mark the superseded rows and add the new ones, rewriting only the months concerned."""
        table, columns = contract.name, ", ".join(columns_of(contract.name))
        everything = self.lake.relation(table, self.writing.versions)
        now = literal(self.batch.received_at)
        marked = columns.replace("superseded_at", f"coalesce(superseded_at, {now}) as superseded_at")
        in_gone = f"{STANDS} and exists (select 1 from gone g where {_equal('g', 'e', contract.key)})"
        months = self._months(contract)
        kept = f"where {_month_in('e', contract, months)}" if months is not None else ""
        rows = self.con.stream(f"""
            with e as (select * from {everything} e {kept})
            select *{month_of(table)} from (
                select {columns} from e where not ({in_gone})
                union all by name select {marked} from e where {in_gone}
                union all by name select {columns} from added
                {"where " + _month_in("added", contract, months) if months is not None else ""})""")
        self.writing.overwrite(table, rows, months)
        if months is not None:
            outside = self.con.stream(
                f"select *{month_of(table)} from added where not ({_month_in('added', contract, months)})"
            )
            if self.con.row(f"select count(*) from added where not ({_month_in('added', contract, months)})")[0]:
                self.writing.append(table, outside)

    def _months(self, contract: Contract) -> list[str] | None:
        if not by_month(contract.name):
            return None
        rows = self.con.rows(f"select distinct strftime({contract.effective}, '%Y-%m') from gone")
        return [month for (month,) in rows]

    def _add(self, table: str, rows: Stream) -> None:
        self.writing.append(table, rows)

    # -- coverage and accounts -----------------------------------------------------------------------------------------

    def cover(self, table: str) -> None:
        """Note what the source looked at in this table, from the batch's word and the rows just taken."""
        batch, contract = self.batch, contracts()[table]
        since = literal(batch.since) if batch.since else _since(contract, batch)
        if batch.covers is None:
            named = (
                f"""select service_id, min({since}) as since from fresh
                        where service_id is not null group by service_id"""
                if contract.has("service_id")
                else ""
            )
            looked = named or f"select '{ALL}' as service_id, min({since}) as since from fresh having count(*) > 0"
        else:
            services = ", ".join(f"({literal(service)})" for service in batch.covers)
            empty = literal(batch.since) if batch.since else _empty_since(contract, batch)
            looked = f"""select v.service_id, coalesce((select min({since}) from fresh), {empty}) as since
                         from (values {services}) v(service_id)"""
        not_filled = list(batch.not_filled.get(table, ()))
        self._cover_news(f"""
            select {literal(batch.source)} as source, {literal(table)} as table_name, service_id, since,
                   {literal(batch.until)} as until, {texts(not_filled)} as not_filled,
                   {literal(batch.received_at)} as received_at, {literal(batch.id)} as batch_id
            from ({looked})""")

    def _cover_news(self, rows: str) -> None:
        """Only what was not covered so before; written once for all tables, at the end."""
        self.con.execute(f"""
            insert into coverage_news by name
            select t.* from ({rows}) t where not exists (
                select 1 from {self.covered} k where k.source = t.source and k.table_name = t.table_name
                and k.service_id = t.service_id and k.since is not distinct from t.since and k.until >= t.until
                and k.not_filled = t.not_filled)""")

    def finish(self, documents: Sequence[Mapping[str, str]]) -> Report:
        """Write the batch's account and make everything visible at once. A batch that changed nothing leaves none."""
        if self.con.row("select count(*) from coverage_news")[0]:
            self._add("coverage", self.con.stream("select * from coverage_news"))
        if self.writing.changed:
            batch, report = self.batch, self.report
            self._add(
                "batches",
                self.con.stream(f"""
                select {literal(batch.id)} as batch_id, {literal(batch.source)} as source, {literal(batch.received_at)} as received_at,
                       {literal(batch.until)} as until, cast({report.received} as bigint) as received,
                       cast({report.stored} as bigint) as stored, cast({report.rejected} as bigint) as rejected,
                       {literal(json.dumps(list(documents)))} as documents,
                       {literal(json.dumps(batch.covers))} as covers"""),
            )
            self.writing.commit()
        return self.report


def stage_rows(con: Connection, folder: Path, rows: Iterable[tuple[str, int, Any]]) -> str:
    """Spool (origin, line, row) to a file and give the SQL that reads it: far faster than inserting row by row."""
    spool = folder / "staged.jsonl"
    nothing = True
    with spool.open("w", encoding="utf-8") as file:
        for origin, line, row in rows:
            file.write(json.dumps({"origin": origin, "line": line, "row": row}, ensure_ascii=False) + "\n")
            nothing = False
    if nothing:
        return f"select * from {empty({'origin': 'VARCHAR', 'line': 'BIGINT', 'row': 'JSON'})}"
    return (
        f"select origin, line, row from read_json({literal(str(spool))}, format = 'newline_delimited', "
        "columns = {origin: 'VARCHAR', line: 'BIGINT', row: 'JSON'}, maximum_object_size = 268435456)"
    )


def resolve_sql(table: str, systems: Sequence[str]) -> str:
    """Replace names of other systems by service ids in a temp table, where the catalog knows exactly one.

    Names count exactly or ignoring case; without systems said, the names of any system count.
    """
    listed = ", ".join(literal(system) for system in systems)
    of_systems = f"where system in ({listed})" if systems else ""
    return f"""
        update {table} set service_id = found.id from (
            select name, min(id) as id from (
                select name, service_id as id from now_service_names {of_systems}
                union all select lower(name), service_id from now_service_names {of_systems}
                union all select lower(service_id), service_id from now_services)
            group by name having count(distinct id) = 1) found
        where {table}.service_id not in (select service_id from now_services)
          and (found.name = {table}.service_id or found.name = lower({table}.service_id))"""


def fault_args(contract: Contract, name: str, value: str) -> dict[str, Any]:
    """What the message of a refused row needs to know about its column."""
    args: dict[str, Any] = {"table": contract.name, "column": name, "value": value}
    if name and contract.has(name):
        column = contract.column(name)
        args["values"] = ", ".join(column.values)
        if column.range:
            args["low"], args["high"] = (f"{bound:g}" for bound in column.range)
        args["key"] = ", ".join(contract.key)
    return args


def _same(contract: Contract) -> str:
    """A fresh row says the same as one that stands."""
    told = (*contract.names, "source_ref")
    return " and ".join(f"f.{name} is not distinct from o.{name}" for name in told)


def _equal(left: str, right: str, names: Iterable[str]) -> str:
    return " and ".join(f"{left}.{name} is not distinct from {right}.{name}" for name in names)


def _month_in(alias: str, contract: Contract, months: Sequence[str]) -> str:
    listed = ", ".join(f"'{month}'" for month in months)
    return f"strftime({alias}.{contract.effective}, '%Y-%m') in ({listed})"


def moments(contract: Contract) -> list[str]:
    """The columns that tell when something of the row was so; planned ones do not."""
    if contract.effective:
        return [
            contract.effective,
            *(
                c.name
                for c in contract.columns
                if c.type in ("ts", "date") and c.null and not c.planned and c.name != contract.effective
            ),
        ]
    return [c.name for c in contract.columns if c.type in ("ts", "date") and not c.planned]


def _since(contract: Contract, batch: Batch) -> str:
    """SQL of the earliest moment a row tells; rows that could tell one and do not begin when we received them."""
    told = [f"cast({name} as timestamp)" for name in moments(contract)]
    if not told or contract.group == "reference":
        return "cast(null as timestamp)"
    earliest = told[0] if len(told) == 1 else f"least({', '.join(told)})"
    return f"coalesce({earliest}, {_received_day(batch)})"


def _empty_since(contract: Contract, batch: Batch) -> str:
    if not moments(contract) or contract.group == "reference":
        return "cast(null as timestamp)"
    return _received_day(batch)


def _received_day(batch: Batch) -> str:
    day = min(batch.received_at.date(), batch.until)
    return f"cast({literal(day)} as timestamp)"


def _file(origin: str) -> str:
    return origin.partition(":")[2]
