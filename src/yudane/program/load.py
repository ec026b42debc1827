"""Files into a Program, or every problem found in them."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yudane.program.files import PRACTICES, Folder, Layered, read_layers
from yudane.program.model import (
    LEVELS,
    Activity,
    Criterion,
    DelegationLevel,
    Kind,
    Param,
    Phase,
    Program,
    Reference,
    Setting,
    Support,
)
from yudane.program.schema import check
from yudane.reading import Place, Problem, ProblemsError
from yudane.words import Text

Checks = Callable[[Criterion, Layered], Iterator[Problem]]


def load_program(overlay: Path | None = None, *, tables: Mapping[str, object] | None = None) -> Program:
    """The shipped practices with an organization's overlay. Raises ProblemsError with all problems.

    `tables` are the evidence tables a criterion may read; None leaves that unchecked.
    """
    layers = (PRACTICES,) if overlay is None else (PRACTICES, overlay)
    if overlay is not None and not overlay.is_dir():
        raise ProblemsError.one("path_missing", Place(str(overlay)))
    folder = read_layers(layers)
    problems = [*folder.problems, *_check(folder, tables)]
    if problems:
        raise ProblemsError(problems)
    return _program(folder)


@cache
def shipped() -> Program:
    """The program as shipped, without an overlay."""
    return load_program()


def _check(folder: Folder, tables: Mapping[str, object] | None) -> Iterator[Problem]:
    if "program.yaml" in folder.yaml:
        yield from check("program", folder.yaml["program.yaml"])
    for name, file in folder.yaml.items():
        key, _, rest = name.partition("/")
        if rest == "activity.yaml":
            yield from check("activity", file)
            yield from _check_listed(folder, key, file)
        elif rest:
            yield from check("criterion", file)
            yield from _check_criterion(folder, name, file, tables)
        elif name != "program.yaml":
            yield Problem("file_not_expected", Place(file.name))


def _check_listed(folder: Folder, key: str, file: Layered) -> Iterator[Problem]:
    """What activity.yaml lists is there, as a pair, once."""
    seen: set[str] = set()
    for level, kind, names in _listed(file.value):
        for number, name in enumerate(names):
            path = ("levels", str(level), kind, number)
            if name in seen:
                yield file.problem("criterion_twice", path, name=name)
            elif f"{key}/{name}.yaml" not in folder.yaml or f"{key}/{name}.sql" not in folder.texts:
                yield file.problem("criterion_missing", path, name=name, activity=key)
            seen.add(name)


def _check_criterion(
    folder: Folder, name: str, file: Layered, tables: Mapping[str, object] | None
) -> Iterator[Problem]:
    key, _, stem = name.removesuffix(".yaml").partition("/")
    activity = folder.yaml.get(f"{key}/activity.yaml")
    if activity is None:
        yield Problem("activity_missing", Place(file.name), {"activity": key})
    elif stem not in {n for _, _, names in _listed(activity.value) for n in names}:
        yield Problem("criterion_not_listed", Place(file.name), {"name": stem})
    for number, table in enumerate(file.value.get("reads") or ()):
        if tables is not None and table not in tables:
            yield file.problem("table_unknown", ("reads", number), table=table, known=", ".join(tables))
    for param, value in (file.value.get("params") or {}).items():
        yield from _check_param(file, param, value)


def _check_param(file: Layered, name: str, value: Any) -> Iterator[Problem]:
    bounds = value.get("range") if isinstance(value, dict) else None
    default = value.get("default") if isinstance(value, dict) else None
    if bounds and isinstance(default, int | float) and not bounds[0] <= default <= bounds[1]:
        path = ("params", name, "default")
        yield file.problem("param_range", path, name=name, value=default, low=bounds[0], high=bounds[1])


def _listed(value: Mapping[str, Any]) -> Iterator[tuple[int, Kind, list[str]]]:
    kinds: tuple[Kind, ...] = ("core", "extended")
    levels = value.get("levels")
    for level in LEVELS if isinstance(levels, dict) else ():
        said = levels.get(str(level)) if isinstance(levels, dict) else None
        for kind in kinds:
            names = said.get(kind) if isinstance(said, dict) else None
            yield level, kind, [n for n in names if isinstance(n, str)] if isinstance(names, list) else []


def _program(folder: Folder) -> Program:
    raw = folder.yaml["program.yaml"].value
    keys = [name.partition("/")[0] for name in folder.yaml if name.endswith("/activity.yaml")]
    return Program(
        version=_version(folder),
        delegation_levels=tuple(_delegation(item) for item in raw["delegation_levels"]),
        parties={item["key"]: Text.of(item["name"]) for item in raw["parties"]},
        phases=tuple(_phase(item) for item in raw["phases"]),
        settings={name: Setting(item["value"], Text.of(item["about"])) for name, item in raw["settings"].items()},
        activities=tuple(sorted((_activity(folder, key) for key in keys), key=lambda a: (a.order, a.key))),
    )


def _version(folder: Folder) -> str:
    """A hash of everything that is in force; the same files in any layering give the same version."""
    effective = {
        "yaml": {name: file.value for name, file in sorted(folder.yaml.items())},
        "texts": {name: text for name, (text, _) in sorted(folder.texts.items())},
    }
    canonical = json.dumps(effective, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _delegation(raw: Mapping[str, Any]) -> DelegationLevel:
    return DelegationLevel(raw["level"], raw["key"], Text.of(raw["name"]), Text.of(raw["says"]))


def _phase(raw: Mapping[str, Any]) -> Phase:
    supports = tuple(Support(item["party"], Text.of(item["with"])) for item in raw["supports"])
    note = Text.of(raw["note"]) if "note" in raw else None
    return Phase(raw["key"], Text.of(raw["name"]), tuple(raw["performs"]), supports, note)


def _activity(folder: Folder, key: str) -> Activity:
    raw = folder.yaml[f"{key}/activity.yaml"].value
    levels = raw.get("levels", {})
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
        levels={int(level): Text.of(value["says"]) for level, value in levels.items()},
        criteria=tuple(
            _criterion(folder, key, name, level, kind) for level, kind, names in _listed(raw) for name in names
        ),
        guide=Text(*(guide[0] for guide in guides.values() if guide)) if all(guides.values()) else None,
    )


def _criterion(folder: Folder, key: str, name: str, level: int, kind: Kind) -> Criterion:
    raw = folder.yaml[f"{key}/{name}.yaml"].value
    since = raw.get("counts_from")
    return Criterion(
        activity=key,
        name=name,
        level=level,
        kind=kind,
        asks=Text.of(raw["asks"]),
        mode=raw["mode"],
        valid_for_days=raw.get("valid_for_days"),
        reads=tuple(raw["reads"]),
        applies=raw.get("applies", "true"),
        met=raw["met"],
        when_empty=raw["when_empty"],
        because={which: Text.of(text) for which, text in raw["because"].items()},
        next=Text.of(raw["next"]),
        params=tuple(_param(param, value) for param, value in raw.get("params", {}).items()),
        sources=tuple(Reference(Text.of(item), item["mark"]) for item in raw["sources"]),
        readings=tuple(Text.of(item) for item in raw.get("readings", ())),
        stage=raw["stage"],
        formerly=tuple(raw.get("formerly", ())),
        counts_from=date.fromisoformat(since) if since else None,
        examples=tuple(raw["examples"]),
        sql=folder.texts[f"{key}/{name}.sql"][0],
    )


def _param(name: str, raw: Mapping[str, Any]) -> Param:
    bounds = raw.get("range")
    limits = (bounds[0], bounds[1]) if bounds else None
    return Param(name, raw["default"], raw.get("unit", ""), limits, Text.of(raw["about"]))
