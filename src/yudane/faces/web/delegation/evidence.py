"""What the evidence says of the steps of one activity of a team, ready to be drawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yudane.assessment.explanation.readiness import GateExplanation, Readiness, Step, readiness_by_activity
from yudane.faces.web.shared.paths import service_path
from yudane.program import Program
from yudane.records.delegation.answer import level_words
from yudane.words import Lang
from yudane.workspace import Workspace

OUTCOMES = ("unmet", "unknown", "met")


@dataclass(frozen=True)
class ConditionLine:
    """One condition of a step, over the services it is asked of."""

    title: str
    outcome: str  # the worst
    services: Sequence[tuple[str, str, str, str]]  # name, where it is explained, outcome, why
    alike: str  # why, where it is the same for several
    next: str  # empty where all meet it


@dataclass(frozen=True)
class StepLines:
    """A step to a level."""

    level: int
    name: str
    state: str
    words: str
    conditions: Sequence[ConditionLine]
    holding_back: Sequence[str]  # services, by name, where others are ready
    ready: Sequence[tuple[str, str]]  # services that are, by id and name, where others are not


def readiness_of(
    workspace: Workspace, program: Program, services: Collection[str], on: date, activity: str | None = None
) -> Mapping[str, Readiness]:
    """By activity, of the newest assessment not after a day; empty where there is none."""
    newest = workspace.assessments.newest(on)
    if newest is None or not services:
        return {}
    return readiness_by_activity(program, workspace.answers.gates(newest, services, activity))


def step_lines(program: Program, found: Readiness, activity: str, level: int, lang: Lang) -> StepLines:
    """What a step needs: what lacks first."""
    steps = found.steps.get(level, ())
    named = level_words(program, level, lang)
    ready = [(step.service_id, step.name) for step in steps if step.state == "ready"]
    back = [step.name for step in found.holding_back(level)]
    apart = ready and back
    return StepLines(
        level,
        named,
        found.state(level),
        found.words(level, named, lang),
        sorted(_conditions(program, steps, activity, lang), key=lambda line: OUTCOMES.index(line.outcome)),
        back if apart else [],
        ready if apart else [],
    )


def asking_lines(program: Program, found: Readiness, activity: str, lang: Lang) -> list[ConditionLine]:
    """What asks to look at the level again."""
    by_check: dict[str, list[tuple[str, GateExplanation]]] = {}
    for one in found.asking:
        by_check.setdefault(one.check.id, []).append((one.row["name"], one))
    return [_line(program, each, activity, lang) for each in by_check.values()]


def _conditions(program: Program, steps: Sequence[Step], activity: str, lang: Lang) -> list[ConditionLine]:
    by_check: dict[str, list[tuple[str, GateExplanation]]] = {}
    for step in steps:
        for one in step.conditions:
            by_check.setdefault(one.check.id, []).append((step.name, one))
    return [_line(program, each, activity, lang) for each in by_check.values()]


def _line(program: Program, each: Sequence[tuple[str, GateExplanation]], activity: str, lang: Lang) -> ConditionLine:
    first = each[0][1]
    worst = min((one.outcome for _, one in each), key=OUTCOMES.index)
    services = [
        (name, service_path(one.row["service_id"], activity), one.outcome, one.says(program.contracts, lang))
        for name, one in sorted(each, key=lambda pair: (OUTCOMES.index(pair[1].outcome), pair[0]))
    ]
    alike = services[0][3] if len(services) > 1 and len({why for *_, why in services}) == 1 else ""
    return ConditionLine(first.title(lang), worst, services, alike, "" if worst == "met" else first.next(lang))
