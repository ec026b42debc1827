"""The sets of parameter values that are in force for a check, and the services each is for.

One query for each set, never one for each service: most checks have one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yudane.evidence.engines.duckdb import literal
from yudane.program.overrides import Override, standing


@dataclass(frozen=True)
class Variant:
    """`test` is SQL over the subjects `s`; `told` the overrides as JSON, None where all defaults stand."""

    test: str = "true"
    values: Mapping[str, Any] = field(default_factory=dict)
    told: str | None = None


PLAIN = Variant()


def variants(overrides: Sequence[Override], as_of: date, tiers: Mapping[str, int | None]) -> list[Variant]:
    """`tiers` says the tier of each service that an override names."""
    if not overrides:
        return [PLAIN]
    named = [name for name in tiers if any(o.service == name for o in overrides)]
    others = f"s._id not in ({', '.join(literal(name) for name in named)})" if named else "true"
    groups: dict[str | None, tuple[Mapping[str, Any], list[str]]] = {}

    def add(service: str | None, tier: int | None, test: str) -> None:
        found = standing(overrides, as_of, service, tier)
        told = json.dumps({p: o.as_json() for p, o in sorted(found.items())}, ensure_ascii=False) if found else None
        groups.setdefault(told, ({p: o.value for p, o in found.items()}, []))[1].append(test)

    for tier in (1, 2, 3):
        add(None, tier, f"(s.tier = {tier} and {others})")
    add(None, None, f"(s.tier is null and {others})")
    for name in named:
        add(name, tiers[name], f"s._id = {literal(name)}")
    return [Variant(" or ".join(tests), values, told) for told, (values, tests) in groups.items()]
