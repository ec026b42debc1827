"""One service in one assessment: its criteria and activities, as far as they were asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from yudane.assessment.explanation.activity import ActivityExplanation, explain_activity
from yudane.assessment.explanation.criterion import CriterionExplanation
from yudane.assessment.rows import LevelRow
from yudane.assessment.store import Assessment
from yudane.assessment.unseen import unseen_words
from yudane.program import Program
from yudane.words import Lang


@dataclass(frozen=True)
class ServiceExplanation:
    """`criteria` in the order of activity, level, kind and id; `levels` by activity."""

    program: Program
    assessment: Assessment
    service: str
    criteria: Sequence[CriterionExplanation]
    levels: Mapping[str, LevelRow]

    @cached_property
    def activities(self) -> Mapping[str, ActivityExplanation]:
        """By key those that the criteria are of."""
        by_id = {each.criterion.id: each for each in self.criteria}
        keys = dict.fromkeys(each.criterion.activity for each in self.criteria)
        return {
            key: explain_activity(self.program, self.program.activity(key), self.levels[key], by_id)
            for key in keys
            if key in self.levels
        }

    def unseen(self, lang: Lang) -> str:
        """What did not look, went stale or could not be read, and who mends it; empty where nothing lacks."""
        return unseen_words((each.row for each in self.criteria), self.program.contracts, lang)

    def as_json(self, lang: Lang) -> list[dict[str, Any]]:
        dated = {"program_version": self.assessment.program_version, "as_of": self.assessment.as_of}
        return [each.as_json(lang) | dated | {"left_out": each.left_out(lang)} for each in self.criteria]
