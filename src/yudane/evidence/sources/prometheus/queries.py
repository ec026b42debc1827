"""From an SLI's query to one that gives the events of each bucket, evaluated at the bucket's end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Series = Literal["good", "total", "error", "error_ratio"]

_WINDOW = re.compile(r"\{\{\s*\.?window\s*\}\}", re.IGNORECASE)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_RANGE = re.compile(r"\[\s*((?:\d+(?:ms|[smhdwy]))+)\s*(?::[^\]]*)?\]")
_PART = re.compile(r"(\d+)(ms|[smhdwy])")
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}
_FINEST = 60  # seconds between two looks at what has no range
_COUNTING = re.compile(r"\b(?:increase|delta|idelta|count_over_time|sum_over_time|changes|resets)\s*\(")


@dataclass(frozen=True)
class Ask:
    """One query of an SLO, ready to be sent."""

    series: Series
    query: str


def asks(queries: Mapping[str, str], bucket: int) -> list[Ask]:
    """The queries to send for one SLO; empty where what is told does not suffice.

    Two of good, total and error are enough, and more are not asked; the ratio only where there is nothing better.
    """
    pairs: tuple[tuple[Series, Series], ...] = (("good", "total"), ("error", "total"), ("good", "error"))
    for pair in pairs:
        if all(queries.get(series) for series in pair):
            return [Ask(series, _events(queries[series], bucket)) for series in pair]
    if queries.get("error_ratio"):
        return [Ask("error_ratio", _ratio(queries["error_ratio"], bucket))]
    return []


def _events(query: str, bucket: int) -> str:
    """PromQL for how many events fell into the bucket that ends at the time of evaluation.

    A query that already counts (increase, count_over_time ...) is a count; any other over a range is a rate for each
    second. Over a range of its own it is averaged over the bucket; without a range it is a counter.
    """
    counts = bool(_COUNTING.search(_unquoted(query)))
    if _WINDOW.search(query):
        filled = _ended(_WINDOW.sub(f"{bucket}s", query))
        return f"sum({filled})" if counts else f"sum({filled}) * {bucket}"
    if (own := _own_range(query)) is not None:
        factor = bucket / own if counts else bucket
        return f"sum({_averaged(query, bucket, own)}) * {factor:.12g}"
    step = max(1, min(_FINEST, bucket // 4))
    return f"sum({_seen('increase', query, f'{bucket}s:{step}s', bucket // step)})"


def _ratio(query: str, bucket: int) -> str:
    """PromQL for the share over the bucket; a query without {{.window}} is averaged over it."""
    if _WINDOW.search(query):
        return _WINDOW.sub(f"{bucket}s", query)
    return _averaged(query, bucket, _own_range(query) or _FINEST)


def _averaged(query: str, bucket: int, own: float) -> str:
    """The average of the stretches that together make the bucket, the last one ending with it.

    A millisecond less than the bucket, because some versions count the sample at the very beginning, which belongs
    to the bucket before.
    """
    step = max(1, min(bucket, round(own)))
    return _seen("avg_over_time", query, f"{bucket * 1000 - 1}ms:{step}s", bucket // step)


def _seen(function: str, query: str, looks: str, number: int) -> str:
    """A function over many looks at a query, nothing where fewer than half of them saw anything.

    Prometheus shows a sample for five more minutes after the last one, so a few looks always see something.
    """
    over = f"({_ended(query)})[{looks}]"
    return f"({function}({over}) and count_over_time({over}) >= {-(-number // 2)})"


def _own_range(query: str) -> float | None:
    """Seconds of the shortest range written in a query."""
    found = [
        sum(int(number) * _UNITS[unit] for number, unit in _PART.findall(match))
        for match in _RANGE.findall(_unquoted(query))
    ]
    return min((seconds for seconds in found if seconds > 0), default=None)


def _unquoted(query: str) -> str:
    """The query without what stands in quotes, where brackets mean nothing."""
    return _QUOTED.sub('""', query)


def _ended(query: str) -> str:
    """A query that something may stand behind: a comment at its end must not swallow it."""
    return f"{query}\n" if "#" in _unquoted(query) else query
