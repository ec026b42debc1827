"""Documents: plain values with the lines they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]

MAX_DEPTH = 64
MAX_NODES = 500_000
MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class Document:
    """One document of a file; `lines` gives the line of every mapping entry by its path."""

    value: Value
    line: int = 1
    lines: Mapping[Path, int] = field(default_factory=dict)

    def below(self, lines: int) -> "Document":
        """The same where so many lines stand above it."""
        if not lines:
            return self
        return replace(self, line=self.line + lines, lines={path: line + lines for path, line in self.lines.items()})

    def line_of(self, path: Path) -> int:
        """The line of the entry at `path`, or of the nearest entry above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, self.line)
