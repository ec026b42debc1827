"""Values in SQL. A value becomes SQL only as a literal, here."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from math import isfinite

Parameter = bool | int | float | str | date | datetime | None

# Strings, quoted names and comments are passed over; what is left with a $ is a parameter.
_PARAMETER = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n\r]* | /\*.*?\*/ | \$([a-z_][a-z0-9_]*)""", re.VERBOSE | re.DOTALL
)


def literal(value: Parameter) -> str:
    """A value as SQL text. Numbers become DOUBLE or BIGINT, times naive UTC.

    Raises TypeError for what is no value.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"({value})" if value < 0 else str(value)
    if isinstance(value, float):
        return f"cast({value!r} as double)" if isfinite(value) else f"cast('{value}' as double)"
    if isinstance(value, datetime):
        return f"timestamp '{value:%Y-%m-%d %H:%M:%S.%f}'"
    if isinstance(value, date):
        return f"date '{value:%Y-%m-%d}'"
    if not isinstance(value, str):
        raise TypeError(f"no value of SQL: {type(value).__name__}")
    text = "'" + value.replace("'", "''") + "'"
    return text if "\0" not in text else "(" + text.replace("\0", "' || chr(0) || '") + ")"


def texts(values: Iterable[str]) -> str:
    """A list of texts as SQL."""
    return "cast([" + ", ".join(literal(value) for value in values) + "] as varchar[])"


def bind(sql: str, parameters: Mapping[str, Parameter]) -> str:
    """Put the values in the place of $names, outside strings, quoted names and comments.

    As literals rather than prepared parameters, so that the planner sees them and skips files.
    Raises KeyError for a name without a value.
    """
    return _PARAMETER.sub(lambda m: literal(parameters[m.group(1)]) if m.group(1) else m.group(0), sql)


def bare(sql: str) -> str:
    """A statement without what ends it, so that it can stand in parentheses before a new line."""
    return sql.rstrip().rstrip(";")


def parameters_of(sql: str) -> set[str]:
    """The $names a text uses."""
    return {m.group(1) for m in _PARAMETER.finditer(sql) if m.group(1)}
