"""What was assessed, as evidence: rows of the tables of results, and the coverage they bring."""

from collections.abc import Collection
from datetime import date

from yudane.assessment.gates import GATED
from yudane.assessment.outcomes import INDICATED
from yudane.assessment.publish import LEVELS
from yudane.assessment.store import Assessment, Assessments
from yudane.contracts import shipped_contracts
from yudane.contracts.contract import RESULTS
from yudane.evidence.engines.database import Relation, empty, parquet_of
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import OWN

SOURCE = "yudane"
KEPT_AS = {
    "assessment_results": "levels",
    "indicator_results": "indicated",
    "trigger_results": "gated",
}  # by whom it is kept
_SHAPES = {"levels": {"service_id": "VARCHAR", "activity": "VARCHAR"} | LEVELS, "indicated": INDICATED, "gated": GATED}
_SOURCES = "case when coalesce({0}, '') = '' then cast([] as varchar[]) else string_split({0}, ', ') end as sources"
_COLUMNS = {
    "assessment_results": f"""
        service_id, activity as activity_key, {{as_of}} as as_of, lowest as level_min, highest as level_max,
        published as published_level, confidence, unconfirmed_since, core2 as level_2_core, met2 as level_2_met,
        unmet2 as level_2_unmet, core3 as level_3_core, met3 as level_3_met, unmet3 as level_3_unmet,
        {_SOURCES.format("sources")}, {{made_at}} as made_at, '[]' as criteria""",
    "indicator_results": f"""
        coalesce(service_id, '') as service_id, indicator_id, {{as_of}} as as_of, outcome, value, {_SOURCES.format("sources")}, {{made_at}} as made_at""",
    "trigger_results": "service_id, activity as activity_key, check_id as trigger_id, {as_of} as as_of, outcome",
}
_ONLY = {"trigger_results": "where to_level is null"}


def prior_results(table: str, assessments: Assessments, as_of: date) -> Relation:
    """Rows of a table of results in its stored shape, from the assessments of earlier dates, however many, in one scan."""
    kept = KEPT_AS[table]
    earlier = {
        str(path): found
        for day in assessments.dates()
        if day < as_of and (found := assessments.get(day)) and (path := assessments.table(found, kept)).is_file()
    }
    if not earlier:
        return empty(shipped_contracts()[table].stored)
    about = ", ".join(
        f"({literal(path)}, {literal(one.as_of)}, cast({literal(one.made_at)} as timestamp), {literal(one.id)})"
        for path, one in earlier.items()
    )
    shape = _SHAPES[kept]  # what was kept before a column was there does not have it
    rows = f"""
        (select {", ".join(shape)}, a._as_of, a._made_at, a._assessment
         from (select * from {empty(shape | {"_file": "VARCHAR"})} union all by name {parquet_of(earlier, "_file")}) r
         join (values {about}) a(_file, _as_of, _made_at, _assessment) using (_file))"""
    return Relation(_results(table, rows, "_as_of", "_made_at", "_assessment"), tuple(earlier))


def results_of(table: str, assessment: Assessment, rows: str) -> Relation:
    """Rows of a table of results of an assessment in the making; `rows` is the SQL of what it made."""
    made_at = f"cast({literal(assessment.made_at)} as timestamp)"
    return Relation(_results(table, rows, literal(assessment.as_of), made_at, literal(assessment.id)), None)


def _results(table: str, rows: str, as_of: str, made_at: str, assessment: str) -> str:
    """In the stored shape. `as_of`, `made_at` and `assessment` are SQL of each row's."""
    return f"""(
        select {_COLUMNS[table].format(as_of=as_of, made_at=made_at)}, {literal(SOURCE)} as source_system,
               {assessment} as source_ref, '' as origin, '' as batch_id,
               cast({as_of} as timestamp) as received_at, cast(null as timestamp) as superseded_at
        from {rows} {_ONLY.get(table, "")})"""


def coverage_until(until: date | None, tables: Collection[str] = RESULTS) -> Relation:
    """Rows in the shape of the lake's coverage: all services, until a date; none without one."""
    if until is None or not tables:
        return empty(OWN["coverage"])
    day = literal(until)
    rows = " union all ".join(
        f"""
        select {literal(SOURCE)} as source, {literal(table)} as table_name, '*' as service_id,
               cast(null as timestamp) as since, {day} as until, cast([] as varchar[]) as not_filled,
               cast({day} as timestamp) as received_at, '' as batch_id, cast(null as timestamp) as withdrawn_at"""
        for table in tables
    )
    return Relation(f"({rows})", ())
