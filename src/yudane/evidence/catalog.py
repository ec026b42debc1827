"""The catalog as people read it: what sources say of services, teams and people, with what is said here laid over it.

An edit wins over the source, field by field, until it is taken back; a move holds from its day on. Neither changes a
source's row, so a later import never undoes them.
"""

from collections.abc import Callable
from datetime import date

from yudane.contracts import Column, Contract
from yudane.evidence.engines.database import Relation, union
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import STANDS, Lake, Versions

EDITS, MOVES = "catalog_edits", "catalog_moves"
KINDS = {"services": "service", "teams": "team"}  # tables that edits and moves are about
OVERLAID = (*KINDS, "people")  # people only follow teams that became one
EXISTS = "exists"  # the field that says whether there is such a thing at all
LATER = date.max

Relations = Callable[[str], Relation]


def standing(lake: Lake, table: str, versions: Versions) -> Relation:
    """The rows of a catalog table that stand now; every move counts, since none is entered ahead of its day."""
    return catalog_rows(lambda name: lake.relation(name, versions), lake.contracts[table])


def catalog_rows(relation: Relations, contract: Contract, stands: str = f"r.{STANDS}", on: date = LATER) -> Relation:
    """The rows of a catalog table that stand, in its stored shape. `stands` is the test of a row `r`."""
    rows, edits, moves = (relation(name) for name in (contract.name, EDITS, MOVES))
    if not edits.files and not moves.files:
        return Relation(f"(select * from {rows} r where {stands})", rows.files)
    select = _Overlay(contract, stands, on).sql(rows, edits, moves)
    return Relation(f"({select})", union([rows, edits, moves]).files)


class _Overlay:
    """One catalog table, what was said of it, and since when."""

    def __init__(self, contract: Contract, stands: str, on: date) -> None:
        self.contract, self.stands, self.on = contract, stands, literal(on)
        self.kind = KINDS.get(contract.name, "")
        self.key = contract.key[0]

    def sql(self, rows: Relation, edits: Relation, moves: Relation) -> str:
        return f"""
            with recursive
            moves as (
                select r.* from {moves} r
                where {self.stands} and r.withdrawn_at is null
                    and (r.kind = 'merge' or r.effective_on <= {self.on})),  -- the rows of what was merged went along
            merged(kind, was, is_now) as (
                select entity_kind, entity_id, becomes from moves where kind = 'merge'
                union
                select m.kind, m.was, n.becomes from merged m
                join moves n on n.kind = 'merge' and n.entity_kind = m.kind and n.entity_id = m.is_now),
            became as (
                select kind, was, is_now from merged m
                where not exists (select 1 from merged n where n.kind = m.kind and n.was = m.is_now)),
            said as (
                select entity_id, field, value, edited_at as said_at, cast(null as date) as since from {edits} r
                where {self.stands} and r.withdrawn_at is null and entity_kind = '{self.kind}'
                union all
                select entity_id, case kind when 'rename' then 'name' else '{_OWNER.get(self.kind, "")}' end,
                       becomes, moved_at, effective_on
                from moves where kind <> 'merge' and entity_kind = '{self.kind}'),
            last as (
                select * from said
                qualify row_number() over (partition by entity_id, field order by since desc nulls last, said_at desc) = 1),
            wide as (select entity_id{"".join(self._said(column) for column in self._columns)},
                            max(value) filter (field = '{EXISTS}') as says_exists, max(said_at) as said_at from last group by entity_id),
            stands as (select * from {rows} r where {self.stands}),
            laid as (
                select coalesce(s.{self.key}, w.entity_id) as {self.key}{"".join(map(self._laid, self._columns))},
                       coalesce(s.source_system, 'records') as source_system, s.source_ref,
                       coalesce(s.origin, 'records:') as origin, coalesce(s.batch_id, '') as batch_id,
                       coalesce(s.received_at, w.said_at) as received_at, s.superseded_at
                from stands s full join wide w on w.entity_id = s.{self.key}
                where coalesce(cast(w.says_exists as boolean), s.{self.key} is not null))
            select {self._named()} from laid l
            where not exists (select 1 from became b where b.kind = '{self.kind}' and b.was = l.{self.key})"""

    @property
    def _columns(self) -> list[Column]:
        return [column for column in self.contract.columns if column.name != self.key]

    def _said(self, column: Column) -> str:
        of = f"(field = {literal(column.name)})"
        return f", bool_or{of} as says_{column.name}, max(value) filter {of} as {column.name}"

    def _laid(self, column: Column) -> str:
        name, kind = column.name, column.sql_type
        text = f"try_cast(w.{name} as json)" if column.is_list else f"w.{name}"
        usual = "null" if column.default is None else "[]" if column.is_list else literal(column.default)
        return f""",
                       coalesce(case when w.says_{name} then try_cast({text} as {kind}) else s.{name} end,
                                cast({usual} as {kind})) as {name}"""

    def _named(self) -> str:
        """Teams that became one are called by the one."""
        teams = [c.name for c in self._columns if c.name in ("team_id", "business_unit_id")]
        called = ", ".join(
            f"coalesce((select is_now from became b where b.kind = 'team' and b.was = l.{name}), l.{name}) as {name}"
            for name in teams
        )
        columns = ", ".join(self.contract.stored)
        return f"* replace ({called})" if called else columns


_OWNER = {"service": "team_id", "team": "business_unit_id"}  # what a transfer changes
