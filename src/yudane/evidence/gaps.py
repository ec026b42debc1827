"""What is left out and hides something: opened where a batch could not be read whole, closed where it is mended.

A broken unit may have been about any service, so every (table, service) whose rows its batch changed is a gap. A row
refused is a gap for the service it names, for those it may mean where it names none we know, and breaks its unit for
the table where it names nobody.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from yudane.contracts import Contract
from yudane.evidence.batch import Batch
from yudane.evidence.engines.database import Connection, empty
from yudane.evidence.engines.sql import Parameter, literal
from yudane.evidence.lake import OPEN, Lake, Writing
from yudane.evidence.naming import resolve_sql, suggested_sql
from yudane.evidence.settling import key_sql, under_sql
from yudane.evidence.units import Units
from yudane.reading import Problem

MANY_UNITS = 20  # of more broken ones not each is noted with every service: the places given stand for them
MANY_ROWS = 1_000  # of a unit, table and reason not more refused rows are noted each by itself
_DEFECTS = {
    "origin": "VARCHAR",
    "line": "BIGINT",
    "code": "VARCHAR",
    "args": "VARCHAR",
    "key": "VARCHAR",
    "service_id": "VARCHAR",
}
_NEWS = {
    "table_name": "VARCHAR",
    "service_id": "VARCHAR",
    "origin": "VARCHAR",
    "line": "BIGINT",
    "code": "VARCHAR",
    "args": "VARCHAR",
    "key": "VARCHAR",
}


@dataclass
class Gaps:
    """Over the temp tables of an intake: `checked`, `fresh`, `added`, `gone`, `now_services`."""

    con: Connection
    lake: Lake
    writing: Writing
    batch: Batch
    units: Units
    nameless: dict[str, dict[str, Problem]] = field(default_factory=dict)  # by table: units broken for it alone
    refused: bool = False  # something was, in the table that is taken in now

    def __post_init__(self) -> None:
        self.con.execute(f"create or replace temp table gap_news as select * from {empty(_NEWS)}")
        self.con.execute(
            "create or replace temp table open_gaps as "
            f"select * from {self.lake.relation('gaps', self.writing.versions)} "
            f"where {OPEN} and source = {literal(self.batch.source)}"
        )
        self.con.execute("create or replace temp table accepted(table_name varchar, key varchar)")

    def broken_for(self, table: str) -> dict[str, Problem]:
        """The units that nothing can be said of in this table, by origin."""
        return {**self.units.broken_for(table), **self.nameless.get(table, {})}

    def in_part(self, table: str) -> bool:
        """Not everything could be read that this table's rows are made from."""
        return self.refused or bool(self.broken_for(table))

    # -- what a table's refused rows concern -------------------------------------------------------------------------------

    def concern(self, contract: Contract, lost: str) -> None:
        """Make `defects` (what was refused), `concerns` (whom each may be about), `held` (whose rows stay)."""
        con, known = self.con, f"cast({key_sql(contract)} as varchar)"
        named = "service_id" if contract.has("service_id") else "cast(null as varchar)"
        con.execute(f"""
            create or replace temp table defects as
            select origin, line, split_part(fault, '|', 1) as code,
                   cast(json_object('table', {literal(contract.name)}, 'column', split_part(fault, '|', 2), 'value',
                        substr(fault, length(split_part(fault, '|', 1)) + length(split_part(fault, '|', 2)) + 3))
                        as varchar) as args,
                   {known} as key, nullif({named}, '') as service_id
            from checked where fault is not null""")
        if lost:
            con.execute(f"create or replace temp table lost as select * from {empty(_DEFECTS)}")
            con.execute(f"""
                insert into lost by name
                select origin, line, code, cast(json_object('detail', detail) as varchar) as args,
                       nullif(trim(service_id), '') as service_id from ({lost})""")
            con.execute(resolve_sql("lost", self.batch.names))
            con.execute("insert into defects by name select * from lost")
        self.refused = bool(con.row("select count(*) from defects")[0])
        if self.refused:
            self._whom(contract)
        else:
            con.execute("create or replace temp table concerns as select *, cast(null as varchar) as whom from defects")
        self._hold(contract)
        waiting = f"table_name = {literal(contract.name)} and key is not null"
        if con.row(f"select count(*) from open_gaps where {waiting}")[0]:  # else keys of many rows for nothing
            con.execute(f"""
            insert into accepted select distinct {literal(contract.name)}, key from open_gaps
            where {waiting} and key in (select {key_sql(contract)} from fresh)""")

    def _whom(self, contract: Contract) -> None:
        con = self.con
        if contract.group == "reference":
            con.execute("create or replace temp table concerns as select *, cast(null as varchar) as whom from defects")
            return
        if not contract.has("service_id"):
            con.execute("create or replace temp table concerns as select *, '*' as whom from defects")
            return
        unknown = "select distinct service_id as name from defects where service_id not in (select service_id from now_services)"
        con.execute(f"create or replace temp table suggested as {suggested_sql(f'{unknown} order by 1 limit 200')}")
        con.execute("""
            create or replace temp table concerns as
            select d.*, coalesce(n.service_id, s.service_id) as whom from defects d
            left join now_services n on n.service_id = d.service_id
            left join suggested s on s.name = d.service_id
            where d.service_id is not null""")
        nameless = con.rows("""
            select origin, min(line), min_by(code, (line, code)), min_by(args, (line, code))
            from defects where service_id is null group by origin order by origin""")
        self.nameless[contract.name] = {
            origin: Problem(code, args={**json.loads(args), "line": line}) for origin, line, code, args in nameless
        }

    def _hold(self, contract: Contract) -> None:
        """Nothing leaves under a unit that was not read to its end, or that was left out on purpose."""
        con, folders = self.con, self.units.folders
        con.execute("create or replace temp table held(origin varchar, is_folder boolean)")
        _insert(con, "held", [(o, o in folders) for o in (*self.broken_for(contract.name), *self.units.left_out)])
        if contract.group == "reference":  # no gap tells of it, so what stood stays
            con.execute("insert into held select distinct origin, false from defects where key is null")

    # -- opening --------------------------------------------------------------------------------------------------------

    def open_changed(self, contract: Contract, broken: Mapping[str, Problem]) -> None:
        """Rows changed by a batch that could not be read whole: whom they are about is not known whole."""
        if contract.group == "reference":
            return
        whom = "coalesce(service_id, '*')" if contract.has("service_id") else "'*'"
        self.con.execute("create or replace temp table broken(origin varchar, line bigint, code varchar, args varchar)")
        _insert(self.con, "broken", self._broken_rows(broken))
        self.con.execute(f"""
            insert into gap_news by name
            select {literal(contract.name)} as table_name, c.service_id, b.* from broken b,
                 (select {whom} as service_id from added union select {whom} from gone) c""")
        self.open_concerned(contract)

    def _broken_rows(self, broken: Mapping[str, Problem]) -> list[tuple[Parameter, ...]]:
        if len(broken) <= MANY_UNITS or not self.batch.restates:
            return [(origin, *_problem_values(problem)) for origin, problem in broken.items()]
        problem = Problem("units_broken", args={"count": len(broken)})
        return [(f"{self.batch.source}:{place}", *_problem_values(problem)) for place in self.batch.restates]

    def open_concerned(self, contract: Contract) -> None:
        """Rows refused, each by itself, or many alike of a service as one. Those that concern nobody we know are told."""
        if not self.refused:
            return
        self.con.execute(f"""
            insert into gap_news by name
            with numbered as (
                select *, row_number() over (partition by origin, code order by line, key, args) as number from concerns)
            select {literal(contract.name)} as table_name, whom as service_id, origin, line, code, args, key
            from numbered where number <= {MANY_ROWS}
            union all
            select {literal(contract.name)}, whom, origin, min(line), code, min_by(args, (line, args)), null
            from numbered where number > {MANY_ROWS} group by whom, origin, code""")

    # -- writing --------------------------------------------------------------------------------------------------------

    def write(self, tables: Iterable[str]) -> None:
        """Close what is mended, open what is new; the same hash twice is one."""
        con, taken = self.con, set(tables)
        self._tell_units(taken)
        con.execute(
            "create or replace temp table hashed as select *, "
            + hash_sql(literal(self.batch.source))
            + " from gap_news"
        )
        self._close(taken)
        con.execute(f"""
            create or replace temp table opened as
            select distinct {literal(self.batch.source)} as source, n.*, {literal(self.batch.received_at)} as opened_at, {literal(self.batch.id)} as opened_by,
                   cast(null as timestamp) as closed_at, cast(null as varchar) as closed_by, cast(null as varchar) as why
            from hashed n where not exists (
                select 1 from open_gaps o where o.hash = n.hash and o.table_name = n.table_name
                and o.service_id is not distinct from n.service_id)""")
        if con.row("select count(*) from closing")[0]:
            gap = "(hash, table_name, coalesce(service_id, ''))"
            among = f"{gap} in (select {gap} from closing where {{}})"
            by = f"case when {among.format('is_left_out')} then 'left_out' else {literal(self.batch.id)} end"
            closed = {"closed_at": literal(self.batch.received_at), "closed_by": by}
            meant = f"{OPEN} and source = {literal(self.batch.source)} and {among.format('true')}"
            self.writing.amend(con, "gaps", meant, closed)
        if con.row("select count(*) from opened")[0]:
            self.writing.append("gaps", con.stream(f"select {', '.join(self.lake.columns_of('gaps'))} from opened"))

    def _tell_units(self, taken: set[str]) -> None:
        """Every broken unit stands by itself too: it hides nothing more, and is seen until mended."""
        rows: list[tuple[Parameter, ...]] = [
            (self.units.tables.get(origin, "*"), None, origin, *_problem_values(problem), None)
            for origin, problem in self.units.broken.items()
        ]
        rows += [
            (table, None, origin, *_problem_values(problem), None)
            for table, broken in self.nameless.items()
            for origin, problem in broken.items()
            if table in taken
        ]
        _insert(self.con, "gap_news", rows)

    def _close(self, taken: set[str]) -> None:
        """`closing`: open gaps whose unit was now read whole, is gone, or is left out; or whose row was now accepted."""
        con = self.con
        con.execute("create or replace temp table units(origin varchar, state varchar, table_name varchar)")
        broken = [*self.units.broken.items()]
        _insert(con, "units", [(origin, "read", self.units.tables.get(origin)) for origin in self.units.read])
        _insert(con, "units", [(origin, "left_out", None) for origin in self.units.left_out])
        _insert(con, "units", [(origin, "broken", self.units.tables.get(origin)) for origin, _ in broken])
        _insert(con, "units", [(o, "broken", table) for table, found in self.nameless.items() for o in found])
        source = self.batch.source
        places = [f"{source}:{place}" for place in self.batch.restates]
        under = " or ".join(under_sql("o.origin", place) for place in places)
        tables = ", ".join(map(literal, sorted({*taken, "*"})))
        of_table = "(u.table_name is null or o.table_name = '*' or u.table_name = o.table_name)"
        con.execute(f"""
            create or replace temp table closing as
            select o.hash, o.table_name, o.service_id,
                   exists (select 1 from units u where u.state = 'left_out' and u.origin = o.origin) as is_left_out
            from open_gaps o
            where o.table_name in ({tables})
              and not exists (select 1 from hashed n where n.hash = o.hash and n.table_name = o.table_name
                              and n.service_id is not distinct from o.service_id)
              and ((o.table_name, o.key) in (select table_name, key from accepted)
                   or exists (select 1 from units u where u.state = 'left_out' and u.origin = o.origin)
                   or not exists (select 1 from units u where u.state = 'broken' and {of_table}
                                  and (u.origin = o.origin or starts_with(u.origin, o.origin || '/')))
                      and ({under or "false"}
                           or exists (select 1 from units u where u.state = 'read' and {of_table}
                                      and (u.origin = o.origin
                                           or {literal(self.units.pulled)}
                                           and starts_with(u.origin, regexp_replace(o.origin, '[.]json$', '') || '/')))))""")


def hash_sql(source: str) -> str:
    """SQL of the name of a reason at a place, whomever it concerns; `source` is SQL too."""
    parts = ("origin", "cast(line as varchar)", "code", "args", "key")
    listed = ", ".join(f"coalesce({part}, '')" for part in parts)
    return f"left(sha256(concat_ws('|', {source}, {listed})), 12) as hash"


def _problem_values(problem: Problem) -> tuple[Parameter, ...]:
    """line, code, args of a problem."""
    args = {key: value for key, value in problem.args.items() if key != "line"}
    line = problem.args.get("line", problem.place.line)
    return line if isinstance(line, int) else None, problem.code, json.dumps(args, ensure_ascii=False, default=str)


def _insert(con: Connection, table: str, rows: Iterable[tuple[Parameter, ...]]) -> None:
    found = [f"({', '.join(literal(value) for value in row)})" for row in rows]
    for start in range(0, len(found), 1_000):
        con.execute(f"insert into {table} values {', '.join(found[start : start + 1_000])}")
