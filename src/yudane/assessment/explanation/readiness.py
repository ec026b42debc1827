"""Readiness: what the evidence says of a step of delegation, and what asks to look at one again.

The software says what the evidence carries; people decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from yudane.assessment.reason import because
from yudane.assessment.rows import GateRow
from yudane.contracts import Contracts
from yudane.program import Condition, Gate, Program
from yudane.words import Lang, say
from yudane.words.values import listed

State = Literal["ready", "almost", "unknown", "not_ready", "not_proposed"]
_WORST: Sequence[State] = ("not_proposed", "not_ready", "unknown", "almost", "ready")
ALMOST = 2  # conditions missing at most


@dataclass(frozen=True)
class GateExplanation:
    """One condition, or one trigger, of one service."""

    check: Gate
    row: GateRow

    @property
    def outcome(self) -> str:
        return self.row["outcome"]

    def title(self, lang: Lang) -> str:
        return self.check.title[lang]

    def says(self, known: Contracts, lang: Lang) -> str:
        return because(self.check, self.row, known, lang)

    def next(self, lang: Lang) -> str:
        return self.check.next[lang]

    def as_json(self, known: Contracts, lang: Lang) -> dict[str, Any]:
        return {
            "condition": self.check.id,
            "title": self.title(lang),
            "outcome": self.outcome,
            "reason": self.says(known, lang),
        }


@dataclass(frozen=True)
class Step:
    """One service, one activity, one level of delegation it might be handed over to."""

    service_id: str
    name: str
    tier: int | None
    proposed: bool  # by the program, at the service's tier
    conditions: Sequence[GateExplanation]  # those that apply
    by_tier: bool = True  # what it asks depends on the tier

    def of(self, outcome: str) -> list[GateExplanation]:
        return [one for one in self.conditions if one.outcome == outcome]

    @property
    def state(self) -> State:
        """Ready where all conditions are met; almost where at most two are missing, and at least one is known to."""
        unsure = self.tier is None and self.by_tier
        if not self.proposed:
            return "unknown" if unsure else "not_proposed"
        unmet, unknown = len(self.of("unmet")), len(self.of("unknown"))
        if not unmet:
            return "unknown" if unknown or unsure else "ready"
        return "almost" if unmet + unknown <= ALMOST and not unsure else "not_ready"

    @property
    def ahead(self) -> list[GateExplanation]:
        """Of the level in force: what the evidence says against it."""
        return [one for one in self.of("unmet") if isinstance(one.check, Condition) and one.check.keeps]


@dataclass(frozen=True)
class Readiness:
    """One activity of a team: the worst of its services says how far it is."""

    steps: Mapping[int, Sequence[Step]] = field(default_factory=dict)  # by level
    triggers: Sequence[GateExplanation] = ()

    @property
    def known(self) -> bool:
        """It was judged at all."""
        return bool(self.steps)

    def state(self, level: int) -> State:
        found = [step.state for step in self.steps.get(level, ())]
        return min(found, key=_WORST.index) if found else "not_proposed"

    def holding_back(self, level: int) -> list[Step]:
        """The services that are not ready for it."""
        return [step for step in self.steps.get(level, ()) if step.state != "ready"]

    def missing(self, level: int, lang: Lang) -> list[str]:
        """What lacks at all services together, by name."""
        steps = self.steps.get(level, ())
        found = [one.title(lang) for step in steps for one in (*step.of("unmet"), *step.of("unknown"))]
        return list(dict.fromkeys(found))

    def ahead(self, level: int) -> list[GateExplanation]:
        """What the evidence says against the level in force."""
        return [one for step in self.steps.get(level, ()) for one in step.ahead]

    @property
    def carries(self) -> int:
        """The level up to which the evidence says nothing against any step; 1 where it carries none."""
        level = 1
        while level < 7 and self.state(level + 1) == "ready":
            level += 1
        return level

    @property
    def asking(self) -> list[GateExplanation]:
        """What asks to look again at how far it is handed over."""
        return [one for one in self.triggers if one.outcome == "unmet"]

    def words(self, level: int, named: str, lang: Lang) -> str:
        """Of a step to a level called so: Almost ready for 5 Advise: a source of data."""
        state, missing = self.state(level), self.missing(level, lang)
        return say(f"readiness.{state}", lang, level=named, n=len(missing), missing=listed(missing, lang))

    def as_json(self, level: int, known: Contracts, lang: Lang) -> dict[str, Any]:
        return {
            "to_level": level,
            "state": self.state(level),
            "services": [
                {
                    "service": step.service_id,
                    "state": step.state,
                    "conditions": [one.as_json(known, lang) for one in step.conditions],
                }
                for step in self.steps.get(level, ())
            ],
        }


def readiness_by_activity(program: Program, rows: Iterable[GateRow]) -> dict[str, Readiness]:
    """Of the services whose rows they are (see queries.Answers.gates), by activity. What the program no longer asks is left out."""
    checks = {gate.id: gate for gate in program.gates()}
    steps: dict[str, dict[int, dict[str, list[GateExplanation]]]] = {}
    triggers: dict[str, list[GateExplanation]] = {}
    about: dict[str, dict[str, tuple[str, int | None]]] = {}
    for row in rows:
        found = checks.get(row["check_id"])
        about.setdefault(row["activity"], {})[row["service_id"]] = row["name"], row["tier"]
        if found is None:
            continue
        if row["to_level"] is None:
            triggers.setdefault(row["activity"], []).append(GateExplanation(found, row))
        else:
            by_service = steps.setdefault(row["activity"], {}).setdefault(row["to_level"], {})
            by_service.setdefault(row["service_id"], []).append(GateExplanation(found, row))
    return {
        activity: Readiness(
            _steps(tiers_by_level(program, activity), services, steps.get(activity, {})), triggers.get(activity, ())
        )
        for activity, services in about.items()
    }


def _steps(
    tiers: Mapping[int, set[str]],
    services: Mapping[str, tuple[str, int | None]],
    found: Mapping[int, Mapping[str, list[GateExplanation]]],
) -> dict[int, list[Step]]:
    """By level, of all services; without a tier a service may be asked for any of them."""
    unsure = any(tier is None for _, tier in services.values())
    return {
        level: [
            Step(
                service,
                *services[service],
                service in found.get(level, {}),
                _counted(found.get(level, {}).get(service, ())),
                tiers.get(level) != {"any"},
            )
            for service in sorted(services)
        ]
        for level in sorted({*found, *(tiers if found and unsure else ())})
    }


def tiers_by_level(program: Program, activity: str) -> dict[int, set[str]]:
    """The tiers that the table of steps asks something of; an activity with rows of its own has only those."""
    table = next((table for table in program.decision_tables if table.name == "delegation_steps"), None)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows] if table else []
    named = activity if any(row["activity"] == activity for row in rows) else "any"
    found: dict[int, set[str]] = {}
    for row in rows:
        if row["activity"] == named:
            found.setdefault(row["to_level"], set()).add(row["tier"])
    return found


def _counted(conditions: Iterable[GateExplanation]) -> list[GateExplanation]:
    """What does not apply asks for nothing."""
    return [one for one in conditions if one.outcome != "not_applicable"]
