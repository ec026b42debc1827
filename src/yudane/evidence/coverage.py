"""What a batch may say it looked at: the services it names, all, or those its rows and places are about."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from yudane.contracts import Contract
from yudane.evidence.batch import ALL, Batch, Interval
from yudane.evidence.engines.database import Connection
from yudane.evidence.engines.sql import literal, texts
from yudane.evidence.lake import COUNTS, Lake, Writing
from yudane.evidence.naming import resolve_sql, suggested_sql
from yudane.evidence.settling import Settling
from yudane.evidence.units import Units
from yudane.reading import ProblemsError

Claimed = str | list[str]


class Coverage:
    """Over the temp tables of an intake: `now_services`, `fresh`, `old`."""

    def __init__(self, con: Connection, lake: Lake, writing: Writing, batch: Batch, units: Units) -> None:
        self.con, self.batch, self.units = con, batch, units
        self.settling = Settling(con, lake, writing, batch)
        self.writing = writing
        con.execute(
            "create or replace temp table covered_before as "
            f"select * from {lake.relation('coverage', writing.versions)} where {COUNTS}"
        )
        con.execute("create or replace temp table coverage_news as select * from covered_before where false")

    @property
    def known(self) -> list[str]:
        """Every service of the catalog."""
        return [name for (name,) in self.con.rows("select service_id from now_services order by 1")]

    @cached_property
    def said(self) -> Claimed | None:
        """What --covers says, as ids. Raises ProblemsError where a name is nobody's."""
        covers = self.batch.covers
        if covers is None or ALL in covers:
            return None if covers is None else ALL
        self.con.execute("create or replace temp table said(name varchar, service_id varchar)")
        for name in covers:
            self.con.execute(f"insert into said values ({literal(name)}, {literal(name)})")
        self.con.execute(resolve_sql("said", self.batch.names))
        unknown = [
            name
            for (name,) in self.con.rows(
                "select name from said where service_id not in (select service_id from now_services) order by name"
            )
        ]
        if unknown and not self.known:
            raise ProblemsError.one("covers_before_catalog", names=", ".join(unknown))
        if unknown:
            near = self._near(unknown)
            raise ProblemsError.one("covers_unknown", names=", ".join(unknown), near=", ".join(near) or "–")
        return [name for (name,) in self.con.rows("select distinct service_id from said order by 1")]

    def _near(self, names: Sequence[str]) -> list[str]:
        listed = ", ".join(f"({literal(name)})" for name in names)
        rows = self.con.rows(f"""
            select service_id from ({suggested_sql(f"select name from (values {listed}) v(name)")})
            group by service_id order by max(alike) desc, 1 limit 5""")
        return [name for (name,) in rows]

    def claim(self, contract: Contract, empty_is_meant: Callable[[Contract, Claimed], bool]) -> Claimed:
        """Note what the batch looked at in this table, and give whom: all, or some services.

        `empty_is_meant` is asked where --covers speaks of services, there is no row, and it was not said before.
        """
        if contract.name in self.batch.intervals:
            self._intervals(contract, self.batch.intervals[contract.name])
            self._note(contract)
            return self._claimed()
        by_the_way = contract.name in self.batch.recovered
        self._claims(contract, None if by_the_way else self.said)
        if self.said is not None and not by_the_way and contract.group != "reference" and not self.units.pulled:
            (rows,) = self.con.row("select count(*) from fresh")
            if not rows and not self._said_before(contract) and not empty_is_meant(contract, self._claimed()):
                return []
        self._note(contract)
        return self._claimed()

    def _intervals(self, contract: Contract, said: Sequence[Interval]) -> None:
        """What was vouched for, and nothing else: what was said before and is not any more, no longer counts."""
        rows = ", ".join(
            f"({literal(one.service_id)}, cast({literal(one.since)} as timestamp), cast({literal(one.until)} as date))"
            for one in said
        )
        nothing = "(cast(null as varchar), cast(null as timestamp), cast(null as date))"
        self.con.execute(f"""
            create or replace temp table claims as
            select * from (values {rows or nothing}) v(service_id, since, until) where service_id is not null""")
        mine = f"source = {literal(self.batch.source)} and table_name = {literal(contract.name)}"
        within = "c.service_id = said.service_id and c.since <= said.since and c.until >= said.until"
        gone = self.con.rows(f"""
            select said.service_id, said.since, said.until from covered_before said
            where {mine} and not exists (select 1 from claims c where {within})""")
        if gone:
            listed = ", ".join(f"({literal(name)}, {literal(since)}, {literal(until)})" for name, since, until in gone)
            test = f"{COUNTS} and {mine} and (service_id, since, until) in ({listed})"
            self.writing.amend(self.con, "coverage", test, {"withdrawn_at": literal(self.batch.received_at)})

    def _claimed(self) -> Claimed:
        names = [name for (name,) in self.con.rows("select service_id from claims order by 1")]
        return ALL if ALL in names else names

    def _claims(self, contract: Contract, said: Claimed | None) -> None:
        since = literal(self.batch.since) if self.batch.since else _since(contract, self.batch)
        empty = literal(self.batch.since) if self.batch.since else _empty_since(contract, self.batch)
        batch_rows = "select * from fresh"
        if self.batch.restates:
            batch_rows += f" union all by name select * from old o where {self.settling.restated('o')}"
        if self.units.pulled and contract.has("service_id"):
            covered = sorted(self.units.scopes or ())
            if isinstance(said, list):
                covered = sorted({*covered} & {*said})
            rows = self._named(covered, since, empty, each=True)
        elif said is not None:
            rows = self._named([ALL] if said == ALL else said, since, empty, each=False)
        elif contract.has("service_id"):
            rows = f"""select service_id, min({since}) as since from ({batch_rows})
                       where service_id is not null group by service_id"""
        else:
            rows = f"select '{ALL}' as service_id, min({since}) as since from ({batch_rows}) having count(*) > 0"
        until = literal(self.batch.until)
        self.con.execute(f"create or replace temp table claims as select *, {until} as until from ({rows})")

    def _named(self, names: Sequence[str], since: str, empty: str, *, each: bool) -> str:
        """Services said by name: since their rows begin, or all of them together do, or since now."""
        if not names:
            return "select cast(null as varchar) as service_id, cast(null as timestamp) as since where false"
        listed = ", ".join(f"({literal(name)})" for name in names)
        whose = "where f.service_id = v.service_id" if each else ""
        return f"""select v.service_id, coalesce((select min({since}) from fresh f {whose}), {empty}) as since
                   from (values {listed}) v(service_id)"""

    def _said_before(self, contract: Contract) -> bool:
        """Every service now said is covered by this source in this table already."""
        (new,) = self.con.row(f"""
            select count(*) from claims c where not exists (
                select 1 from covered_before k
                where k.source = {literal(self.batch.source)} and k.table_name = {literal(contract.name)}
                  and k.service_id in (c.service_id, '{ALL}'))""")
        return not new

    def _note(self, contract: Contract) -> None:
        """Only what was not covered so before."""
        batch = self.batch
        not_filled = list(batch.not_filled.get(contract.name, ()))
        self.con.execute(f"""
            insert into coverage_news by name
            select t.* from (
                select {literal(batch.source)} as source, {literal(contract.name)} as table_name, service_id, since,
                       until, {texts(not_filled)} as not_filled,
                       {literal(batch.received_at)} as received_at, {literal(batch.id)} as batch_id
                from claims) t
            where not exists (
                select 1 from covered_before k where k.source = t.source and k.table_name = t.table_name
                and k.service_id = t.service_id and k.since is not distinct from t.since and k.until >= t.until
                and k.not_filled = t.not_filled)""")

    def write(self) -> None:
        if self.con.row("select count(*) from coverage_news")[0]:
            self.writing.append("coverage", self.con.stream("select * from coverage_news"))


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
    """SQL of the earliest moment a row tells. Rows that could tell one and do not begin when we received them; so does what
    tells how things stand and has no moment at all."""
    if contract.group == "reference":
        return "cast(null as timestamp)"
    casts = [f"cast({name} as timestamp)" for name in moments(contract)]
    if not casts:
        return _received_day(batch) if contract.kind == "state" else "cast(null as timestamp)"
    earliest = casts[0] if len(casts) == 1 else f"least({', '.join(casts)})"
    return f"coalesce({earliest}, {_received_day(batch)})"


def _empty_since(contract: Contract, batch: Batch) -> str:
    without = not moments(contract) and contract.kind != "state"
    return "cast(null as timestamp)" if without or contract.group == "reference" else _received_day(batch)


def _received_day(batch: Batch) -> str:
    day = datetime.combine(min(batch.received_at.date(), batch.until), datetime.min.time())
    return literal(day)
