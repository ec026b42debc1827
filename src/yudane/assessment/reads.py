"""Which tables checks read: those they ask sources to have looked at, and those their SQL names."""

from collections.abc import Mapping
from dataclasses import dataclass

from yudane.assessment.guard import program_tables, tables_read
from yudane.contracts import View
from yudane.evidence.plans import read_view
from yudane.program import Check, Program


@dataclass(frozen=True)
class Read:
    """A table read. `part` is a column that sources must fill, * where they must tell every row, else empty."""

    table: str
    part: str


def asked(check: Check) -> tuple[tuple[Read, ...], ...]:
    """What sources must have looked at; within one entry any of several is enough to find it met."""
    return tuple(tuple(_read(one) for one in read.split("|")) for read in check.reads)


def _read(text: str) -> Read:
    table, _, part = text.partition(".")
    return Read(table, part)


def tables_of(check: Check, program: Program) -> tuple[str, ...]:
    """All tables of a check: evidence, derived and decision tables."""
    asked_for = {read.table for either in asked(check) for read in either}
    return tuple(sorted(asked_for | tables_read(check, program)))


def selects_from(view: View, program: Program) -> tuple[str, ...]:
    """The tables a derived table selects from."""
    return tuple(read_view(view.name, program_tables(program)).tables)


def readers(program: Program) -> Mapping[str, tuple[Check, ...]]:
    """By table the checks that read it, in the program's order."""
    found: dict[str, tuple[Check, ...]] = {}
    for check in program.checks():
        for table in tables_of(check, program):
            found[table] = (*found.get(table, ()), check)
    return found
