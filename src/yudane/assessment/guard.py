"""The closed parse of checks: what each reads, and why one may not run.

Every check meets it: the shipped ones in a test, an organization's own whenever they are about to run.
"""

from collections.abc import Iterator

from yudane.contracts import shipped_contracts
from yudane.evidence.engines.reading import EVIDENCE, Reading, evidence_of, read, read_expression
from yudane.evidence.engines.resolving import Tables
from yudane.evidence.engines.rules import CHECK
from yudane.evidence.engines.sql import bare
from yudane.evidence.engines.syntax import Refusal, RefusedError
from yudane.evidence.plans import PROVENANCE_COLUMNS, evidence_tables
from yudane.program import Check, Gate, Program
from yudane.reading import Place, Problem


def program_tables(program: Program) -> Tables:
    """The columns of the tables a program brings, but for those called like one of ours."""
    return {table.name: tuple(table.columns) for table in program.decision_tables}


def reading(check: Check, program: Program) -> Reading:
    """What a check's SQL reads and gives. Raises RefusedError."""
    return read(bare(check.sql), {**evidence_tables(program.contracts), **program_tables(program)}, CHECK)


def tables_read(check: Check, program: Program) -> frozenset[str]:
    """The tables a check's SQL names; none where it may not run."""
    try:
        return frozenset(reading(check, program).tables)
    except RefusedError:
        return frozenset()


def require(check: Check, program: Program) -> Reading:
    """What a check reads, when all its pieces may run. Raises RefusedError with everything that is wrong."""
    found = [*_refusals(check, program)]
    if found:
        raise RefusedError(*found)
    return reading(check, program)


def _refusals(check: Check, program: Program) -> Iterator[Refusal]:
    try:
        measured = reading(check, program).columns
    except RefusedError as error:
        yield from error.refusals
        return
    beside = ("to_level", "asked_level", "at_least", "activity_key") if isinstance(check, Gate) else ()
    columns = (*shipped_contracts()["services"].names, *PROVENANCE_COLUMNS, *beside, *measured)
    for name, sql in check.expressions.items():
        try:
            read_expression(sql, columns, CHECK)
        except RefusedError as error:
            yield from (Refusal(one.code, {**one.args, "field": name}) for one in error.refusals)


def place_of(check: Check, refusal: Refusal | None = None) -> Place:
    """The file a refusal is about: the check's SQL, or the field of its YAML."""
    field = str(refusal.args.get("field", "")) if refusal else ""
    line = refusal.line(check.sql) if refusal and not field else None
    return Place(f"{check.activity}/{check.name}.{'yaml' if field else 'sql'}", line, field)


def problems(check: Check, program: Program) -> list[Problem]:
    """Why a check may not run, each with its place; nothing where it may."""
    try:
        require(check, program)
    except RefusedError as error:
        return [Problem(one.code, place_of(check, one), one.args) for one in error.refusals]
    return []


def problems_of_tables(program: Program) -> list[Problem]:
    """Tables of the program that are called like one of ours, and so are not read."""
    return [Problem("table_reserved", args={"name": table.name}) for table in program.tables_refused]


def problems_of_own(program: Program) -> list[Problem]:
    """Why checks that did not come with the package may not run."""
    return problems_of_tables(program) + [
        problem for check in program.checks() if not check.shipped for problem in problems(check, program)
    ]


def evidence_sql(check: Check) -> str | None:
    """The check up to its CTE `evidence`, selecting from it; None where it has no such CTE. Raises RefusedError."""
    return evidence_of(bare(check.sql))


def names_evidence(check: Check, program: Program) -> bool:
    """Whether the rows that decide can be shown."""
    try:
        return EVIDENCE in reading(check, program).ctes
    except RefusedError:
        return False
