"""What differs between two programs, said as a reader can take it in."""

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yudane.program import Program
from yudane.program.dump import Difference
from yudane.words import LANGUAGES, Lang, Text, codes, say
from yudane.words.values import written

_SHORT = 160  # characters shown side by side; what is longer is shown as lines taken out and put in
_AREAS = ("settings", "tables", "own_tables", "tiers", "phases", "parties", "delegation_levels")


@dataclass(frozen=True)
class Change:
    """One difference, ready to be drawn: side by side, or as lines taken out and put in."""

    kind: str  # added, removed, changed
    path: str
    what: str
    before: str
    after: str
    lines: list[tuple[str, str]]  # sign, text


@dataclass(frozen=True)
class Group:
    """What changed in one activity or area."""

    name: str
    changes: list[Change]


def groups(differences: Sequence[Difference], before: Program, after: Program, lang: Lang) -> list[Group]:
    """By activity, or by the area outside of them. Overrides are left out: they have a table of their own."""
    found: dict[str, list[Change]] = {}
    for difference in _both_languages_once(differences, lang):
        head, _, rest = difference["path"].partition(".")
        if head == "overrides":
            continue
        key, _, inner = rest.partition(".") if head == "activities" else ("", "", rest)
        name = _activity(key, before, after, lang) if key else _area(head, lang)
        found.setdefault(name, []).append(_change(difference, inner, before, after, lang))
    return [Group(name, changes) for name, changes in found.items()]


def _both_languages_once(differences: Sequence[Difference], lang: Lang) -> list[Difference]:
    """A text that changed in both languages is shown in the reader's."""
    paths = {each["path"] for each in differences}
    others = [f".{other}" for other in LANGUAGES if other != lang]
    twins = {
        path for path in paths for end in others if path.endswith(end) and f"{path.removesuffix(end)}.{lang}" in paths
    }
    return [each for each in differences if each["path"] not in twins]


def _activity(key: str, before: Program, after: Program, lang: Lang) -> str:
    for program in (after, before):
        for activity in program.activities:
            if activity.key == key:
                return activity.name[lang]
    return key


def _area(head: str, lang: Lang) -> str:
    return say(f"web.area_{head}", lang) if head in _AREAS else head


def _change(difference: Difference, inner: str, before: Program, after: Program, lang: Lang) -> Change:
    old, new = difference["before"], difference["after"]
    kind = "added" if old is None else "removed" if new is None else "changed"
    short = [_short(value, inner, program, lang) for value, program in ((old, before), (new, after))]
    return Change(
        kind=kind,
        path=difference["path"],
        what=_field(difference["path"], inner, before, after, lang),
        before=short[0] or "",
        after=short[1] or "",
        lines=[] if None not in short else _lines(old, new),
    )


def _field(path: str, inner: str, before: Program, after: Program, lang: Lang) -> str:
    """What it is about, and which part of it, in words; a part without words is told by its name in the files."""
    parts = inner.split(".") if inner else []
    whose, depth = _thing(path, parts, (after, before), lang)
    rest = [part for part in parts[depth:] if part not in LANGUAGES]
    if whose and not rest:
        return whose
    part = rest[-1] if rest else "whole"
    word = say(f"web.field_{part}", lang) if f"field_{part}" in codes("web") else part
    return f"{whose}: {word}" if whose else word


def _thing(path: str, parts: Sequence[str], programs: Sequence[Program], lang: Lang) -> tuple[str, int]:
    """The check, phase, setting or table a path leads into, and how many of its parts that takes."""
    head, _, rest = path.partition(".")
    if head == "activities":
        if len(parts) < 2 or parts[0] not in ("criteria", "indicators"):
            return "", 0
        wanted, depth = f"{rest.partition('.')[0]}.{parts[1]}", 2
    else:
        wanted, depth = (parts[0] if parts else ""), 1
    for program in programs:
        if text := _texts(program, head).get(wanted):
            return text[lang].rstrip(".。"), depth
    return "", 0


def _texts(program: Program, head: str) -> Mapping[str, Text]:
    match head:
        case "activities":
            return {check.id: check.asks for check in program.checks()}
        case "phases":
            return {phase.key: phase.name for phase in program.phases}
        case "settings":
            return {name: setting.about for name, setting in program.settings.items()}
        case "tables":
            return {table.name: table.title for table in program.tables}
        case "own_tables":
            return {table.name: table.title for table in program.own_tables}
    return {}


def _short(value: Any, inner: str, program: Program, lang: Lang) -> str | None:
    """A value in one line; None where it needs more."""
    if value is None:
        return ""
    if inner == "target":
        return f"{value} {program.delegation(value).name[lang]}"
    if isinstance(value, Mapping):
        return _named(value, lang)
    if isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
        return None
    text = written(value, "", lang)
    return text if len(text) <= _SHORT and "\n" not in text.strip() else None


def _named(value: Mapping[str, Any], lang: Lang) -> str | None:
    """A whole thing that was added or taken away, by its name; an activity also with what it asks."""
    text = next((value[key][lang] for key in ("title", "asks", "name") if key in value), None)
    asked = [each["asks"][lang] for each in value.get("criteria", {}).values()] if text else []
    return " ".join([f"{text}:", *asked]) if asked else text


def _lines(old: Any, new: Any) -> list[tuple[str, str]]:
    """What was taken out and put in, line by line with a little around it."""
    diff = difflib.unified_diff(_text(old), _text(new), lineterm="", n=2)
    return [(line[:1], line[1:]) for line in list(diff)[2:] if not line.startswith("@@")]


def _text(value: Any) -> list[str]:
    if value is None:
        return []
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)).splitlines()
