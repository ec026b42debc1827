"""Indicators as they stand in one assessment and as they stood before, kept while the assessments stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.request_context import RequestContext, Row
from yudane.program import Indicator

WORST_FIRST = ("unmet", "unknown", "met", "not_applicable")
_rows: Cache[Mapping[str, Sequence[Row]]] = Cache(8)
_past: Cache[Mapping[str, Sequence[Row]]] = Cache(8)


@dataclass(frozen=True)
class Number:
    """One indicator: the organization's row, the services' rows, and the organization's rows of each date."""

    indicator: Indicator
    organization: Row | None  # None where the assessment is older than the indicator
    services: tuple[Row, ...]
    past: tuple[Row, ...]

    @property
    def word(self) -> str:
        return str(self.organization["outcome"]) if self.organization else "unknown"

    @property
    def displayed_outcome(self) -> str:
        return displayed_outcome(self.organization)

    @property
    def of_services(self) -> bool:
        """Services have values of their own, or would if somebody looked."""
        return any(row["value"] is not None or row["outcome"] != "not_applicable" for row in self.services)

    def badness(self, row: Row) -> tuple[int, float, str]:
        """Sorts the worst first."""
        value = row["value"] or 0.0
        away = value if self.indicator.better == "higher" else -value
        return (WORST_FIRST.index(row["outcome"]), away, row["service_id"])


def displayed_outcome(row: Row | None) -> str:
    """The outcome as people read it: a value whose goal cannot be decided is not the same as no data."""
    if row is None:
        return "unknown"
    return "open" if row["outcome"] == "unknown" and row["value"] is not None else str(row["outcome"])


def number(context: RequestContext, indicator: Indicator) -> Number:
    """Rows are found by former ids too, so that a new name does not lose what was measured."""
    ids = (indicator.id, *indicator.formerly)
    rows = [row for each in ids for row in _current_rows(context).get(each, ())]
    past = [row for each in ids for row in _history(context).get(each, ()) if row["as_of"] <= context.assessment.as_of]
    return Number(
        indicator,
        next((row for row in rows if row["service_id"] is None), None),
        tuple(row for row in rows if row["service_id"] is not None),
        tuple(sorted(past, key=lambda row: row["as_of"])),
    )


def _current_rows(context: RequestContext) -> Mapping[str, Sequence[Row]]:
    return _rows.get(context.stamp, lambda: _by_id(context.workspace.answers.indicators(context.assessment)))


def _history(context: RequestContext) -> Mapping[str, Sequence[Row]]:
    return _past.get((context.stamp, context.dates), lambda: _by_id(context.workspace.answers.indicator_history()))


def _by_id(rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["indicator_id"], []).append(row)
    return found
