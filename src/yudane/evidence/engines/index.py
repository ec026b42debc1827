"""Readings of the texts that came with the package, made once (`scripts/readings`): nothing is parsed to find them out.

A text is known by its hash. An entry counts while the tables it names have the columns they had; else the text is read.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Needs = Mapping[str, Iterable[str]]
FILE = Path(__file__).with_name("index.json")


def digest(sql: str, rules: str) -> str:
    return hashlib.sha256(f"{rules}\n{sql}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


def shape(columns: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(columns).encode()).hexdigest()[:8]


def found(sql: str, rules: str, tables: Mapping[str, tuple[str, ...]]) -> Mapping[str, Any] | None:
    """The entry of a text that came with the package; None for any other."""
    entry: Mapping[str, Any] | None = _entries().get(digest(sql, rules))
    if entry and all(name in tables and shape(tables[name]) == known for name, known in entry["shapes"].items()):
        return entry
    return None


def needs(entry: Mapping[str, Any], only: Iterable[str] | None) -> dict[str, frozenset[str]]:
    """The columns needed of each table, for all columns given or for some."""
    wanted = entry["by_column"].keys() if only is None else only
    parts: list[Needs] = [entry["always"], *(entry["by_column"].get(column, {}) for column in wanted)]
    return {name: frozenset(c for part in parts for c in part.get(name, ())) for name in entry["shapes"]}


@cache
def _entries() -> Mapping[str, Any]:
    if not FILE.is_file():
        return {}
    entries: Mapping[str, Any] = json.loads(FILE.read_text("utf-8"))
    return entries
