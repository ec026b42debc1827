"""Names of other systems, and names misspelt, to services of the catalog."""

from collections.abc import Sequence

from yudane.evidence.engines.sql import literal

NEAR = 0.85  # how alike a name must be to be suggested, 0 to 1


def resolve_sql(table: str, systems: Sequence[str]) -> str:
    """Replace names of other systems by service ids in a temp table, where the catalog knows exactly one.

    Names count exactly or ignoring case; without systems said, the names of any system count. Reads `now_services`
    and `now_service_names`.
    """
    listed = ", ".join(literal(system) for system in systems)
    of_systems = f"where system in ({listed})" if systems else ""
    return f"""
        update {table} set service_id = found.id from (
            select name, min(id) as id from (
                select name, service_id as id from now_service_names {of_systems}
                union all select lower(name), service_id from now_service_names {of_systems}
                union all select lower(service_id), service_id from now_services)
            group by name having count(distinct id) = 1) found
        where {table}.service_id not in (select service_id from now_services)
          and (found.name = {table}.service_id or found.name = lower({table}.service_id))"""


def suggested_sql(names: str) -> str:
    """SELECT name, service_id, alike: services like the names that a SELECT gives as `name`."""
    return f"""
        select v.name, s.service_id, jaro_winkler_similarity(lower(s.service_id), lower(v.name)) as alike
        from ({names}) v, now_services s
        where jaro_winkler_similarity(lower(s.service_id), lower(v.name)) >= {NEAR}"""
