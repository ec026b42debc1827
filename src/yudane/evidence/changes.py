"""What became different in the lake between two moments, by table."""

from yudane.evidence.engines.database import Connection
from yudane.evidence.lake import Lake, Versions


def rows_changed(before: Versions, after: Versions) -> set[str]:
    """The tables that were written to."""
    return {table for table in before.keys() | after.keys() if before.get(table) != after.get(table)}


def looks_changed(con: Connection, lake: Lake, before: Versions, after: Versions) -> set[str]:
    """The tables of which sources say otherwise what they looked at, or of which other rows were left out."""
    found: set[str] = set()
    for own in rows_changed(before, after) & {"coverage", "gaps"}:
        # a gap of no service only tells
        was, now = (
            f"(select * from {lake.relation(own, versions)} where service_id is not null)"
            for versions in (before, after)
        )
        differing = f"({was} except {now}) union all ({now} except {was})"
        found |= {table for (table,) in con.rows(f"select distinct table_name from ({differing})")}
    return found
