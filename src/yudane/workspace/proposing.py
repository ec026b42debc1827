"""Propose: what another program would bring, whether it keeps the house rules, and what it would change."""

from collections.abc import Sequence

from yudane.assessment.guard import problems_of_tables
from yudane.assessment.lint import lint_all, lint_tables
from yudane.evidence.engines.untrusted import Limits
from yudane.program import Check, Program
from yudane.program.load import shipped
from yudane.reading import Problem
from yudane.reading.progress import Progress, silent


def brought(program: Program, base: Program) -> list[Check]:
    """The checks of a program that the base does not have in this form."""
    before = {check.id: check for check in base.checks()}
    return [check for check in program.checks() if before.get(check.id) != check]


def to_look_at(program: Program) -> list[Check]:
    """What the house rules must be tried on: what is not as shipped, or all where it changes what checks share."""
    base = shipped()
    alike = program.settings_values == base.settings_values and program.tables == base.tables
    return brought(program, base) if alike and program.version != base.version else list(program.checks())


def house_rules(
    program: Program,
    checks: Sequence[Check],
    limits: Limits | None = None,
    progress: Progress = silent,
) -> list[Problem]:
    """Everything wrong with a program's tables and with these of its checks: what is wrong must not run.

    Raises EndedError only when it was called off.
    """
    return [*problems_of_tables(program), *lint_tables(program), *lint_all(checks, program, limits, progress)]
