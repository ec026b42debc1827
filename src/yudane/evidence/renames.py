"""Services that are called otherwise now: what stood for the old name stands for the new one.

A rename is told by the catalog: the old id is no service any more, and is a name of exactly one that is.
"""

from collections.abc import Mapping
from datetime import datetime

from yudane.contracts import Contract
from yudane.evidence.catalog import EDITS, MOVES, standing
from yudane.evidence.engines.database import Connection, connect
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import COUNTS, OPEN, STANDS, Lake, Versions, Writing

CATALOG = ("services", "service_names")  # a rename is told by both
TELLS = (*CATALOG, EDITS, MOVES)  # and by what is said here


def renames(lake: Lake, versions: Versions) -> dict[str, str]:
    """New id by old id."""
    if any(table not in versions for table in CATALOG):
        return {}
    with connect() as con:
        return _renames(con, lake, versions)


def carry_over(con: Connection, lake: Lake, writing: Writing, received_at: datetime) -> None:
    """Rows, coverage and gaps of the old names become those of the new ones."""
    new = _renames(con, lake, writing.versions) if all(table in writing.versions for table in CATALOG) else {}
    if not new:
        return
    for contract in lake.contracts.values():
        if contract.name not in TELLS and contract.has("service_id") and contract.name in writing.versions:
            _rows(con, lake, writing, contract, new, received_at)
    for table, counts in (("coverage", COUNTS), ("gaps", OPEN)):
        writing.amend(con, table, f"{counts} and {_old(new)}", {"service_id": named_sql(new)})


def _renames(con: Connection, lake: Lake, versions: Versions) -> dict[str, str]:
    services, stands = lake.relation("services", versions), standing(lake, "services", versions)
    names = lake.current_rows("service_names", versions)
    return dict(
        con.rows(f"""
            select n.name, min(n.service_id) from {names} n
            where n.name in (select service_id from {services})
              and n.name not in (select service_id from {stands})
              and n.service_id in (select service_id from {stands})
            group by n.name having count(distinct n.service_id) = 1""")
    )


def named_sql(new: Mapping[str, str], column: str = "service_id") -> str:
    """SQL of an id as it is now."""
    cases = " ".join(f"when {literal(old)} then {literal(now)}" for old, now in sorted(new.items()))
    return f"case {column} {cases} else {column} end" if cases else column


def _old(new: Mapping[str, str]) -> str:
    return "service_id in (" + ", ".join(map(literal, sorted(new))) + ")"


def _rows(
    con: Connection, lake: Lake, writing: Writing, contract: Contract, new: Mapping[str, str], received_at: datetime
) -> None:
    """The old rows are marked superseded, and stand again under the new id, learned when they were."""
    table, meant = contract.name, f"{STANDS} and {_old(new)}"
    rows = lake.relation(table, writing.versions)
    if not con.row(f"select count(*) from {rows} where {meant}")[0]:
        return
    months, kept = None, "true"
    if lake.by_month(table):
        month = f"strftime({contract.effective}, '%Y-%m')"
        months = [name for (name,) in con.rows(f"select distinct {month} from {rows} where {meant} order by 1")]
        kept = f"{month} in ({', '.join(map(literal, months))})"
    columns = ", ".join(lake.columns_of(table))
    marked = columns.replace(
        "superseded_at", f"case when {meant} then {literal(received_at)} else superseded_at end as superseded_at"
    )
    again = ", ".join(
        f"{named_sql(new)} as service_id" if name == "service_id" else name for name in lake.columns_of(table)
    )
    writing.overwrite(
        table,
        con.stream(f"""
            with told as (select * from {rows} where {kept})
            select *{lake.month_of(table)} from (
                select {marked} from told union all by name
                select {again} from told o where {meant} and not {_there(contract, new)})"""),
        months,
    )


def _there(contract: Contract, new: Mapping[str, str]) -> str:
    """SQL: a row of the same key stands under the new id already."""
    if "service_id" not in contract.key:
        return "false"
    key = [name for name in contract.key if name != "service_id"]
    same = "".join(f" and n.{name} is not distinct from o.{name}" for name in key)
    return f"exists (select 1 from told n where n.{STANDS} and n.service_id = {named_sql(new, 'o.service_id')}{same})"
