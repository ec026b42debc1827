"""Evidence as of a moment: what checks see, as views in one DuckDB connection.

Two clocks. `as_of` is when the world is looked at: rows that begin later are hidden, and a moment that lies at or
after it reads null, because it has not happened yet. `known_at` is what had been received by then; None is now.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from yudane.evidence.contracts import Column, Contract, View, contracts, views
from yudane.evidence.engines.duckdb import Parameter, bind, literal
from yudane.evidence.plans import Columns, columns_needed, words

Relation = Callable[[str], str]

ASSESSED = "in_scope and lifecycle = 'production'"


@dataclass
class Snapshot:
    """Views of contract tables and derived tables over `relation(table)`, made when first used.

    `values` are the settings SQL may name beside $as_of; `given` are tables the program brings, as SELECTs.
    """

    con: duckdb.DuckDBPyConnection
    relation: Relation
    as_of: datetime
    known_at: datetime | None = None
    values: Mapping[str, Parameter] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    needed: Columns | None = None  # the columns that derived tables keep; None: all

    def use(self, sql: str) -> None:
        """Make every table a text names, and what those need."""
        for name in sorted(words(sql)):
            if name in self.made:
                continue
            if name in self.given:
                self.made.add(name)
                self.con.execute(f"create or replace table {name} as {self.given[name]}")
            elif name in views():
                self.use(views()[name].sql)
                self.made.add(name)
                self._derive(views()[name])
            elif name in contracts():
                self.made.add(name)
                self._view(contracts()[name])

    def narrow(self, queries: Iterable[str]) -> None:
        """From now on make derived tables with only the columns these queries read. Raises duckdb.Error."""
        self.needed = columns_needed(queries, self.given, {name: self.derived(name) for name in views()})

    def release(self, later: str) -> None:
        """Drop the derived tables that a later text does not need: they are large."""
        needed = words(later)
        while more := {w for name in needed & views().keys() for w in words(views()[name].sql)} - needed:
            needed |= more
        for name in (self.made & views().keys()) - needed:
            self.con.execute(f"drop view {name}; drop table {name}_kept")
            self.made.discard(name)

    def derived(self, name: str) -> str:
        """The SELECT of a derived table, with the columns needed."""
        select = bind(views()[name].sql, dict(self.values) | {"as_of": self.as_of})
        if self.needed is None:
            return select
        if name not in self.needed:
            return "select null as nothing"
        return f"select {', '.join(sorted(self.needed[name])) or 'null as nothing'} from ({select}\n)"

    def _derive(self, view: View) -> None:
        """The table with the columns needed; the others read null, for queries that name what they do not use."""
        self.con.execute(f"create or replace table {view.name}_kept as {self.derived(view.name)}")
        kept = {c.name for c in view.columns} if self.needed is None else self.needed.get(view.name, set())
        columns = (c.name if c.name in kept else f"cast(null as {c.sql_type}) as {c.name}" for c in view.columns)
        self.con.execute(f"create or replace view {view.name} as select {', '.join(columns)} from {view.name}_kept")

    def _view(self, contract: Contract) -> None:
        made = "table" if contract.name == "services" else "view"
        self.con.execute(f"create or replace {made} {contract.name} as {self._select(contract)}")

    def _select(self, contract: Contract) -> str:
        columns = ", ".join(self._column(contract, column) for column in contract.columns)
        tests = [self.known()]
        if contract.effective:
            effective = f"r.{contract.effective}"
            tests.append(f"({effective} is null or {effective} <= {literal(self.as_of)})")
        if contract.name == "services":
            tests.append(ASSESSED)
        return (
            f"select {columns}, r.source_system, r.source_ref, r.origin, r.received_at "
            f"from {self.relation(contract.name)} r where {' and '.join(tests)}"
        )

    def _column(self, contract: Contract, column: Column) -> str:
        happens = column.type in ("ts", "date") and column.null and not column.planned
        if happens and column.name != contract.effective and contract.group != "reference":
            return f"case when r.{column.name} < {literal(self.as_of)} then r.{column.name} end as {column.name}"
        return f"r.{column.name}"

    def known(self) -> str:
        """SQL: the row stood at known_at."""
        if self.known_at is None:
            return "r.superseded_at is null"
        at = literal(self.known_at)
        return f"r.received_at <= {at} and (r.superseded_at is null or r.superseded_at > {at})"

    def cover(self, reads: Iterable[str]) -> None:
        """How every assessed service is covered in what is read: `table`, `table.column`, `table.*`, or several `a|b`.

        Services covered alike share a pattern: `covered(service_id, pattern)` and
        `coverage_patterns(pattern, table_name, covered, state, until, sources)`. A table covers a service when a
        source looked at it, its story reaches back before as_of, and it looked last no longer ago than the contract
        calls fresh. With a column only sources count that fill it, with * only those that tell all rows; of several
        one is enough.
        Otherwise state says why: never, stale, not_yet.
        """
        listed = ", ".join(_wanted(read, table) for read in sorted(set(reads)) for table in read.split("|"))
        as_of = literal(self.as_of)
        known = "true" if self.known_at is None else f"received_at <= {literal(self.known_at)}"
        self.use("services")
        self.con.execute(f"""
            create or replace table looks as
            with wanted(table_name, base, part, fresh_for_days) as (values {listed or "('', '', '', 0)"}),
            told as (
                select w.table_name, c.service_id, c.until, c.source,
                       (c.since is null or c.since <= {as_of}) as begun,
                       c.until >= {as_of} - w.fresh_for_days * interval 1 day as fresh
                from {self.relation("coverage")} c join wanted w on w.base = c.table_name
                where {known} and not list_contains(c.not_filled, w.part))
            select table_name, service_id, bool_or(begun and fresh) as covered, bool_or(begun) as begun,
                   max(until) as until, list_sort(list_distinct(list(source))) as sources
            from told group by table_name, service_id
            union all
            select distinct table_name, '', false, null, null, null from wanted""")
        self.con.execute("""
            create or replace table covered as
            with told as (
                select service_id, bit_xor(hash(table_name, covered, begun, until, sources)) as way
                from looks where service_id not in ('*', '') group by service_id)
            select s.service_id, min(s.service_id) over (partition by t.way) as pattern
            from services s left join told t on t.service_id = s.service_id""")
        self.con.execute("""
            create or replace table coverage_patterns as
            select p.pattern, w.table_name,
                   coalesce(one.covered, false) or coalesce(everyone.covered, false) as covered,
                   case when coalesce(one.covered, false) or coalesce(everyone.covered, false) then 'covered'
                        when one.begun or everyone.begun then 'stale'
                        when one.begun is not null or everyone.begun is not null then 'not_yet'
                        else 'never' end as state,
                   greatest(one.until, everyone.until) as until,
                   coalesce(one.sources, everyone.sources) as sources
            from (select distinct pattern from covered) p
            cross join (select table_name from looks where service_id = '') w
            left join looks one on one.table_name = w.table_name and one.service_id = p.pattern
            left join looks everyone on everyone.table_name = w.table_name and everyone.service_id = '*'""")


def _wanted(read: str, one: str) -> str:
    table, _, part = one.partition(".")
    return f"('{read}', '{table}', '{part}', {contracts()[table].fresh_for_days})"
