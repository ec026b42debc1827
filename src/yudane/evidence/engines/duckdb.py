"""DuckDB in memory: one throw-away connection for each piece of work, never a database file."""

import os
import re
from collections.abc import Mapping
from datetime import date, datetime

import duckdb

Parameter = bool | int | float | str | date | datetime | None

_PARAMETER = re.compile(r"'(?:[^']|'')*'|--[^\n]*|\$([a-z_][a-z0-9_]*)")


def connect(memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that speaks UTC and loads no extension.

    YUDANE_THREADS and YUDANE_MEMORY limit it; by default it takes what the machine has.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    }
    if threads := os.environ.get("YUDANE_THREADS"):
        settings["threads"] = int(threads)
    if limit := memory or os.environ.get("YUDANE_MEMORY"):
        settings["memory_limit"] = limit
    con = duckdb.connect(":memory:", config=settings)
    con.execute("set TimeZone = 'UTC'; set enable_progress_bar = false; set parquet_metadata_cache = true")
    return con


def literal(value: Parameter) -> str:
    """A value as SQL text. Numbers become DOUBLE or BIGINT, times naive UTC."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"cast({value!r} as double)"
    if isinstance(value, datetime):
        return f"timestamp '{value:%Y-%m-%d %H:%M:%S.%f}'"
    if isinstance(value, date):
        return f"date '{value:%Y-%m-%d}'"
    return "'" + value.replace("'", "''") + "'"


def bind(sql: str, parameters: Mapping[str, Parameter]) -> str:
    """Put the values in the place of $names, outside strings and comments.

    As literals rather than prepared parameters, so that the planner sees them and skips files.
    Raises KeyError for a name without a value.
    """
    return _PARAMETER.sub(lambda m: literal(parameters[m.group(1)]) if m.group(1) else m.group(0), sql)


def parameters_of(sql: str) -> set[str]:
    """The $names a text uses."""
    return {m.group(1) for m in _PARAMETER.finditer(sql) if m.group(1)}
