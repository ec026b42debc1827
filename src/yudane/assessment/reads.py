"""Which tables checks read: those they ask sources to have looked at, and those their SQL names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yudane.evidence.contracts import View, contracts, views
from yudane.program import Check, Program

_FROM = re.compile(r"\b(?:from|join)\s+([a-z_][a-z0-9_]*)", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*")


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
    return tuple(sorted(asked_for | named(check.sql, _known(program))))


def made_from(view: View, program: Program) -> tuple[str, ...]:
    """The tables a derived table selects from."""
    return tuple(sorted(named(view.sql, _known(program) - {view.name})))


def readers(program: Program) -> Mapping[str, tuple[Check, ...]]:
    """By table the checks that read it, in the program's order."""
    found: dict[str, tuple[Check, ...]] = {}
    for check in program.checks():
        for table in tables_of(check, program):
            found[table] = (*found.get(table, ()), check)
    return found


def named(sql: str, known: Iterable[str]) -> set[str]:
    """The known tables that SQL selects from."""
    return {*_FROM.findall(_COMMENT.sub("", sql))} & {*known}


def _known(program: Program) -> set[str]:
    return {*contracts(), *views(), *(table.name for table in program.tables)}
