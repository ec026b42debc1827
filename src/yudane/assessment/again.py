"""Assessing a day again: which answers of the assessment that stands still hold.

What a check answers depends on the program and our code, the day, the catalog, the rows of the tables its SQL reads or those
derived tables are made from, and on who was looked at in what it `reads`. While none of that changed, its answers are those
kept. What people state counts when answers are judged, which is done anew for all of them.
"""

from yudane.assessment.guard import program_tables, tables_read
from yudane.assessment.judgment import NOTHING_KEPT, Kept, kept_answers
from yudane.assessment.outcomes import parts_of
from yudane.assessment.store import Assessment, Assessments
from yudane.contracts.contract import RESULTS
from yudane.evidence.changes import looks_changed, rows_changed
from yudane.evidence.engines.database import VERSION, Connection, DatabaseError, parquet
from yudane.evidence.lake import Lake
from yudane.evidence.plans import with_derived
from yudane.program import Check, Program
from yudane.reading.compiled import code

_PRIOR = set(RESULTS)  # come from assessments of earlier dates too, which no version tells


def made_by() -> str:
    """What tells our code, and the database's, from any other that asked the checks."""
    return f"{code('assessment', 'contracts', 'evidence', 'program', 'reading')[:16]}-{VERSION}"


def still_holding(
    con: Connection, program: Program, lake: Lake, assessments: Assessments, assessment: Assessment
) -> Kept:
    """The answers of the assessment that stands for the same date that an assessment in the making need not ask for."""
    before = assessments.get(assessment.as_of)
    if before is None or _made_alike(before) != _made_alike(assessment):
        return NOTHING_KEPT
    rows = rows_changed(before.versions, assessment.versions) | _PRIOR
    if any(name in rows for name, contract in program.contracts.items() if contract.group == "reference"):
        return NOTHING_KEPT
    looks = looks_changed(con, lake, before.versions, assessment.versions) | _PRIOR
    outcomes, indicated = (parquet([str(assessments.table(before, name))]) for name in ("outcomes", "indicated"))
    try:
        answered = con.rows(f"""
            select criterion_id from {outcomes} group by all having count(*) filter (cause = 'error') = 0
            union all
            select indicator_id from {indicated} group by all having count(*) filter (cause = 'error') = 0""")
    except DatabaseError:  # what was kept cannot be read
        return NOTHING_KEPT
    changed = {check.id for check in program.measures() if rows & _read(check, program) or looks & _looked_at(check)}
    return kept_answers(outcomes, indicated, {check_id for (check_id,) in answered} - changed)


def _made_alike(assessment: Assessment) -> tuple[str, ...]:
    return assessment.known, assessment.program_version, assessment.made_by


def _read(check: Check, program: Program) -> set[str]:
    """The tables whose rows decide what a check answers."""
    return with_derived(tables_read(check, program), program_tables(program))


def _looked_at(check: Check) -> set[str]:
    """The tables in which it matters who was looked at."""
    return {part.partition(".")[0] for part in parts_of(check.reads)}
