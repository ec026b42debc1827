"""What is wrong with an input, said so that a person can mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from yudane.words import Lang, Text, say


@dataclass(frozen=True)
class Place:
    """Where: a file, a line counted from 1, a field as `levels.2.says`."""

    file: str = ""
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}" + (f" {self.field}" if self.field else "")


@dataclass(frozen=True)
class Problem:
    """A code of words/problems.yaml with its arguments: what is wrong and the mend, in one message."""

    code: str
    place: Place = field(default_factory=Place)
    args: Mapping[str, object] = field(default_factory=dict)
    text: Text | None = None  # words of a source's own, in the place of the catalog's

    def reason(self, lang: Lang) -> str:
        if self.text:
            return _filled(self.text[lang], self.args)
        args = {name: value[lang] if isinstance(value, Text) else value for name, value in self.args.items()}
        return say(f"problems.{self.code}", lang, **args)

    def message(self, lang: Lang) -> str:
        where = str(self.place)
        return f"{where}: {self.reason(lang)}" if where else self.reason(lang)

    def below(self, lines: int) -> "Problem":
        """The same where so many lines stand above it."""
        return self.placed(replace(self.place, line=(self.place.line or 1) + lines)) if lines else self

    def placed(self, place: Place) -> "Problem":
        return Problem(self.code, place, self.args, self.text)


def _filled(text: str, args: Mapping[str, object]) -> str:
    """A text somebody else wrote, with its values: `{name}` and nothing more, because a format can be an attack."""
    for name, value in args.items():
        text = text.replace("{" + name + "}", str(value))
    return text


class ProblemsError(Exception):
    """An input that cannot be used at all; carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problem.message("en") for problem in problems))

    def __reduce__(self) -> tuple[type["ProblemsError"], tuple[list[Problem]]]:
        return ProblemsError, (self.problems,)  # so that another process can raise it here

    @classmethod
    def one(cls, code: str, place: Place | None = None, **args: object) -> "ProblemsError":
        return cls([Problem(code, place or Place(), args)])
