"""The program as frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from yudane.words import Text

Mode = Literal["measured", "measured_or_attested", "attested"]
Kind = Literal["core", "extended"]
LEVELS = (1, 2, 3)


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


@dataclass(frozen=True)
class Setting:
    """One number or word the organization may change."""

    value: Any
    about: Text


@dataclass(frozen=True)
class Param:
    """One threshold of a criterion."""

    name: str
    default: Any
    unit: str
    range: tuple[float, float] | None
    about: Text


@dataclass(frozen=True)
class Reference:
    """Where a rule comes from: V verified at the source, V2 in quotation, G general knowledge, O our own default."""

    text: Text
    mark: str


@dataclass(frozen=True)
class Criterion:
    """One sentence stating a good state, and the SQL that decides it for all services at once."""

    activity: str
    name: str
    level: int
    kind: Kind
    asks: Text
    mode: Mode
    valid_for_days: int | None
    reads: tuple[str, ...]
    applies: str
    met: str
    when_empty: str
    because: Mapping[str, Text]
    next: Text
    params: tuple[Param, ...]
    sources: tuple[Reference, ...]
    readings: tuple[Text, ...]
    stage: str
    formerly: tuple[str, ...]
    counts_from: date | None
    examples: tuple[Mapping[str, Any], ...]
    sql: str

    @property
    def id(self) -> str:
        return f"{self.activity}.{self.name}"

    @property
    def values(self) -> dict[str, Any]:
        """The parameters' values in force."""
        return {param.name: param.default for param in self.params}


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
    guide: Text | None

    def at(self, level: int, kind: Kind | None = None) -> tuple[Criterion, ...]:
        return tuple(c for c in self.criteria if c.level == level and kind in (None, c.kind))


@dataclass(frozen=True)
class Program:
    """Everything the organization decided, and the version (a hash) of exactly this."""

    version: str
    delegation_levels: tuple[DelegationLevel, ...]
    parties: Mapping[str, Text]
    phases: tuple[Phase, ...]
    settings: Mapping[str, Setting]
    activities: tuple[Activity, ...]

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

    @property
    def rated(self) -> tuple[Activity, ...]:
        """Activities that get a level: assessed, and with criteria to decide it."""
        return tuple(a for a in self.activities if a.assessed and a.levels and a.criteria)

    def setting(self, name: str) -> Any:
        return self.settings[name].value

    def delegation(self, level: int) -> DelegationLevel:
        return self.delegation_levels[level - 1]
