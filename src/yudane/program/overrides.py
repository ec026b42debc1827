"""A parameter's value changed for the organization, a tier or a service, with who, why and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Override:
    """One value in the place of a check's default. Without tier and service it is the organization's."""

    check: str  # id of the criterion or indicator
    param: str
    value: Any
    tier: int | None
    service: str | None
    author: str
    reason: str
    on: date

    @property
    def rank(self) -> int:
        """What is said more exactly wins: a service before its tier before the organization."""
        return 2 if self.service is not None else 1 if self.tier is not None else 0

    def fits(self, service: str | None, tier: int | None) -> bool:
        if self.service is not None:
            return self.service == service
        return self.tier is None or self.tier == tier

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "tier": self.tier,
            "service": self.service,
            "author": self.author,
            "reason": self.reason,
            "on": self.on.isoformat(),
        }


def in_force(
    overrides: Iterable[Override], as_of: date, service: str | None, tier: int | None
) -> Mapping[str, Override]:
    """By parameter, the override in force for a service (None: the organization as a whole); the later of two wins."""
    fitting = [o for o in overrides if o.on <= as_of and o.fits(service, tier)]
    return {o.param: o for o in sorted(fitting, key=lambda o: (o.rank, o.on))}
