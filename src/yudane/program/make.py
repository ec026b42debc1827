"""Valid files into the frozen values of a Program."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from yudane.program.checks import Condition, Criterion, Indicator, Param, Reference, Trigger, said
from yudane.program.files import Folder
from yudane.program.listed import PHASES, READINESS, STEP_BACK, Listed, listed, sql_of, what_is
from yudane.program.model import Activity, DecisionTable, DelegationLevel, Phase, Program, Setting, Support, Tier
from yudane.program.overrides import Override, in_force
from yudane.program.own_tables import own_tables
from yudane.program.shapes import MET, PARTIES, SHARE, completed
from yudane.words import Text

_SQL_TYPES = {"str": "VARCHAR", "int": "BIGINT", "decimal": "DOUBLE", "bool": "BOOLEAN"}


def make_program(folder: Folder) -> Program:
    raw = folder.yaml["program.yaml"].value
    keys = [name.partition("/")[0] for name in folder.yaml if name.endswith("/activity.yaml")]
    activities = sorted((_activity(folder, key) for key in keys), key=lambda a: (a.order, a.key))
    return Program(
        version=_version(folder),
        delegation_levels=tuple(_delegation(item) for item in raw["delegation_levels"]),
        parties={item["key"]: Text.of(item["name"]) for item in raw["parties"]},
        tiers=tuple(Tier(item["tier"], Text.of(item["name"]), Text.of(item["about"])) for item in raw["tiers"]),
        phases=tuple(_phase(folder, item) for item in raw["phases"]),
        settings={name: Setting(item["value"], Text.of(item["about"])) for name, item in raw["settings"].items()},
        activities=tuple(activities),
        conditions=tuple(_condition(folder, name) for name in _stems(folder, READINESS, "condition")),
        triggers=tuple(_trigger(folder, name) for name in _stems(folder, STEP_BACK, "trigger")),
        tables=tuple(_table(folder, key, name) for key, name in _tables(folder, keys)),
        overrides=tuple(_override(item) for item in _overridden(folder)),
        own_tables=own_tables(folder),
    )


def _version(folder: Folder) -> str:
    """A hash of everything that is in force; the same files in any layering give the same version."""
    effective = {
        "yaml": {name: file.value for name, file in sorted(folder.yaml.items())},
        "texts": {name: text for name, (text, _) in sorted(folder.texts.items())},
        "shapes": (SHARE, MET, PARTIES),
    }
    canonical = json.dumps(effective, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _delegation(raw: Mapping[str, Any]) -> DelegationLevel:
    return DelegationLevel(raw["level"], raw["key"], Text.of(raw["name"]), Text.of(raw["says"]))


def _phase(folder: Folder, raw: Mapping[str, Any]) -> Phase:
    supports = tuple(Support(item["party"], Text.of(item["with"])) for item in raw["supports"])
    note = Text.of(raw["note"]) if "note" in raw else None
    seen = f"{PHASES}/{raw['key']}.yaml" in folder.yaml
    observed = _indicator(folder, PHASES, raw["key"]) if seen else None
    return Phase(raw["key"], Text.of(raw["name"]), tuple(raw["performs"]), supports, note, observed)


def _listed(folder: Folder, key: str, what: str) -> list[Listed]:
    return [item for item in listed(folder.yaml[f"{key}/activity.yaml"].value) if item.what == what]


def _stems(folder: Folder, key: str, what: str) -> list[str]:
    """The files of a folder that lists nothing."""
    stems = (name.removeprefix(f"{key}/").removesuffix(".yaml") for name in folder.yaml if name.startswith(f"{key}/"))
    return sorted(stem for stem in stems if what_is(folder, key, stem) == what)


def _tables(folder: Folder, keys: list[str]) -> list[tuple[str, str]]:
    listed_ones = [(key, item.name) for key in sorted(keys) for item in _listed(folder, key, "table")]
    return listed_ones + [(READINESS, name) for name in _stems(folder, READINESS, "table")]


def _activity(folder: Folder, key: str) -> Activity:
    raw = folder.yaml[f"{key}/activity.yaml"].value
    guides = {lang: folder.texts.get(f"{key}/guide.{lang}.md") for lang in ("en", "ja")}
    return Activity(
        key=key,
        order=raw["order"],
        name=Text.of(raw["name"]),
        about=Text.of(raw["about"]),
        enabled=raw["enabled"],
        target=raw["target"],
        assessed=raw["assessed"],
        why=Text.of(raw["why"]),
        levels={int(level): Text.of(value["says"]) for level, value in raw.get("levels", {}).items()},
        criteria=tuple(_criterion(folder, key, item) for item in _listed(folder, key, "criterion")),
        indicators=tuple(_indicator(folder, key, item.name) for item in _listed(folder, key, "indicator")),
        guide=Text(*(guide[0] for guide in guides.values() if guide)) if all(guides.values()) else None,
        areas={name: Text.of(text) for name, text in raw.get("decision_areas", {}).items()},
    )


def _check(folder: Folder, raw: Mapping[str, Any], sql: str, key: str, name: str) -> dict[str, Any]:
    """What criteria and indicators have in common."""
    params = tuple(_param(param, value) for param, value in raw.get("params", {}).items())
    formerly = tuple(raw.get("formerly", ()))
    overrides = [_override(item) for item in _overridden(folder) if item["check"] in (f"{key}.{name}", *formerly)]
    values = {p.name: p.default for p in params} | {
        n: o.value for n, o in in_force(overrides, date.max, None, None).items()
    }
    return {
        "activity": key,
        "name": name,
        "asks": said(Text.of(raw["asks"]), values),
        "asks_of": Text.of(raw["asks"]),
        "reads": tuple(raw["reads"]),
        "applies": raw.get("applies", "true"),
        "met": raw["met"],
        "when_empty": raw["when_empty"],
        "because": {which: Text.of(text) for which, text in raw["because"].items()},
        "next": said(Text.of(raw["next"]), values),
        "next_of": Text.of(raw["next"]),
        "params": params,
        "sources": tuple(_reference(item) for item in raw["sources"]),
        "readings": tuple(Text.of(item) for item in raw.get("readings", ())),
        "stage": raw["stage"],
        "formerly": formerly,
        "examples": tuple(raw["examples"]),
        "sql": sql,
        "shipped": _shipped(folder, key, name),
    }


def _shipped(folder: Folder, key: str, name: str) -> bool:
    """Whether each piece of a check's SQL is the one that came with the package."""
    base = folder.shipped
    if base is None:
        return True
    there = f"{key}/{name}.yaml" in base.yaml and sql_of(base, key, name) in base.texts
    return there and _pieces(folder, key, name) == _pieces(base, key, name)


def _pieces(folder: Folder, key: str, name: str) -> tuple[Any, ...]:
    raw: Mapping[str, Any] = folder.yaml[f"{key}/{name}.yaml"].value
    sql = _sql(folder, key, name)
    if "measures" in raw or "value" in raw:
        raw, sql = completed(raw, sql)
    return (sql, *(raw.get(field) for field in ("applies", "met", "value")))


def _criterion(folder: Folder, key: str, item: Listed) -> Criterion:
    raw = folder.yaml[f"{key}/{item.name}.yaml"].value
    since = raw.get("counts_from")
    return Criterion(
        **_check(folder, raw, _sql(folder, key, item.name), key, item.name),
        level=item.level,
        kind=item.kind,
        mode=raw["mode"],
        valid_for_days=raw.get("valid_for_days"),
        counts_from=date.fromisoformat(since) if since else None,
    )


def _indicator(folder: Folder, key: str, name: str) -> Indicator:
    raw, sql = completed(folder.yaml[f"{key}/{name}.yaml"].value, _sql(folder, key, name))
    return Indicator(
        **_check(folder, raw, sql, key, name),
        title=Text.of(raw["title"]),
        value=raw["value"],
        unit=raw["unit"],
        better=raw["better"],
    )


def _condition(folder: Folder, name: str) -> Condition:
    raw = folder.yaml[f"{READINESS}/{name}.yaml"].value
    check = _check(folder, raw, _sql(folder, READINESS, name), READINESS, name)
    return Condition(**check, title=Text.of(raw["title"]), keeps=raw.get("keeps", True))


def _trigger(folder: Folder, name: str) -> Trigger:
    raw = folder.yaml[f"{STEP_BACK}/{name}.yaml"].value
    check = _check(folder, raw, _sql(folder, STEP_BACK, name), STEP_BACK, name)
    return Trigger(**check, title=Text.of(raw["title"]), activities=tuple(raw.get("activities", ())))


def _sql(folder: Folder, key: str, name: str) -> str:
    return folder.texts[sql_of(folder, key, name)][0]


def _param(name: str, raw: Mapping[str, Any]) -> Param:
    bounds = raw.get("range")
    limits = (bounds[0], bounds[1]) if bounds else None
    return Param(name, raw["default"], raw.get("unit", ""), limits, Text.of(raw["about"]))


def _reference(raw: Mapping[str, Any]) -> Reference:
    return Reference(Text.of(raw), raw["mark"])


def _table(folder: Folder, key: str, name: str) -> DecisionTable:
    raw = folder.yaml[f"{key}/{name}.yaml"].value
    columns = {each: (_SQL_TYPES[column["type"]], Text.of(column["about"])) for each, column in raw["columns"].items()}
    return DecisionTable(
        name=name.replace("-", "_"),
        title=Text.of(raw["title"]),
        about=Text.of(raw["about"]),
        columns=columns,
        rows=tuple(tuple(row[each] for each in columns) for row in raw["rows"]),
        sources=tuple(_reference(source) for source in raw["sources"]),
    )


def _overridden(folder: Folder) -> list[dict[str, Any]]:
    return folder.yaml["overrides.yaml"].value["overrides"] if "overrides.yaml" in folder.yaml else []


def _override(raw: Mapping[str, Any]) -> Override:
    return Override(
        check=raw["check"],
        param=raw["param"],
        value=raw["value"],
        tier=raw.get("tier"),
        service=raw.get("service"),
        author=raw["author"],
        reason=raw["reason"],
        on=date.fromisoformat(raw["on"]),
    )
