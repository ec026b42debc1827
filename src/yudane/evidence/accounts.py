"""What each source covers, until when, what was refused, what maps to no service."""

from datetime import date, datetime
from typing import Literal, TypedDict

from yudane.evidence.batch import HANDS
from yudane.evidence.catalog import standing
from yudane.evidence.engines.database import Connection, connect
from yudane.evidence.engines.sql import literal, texts
from yudane.evidence.lake import COUNTS, OPEN, STANDS, Lake


class Standing(TypedDict):
    """Rows that stand, and those whose service nobody knows."""

    rows: int
    unmapped: int
    unmapped_names: list[str]


class SourceAccount(Standing):
    """One source and one table it told about."""

    source: str
    table: str
    covers: Literal["all"] | list[str]  # service ids
    since: date | None
    until: date
    received_at: datetime
    stale: bool
    rejected: int  # in its last delivery
    unread: int  # files that could not be read to the end, until mended


def systems_telling(lake: Lake, table: str, today: date) -> dict[str, str]:
    """By service, or `*` for all, a system that looked at it in a table no longer ago than the contract calls fresh."""
    versions = lake.versions()
    if "coverage" not in versions:
        return {}
    with connect() as con:
        rows = con.rows(f"""
            select service_id, min(source) from {lake.relation("coverage", versions)}
            where {COUNTS} and table_name = {literal(table)} and not list_contains({texts(HANDS)}, source)
              and until >= {literal(today)} - {lake.contracts[table].fresh_for_days}
            group by service_id""")
    return dict(rows)


def source_accounts(lake: Lake, today: date) -> list[SourceAccount]:
    """One row for each source and table it told about."""
    versions = lake.versions()
    if "coverage" not in versions:
        return []
    with connect() as con:
        counts = f"select * from {lake.relation('coverage', versions)} where {COUNTS}"
        con.execute(f"create temp view coverage as {counts}")
        con.execute(f"create temp view gaps as select * from {lake.relation('gaps', versions)} where {OPEN}")
        con.execute(f"create temp view rejected as select * from {lake.relation('rejected', versions)}")
        con.execute(f"create temp view services as select * from {standing(lake, 'services', versions)}")
        found = con.rows(
            """
            select source, table_name, bool_or(service_id = '*') as everything,
                   list(distinct service_id order by service_id) filter (service_id <> '*') as named,
                   case when count(*) > count(since) then null else min(since) end as since, max(until) as until,
                   max(received_at) as received_at, max_by(batch_id, received_at) as batch_id
            from coverage where table_name in (select unnest(?))
            group by source, table_name order by source, table_name""",
            [[*lake.contracts]],
        )
        accounts: list[SourceAccount] = []
        for source, table, everything, named, since, until, received_at, batch_id in found:
            (refused,) = con.row(
                "select count(*) from rejected where batch_id = ? and table_name = ?", [batch_id, table]
            )
            (unread,) = con.row(
                "select count(distinct origin) from gaps where source = ? and table_name in (?, '*') and service_id is null",
                [source, table],
            )
            accounts.append(
                {
                    "source": source,
                    "table": table,
                    "covers": "all" if everything else named or [],
                    "since": since,
                    "until": until,
                    "received_at": received_at,
                    "stale": (today - until).days > lake.contracts[table].fresh_for_days,
                    "rejected": refused,
                    "unread": unread,
                    **_standing(con, lake, table, source),
                }
            )
        return accounts


def _standing(con: Connection, lake: Lake, table: str, source: str) -> Standing:
    rows = f"{lake.current_rows(table, lake.versions())} r where starts_with(origin, {literal(source + ':')})"
    count = con.row(f"select count(*) from {rows}")[0]
    if not lake.contracts[table].has("service_id") or table in ("services", "service_names"):
        return {"rows": count, "unmapped": 0, "unmapped_names": []}
    unknown = con.rows(f"""
        select service_id, count(*) from {rows} and service_id is not null
        and service_id not in (select service_id from services)
        group by 1 order by 2 desc, 1""")
    return {"rows": count, "unmapped": sum(n for _, n in unknown), "unmapped_names": [name for name, _ in unknown[:20]]}


# Keys that took the service in (docs/decisions/0011-coverage-is-earned.md); before, one id of two services displaced rows.
_WIDENED = ("incidents", "deployments", "changes", "infra_changes")


def displaced(lake: Lake) -> list[tuple[str, str, int]]:
    """Table, source and number of rows that left because the same id came for another service, and stand no more."""
    versions = lake.versions()
    found: list[tuple[str, str, int]] = []
    with connect() as con:
        for table in (name for name in _WIDENED if name in versions):
            key = lake.contracts[table].key[0]
            rows = lake.relation(table, versions)
            found += [
                (table, source, count)
                for source, count in con.rows(f"""
                    select split_part(origin, ':', 1) as source, count(distinct ({key}, service_id)) from {rows} o
                    where superseded_at is not null
                      and exists (select 1 from {rows} n where n.{key} = o.{key} and n.service_id <> o.service_id
                                  and n.received_at = o.superseded_at)
                      and not exists (select 1 from {rows} s where s.{key} = o.{key} and s.service_id = o.service_id
                                      and s.{STANDS})
                    group by 1 order by 1""")
            ]
    return found
