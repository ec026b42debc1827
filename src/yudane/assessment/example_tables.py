"""The examples of a check as people read them: the rows given as small tables, and what is expected."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from yudane.contracts import Contract, Contracts
from yudane.program.examples import AS_OF, moment
from yudane.words import Lang, say
from yudane.words.values import written


@dataclass(frozen=True)
class Table:
    """The rows of one table; columns that no row names are left out."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    not_filled: tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """What must come out for whom (empty: the one service there is); `outcome` is the word in files."""

    who: str
    outcome: str
    words: str


@dataclass(frozen=True)
class Example:
    """One example of a check."""

    name: str
    tables: tuple[Table, ...]
    expected: tuple[Expected, ...]


def readable(example: Mapping[str, Any], contracts: Contracts, lang: Lang) -> Example:
    not_filled = example.get("not_filled", {})
    tables = tuple(
        _table(table, rows, not_filled.get(table, ()), contracts.get(table), lang)
        for table, rows in example["given"].items()
    )
    return Example(example["name"][lang], tables, tuple(_expected(example["expect"], lang)))


def _table(table: str, rows: list[Mapping[str, Any]], not_filled: Any, contract: Contract | None, lang: Lang) -> Table:
    flat = [_flat(row) for row in rows]
    names = tuple(dict.fromkeys(name for row in flat for name in row))
    cells = tuple(
        tuple(_cell(contract, name, row[name], lang) if name in row else "" for name in names) for row in flat
    )
    heads = tuple(say("reference.times", lang) if name == "count" else name for name in names)
    return Table(table, heads, cells, tuple(not_filled))


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with the columns of its `each` beside its own, the number of rows last."""
    plain = {name: value for name, value in row.items() if name not in ("each", "count")}
    return plain | dict(row.get("each", {})) | ({"count": row["count"]} if "count" in row else {})


def _cell(contract: Contract | None, name: str, value: Any, lang: Lang) -> str:
    timed = contract is not None and contract.has(name) and contract.column(name).type in ("date", "ts")
    if timed and isinstance(value, list) and len(value) == 3:
        start, end, step = (str(part) for part in value)
        return say(
            "reference.every",
            lang,
            start=readable_day(start, lang),
            end=readable_day(end, lang),
            step=_span(_delta(step), lang),
        )
    return readable_day(str(value), lang) if timed and isinstance(value, str) else plain(value, lang)


def plain(value: Any, lang: Lang) -> str:
    """A value as it stands in a file, but for what is empty and for yes and no."""
    if value is None or value in ("", []):
        return say("reference.empty", lang)
    if isinstance(value, bool):
        return written(value, "", lang)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return written(value, "", lang)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def readable_day(value: str, lang: Lang) -> str:
    """`-40d` as 40 days before; a date written out stays."""
    if moment(value) is None:
        return value
    delta = _delta(value)
    if not delta:
        return say("reference.span_none", lang)
    return say(f"reference.span_{'before' if delta < timedelta() else 'after'}", lang, span=_span(abs(delta), lang))


def _delta(value: str) -> timedelta:
    found = moment(value)
    return found - AS_OF if found else timedelta()


def _span(delta: timedelta, lang: Lang) -> str:
    """19 d 23 h 55 min."""
    seconds = round(delta.total_seconds())
    parts = {"d": seconds // 86400, "h": seconds // 3600 % 24, "m": seconds // 60 % 60, "s": seconds % 60}
    spans = [say(f"reference.span_{unit}", lang, n=f"{n:,}") for unit, n in parts.items() if n]
    return (" " if lang == "en" else "").join(spans)


def _expected(expect: str | Mapping[str, Any], lang: Lang) -> Iterator[Expected]:
    for who, filters in expect.items() if isinstance(expect, Mapping) else [("", expect)]:
        outcome = filters["outcome"] if isinstance(filters, Mapping) else filters
        words = say(f"outcomes.{outcome}", lang)
        if isinstance(filters, Mapping) and "value" in filters:
            words = say("reference.expected_value", lang, outcome=words, value=plain(filters["value"], lang))
        yield Expected(say("reference.organization", lang) if who == "*" else who, outcome, words)
