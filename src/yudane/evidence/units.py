"""What became of each unit of a delivery: read to its end, broken, another tool's, left out on purpose.

A unit is a file, of `rows` a table's file, of what is pulled everything about one service. Which services a broken one
was about cannot be known, so while one is broken nothing new is covered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from yudane.evidence.delivery import Delivery
from yudane.reading import File, Problem


@dataclass
class Units:
    """By origin (`source:file`), as the rows carry it."""

    read: list[str] = field(default_factory=list)
    broken: dict[str, Problem] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    folders: frozenset[str] = frozenset()  # of the broken: folders that could not be looked into
    tables: Mapping[str, str] = field(default_factory=dict)  # rows: the one table an origin is for
    scopes: frozenset[str] | None = None  # pulled: the services whose units were read to their end
    spoilt: int = 0  # pulled: good answers about services of which another answer was not

    @property
    def pulled(self) -> bool:
        return self.scopes is not None

    def broken_for(self, table: str) -> dict[str, Problem]:
        return {o: problem for o, problem in self.broken.items() if self.tables.get(o, table) == table}

    def counts(self) -> dict[str, int]:
        groups = (self.read, self.broken, self.foreign, self.left_out)
        counts = dict(zip(("read", "broken", "foreign", "left_out"), map(len, groups), strict=True))
        return counts | ({"spoilt": self.spoilt} if self.spoilt else {})


def units_of(source: str, delivery: Delivery, *, pulled: bool = False) -> Units:
    """Each file by whether it was read to its end. What is pulled for a service is broken with any of its parts."""
    files = delivery.files
    bad = {delivery.scopes.get(file.name, file.name) for file in files if file.problems}
    broken = [file for file in files if file.problems]
    spoilt = {file.name for file in files if delivery.scopes.get(file.name, file.name) in bad}
    return Units(
        read=[_origin(source, file.name) for file in files if file.name not in spoilt],
        broken={_origin(source, file.name): file.problems[0] for file in broken},
        left_out=[_origin(source, name) for name in delivery.left_out],
        folders=frozenset(_origin(source, file.name) for file in files if file.is_folder),
        tables={_origin(source, name): table for name, table in delivery.tables.items()},
        scopes=frozenset(set(delivery.scopes.values()) - bad) if pulled else None,
        spoilt=len(spoilt) - len(broken),
    )


def readable(delivery: Delivery, units: Units, source: str) -> Iterable[File]:
    """The files to take rows from: of a path also what could be read of a broken one, of what is pulled never."""
    complete = set(units.read)
    return [file for file in delivery.files if not units.pulled or _origin(source, file.name) in complete]


def _origin(source: str, name: str) -> str:
    return f"{source}:{name}"
