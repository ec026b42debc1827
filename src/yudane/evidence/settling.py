"""Good rows of a batch against those that stand: what is added, what leaves, and both written.

A row that stands is never changed or deleted: it is marked superseded when a newer one takes its place or the place
it was told from no longer holds it, so what was known at any earlier time can be asked again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yudane.contracts import Contract
from yudane.evidence.batch import Batch, may_replace
from yudane.evidence.engines.database import Connection, Stream, empty_table
from yudane.evidence.engines.sql import literal, texts
from yudane.evidence.lake import STANDS, Lake, Writing


@dataclass(frozen=True)
class Settled:
    """How many rows came, took another's place, or left without one."""

    added: int
    replaced: int
    withdrawn: int
    aside: int  # told of a key that stands by a source that knows better: a system, then by hand, then what is entered here
    older: int  # told what was known to be older than what stands


@dataclass
class Settling:
    """Over the temp tables of an intake: `fresh` (good rows), `held` (what stays whatever the batch says)."""

    con: Connection
    lake: Lake
    writing: Writing
    batch: Batch

    def settle(self, contract: Contract, *, in_part: bool = False) -> Settled:
        """Make `old`, `added` and `gone`; nothing is written yet. `in_part`: not all could be read that rows are made
        from, so what a row of the catalog no longer says is kept."""
        self._old(contract)
        if self._nothing():
            for name in ("added", "gone"):
                empty_table(self.con, name, contract.stored)
            return Settled(0, 0, 0, 0, 0)
        if in_part and contract.group == "reference":
            self._retain_omitted_values(contract)
        key = _equal("f", "o", contract.key)
        moved = f"({self.restated('o')} and o.origin is distinct from f.origin)"  # the file was renamed
        self.con.execute(f"""
            create or replace temp table added as
            select f.* from fresh f where not exists (select 1 from old o where {_same(contract)} and not {moved})
                                      and not exists (select 1 from old o where {key} and {self._knows_better("o")})
                                      and not exists (select 1 from old o where {key} and o.received_at > f.received_at)""")
        self.con.execute(f"""
            create or replace temp table gone as
            select o.* from old o
            where exists (select 1 from added f where {key})
               or (({self.restated("o")}) or ({self._dropped_from_object(contract)}))
                  and not exists (select 1 from fresh f where {key})
                  and not {self._held(contract)}""")
        added, gone, replaced, aside, older = self.con.row(f"""
            select (select count(*) from added), (select count(*) from gone),
                   (select count(*) from gone o where exists (select 1 from added f where {key})),
                   (select count(*) from fresh f where exists
                       (select 1 from old o where {key} and {self._knows_better("o")})),
                   (select count(*) from fresh f where exists
                       (select 1 from old o where {key} and o.received_at > f.received_at))""")
        return Settled(added - replaced, replaced, gone - replaced, aside, older)

    def _nothing(self) -> bool:
        """No row came, and none may leave."""
        fresh, old = self.con.row("select (select count(*) from fresh), (select count(*) from old)")
        return not fresh and not (old and self.batch.restates)

    def _retain_omitted_values(self, contract: Contract) -> None:
        said = [name for name in contract.names if name not in contract.key]
        kept = ", ".join(
            f"case when f.{name} is null or lower(cast(f.{name} as varchar)) = lower(cast(o.{name} as varchar)) "
            f"then o.{name} else f.{name} end as {name}"
            for name in said
        )
        self.con.execute(f"""
            create or replace temp table fresh as
            select f.* {f"replace ({kept})" if said else ""} from fresh f
            left join old o on {_equal("f", "o", contract.key)}""")

    def _old(self, contract: Contract) -> None:
        """The standing rows this batch may touch: all of a state, of events those near, of its keys, or restated."""
        near = "true"
        if self.lake.by_month(contract.name):
            low, high = self.con.row(f"select min({contract.effective}), max({contract.effective}) from fresh")
            tests = [self.restated("r"), self._dropped_from_object(contract, "r")]
            if low is not None:
                tests.append(f"r.{contract.effective} between {literal(low)} and {literal(high)}")
            if contract.effective not in contract.key:  # a correction may move the time
                keys = ", ".join(f"coalesce(cast({{}}{name} as varchar), '')" for name in contract.key)
                tests.append(f"({keys.replace('{}', 'r.')}) in (select ({keys.replace('{}', '')}) from fresh)")
            near = " or ".join(tests)
        rows = self.lake.current_rows(contract.name, self.writing.versions)
        self.con.execute(f"create or replace temp table old as select * from {rows} r where {near}")

    def restated(self, alias: str) -> str:
        """SQL: a row lies under what this batch tells anew and in full."""
        source = self.batch.source
        tests = [under_sql(f"{alias}.origin", f"{source}:{place}") for place in self.batch.restates]
        return "(" + " or ".join(tests) + ")" if tests else "false"

    def _knows_better(self, alias: str) -> str:
        """SQL: a row stands by a source whose word counts more than this one's."""
        ours = may_replace(self.batch.source)
        return "false" if ours is None else f"not list_contains({texts(ours)}, split_part({alias}.origin, ':', 1))"

    def _dropped_from_object(self, contract: Contract, alias: str = "o") -> str:
        """SQL: a row of an object that the source tells with all its services, and now without this one."""
        if contract.name not in self.batch.complete_tables:
            return "false"
        thing = contract.key[0]
        ours = f"starts_with({alias}.origin, {literal(self.batch.source + ':')})"
        return f"({ours} and {alias}.{thing} in (select {thing} from fresh))"

    def _held(self, contract: Contract) -> str:
        """SQL: what stands although the batch does not tell it."""
        tests = ["o.origin in (select origin from held)"]
        folders = self.con.rows("select origin from held where is_folder order by origin")
        tests += [f"starts_with(o.origin, {literal(folder + '/')})" for (folder,) in folders]
        if self.con.row("select count(*) from defects where key is not null")[0]:
            tests.append(f"{key_sql(contract, 'o.')} in (select key from defects where key is not null)")
        if contract.has("service_id"):
            tests.append(
                "(o.origin, o.service_id) in (select origin, whom from concerns where key is null and whom is not null)"
            )
        return "coalesce(" + " or ".join(tests) + ", false)"

    # -- writing -------------------------------------------------------------------------------------------------------

    def store(self, contract: Contract, settled: Settled) -> None:
        if settled.replaced or settled.withdrawn:
            self._rewrite(contract)
        elif settled.added:
            self.writing.append(contract.name, self._stream(f"select *{self.lake.month_of(contract.name)} from added"))

    def _stream(self, sql: str) -> Stream:
        return self.con.stream(sql)

    def _rewrite(self, contract: Contract) -> None:
        """Mark the superseded rows and add the new ones, rewriting only the months concerned."""
        table, columns = contract.name, ", ".join(self.lake.columns_of(contract.name))
        everything = self.lake.relation(table, self.writing.versions)
        keys = " and ".join(f"a.{name} is not distinct from e.{name}" for name in contract.key)
        told = f"(select min(a.received_at) from added a where {keys})"  # what takes its place was known from then on
        now = f"coalesce(greatest({told}, e.received_at), {literal(self.batch.received_at)})"
        marked = columns.replace("superseded_at", f"coalesce(superseded_at, {now}) as superseded_at")
        in_gone = f"{STANDS} and exists (select 1 from gone g where {_equal('g', 'e', contract.key)})"
        months = self._months(contract)
        kept = f"where {_month_in('e', contract, months)}" if months is not None else ""
        rows = self._stream(f"""
            with e as (select * from {everything} e {kept})
            select *{self.lake.month_of(table)} from (
                select {columns} from e where not ({in_gone})
                union all by name select {marked} from e where {in_gone}
                union all by name select {columns} from added
                {"where " + _month_in("added", contract, months) if months is not None else ""})""")
        self.writing.overwrite(table, rows, months)
        if months is not None:
            outside = f"from added where not ({_month_in('added', contract, months)})"
            if self.con.row(f"select count(*) {outside}")[0]:
                self.writing.append(table, self._stream(f"select *{self.lake.month_of(table)} {outside}"))

    def _months(self, contract: Contract) -> list[str] | None:
        if not self.lake.by_month(contract.name):
            return None
        rows = self.con.rows(f"select distinct strftime({contract.effective}, '%Y-%m') from gone")
        return [month for (month,) in rows]


def under_sql(origin: str, place: str) -> str:
    """SQL: an origin is a place or lies below it; `source:` is everything of a source."""
    if place.endswith(":"):
        return f"starts_with({origin}, {literal(place)})"
    return f"({origin} = {literal(place)} or starts_with({origin}, {literal(place.rstrip('/') + '/')}))"


def key_sql(contract: Contract, alias: str = "") -> str:
    """SQL of a row's key as one text; null where a part that must be there is missing."""
    parts = ", ".join(f"cast({alias}{name} as varchar)" for name in contract.key)
    there = " and ".join(f"{alias}{name} is not null" for name in contract.key if not contract.column(name).null)
    return f"case when {there} then cast(to_json([{parts}]) as varchar) end"


def _same(contract: Contract) -> str:
    """A fresh row says the same as one that stands."""
    columns = (*contract.names, "source_ref")
    return " and ".join(f"f.{name} is not distinct from o.{name}" for name in columns)


def _equal(left: str, right: str, names: Iterable[str]) -> str:
    return " and ".join(f"{left}.{name} is not distinct from {right}.{name}" for name in names)


def _month_in(alias: str, contract: Contract, months: Sequence[str]) -> str:
    listed = ", ".join(f"'{month}'" for month in months)
    return f"strftime({alias}.{contract.effective}, '%Y-%m') in ({listed})"
