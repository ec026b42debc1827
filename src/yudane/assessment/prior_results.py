"""What was assessed before, as evidence: rows of `assessment_results` and the coverage they bring."""

from datetime import date

from yudane.assessment.store import Assessment, Assessments
from yudane.contracts import shipped_contracts
from yudane.evidence.engines.database import Relation, empty, parquet, union
from yudane.evidence.engines.sql import literal
from yudane.evidence.lake import OWN

SOURCE = "yudane"


def prior_results(assessments: Assessments, as_of: date) -> Relation:
    """Rows in the stored shape of `assessment_results`, from the assessments of earlier dates."""
    earlier = [found for day in assessments.dates() if day < as_of and (found := assessments.get(day))]
    return union(
        [_results(assessments, one) for one in earlier] or [empty(shipped_contracts()["assessment_results"].stored)]
    )


def _results(assessments: Assessments, assessment: Assessment) -> Relation:
    levels = parquet([str(assessments.table(assessment, "levels"))])
    as_of = literal(assessment.as_of)
    return Relation(
        f"""(
        select service_id, activity as activity_key, {as_of} as as_of, lowest as level_min, highest as level_max,
               published as published_level, confidence, '[]' as criteria, {literal(SOURCE)} as source_system,
               {literal(assessment.id)} as source_ref, '' as origin, '' as batch_id,
               cast({as_of} as timestamp) as received_at, cast(null as timestamp) as superseded_at
        from {levels})""",
        levels.files,
    )


def prior_coverage(assessments: Assessments, as_of: date) -> Relation:
    """Rows in the shape of the lake's coverage: all services, until the newest date assessed before."""
    days = [day for day in assessments.dates() if day < as_of]
    if not days:
        return empty(OWN["coverage"])
    until = literal(days[-1])
    return Relation(
        f"""(
        select {literal(SOURCE)} as source, 'assessment_results' as table_name, '*' as service_id,
               cast(null as timestamp) as since, {until} as until, cast([] as varchar[]) as not_filled,
               cast({until} as timestamp) as received_at, '' as batch_id,
               cast(null as timestamp) as withdrawn_at)""",
        (),
    )
