"""One activity of one service as three steps: how far each is climbed, and what holds the next one back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from yudane.assessment.reason import counts_words, evidence_words
from yudane.assessment.unseen import unseen
from yudane.program import Activity, Criterion, Program
from yudane.program.checks import LEVELS
from yudane.words import Lang, say
from yudane.words.values import day

Row = dict[str, Any]
_OPEN = ("unmet", "unknown")


@dataclass(frozen=True)
class Judged:
    """A criterion with its outcome row."""

    criterion: Criterion
    row: Row

    @property
    def word(self) -> str:
        return str(self.row["outcome"])

    @property
    def open(self) -> bool:
        """Holds its level back: it counts, and is not met."""
        return bool(self.row["counts"]) and self.word in _OPEN


@dataclass(frozen=True)
class Step:
    """One level: where it stands, and how many of the core criteria that apply are met, not met, not known."""

    level: int
    state: str  # on, may (nobody knows), off
    met: int
    unmet: int
    unknown: int
    judged: tuple[Judged, ...]

    @property
    def of(self) -> int:
        return self.met + self.unmet + self.unknown

    def words(self, lang: Lang) -> str:
        if self.level == 1:
            return say("web.asks_nothing", lang)
        return counts_words(self.met, self.unmet, self.unknown, lang) or say("web.none_apply", lang)

    @property
    def blockers(self) -> tuple[Judged, ...]:
        return tuple(j for j in self.judged if j.open and j.criterion.kind == "core")

    @property
    def unseen(self) -> tuple[Judged, ...]:
        """What nobody looked at: no advice about the service helps there."""
        return tuple(j for j in self.blockers if unseen(j.row))


@dataclass(frozen=True)
class Ladder:
    """An activity of a service as it stands."""

    activity: Activity
    row: Row  # of the levels
    steps: tuple[Step, ...]

    @property
    def visible_steps(self) -> tuple[Step, ...]:
        """Level 1 asks nothing: to stand there is shown where it is a finding, not where nothing is known."""
        return self.steps if self.row["published"] else self.steps[1:]

    @property
    def next(self) -> Step | None:
        """The lowest level the evidence does not confirm."""
        lowest = int(self.row["lowest"])
        return self.steps[lowest] if lowest < len(LEVELS) else None

    @property
    def higher_met(self) -> tuple[int, int] | None:
        """(level, criteria met there) of the highest level with met criteria above the one that is held back."""
        above = [
            s for s in self.steps if self.next and s.level > self.next.level and any(j.word == "met" for j in s.judged)
        ]
        return (above[-1].level, sum(1 for j in above[-1].judged if j.word == "met")) if above else None


def ladder(activity: Activity, row: Row, outcomes: Mapping[str, Row]) -> Ladder:
    """The ladder of an activity. Criteria that were not judged (the program changed since) are left out."""
    judged = [Judged(c, outcomes[c.id]) for c in activity.criteria if c.id in outcomes]
    return Ladder(activity, row, tuple(_step(level, row, judged) for level in LEVELS))


def _step(level: int, row: Row, judged: Sequence[Judged]) -> Step:
    here = tuple(j for j in judged if j.criterion.level == level)
    core = [j.word for j in here if j.criterion.kind == "core" and j.row["counts"]]
    met, unmet, unknown = (core.count(word) for word in ("met", *_OPEN))
    state = "on" if level <= row["lowest"] else "may" if level <= row["highest"] else "off"
    return Step(level, state, met, unmet, unknown, here)


def by_criterion(program: Program, outcomes: Sequence[Row]) -> dict[str, Row]:
    """Outcome rows by the id their criterion has today."""
    found = {}
    for row in outcomes:
        try:
            found[program.criterion(row["criterion_id"]).id] = row
        except KeyError:
            continue
    return found


def published(row: Row, lang: Lang) -> str:
    """The published level in words."""
    return (
        say("outcomes.level", lang, level=row["published"]) if row["published"] else say("outcomes.level_unknown", lang)
    )


def evidence(row: Row, lang: Lang) -> str:
    """What the evidence of the day allows, beside the published level."""
    if row["published"] == row["lowest"] == row["highest"]:
        return say("web.evidence_confirms", lang)
    return say("web.evidence_allows", lang, words=evidence_words(row, lang))


def held_back(found: Ladder, lang: Lang) -> str:
    """Why a level is not confirmed although no core criterion of it is open; empty where one is."""
    step = found.next
    if step is None or step.blockers:
        return ""
    if step.level == 3 and found.steps[1].blockers:
        return ""
    if any(j.open for j in step.judged):
        return say("web.blocked_extended", lang)
    return say("web.blocked_few", lang)


def moving(program: Program, row: Row, lang: Lang) -> str:
    """Where the evidence points and when that is published; empty where it points nowhere new."""
    if not row["moving"]:
        return ""
    wait = program.setting(f"publish_{row['moving']}_after_days")
    since = row["moving_since"]
    return say(
        f"web.moving_{row['moving']}",
        lang,
        level=row["moving_to"],
        since=day(since, lang),
        days=wait,
        on=day(since + timedelta(days=int(wait)), lang),
    )


def last_change(row: Row, lang: Lang) -> str:
    """When and why the published level came to be."""
    if not row["published"]:
        return ""
    cause = say(f"outcomes.cause_{row['cause']}", lang)
    if row["published_before"] is None:
        return say("web.published_first", lang, on=day(row["published_on"], lang), level=row["published"])
    return say(
        "web.published_change",
        lang,
        on=day(row["published_on"], lang),
        before=row["published_before"],
        level=row["published"],
        cause=cause,
    )
