"""Indicators as they stand in one assessment and as they stood before, kept while the assessments stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from yudane.assessment.explanation import IndicatorExplanation
from yudane.assessment.explanation.indicator import displayed_outcome
from yudane.assessment.rows import IndicatorRow, PastValue
from yudane.contracts import Contracts
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.request_context import RequestContext
from yudane.program import Indicator

R = TypeVar("R", IndicatorRow, PastValue)
WORST_FIRST = ("unmet", "unknown", "met", "not_applicable")
_rows: Cache[Mapping[str, Sequence[IndicatorRow]]] = Cache(8)
_past: Cache[Mapping[str, Sequence[PastValue]]] = Cache(8)


@dataclass(frozen=True)
class Number:
    """One indicator: the organization's row, the services' rows, and the organization's rows of each date."""

    indicator: Indicator
    contracts: Contracts
    organization: IndicatorRow | None  # None where the assessment is older than the indicator
    services: tuple[IndicatorRow, ...]
    past: tuple[PastValue, ...]

    @property
    def word(self) -> str:
        return str(self.organization["outcome"]) if self.organization else "unknown"

    @property
    def displayed_outcome(self) -> str:
        return self.explained(self.organization).displayed_outcome if self.organization else "unknown"

    def past_outcome(self, row: PastValue) -> str:
        """As it was displayed then."""
        return displayed_outcome(row["outcome"], row["value"])

    def explained(self, row: IndicatorRow) -> IndicatorExplanation:
        """One of its rows."""
        return IndicatorExplanation(self.indicator, row, self.contracts)

    @property
    def of_services(self) -> bool:
        """Services have values of their own, or would if somebody looked."""
        return any(row["value"] is not None or row["outcome"] != "not_applicable" for row in self.services)

    def badness(self, row: IndicatorRow) -> tuple[int, float, str]:
        """Sorts the worst first."""
        value = row["value"] or 0.0
        away = value if self.indicator.better == "higher" else -value
        return (WORST_FIRST.index(row["outcome"]), away, row["service_id"] or "")


def number(context: RequestContext, indicator: Indicator) -> Number:
    """Rows are found by former ids too, so that a new name does not lose what was measured."""
    ids = (indicator.id, *indicator.formerly)
    rows = [row for each in ids for row in _current_rows(context).get(each, ())]
    past = [row for each in ids for row in _history(context).get(each, ()) if row["as_of"] <= context.assessment.as_of]
    return Number(
        indicator,
        context.program.contracts,
        next((row for row in rows if row["service_id"] is None), None),
        tuple(row for row in rows if row["service_id"] is not None),
        tuple(sorted(past, key=lambda row: row["as_of"])),
    )


def _current_rows(context: RequestContext) -> Mapping[str, Sequence[IndicatorRow]]:
    return _rows.get(context.stamp, lambda: _by_id(context.workspace.answers.indicators(context.assessment)))


def _history(context: RequestContext) -> Mapping[str, Sequence[PastValue]]:
    return _past.get((context.stamp, context.dates), lambda: _by_id(context.workspace.answers.indicator_history()))


def _by_id(rows: Sequence[R]) -> Mapping[str, Sequence[R]]:
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(row["indicator_id"], []).append(row)
    return found
