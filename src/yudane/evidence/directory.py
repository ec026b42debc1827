"""Who owns what today: the rows of the catalog that stand."""

from typing import Any

from yudane.evidence.engines.database import connect
from yudane.evidence.lake import Lake, Versions

Row = dict[str, Any]


def services(lake: Lake, versions: Versions) -> list[Row]:
    """All services that stand at those versions, those nobody owns first, then by name."""
    return _current_rows(lake, versions, "services", "team_id is not null, lower(name), service_id")


def teams(lake: Lake, versions: Versions) -> list[Row]:
    """All teams that stand at those versions, by name."""
    return _current_rows(lake, versions, "teams", "lower(name), team_id")


def not_assessed(service: Row) -> str | None:
    """Why a service gets no level, as a word: out_of_scope, no_lifecycle, experimental, deprecated.

    None where it gets one; see snapshot.ASSESSED.
    """
    if not service["in_scope"]:
        return "out_of_scope"
    if service["lifecycle"] == "production":
        return None
    return service["lifecycle"] or "no_lifecycle"


def _current_rows(lake: Lake, versions: Versions, table: str, order: str) -> list[Row]:
    with connect() as con:
        return con.records(f"select * from {lake.current_rows(table, versions)} order by {order}")
