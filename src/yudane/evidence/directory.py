"""Who owns what today: the rows of the catalog that stand."""

from datetime import date, datetime
from typing import TypedDict, cast

from yudane.evidence.catalog import standing
from yudane.evidence.engines.database import Row, connect
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import Lake, Versions


class Scope(TypedDict):
    """What decides whether a service gets levels."""

    in_scope: bool
    lifecycle: str | None


class ServiceRow(Scope):
    """One service: what is asked of its columns (see tables/services.yaml)."""

    service_id: str
    name: str
    team_id: str | None
    business_unit_id: str | None
    tier: int | None
    has_embedded_sre: bool


class TeamRow(TypedDict):
    """One team: what is asked of its columns (see tables/teams.yaml)."""

    team_id: str
    name: str
    kind: str
    business_unit_id: str | None
    active: bool


def services(lake: Lake, versions: Versions) -> list[ServiceRow]:
    """All services that stand at those versions, those nobody owns first, then by name."""
    order = "team_id is not null, lower(name), service_id"
    return cast("list[ServiceRow]", _current_rows(lake, versions, "services", order))


def teams(lake: Lake, versions: Versions) -> list[TeamRow]:
    """All teams that stand at those versions, by name."""
    return cast("list[TeamRow]", _current_rows(lake, versions, "teams", "lower(name), team_id"))


def own_days(lake: Lake, versions: Versions) -> dict[date, bool]:
    """Whether it is a business day, for each day that the organization's calendar lists."""
    with connect() as con:
        rows = con.rows(f"select date, is_business_day from {lake.current_rows('calendar_days', versions)}")
    return dict(rows)


class IncidentRow(TypedDict):
    """What is asked of an incident: see tables/incidents.yaml."""

    severity: int | None
    detected_at: datetime
    resolved_at: datetime | None
    source: str


def incident(lake: Lake, versions: Versions, incident_id: str, service: str) -> list[IncidentRow]:
    """What the sources tell of one incident of a service."""
    where = f"incident_id = {literal(incident_id)} and service_id = {literal(service)}"
    with connect() as con:
        found = con.records(
            f"""select severity, detected_at, resolved_at, split_part(origin, ':', 1) as source
            from {lake.current_rows("incidents", versions)} where {where}"""
        )
    return cast("list[IncidentRow]", found)


def criteria_named(lake: Lake, versions: Versions, table: str) -> list[str]:
    """The criteria that the rows of a table are about."""
    with connect() as con:
        found = con.rows(f"select distinct criterion_id from {lake.current_rows(table, versions)} order by 1")
    return [name for (name,) in found]


def told_by_source(lake: Lake, versions: Versions, table: str, entity_id: str) -> Row | None:
    """What the source says of one service or team, whatever is said of it here."""
    key = lake.contracts[table].key[0]
    with connect() as con:
        found = con.records(
            f"select * from {lake.current_rows(table, versions)} where {key} = {literal(entity_id)} limit 1"
        )
    return found[0] if found else None


def rows_of_source(lake: Lake, versions: Versions, table: str, source: str) -> dict[str, Row]:
    """By id the rows of services or teams that one source tells, in the contract's columns."""
    contract = lake.contracts[table]
    rows, mine = lake.current_rows(table, versions), f"starts_with(origin, {literal(source + ':')})"
    with connect() as con:
        found = con.records(f"select {', '.join(contract.names)} from {rows} where {mine}")
    return {str(row[contract.key[0]]): row for row in found}


def not_assessed(service: Scope) -> str | None:
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
        return con.records(f"select * from {standing(lake, table, versions)} order by {order}")
