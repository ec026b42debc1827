"""Values inside sentences: `{column:percent}` and the like, as people write them in each language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yudane.words.text import Lang, Text

_PLACE = re.compile(r"\{(\$?[a-zA-Z_][a-zA-Z0-9_]*)(?::([a-z]+))?\}")
_ABSENT = Text(en="none", ja="なし")
_UNITS: Mapping[str, tuple[Text, Text]] = {  # one, many
    "days": (Text("{} day", "{}日"), Text("{} days", "{}日")),
    "hours": (Text("{} hour", "{}時間"), Text("{} hours", "{}時間")),
    "minutes": (Text("{} minute", "{}分"), Text("{} minutes", "{}分")),
    "weeks": (Text("{} week", "{}週間"), Text("{} weeks", "{}週間")),
}


def fill(text: Text, values: Mapping[str, Any], params: Mapping[str, Any], lang: Lang) -> str:
    """The sentence with its values; `{name}` is a column, `{$name}` a parameter."""

    def value(match: re.Match[str]) -> str:
        name, form = match.group(1), match.group(2) or ""
        found = params.get(name[1:]) if name.startswith("$") else values.get(name)
        return written(found, form, lang)

    return _PLACE.sub(value, text[lang])


@dataclass(frozen=True)
class Piece:
    """A part of a sentence: words, or the name of a column or parameter."""

    text: str
    named: bool = False


def pieces(text: Text, lang: Lang) -> tuple[Piece, ...]:
    """The sentence with names where its values go."""
    return tuple(piece for piece in _pieces(text[lang], lang) if piece.text)


def _pieces(text: str, lang: Lang) -> Iterator[Piece]:
    end = 0
    for match in _PLACE.finditer(text):
        before, _, after = _around(match.group(2) or "", lang).partition("{}")
        yield Piece(text[end : match.start()] + before)
        yield Piece(match.group(1).removeprefix("$"), named=True)
        yield Piece(after)
        end = match.end()
    yield Piece(text[end:])


def _around(form: str, lang: Lang) -> str:
    """What a form writes around a value."""
    if form == "percent":
        return Text("{} %", "{}%")[lang]
    if form == "backwards":
        return _BACKWARDS[lang]
    return _UNITS[form][1][lang] if form in _UNITS else "{}"


def placeholders(text: str) -> set[tuple[str, str]]:
    """The (name, form) pairs of a sentence."""
    return {(m.group(1), m.group(2) or "") for m in _PLACE.finditer(text)}


FORMS = frozenset({"", "percent", "date", "list", "backwards", *_UNITS})
_BACKWARDS = Text(en=" Left out, as their times run backwards: {}.", ja="時刻の前後が逆の{}件は除いています。")


def written(value: Any, form: str, lang: Lang) -> str:
    """One value by its form: percent, days, hours, minutes, weeks, date, list, or plain; backwards is a sentence of its own
    about how many rows were left out, and nothing where none was."""
    if form == "backwards":
        return _BACKWARDS[lang].format(number(value, 0)) if value else ""
    if value is None or value == "":
        return _ABSENT[lang]
    if form in ("percent", *_UNITS) and (isinstance(value, bool) or not isinstance(value, int | float)):
        return str(value)  # a sentence asks for a number where a text was given
    if form == "percent":
        return f"{number(float(value) * 100, 2)} %" if lang == "en" else f"{number(float(value) * 100, 2)}%"
    if form in _UNITS:
        one, many = _UNITS[form]
        return (one if float(value) == 1 else many)[lang].format(number(value, 1))
    if form == "date" or isinstance(value, date):
        return day(value, lang)
    if isinstance(value, list | tuple):
        return listed([written(item, "", lang) for item in value], lang)
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "ja": ("いいえ", "はい")}[lang][value]
    return number(value, 4) if isinstance(value, int | float) else str(value)


def with_unit(value: Any, unit: str, lang: Lang) -> str:
    """A parameter's value with its unit."""
    forms = {"ratio": "percent", "d": "days", "h": "hours", "min": "minutes", "w": "weeks"}
    if unit in forms and isinstance(value, int | float):
        return written(value, forms[unit], lang)
    return written(value, "", lang) + (f" {unit}" if unit and unit != "count" else "")


def number(value: Any, places: int) -> str:
    """Grouped by thousands, at most so many decimals, no trailing zeros."""
    text = f"{round(float(value), places):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def listed(parts: Sequence[str], lang: Lang) -> str:
    """a, b, c / a、b、c."""
    return ("、" if lang == "ja" else ", ").join(parts)


def listed_and(parts: Sequence[str], lang: Lang) -> str:
    """a, b and c / a、b、c."""
    if lang == "ja" or len(parts) < 2:
        return listed(parts, lang)
    return f"{listed(parts[:-1], lang)} and {parts[-1]}"


def day(value: Any, lang: Lang) -> str:
    """22 Nov 2026 / 2026年11月22日."""
    try:
        when = value if isinstance(value, date) else datetime.fromisoformat(str(value))
    except ValueError:  # a sentence asks for a day where something else was given
        return str(value)
    if lang == "ja":
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {when:%b} {when.year}"
