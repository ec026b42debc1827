"""Evidence as of a moment: what checks see, as views in one connection.

Two clocks. `as_of` is when the world is looked at: rows that begin later are hidden, and a moment that lies at or
after it reads null, because it has not happened yet. `known_at` is what had been received by then; None is now.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from yudane.contracts import Column, Contract, Contracts, View, shipped_contracts, views
from yudane.contracts.contract import RESULTS
from yudane.evidence.batch import HANDS, RECORDS
from yudane.evidence.catalog import OVERLAID, catalog_rows
from yudane.evidence.engines.database import Connection, Relation, parquet
from yudane.evidence.engines.reading import Reading
from yudane.evidence.engines.resolving import Tables
from yudane.evidence.engines.sql import Parameter, bare, bind, literal, texts
from yudane.evidence.engines.untrusted import Input
from yudane.evidence.lake import COUNTS, OPEN, STANDS
from yudane.evidence.plans import PROVENANCE_COLUMNS, Columns, columns_needed, evidence_tables, with_derived

ASSESSED = "in_scope and lifecycle = 'production'"
DAY = timedelta(days=1)
ORIGINS = ("measured", "recorded", "joint", "attested")  # by a system, by hand, stated by both sides, by the team
HAND = ORIGINS.index("recorded")


@dataclass(frozen=True)
class ProgramTable:
    """A table the program brings: the SELECT of its rows, and its columns."""

    sql: str
    columns: tuple[str, ...]


@dataclass
class Snapshot:
    """Views of contract tables and derived tables over `relation(table)`, made when first used.

    `values` are the settings SQL may name beside $as_of; `program_tables` are those the program brings.
    """

    con: Connection
    relation: Callable[[str], Relation]
    as_of: datetime
    known_at: datetime | None = None
    contracts: Contracts = field(default_factory=shipped_contracts)
    values: Mapping[str, Parameter] = field(default_factory=dict)
    program_tables: Mapping[str, ProgramTable] = field(default_factory=dict)
    prepared: set[str] = field(default_factory=set)
    needed: Columns | None = None  # the columns that derived tables keep; None: all
    copies: dict[str, Relation] = field(default_factory=dict)  # of tables that only this connection has
    _folder: "tempfile.TemporaryDirectory[str] | None" = None

    @property
    def tables(self) -> Tables:
        """The columns of every table that SQL may name here."""
        return {**evidence_tables(self.contracts), **self._program_columns}

    @property
    def _program_columns(self) -> Tables:
        return {name: table.columns for name, table in self.program_tables.items()}

    def use(self, names: Iterable[str]) -> None:
        """Make tables, and what those are made from."""
        for name in sorted(names):
            if name in self.prepared:
                continue
            if name in self.program_tables:
                self.prepared.add(name)
                self.con.execute(f"create or replace table {name} as {self.program_tables[name].sql}")
            elif name in views():
                self.use(with_derived([name], self._program_columns) - {name})
                self.prepared.add(name)
                self._derive(views()[name])
            elif name in self.contracts:
                self.prepared.add(name)
                self._view(self.contracts[name])

    def ahead(self, names: Iterable[str]) -> set[str]:
        """The derived tables to make before some tables can be read."""
        return (with_derived(names, self._program_columns) & views().keys()) - self.prepared

    def narrow(self, readings: Iterable[Reading]) -> None:
        """From now on make derived tables with only the columns these queries need."""
        self.needed = columns_needed(readings, self._program_columns)

    def release(self, later: Iterable[str]) -> None:
        """Drop the derived tables that later queries do not name: they are large."""
        for name in (self.prepared & views().keys()) - with_derived(later, self._program_columns):
            self.con.execute(f"drop view {name}; drop table {name}_kept")
            self.prepared.discard(name)

    def derived(self, name: str) -> str:
        """The SELECT of a derived table, with the columns needed."""
        select = bind(views()[name].sql, dict(self.values) | {"as_of": self.as_of})
        if self.needed is None:
            return select
        if name not in self.needed:
            return "select null as nothing"
        return f"select {', '.join(sorted(self.needed[name])) or 'null as nothing'} from ({bare(select)}\n)"

    def _derive(self, view: View) -> None:
        """The table with the columns needed; the others read null, for queries that name what they do not use."""
        self.con.execute(f"create or replace table {view.name}_kept as {self.derived(view.name)}")
        kept = {c.name for c in view.columns} if self.needed is None else self.needed.get(view.name, set())
        columns = (c.name if c.name in kept else f"cast(null as {c.sql_type}) as {c.name}" for c in view.columns)
        self.con.execute(f"create or replace view {view.name} as select {', '.join(columns)} from {view.name}_kept")

    def _view(self, contract: Contract) -> None:
        kind = "table" if contract.name in OVERLAID or contract.name in RESULTS else "view"  # many files, read once
        self.con.execute(f"create or replace {kind} {contract.name} as {self._select(contract)}")

    def input(self, name: str) -> Input:
        """A table as untrusted SQL reads it: from the lake's own files, or from a copy."""
        columns = self.tables[name]
        if name in self.contracts and name not in OVERLAID and (rows := self.relation(name)).files is not None:
            return Input(Relation(f"({self._select(self.contracts[name])})", rows.files), columns)
        if name not in self.copies:
            self.use([name])
            self.copies[name] = self.copied(f"select {', '.join(columns)} from {name}", self.folder / f"{name}.parquet")
        return Input(self.copies[name], columns)

    @property
    def folder(self) -> Path:
        """Where copies lie, for as long as the connection is open."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="yudane-")
            self.con.on_close(self._folder.cleanup)
        return Path(self._folder.name)

    def copied(self, select: str, path: Path) -> Relation:
        """Rows of our own, written down for a worker to read."""
        self.con.execute(f"copy ({select}) to {literal(str(path))} (format parquet)")
        return parquet([str(path)])

    def _select(self, contract: Contract) -> str:
        kept = self.needed.get(contract.name) if self.needed is not None else None
        columns = ", ".join(
            self._column(contract, column)
            if kept is None or column.name in kept
            else f"cast(null as {column.sql_type}) as {column.name}"
            for column in contract.columns
        )
        tests = ["true" if contract.name in OVERLAID else self.known(contract.stated)]
        if contract.effective:
            effective, until = f"r.{contract.effective}", literal(self._until(contract))
            tests.append(f"({effective} is null or {effective} {'<' if contract.stated else '<='} {until})")
        if contract.name == "services":
            tests.append(ASSESSED)
        provenance = ", ".join(f"r.{name}" for name in PROVENANCE_COLUMNS)
        return f"select {columns}, {provenance} from {self.rows(contract)} r where {' and '.join(tests)}"

    def rows(self, contract: Contract) -> Relation:
        """A table's rows; of the catalog as they stood, with what was said here laid over them."""
        if contract.name not in OVERLAID:
            return self.relation(contract.name)
        return catalog_rows(self.relation, contract, self.known(), self.as_of.date())

    def _column(self, contract: Contract, column: Column) -> str:
        happens = column.type in ("ts", "date") and column.null and not column.planned
        if happens and column.name != contract.effective and contract.group != "reference":
            return f"case when r.{column.name} < {literal(self._until(contract))} then r.{column.name} end as {column.name}"
        return f"r.{column.name}"

    def _until(self, contract: Contract) -> datetime:
        """Until when things count: what people state, until the day is over."""
        return self.as_of + DAY if contract.stated else self.as_of

    def known(self, stated: bool = False) -> str:
        """SQL: the row stood at known_at; where people `stated` it, when that day was over."""
        if self.known_at is None:
            return f"r.{STANDS}"
        known_at = literal(self.known_at + DAY if stated else self.known_at)
        return f"r.received_at <= {known_at} and (r.{STANDS} or r.superseded_at > {known_at})"

    def cover(self, reads: Iterable[str]) -> None:
        """How every assessed service is covered in what is read: `table`, `table.column`, `table.*`, or several `a|b`.

        Services covered alike share a pattern: `covered(service_id, pattern)` and
        `coverage_patterns(pattern, table_name, covered, state, until, sources)`. A table covers a service when a
        source looked at it, its story reaches back before as_of, it looked last no longer ago than the contract calls
        fresh, and nothing that may be about the service was left out. With a column only sources count that fill it, with * only those that tell all rows; of several
        one is enough. What people state here covers everybody.
        Otherwise state says why: left_out, never, stale, not_yet. `origin` is the weakest of what told (see ORIGINS), and
        `measured_until` the newest look of a system. `vouched_since`: all that covers it is a team that said to have entered
        everything since then; null where that is no bound.
        """
        listed = ", ".join(self._wanted(read, table) for read in sorted(set(reads)) for table in read.split("|"))
        as_of = literal(self.as_of)
        known, open_then = COUNTS, OPEN
        if self.known_at is not None:
            known_at = literal(self.known_at)
            known = f"received_at <= {known_at} and ({COUNTS} or withdrawn_at > {known_at})"
            open_then = f"opened_at <= {known_at} and ({OPEN} or closed_at > {known_at})"
        self.use(["services"])
        self.con.execute(f"""
            create or replace table looks as
            with wanted(table_name, base, part, fresh_for_days, origin, happens) as (values {listed or "('', '', '', 0, null, false)"}),
            told as (
                select w.table_name, c.service_id, c.until, c.source,
                       (c.since is null or c.since <= {as_of}) as begun,
                       c.until >= {as_of} - w.fresh_for_days * interval 1 day as fresh,
                       case when w.origin = 0 and list_contains({texts(HANDS)}, c.source) then {HAND} else w.origin end as origin,
                       case when w.happens and c.source = {literal(RECORDS)} then c.since end as vouched_since
                from {self.relation("coverage")} c join wanted w on w.base = c.table_name
                where {known} and not list_contains(c.not_filled, w.part)
                union all
                select w.table_name, g.service_id, null, null, null, null, null, null
                from {self.relation("gaps")} g join wanted w on w.base = g.table_name
                where {open_then} and g.service_id is not null
                union all
                select table_name, '*', {as_of}, {literal(RECORDS)}, true, true, origin, null from wanted where origin > {HAND})
            select table_name, service_id, coalesce(bool_or(begun and fresh), false) as covered,
                   bool_or(begun) as begun, bool_or(source is null) as gap,
                   max(until) as until, list_sort(list_distinct(list(source))) as sources,
                   max(origin) filter (begun and (fresh or origin > 0)) as origin,  -- what a hand told stands, however old
                   max(until) filter (not list_contains({texts(HANDS)}, source)) as measured_until,
                   case when not coalesce(bool_or(begun and fresh and vouched_since is null), false)
                        then min(vouched_since) filter (begun and fresh) end as vouched_since
            from told group by table_name, service_id
            union all
            select distinct table_name, '', false, null, null, null, null, null, null, null from wanted""")
        # hashed twice: of the last column, hashed once, the xor of two rows would lose what both have
        self.con.execute("""
            create or replace table covered as
            with told as (
                select service_id, bit_xor(hash(hash(table_name, covered, begun, gap, until, sources, origin, measured_until, vouched_since))) as way
                from looks where service_id not in ('*', '') group by service_id)
            select s.service_id, min(s.service_id) over (partition by t.way) as pattern
            from services s left join told t on t.service_id = s.service_id""")
        self.con.execute("""
            create or replace table coverage_patterns as
            select p.pattern, w.table_name,
                   (coalesce(one.covered, false) or coalesce(everyone.covered, false))
                       and not (coalesce(one.gap, false) or coalesce(everyone.gap, false)) as covered,
                   case when one.gap or everyone.gap then 'left_out'
                        when one.covered or everyone.covered then 'covered'
                        when one.begun or everyone.begun then 'stale'
                        when one.begun is not null or everyone.begun is not null then 'not_yet'
                        else 'never' end as state,
                   greatest(one.until, everyone.until) as until,
                   coalesce(one.sources, everyone.sources) as sources, greatest(one.origin, everyone.origin) as origin,
                   greatest(one.measured_until, everyone.measured_until) as measured_until,
                   case when not coalesce(everyone.covered, false) then one.vouched_since end as vouched_since
            from (select distinct pattern from covered) p
            cross join (select table_name from looks where service_id = '') w
            left join looks one on one.table_name = w.table_name and one.service_id = p.pattern
            left join looks everyone on everyone.table_name = w.table_name and everyone.service_id = '*'""")

    def _wanted(self, read: str, one: str) -> str:
        table, _, part = one.partition(".")
        contract = self.contracts[table]
        return f"({literal(read)}, {literal(table)}, {literal(part)}, {contract.fresh_for_days}, {literal(_origin(contract))}, {literal(contract.happens)})"


def _origin(contract: Contract) -> int | None:
    """The place in ORIGINS of what a system tells of a table; None where it is not what an outcome comes from."""
    if contract.group == "reference":
        return None
    return (ORIGINS.index("attested" if contract.name == "attestations" else "joint")) if contract.stated else 0
