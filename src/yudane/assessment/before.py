"""What was assessed before, as evidence: rows of `assessment_results` and the coverage they bring."""

from datetime import date

from yudane.assessment.store import Assessments
from yudane.evidence.engines.duckdb import literal
from yudane.evidence.lake import columns_of

SOURCE = "yudane"


def results_before(assessments: Assessments, as_of: date) -> str:
    """A SELECT in the stored shape of `assessment_results`, from the assessments of earlier dates."""
    made = [found for day in assessments.dates() if day < as_of and (found := assessments.get(day))]
    selects = [
        f"""
        select service_id, activity as activity_key, {literal(one.as_of)} as as_of, lowest as level_min,
               highest as level_max, published as published_level, confidence, '[]' as criteria,
               {literal(SOURCE)} as source_system, {literal(one.id)} as source_ref, '' as origin, '' as batch_id,
               cast({literal(one.as_of)} as timestamp) as received_at, cast(null as timestamp) as superseded_at
        from read_parquet({literal(str(assessments.table(one, "levels")))})"""
        for one in made
    ]
    return " union all by name ".join(selects) or _nothing("assessment_results")


def coverage_before(assessments: Assessments, as_of: date) -> str:
    """A SELECT in the shape of the lake's coverage: all services, until the newest date assessed before."""
    days = [day for day in assessments.dates() if day < as_of]
    if not days:
        return _nothing("coverage")
    return f"""
        select {literal(SOURCE)} as source, 'assessment_results' as table_name, '*' as service_id,
               cast(null as timestamp) as since, {literal(days[-1])} as until, cast([] as varchar[]) as not_filled,
               cast({literal(days[-1])} as timestamp) as received_at, '' as batch_id"""


def _nothing(table: str) -> str:
    columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns_of(table).items())
    return f"select {columns} where false"
