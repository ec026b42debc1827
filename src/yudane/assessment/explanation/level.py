"""One level of an activity: how many of the core criteria that apply are met, not met, not known."""

from collections.abc import Sequence
from dataclasses import dataclass

from yudane.assessment.explanation.criterion import OPEN, CriterionExplanation
from yudane.assessment.reason import counts_words
from yudane.assessment.rows import LevelRow
from yudane.words import Lang, say


@dataclass(frozen=True)
class LevelExplanation:
    """Where one level stands."""

    level: int
    state: str  # on, may (nobody knows), off
    met: int
    unmet: int
    unknown: int
    criteria: tuple[CriterionExplanation, ...]

    @property
    def of(self) -> int:
        return self.met + self.unmet + self.unknown

    def words(self, lang: Lang) -> str:
        if self.level == 1:
            return say("explanation.asks_nothing", lang)
        return counts_words(self.met, self.unmet, self.unknown, lang) or say("explanation.none_apply", lang)

    @property
    def blockers(self) -> tuple[CriterionExplanation, ...]:
        return tuple(each for each in self.criteria if each.is_open and each.criterion.kind == "core")

    @property
    def unseen(self) -> tuple[CriterionExplanation, ...]:
        return tuple(each for each in self.blockers if each.is_unseen)


def explain_level(level: int, row: LevelRow, criteria: Sequence[CriterionExplanation]) -> LevelExplanation:
    here = tuple(each for each in criteria if each.criterion.level == level)
    core = [each.outcome for each in here if each.criterion.kind == "core" and each.row["counts"]]
    met, unmet, unknown = (core.count(word) for word in ("met", *OPEN))
    state = "on" if level <= row["lowest"] else "may" if level <= row["highest"] else "off"
    return LevelExplanation(level, state, met, unmet, unknown, here)
