"""Which checks read a table; worked out once for a program."""

from collections.abc import Mapping

from yudane.assessment.reads import readers
from yudane.faces.web.shared.cache import Cache
from yudane.program import Check, Program

_kept: Cache[Mapping[str, tuple[Check, ...]]] = Cache(4)


def readers_of(table: str, known: Program) -> tuple[Check, ...]:
    return _kept.get(known.version, lambda: readers(known)).get(table, ())
