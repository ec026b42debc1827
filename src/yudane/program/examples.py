"""The examples of a criterion as rows: relative times made absolute, repeated rows written out, gaps filled."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import isclose
from typing import Any, TypeGuard

from yudane.reading import ProblemsError

AS_OF = datetime(2026, 10, 1)
SERVICE = "shop"
MAX_ROWS = 20_000  # of one example
_RELATIVE = re.compile(r"^([+-]?\d+(?:\.\d+)?)(d|h|m|s)$")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def moment(value: str) -> datetime | None:
    """`-40d`, `-2h`, `+10d` relative to as_of; None for anything else."""
    match = _RELATIVE.match(value)
    try:
        return AS_OF + _span(match) if match else None
    except OverflowError:
        raise ProblemsError.one("example_time", value=value[:40]) from None


def _span(match: re.Match[str]) -> timedelta:
    return timedelta(**{_UNITS[match.group(2)]: float(match.group(1))})


def expand(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One row of an example as the rows it stands for (`each`, `count`, `{i}`)."""
    plain = {key: value for key, value in row.items() if key not in ("each", "count")}
    if "each" in row:
        for number, changes in enumerate(_steps(row["each"]), start=1):
            yield {**_numbered(plain, number), **changes}
    elif "count" in row:
        for number in range(1, _counted(row["count"]) + 1):
            yield _numbered(plain, number)
    else:
        yield plain


def _counted(count: Any) -> int:
    if not isinstance(count, int) or count < 0:
        raise ProblemsError.one("example_count", value=str(count)[:40])
    if count > MAX_ROWS:
        raise too_many()
    return count


def too_many() -> ProblemsError:
    return ProblemsError.one("example_rows", limit=MAX_ROWS)


def _numbered(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {key: value.replace("{i}", str(number)) if isinstance(value, str) else value for key, value in row.items()}


def _steps(each: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    columns = {name: _range(*bounds) for name, bounds in each.items()}
    if len({len(values) for values in columns.values()}) > 1:
        raise ProblemsError.one("example_uneven", columns=", ".join(columns))
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _range(start: str, end: str, step: str) -> list[str]:
    begin, stop, width = (moment(value) for value in (start, end, step))
    if begin is None or stop is None or width is None or width <= AS_OF:
        raise ProblemsError.one("example_each", value=f"[{start}, {end}, {step}]")
    if (stop - begin) / (width - AS_OF) > MAX_ROWS:
        raise too_many()
    found = []
    while begin < stop:
        found.append(begin.isoformat())
        begin += width - AS_OF
    return found


def absolute(value: Any, kind: str) -> Any:
    """A value of a ts or date column, written out; other values as they are."""
    if kind in ("ts", "date") and isinstance(value, str):
        when = moment(value)
        if when is not None:
            return when.date().isoformat() if kind == "date" else when.isoformat()
    return value


def is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(expected: object, found: object) -> bool:
    """Whether a value that was measured is the one an example says; a time may be said in either form of rows."""
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(same, expected, found))
    if is_number(expected) and is_number(found):
        return isclose(expected, found, abs_tol=1e-6)
    if isinstance(expected, str) and isinstance(found, str):
        when = _time(absolute(expected, "ts"))
        return expected == found or (when is not None and when == _time(found))
    return type(expected) is type(found) and expected == found


def _time(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
