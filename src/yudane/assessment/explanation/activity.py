"""One activity of one service: what is published and since when, what the evidence allows, what holds the next level back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from yudane.assessment.explanation.criterion import CriterionExplanation
from yudane.assessment.explanation.level import LevelExplanation, explain_level
from yudane.assessment.reason import evidence_words, level_words, rests_on_word
from yudane.assessment.rows import LevelRow
from yudane.assessment.unseen import unseen_words
from yudane.program import Activity, Program
from yudane.program.checks import LEVELS
from yudane.words import Lang, say
from yudane.words.values import day, listed


@dataclass(frozen=True)
class ActivityExplanation:
    """An activity of a service as it stands."""

    program: Program
    activity: Activity
    row: LevelRow
    levels: tuple[LevelExplanation, ...]

    @property
    def criteria(self) -> tuple[CriterionExplanation, ...]:
        return tuple(each for level in self.levels for each in level.criteria)

    @property
    def visible_levels(self) -> tuple[LevelExplanation, ...]:
        """Level 1 asks nothing: to stand there is shown where it is a finding, not where nothing is known."""
        return self.levels if self.row["published"] else self.levels[1:]

    @property
    def next(self) -> LevelExplanation | None:
        """The lowest level the evidence does not confirm."""
        lowest = self.row["lowest"]
        return self.levels[lowest] if lowest < len(LEVELS) else None

    @property
    def higher_met(self) -> tuple[int, int] | None:
        """(level, criteria met there) of the highest level with met criteria above the one that is held back."""
        met_above = [
            (level.level, met)
            for level in self.levels
            if self.next and level.level > self.next.level
            if (met := sum(each.outcome == "met" for each in level.criteria))
        ]
        return met_above[-1] if met_above else None

    # -- in words --------------------------------------------------------------------------------------------------

    def published(self, lang: Lang) -> str:
        """The published level."""
        level = self.row["published"]
        return say("outcomes.level", lang, level=level) if level else say("outcomes.level_unknown", lang)

    def evidence(self, lang: Lang) -> str:
        """What the evidence of the day allows, beside the published level."""
        if rests_on_word(self.row):
            span = (self.row["lowest_measured"], self.row["highest_measured"])
            alone = say("explanation.alone_unknown", lang) if span == (1, 3) else level_words(*span, lang)
            return say("explanation.evidence_word", lang, words=self.evidence_allows(lang), alone=alone)
        if self.row["published"] == self.row["lowest"] == self.row["highest"]:
            return say("explanation.evidence_confirms", lang)
        return say("explanation.evidence_allows", lang, words=self.evidence_allows(lang))

    def evidence_allows(self, lang: Lang) -> str:
        return evidence_words(self.row, lang)

    def unseen(self, lang: Lang) -> str:
        """What did not look, went stale or could not be read, and who mends it; empty where nothing lacks."""
        return unseen_words((each.row for each in self.criteria), self.program.contracts, lang)

    def blocked(self, lang: Lang) -> str:
        """That criteria of a higher level are met already, and which lower ones hold it back, or are not known."""
        if not (self.next and self.higher_met and self.next.blockers):
            return ""
        level, met = self.higher_met
        unmet = [each for each in self.next.blockers if each.outcome == "unmet"]
        if not unmet:
            return say("explanation.blocked_unknown", lang, level=level, met=met, lower=self.next.level)
        names = [say("explanation.quoted", lang, text=each.asks(lang).rstrip(".。")) for each in unmet]
        return say(
            "explanation.blocked_lower", lang, level=level, met=met, lower=self.next.level, names=listed(names, lang)
        )

    def held_back(self, lang: Lang) -> str:
        """Why a level is not confirmed although no core criterion of it is open; empty where one is."""
        level = self.next
        if level is None or level.blockers or (level.level == LEVELS[-1] and self.levels[1].blockers):
            return ""
        code = "blocked_extended" if any(each.is_open for each in level.criteria) else "blocked_few"
        return say(f"explanation.{code}", lang)

    def moving(self, lang: Lang) -> str:
        """Where the evidence points and when that is published; empty where it points nowhere new."""
        way, since = self.row["moving"], self.row["moving_since"]
        if not way or not since:
            return ""
        wait = int(self.program.setting(f"publish_{way}_after_days"))
        return say(
            f"explanation.moving_{way}",
            lang,
            level=self.row["moving_to"],
            since=day(since, lang),
            days=wait,
            on=day(since + timedelta(days=wait), lang),
        )

    def last_change(self, lang: Lang) -> str:
        """When and why the published level came to be."""
        row = self.row
        if not row["published"]:
            return ""
        on = day(row["published_on"], lang)
        if row["published_before"] is None:
            return say("explanation.published_first", lang, on=on, level=row["published"])
        cause, before = say(f"outcomes.cause_{row['cause']}", lang), row["published_before"]
        return say("explanation.published_change", lang, on=on, before=before, level=row["published"], cause=cause)

    def cause_criteria(self, lang: Lang) -> list[str]:
        """What the criteria ask that the last change came from, by their ids where they are gone."""
        if self.row["published_before"] is None:
            return []
        return [self._asks(name, lang) for name in self.row["cause_criteria"] or ()]

    def _asks(self, name: str, lang: Lang) -> str:
        try:
            return self.program.criterion(name).asks[lang]
        except KeyError:
            return name


def explain_activity(
    program: Program, activity: Activity, row: LevelRow, criteria: Mapping[str, CriterionExplanation]
) -> ActivityExplanation:
    """`criteria` by id; those that were not judged (the program changed since) are left out."""
    here = [criteria[criterion.id] for criterion in activity.criteria if criterion.id in criteria]
    return ActivityExplanation(program, activity, row, tuple(explain_level(level, row, here) for level in LEVELS))
