"""The shape of a source's files: what source.yaml may say, and what its SQL may be called."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from yudane.contracts import Contracts
from yudane.evidence.engines.sql import parameters_of
from yudane.evidence.engines.syntax import MAX_LENGTH
from yudane.evidence.engines.tokens import refused
from yudane.reading import Place, Problem, ProblemsError
from yudane.reading.files import SUFFIXES

PARAMETERS = {"since", "received_at"}
_PLAIN = re.compile(r"[a-z][a-z0-9_]*")


def _list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _text(value: Any) -> bool:
    bilingual = isinstance(value, dict) and {"en", "ja"} <= set(value)
    return bilingual and all(isinstance(each, str) for each in value.values())


def _problem(value: Any) -> bool:
    """What is wrong, in words, and the tables that lack a row for it."""
    if not isinstance(value, dict):
        return False
    words = {key: each for key, each in value.items() if key != "loses"}
    return _text(words) and _list(value.get("loses", []))


_FIELDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "name": (_text, "en, ja"),
    "about": (_text, "en, ja"),
    "files": (_list, "list"),
    "names": (_list, "list"),
    "problems": (
        lambda value: isinstance(value, dict) and all(map(_problem, value.values())),
        "en, ja, loses: [table]",
    ),
    "not_filled": (lambda value: isinstance(value, dict) and all(map(_list, value.values())), "list"),
    "whole": (_list, "[table]"),
    "recovered": (_list, "[table]"),
    "pull": (lambda value: isinstance(value, bool), "boolean"),
}


def check(
    raw: Mapping[str, Any],
    sql: Mapping[str, str],
    shared: Mapping[str, str],
    place: Place,
    line_of: Callable[[tuple[str | int, ...]], int | None],
    known: Contracts,
) -> None:
    """Raises ProblemsError with everything that is wrong."""
    folder = Path(place.file).parent
    found = [*_fields(raw, place, line_of)]
    found += [*_kinds(raw, place, line_of), *_tables(raw, place, line_of, known)] if not found else []
    found += [
        Problem("name_not_plain", Place(str(folder / "shared" / f"{name}.sql")), {"name": name[:60]})
        for name in shared
        if not _PLAIN.fullmatch(name) or name == "documents"
    ]
    for table, text in sql.items():
        found += _map(table, text, Place(str(folder / f"{table}.sql")), known)
    if found:
        raise ProblemsError(found)


def _fields(raw: Mapping[str, Any], place: Place, line_of: Any) -> Iterator[Problem]:
    for field in sorted(map(str, raw.keys() - _FIELDS.keys())):
        yield Problem(
            "field_unknown", Place(place.file, line_of((field,)), field), {"known": ", ".join(sorted(_FIELDS))}
        )
    for field, (fits, kind) in _FIELDS.items():
        where = Place(place.file, line_of((field,)), field)
        if field in ("name", "about") and not fits(raw.get(field)):
            yield Problem("text_missing", where)
        elif field in raw and not fits(raw[field]):
            yield Problem("value_type", where, {"wanted": kind, "value": str(raw[field])[:60]})


def _kinds(raw: Mapping[str, Any], place: Place, line_of: Any) -> Iterator[Problem]:
    for pattern in raw.get("files", ()):
        if not pattern.endswith(SUFFIXES):
            where = Place(place.file, line_of(("files",)), "files")
            yield Problem("file_kind_unknown", where, {"kinds": ", ".join(SUFFIXES)})


def _tables(raw: Mapping[str, Any], place: Place, line_of: Any, known: Contracts) -> Iterator[Problem]:
    """Every table that is named is one."""
    said: list[tuple[tuple[str, ...], Sequence[str]]] = [
        ((name,), raw.get(name, ())) for name in ("whole", "recovered")
    ]
    said.append((("not_filled",), list(raw.get("not_filled", {}))))
    said += [(("problems", code, "loses"), entry.get("loses", ())) for code, entry in raw.get("problems", {}).items()]
    for path, tables in said:
        for table in tables:
            if table not in known:
                where = Place(place.file, line_of(path), ".".join(path))
                yield Problem("table_unknown", where, {"table": table, "known": ", ".join(known)})
    for table, columns in raw.get("not_filled", {}).items():
        for name in columns:
            if table in known and name != "*" and not known[table].has(name):
                where = Place(place.file, line_of(("not_filled", table)), f"not_filled.{table}")
                yield Problem("column_unknown", where, {"name": name, "known": ", ".join(known[table].names)})


def _map(table: str, text: str, where: Place, known: Contracts) -> Iterator[Problem]:
    if table not in ("ours", "rejected", *known):
        yield Problem("table_unknown", where, {"table": table, "known": ", ".join(known)})
    readable = len(text) <= MAX_LENGTH and not refused(text)  # else the guard says why when it is linted or run
    for name in sorted(parameters_of(text) - PARAMETERS if readable else ()):
        yield Problem("parameter_unknown", where, {"name": name, "known": ", ".join(sorted(PARAMETERS))})
