"""Indicators as they stand in one assessment and as they stood before, kept while the assessments stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yudane.faces.web.shared.keep import Kept
from yudane.faces.web.shared.state import Row, Scene
from yudane.program import Indicator

WORST_FIRST = ("unmet", "unknown", "met", "not_applicable")
_rows: Kept[Mapping[str, Sequence[Row]]] = Kept(8)
_past: Kept[Mapping[str, Sequence[Row]]] = Kept(8)


@dataclass(frozen=True)
class Number:
    """One indicator: the organization's row, the services' rows, and the organization's rows of each date."""

    indicator: Indicator
    whole: Row | None  # None where the assessment is older than the indicator
    services: tuple[Row, ...]
    past: tuple[Row, ...]

    @property
    def word(self) -> str:
        return str(self.whole["outcome"]) if self.whole else "unknown"

    @property
    def shown(self) -> str:
        return shown(self.whole)

    @property
    def of_services(self) -> bool:
        """Services have values of their own, or would if somebody looked."""
        return any(row["value"] is not None or row["outcome"] != "not_applicable" for row in self.services)

    def badness(self, row: Row) -> tuple[int, float, str]:
        """Sorts the worst first."""
        value = row["value"] or 0.0
        away = value if self.indicator.better == "higher" else -value
        return (WORST_FIRST.index(row["outcome"]), away, row["service_id"])


def shown(row: Row | None) -> str:
    """The outcome as people read it: a value whose goal cannot be decided is not the same as no data."""
    if row is None:
        return "unknown"
    return "open" if row["outcome"] == "unknown" and row["value"] is not None else str(row["outcome"])


def number(scene: Scene, indicator: Indicator) -> Number:
    """Rows are found by former ids too, so that a new name does not lose what was measured."""
    ids = (indicator.id, *indicator.formerly)
    rows = [row for each in ids for row in _standing(scene).get(each, ())]
    past = [row for each in ids for row in _history(scene).get(each, ()) if row["as_of"] <= scene.made.as_of]
    return Number(
        indicator,
        next((row for row in rows if row["service_id"] is None), None),
        tuple(row for row in rows if row["service_id"] is not None),
        tuple(sorted(past, key=lambda row: row["as_of"])),
    )


def _standing(scene: Scene) -> Mapping[str, Sequence[Row]]:
    return _rows.get(scene.stamp, lambda: _by_id(scene.home.answers.indicated(scene.made)))


def _history(scene: Scene) -> Mapping[str, Sequence[Row]]:
    return _past.get((scene.stamp, scene.dates), lambda: _by_id(scene.home.answers.indicator_history()))


def _by_id(rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["indicator_id"], []).append(row)
    return found
