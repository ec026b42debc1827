"""A program as plain values, and what differs between two."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypedDict

from yudane.program.model import Program
from yudane.program.overrides import Override


class Difference(TypedDict):
    """One value that differs, as JSON has it; null where it is not there."""

    path: str
    before: Any
    after: Any


def as_json(program: Program) -> dict[str, Any]:
    """Everything in force, keyed by activity and criterion."""
    found: dict[str, Any] = plain(program)
    found["activities"] = {
        activity.key: plain(activity)
        | {"criteria": {c.name: plain(c) for c in activity.criteria}}
        | {"indicators": {i.name: plain(i) for i in activity.indicators}}
        for activity in program.activities
    }
    found["tables"] = {table.name: plain(table) for table in program.tables}
    found["own_tables"] = {table.name: plain(table) for table in program.own_tables}
    found["overrides"] = {_whom(override): plain(override) for override in program.overrides}
    return found


def _whom(override: Override) -> str:
    whom = override.service or (f"tier {override.tier}" if override.tier else "organization")
    return f"{override.check}.{override.param} ({whom}, {override.on})"


def plain(value: Any) -> Any:
    """Dataclasses, tuples and mappings as JSON has them."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.compare}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def differences(before: Program, after: Program) -> list[Difference]:
    """Every value that differs."""
    left, right = as_json(before), as_json(after)
    for side in (left, right):
        side.pop("version")
    return [{"path": path, "before": old, "after": new} for path, old, new in _walk("", left, right)]


def _walk(path: str, left: Any, right: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(set(left) | set(right)):
            yield from _walk(f"{path}.{key}" if path else key, left.get(key), right.get(key))
    elif isinstance(left, list) and isinstance(right, list) and (name := _named(left)) and name == _named(right):
        yield from _walk(path, {item[name]: item for item in left}, {item[name]: item for item in right})
    elif left != right:
        yield path, left, right


def _named(items: list[Any]) -> str | None:
    """The field that tells the items of a list apart, where they have one."""
    fitting = (
        name
        for name in ("name", "key")
        if items and all(isinstance(item, dict) and isinstance(item.get(name), str) for item in items)
    )
    return next(fitting, None)
