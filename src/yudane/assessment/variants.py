"""The sets of parameter values that are in force for a check, and the services each is for.

One query for each set, never one for each service: most checks have one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yudane.evidence.engines.sql import literal
from yudane.program.overrides import Override, in_force


@dataclass(frozen=True)
class Variant:
    """`test` is SQL over the subjects `s`; `overrides_sql` SQL of the overrides as JSON, null where the defaults stand."""

    test: str = "true"
    values: Mapping[str, Any] = field(default_factory=dict)
    overrides_sql: str = "null"


PLAIN = Variant()


def variants(overrides: Sequence[Override], as_of: date, tiers: Mapping[str, int | None]) -> list[Variant]:
    """`tiers` says the tier of each service that an override names."""
    if not overrides:
        return [PLAIN]
    named = ", ".join(literal(name) for name in tiers) or "''"
    others = f"coalesce(s.service_id, '') not in ({named})"
    whom: list[tuple[str | None, int | None, str]] = [
        (None, tier, f"(s.tier = {tier} and {others})") for tier in (1, 2, 3)
    ]
    whom += [(None, None, f"(s.tier is null and {others})")]
    groups: dict[str, tuple[Mapping[str, Any], list[tuple[str, str]]]] = {}
    for service, tier, test in [*whom, *((name, tiers[name], f"s.service_id = {literal(name)}") for name in tiers)]:
        found = in_force(overrides, as_of, service, tier)
        values = {param: override.value for param, override in sorted(found.items())}
        overrides_json = json.dumps({param: found[param].as_json() for param in values}, ensure_ascii=False)
        groups.setdefault(json.dumps(values), (values, []))[1].append((test, overrides_json))
    return [_variant(values, parts) for values, parts in groups.values()]


def _variant(values: Mapping[str, Any], parts: list[tuple[str, str]]) -> Variant:
    test = " or ".join(test for test, _ in parts)
    cases = " ".join(f"when {test} then {literal(overrides_json)}" for test, overrides_json in parts)
    return Variant(f"({test})", values, f"case {cases} end" if values else "null")
