"""What names mean at one place of a text, and what using them uses."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from yudane.evidence.engines.syntax import lower

Use = Callable[[], None]


@dataclass
class Columns:
    """Something with columns. Using it uses what it always reads; needing a column needs what that is made of."""

    name: str
    columns: dict[str, list[Use]] = field(default_factory=dict)
    always: list[Use] = field(default_factory=list)
    _used: bool = False
    _needed: set[str] = field(default_factory=set)

    def use(self) -> None:
        if not self._used:
            self._used = True
            for each in self.always:
                each()

    def need(self, column: str) -> None:
        if column not in self._needed:
            self._needed.add(column)
            self.use()
            for each in self.columns[column]:
                each()

    def all(self) -> None:
        for column in self.columns:
            self.need(column)

    def called(self, name: str, columns: Iterable[str] = ()) -> "Columns":
        """The same under another name, its first columns under other names."""
        named = [*columns, *list(self.columns)[len(list(columns)) :]]
        own: dict[str, list[Use]] = {}
        for new, old in zip(named, self.columns, strict=False):
            own[lower(new)] = [partial(self.need, old)]
        return Columns(lower(name), own, [self.use])


@dataclass
class Scope:
    """What names mean at one place: relations after FROM, names in WITH, what a lambda calls its own."""

    relations: list[Columns] = field(default_factory=list)
    ctes: dict[str, Columns] = field(default_factory=dict)
    aliases: dict[str, list[Use]] = field(default_factory=dict)  # of the select list
    own: frozenset[str] = frozenset()
    outer: "Scope | None" = None

    def inner(self) -> "Scope":
        return Scope(ctes=dict(self.ctes), outer=self)

    def column(self, parts: tuple[str, ...]) -> list[Use] | None:
        """What a column's name stands for; None where nothing in scope has it."""
        scope: Scope | None = self
        while scope:
            found = scope._here(parts)
            if found is not None:
                return found
            scope = scope.outer
        return None

    def _here(self, parts: tuple[str, ...]) -> list[Use] | None:
        first = parts[0]
        if first in self.own:
            return []
        if len(parts) > 1:
            for relation in self.relations:
                if relation.name == first and parts[1] in relation.columns:
                    return [partial(relation.need, parts[1])]
        having = [relation for relation in self.relations if first in relation.columns]
        found: list[Use] = [partial(relation.need, first) for relation in having]
        if first in self.aliases and len(parts) == 1:
            return [*found, *self.aliases[first]]
        if found:
            return found
        if len(parts) == 1:
            for relation in self.relations:
                if relation.name == first:
                    return [relation.all]
        return None


class AnyColumns(Columns):
    """A relation whose columns only its values know, or one refused already: every name may be one of it."""

    def __post_init__(self) -> None:
        self.columns = _Every(self.columns, self.use)


class _Every(dict[str, list[Use]]):
    def __init__(self, known: Mapping[str, list[Use]], use: Use) -> None:
        super().__init__(known)
        self._use = use

    def __contains__(self, name: object) -> bool:
        return name not in SYSTEM

    def __missing__(self, name: str) -> list[Use]:
        return [self._use]


# Names the database itself gives a meaning, in an inner query before it looks outside: nothing may be called so.
SYSTEM = frozenset(
    [
        "rowid",
        "current_catalog",
        "current_database",
        "current_date",
        "current_role",
        "current_schema",
        "current_time",
        "current_timestamp",
        "current_user",
        "localtime",
        "localtimestamp",
        "now",
        "session_user",
        "system_user",
        "today",
        "user",
    ]
)
