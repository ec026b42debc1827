"""One indicator, of the organization or of a service: its value, its goal, and how that was decided."""

from dataclasses import dataclass
from typing import Any

from yudane.assessment.explanation.check import CheckExplanation
from yudane.assessment.reason import value_words
from yudane.assessment.rows import IndicatorRow
from yudane.program import Indicator
from yudane.words import Lang


def displayed_outcome(outcome: str, value: float | None) -> str:
    """As people read it: a value whose goal cannot be decided (open) is not the same as no data."""
    return "open" if outcome == "unknown" and value is not None else outcome


@dataclass(frozen=True)
class IndicatorExplanation(CheckExplanation[Indicator, IndicatorRow]):
    """An indicator with its row."""

    @property
    def displayed_outcome(self) -> str:
        return displayed_outcome(self.outcome, self.row["value"])

    def title(self, lang: Lang) -> str:
        return self.check.title[lang]

    def value_words(self, lang: Lang) -> str:
        """In its unit; a dash where there is none."""
        return value_words(self.row["value"], self.check.unit, lang)

    def as_json(self, before: float | None, lang: Lang) -> dict[str, Any]:
        """`before` is the value at the date assessed before."""
        return {
            "indicator": self.row["indicator_id"],
            "title": self.title(lang),
            "goal": self.outcome,
            "value": self.row["value"],
            "unit": self.check.unit,
            "before": before,
            "because": self.because(lang),
            "service": self.row["service_id"],
            "services_looked_at": self.row["covered"],
            "services": self.row["services"],
            "looked_until": self.row["looked_until"],
        }
