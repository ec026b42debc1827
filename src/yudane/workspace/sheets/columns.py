"""What headers and words of a spreadsheet mean, and what forms call them: columns/TABLE.yaml."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import yaml

from yudane.reading import Problem
from yudane.words import LANGUAGES, Lang, Text

_FOLDER = Path(__file__).parent / "columns"
YES_NO: Mapping[Lang, tuple[str, str]] = {"en": ("no", "yes"), "ja": ("いいえ", "はい")}
KINDS = ("services", "teams", "people")
RECORDED = tuple(sorted({file.stem for file in _FOLDER.glob("*.yaml")} - {*KINDS}))  # what teams may record here
_SIGNS = re.compile(r"[\s_\-./()・:]+")


def folded(text: str) -> str:
    """As texts of people are compared: case, width, spaces and small signs make no difference."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True)
class SheetColumn:
    """A column of a contract, as spreadsheets call it."""

    name: str
    head: Text
    also: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]  # of an enum: by the contract's word what people write
    hint: Text | None = None  # what would be understood, where the type alone does not say it

    @cached_property
    def values(self) -> Mapping[str, str]:
        """The contract's word by what people write, folded."""
        return {folded(text): word for word, texts in self.words.items() for text in (word, *texts)}

    def label(self, value: str, lang: Lang) -> str:
        """The contract's word as people of a language say it."""
        words = self.words.get(value, ())
        return next((text for text in words if text.isascii() == (lang == "en")), value)

    @property
    def choices(self) -> Text:
        """All its words, as people say them."""
        return Text(**{lang: ", ".join(self.label(word, lang) for word in self.words) for lang in LANGUAGES})

    @property
    def headers(self) -> set[str]:
        """Everything it may be called, folded."""
        return {folded(text) for text in (self.name, *(self.head[lang] for lang in LANGUAGES), *self.also)}


@cache
def columns(kind: str) -> Mapping[str, SheetColumn]:
    """Of a table, in the order of a template and a form."""
    document = yaml.safe_load((_FOLDER / f"{kind}.yaml").read_text("utf-8"))
    return {name: _column(name, said) for name, said in document.items()}


def labelled(kind: str, problem: Problem) -> Problem:
    """What a contract says of a column, with the name forms have for it; its name where they have none."""
    column = columns(kind).get(problem.place.field)
    return replace(problem, args={**problem.args, "what": column.head}) if column else problem


def _column(name: str, said: Mapping[str, object]) -> SheetColumn:
    head, also, values = said["head"], said.get("also", ()), said.get("values", {})
    assert isinstance(head, dict)
    assert isinstance(also, list | tuple)
    assert isinstance(values, dict)
    words = {str(word): tuple(map(str, texts)) for word, texts in values.items()}
    hint = said.get("hint")
    assert hint is None or isinstance(hint, dict)
    return SheetColumn(name, Text(**head), tuple(map(str, also)), words, Text(**hint) if hint else None)


def meanings(kind: str, header: Sequence[str]) -> Mapping[int, SheetColumn]:
    """Which cell of a row is which column; the first one that fits, each once."""
    found: dict[int, SheetColumn] = {}
    for place, text in enumerate(header):
        fitting = (one for one in columns(kind).values() if folded(text) in one.headers and one not in found.values())
        if text.strip() and (column := next(fitting, None)):
            found[place] = column
    return found


def kind_of(header: Sequence[str]) -> str | None:
    """Which of the three a header is of: the one most of it means something in, with what every row needs."""
    fits = [(len(found), kind) for kind in KINDS if _enough(kind, found := meanings(kind, header))]
    best = max(fits, default=None)
    return best[1] if best and [count for count, _ in fits].count(best[0]) == 1 else None


def _enough(kind: str, found: Mapping[int, SheetColumn]) -> bool:
    names = {column.name for column in found.values()}
    return bool(names & ({"person_id"} if kind == "people" else {"name", f"{kind[:-1]}_id"}))
