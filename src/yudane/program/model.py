"""The program as frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from yudane.contracts import Contract, Contracts, shipped_contracts, views
from yudane.contracts.reserved import kept_beside
from yudane.program.business_days import BusinessDays
from yudane.program.checks import Check, Condition, Criterion, Gate, Indicator, Kind, Reference, Trigger
from yudane.program.overrides import Override
from yudane.words import Text


@dataclass(frozen=True)
class DelegationLevel:
    """One of the seven levels of delegation (Management 3.0)."""

    level: int
    key: str
    name: Text
    says: Text


@dataclass(frozen=True)
class Support:
    """A party that helps in a phase, and with what."""

    party: str
    help: Text


@dataclass(frozen=True)
class Phase:
    """One phase of a service's life: who performs it and who supports."""

    key: str
    name: Text
    performs: tuple[str, ...]
    supports: tuple[Support, ...]
    note: Text | None
    observed: Indicator | None  # the share of what happened that the matrix wants done this way


@dataclass(frozen=True)
class Setting:
    """One number or word the organization may change."""

    value: Any
    about: Text


@dataclass(frozen=True)
class DecisionTable:
    """A table of the program that checks read by its name, like the due dates of vulnerabilities."""

    name: str  # as in SQL
    title: Text
    about: Text
    columns: Mapping[str, tuple[str, Text]]  # SQL type and meaning
    rows: tuple[tuple[Any, ...], ...]
    sources: tuple[Reference, ...]


@dataclass(frozen=True)
class Tier:
    """How much depends on a service: 1 is the most."""

    tier: int
    name: Text
    about: Text


@dataclass(frozen=True)
class Activity:
    """One of the SRE activities."""

    key: str
    order: int
    name: Text
    about: Text
    enabled: bool
    target: int
    assessed: bool
    why: Text
    levels: Mapping[int, Text]  # empty where the activity has no rubric
    criteria: tuple[Criterion, ...]
    indicators: tuple[Indicator, ...]
    guide: Text | None
    areas: Mapping[str, Text]  # what is decided in it, by key: each can be handed over by itself

    def criteria_of(self, level: int, kind: Kind | None = None) -> tuple[Criterion, ...]:
        return tuple(c for c in self.criteria if c.level == level and kind in (None, c.kind))


@dataclass(frozen=True)
class Program:
    """Everything the organization decided, and the version (a hash) of exactly this."""

    version: str
    delegation_levels: tuple[DelegationLevel, ...]
    parties: Mapping[str, Text]
    tiers: tuple[Tier, ...]
    phases: tuple[Phase, ...]
    settings: Mapping[str, Setting]
    activities: tuple[Activity, ...]
    tables: tuple[DecisionTable, ...]
    overrides: tuple[Override, ...]
    conditions: tuple[Condition, ...] = ()  # of a step of delegation
    triggers: tuple[Trigger, ...] = ()  # of looking at one again
    own_tables: tuple[Contract, ...] = ()  # evidence tables of the organization, beside those shipped

    @cached_property
    def contracts(self) -> Contracts:
        """All evidence tables that checks may read."""
        return shipped_contracts().beside(self.own_tables)

    @cached_property
    def decision_tables(self) -> tuple[DecisionTable, ...]:
        """`tables`, but for those called like one of ours: lint refuses them."""
        return tuple(table for table in self.tables if not self._taken(table.name))

    @property
    def tables_refused(self) -> tuple[DecisionTable, ...]:
        return tuple(table for table in self.tables if self._taken(table.name))

    def _taken(self, name: str) -> bool:
        return name in self.contracts or name in views() or kept_beside(name)

    def activity(self, key: str) -> Activity:
        """Raises KeyError for an activity that is not there."""
        return {activity.key: activity for activity in self.activities}[key]

    def criterion(self, name: str) -> Criterion:
        """By id or by a former id. Raises KeyError."""
        for criterion in self.criteria():
            if name == criterion.id or name in criterion.formerly:
                return criterion
        raise KeyError(name)

    def criteria(self) -> Iterator[Criterion]:
        for activity in self.activities:
            yield from activity.criteria

    def indicators(self) -> Iterator[Indicator]:
        """Those of the activities, then those of the phases."""
        for activity in self.activities:
            yield from activity.indicators
        yield from (phase.observed for phase in self.phases if phase.observed)

    def indicator(self, name: str) -> Indicator:
        """By id or by a former id. Raises KeyError."""
        for indicator in self.indicators():
            if name == indicator.id or name in indicator.formerly:
                return indicator
        raise KeyError(name)

    def gates(self) -> Iterator[Gate]:
        """What is asked of steps of delegation, once the levels of the day are published."""
        yield from self.conditions
        yield from self.triggers

    def gate(self, check_id: str) -> Gate:
        """By id or by a former id. Raises KeyError."""
        for gate in self.gates():
            if check_id == gate.id or check_id in gate.formerly:
                return gate
        raise KeyError(check_id)

    def measures(self) -> Iterator[Check]:
        """What is measured of services and the organization."""
        yield from self.criteria()
        yield from self.indicators()

    def checks(self) -> Iterator[Check]:
        """All that is asked by SQL."""
        yield from self.measures()
        yield from self.gates()

    @property
    def settings_values(self) -> dict[str, Any]:
        """The settings as SQL sees them, beside as_of and a check's parameters."""
        return {name: setting.value for name, setting in self.settings.items()}

    def overrides_of(self, check: Check) -> tuple[Override, ...]:
        return tuple(o for o in self.overrides if o.check in (check.id, *check.formerly))

    @property
    def rated(self) -> tuple[Activity, ...]:
        """Activities that get a level: assessed, and with criteria to decide it."""
        return tuple(a for a in self.activities if a.assessed and a.levels and a.criteria)

    def setting(self, name: str) -> Any:
        return self.settings[name].value

    @property
    def zone(self) -> ZoneInfo:
        """In which the organization reads its clocks."""
        return ZoneInfo(str(self.setting("zone")))

    def business_days(self, own: Mapping[date, bool]) -> BusinessDays:
        """`own`: what the business calendar says of single days."""
        opens, closes = (float(self.setting(f"business_hours_{end}")) for end in ("start", "end"))
        return BusinessDays(self.zone, opens, closes, str(self.setting("holidays")), own)

    def delegation(self, level: int) -> DelegationLevel:
        return self.delegation_levels[level - 1]
