"""What the folders of a program hold: which file is a criterion, an indicator, a condition, a trigger, a decision table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from yudane.program.checks import LEVELS, Kind
from yudane.program.files import Folder
from yudane.reading.values import Path

PHASES = "phases"  # the folder of what is observed of the phases
READINESS, STEP_BACK = "readiness", "step-back"  # of what a step of delegation needs, and of what questions one
GATES = (READINESS, STEP_BACK)
RESERVED = (PHASES, *GATES, "tables")  # no activity may be called so: pages of the reference are
TOP = ("program.yaml", "overrides.yaml")
What = Literal["criterion", "indicator", "condition", "trigger", "table"]


@dataclass(frozen=True)
class Listed:
    """One file an activity names, and where it names it."""

    what: What
    name: str
    path: Path
    level: int = 0
    kind: Kind = "core"


def listed(value: Mapping[str, Any]) -> Iterator[Listed]:
    """What an activity.yaml names; anything malformed is left to its schema."""
    levels = value.get("levels")
    for level in LEVELS if isinstance(levels, dict) else ():
        said = levels.get(str(level)) if isinstance(levels, dict) else None
        for kind in ("core", "extended"):
            names = said.get(kind) if isinstance(said, dict) else None
            for number, name in _names(names):
                yield Listed("criterion", name, ("levels", str(level), kind, number), level, kind)
    for number, name in _names(value.get("indicators")):
        yield Listed("indicator", name, ("indicators", number))
    for number, name in _names(value.get("tables")):
        yield Listed("table", name, ("tables", number))


def what_is(folder: Folder, key: str, stem: str) -> What | None:
    """What the file key/stem.yaml is; None where nothing names it."""
    if key == PHASES:
        return "indicator"
    if key in GATES:
        file = folder.yaml.get(f"{key}/{stem}.yaml")
        return "table" if file and "rows" in file.value else "condition" if key == READINESS else "trigger"
    activity = folder.yaml.get(f"{key}/activity.yaml")
    found = [item.what for item in listed(activity.value) if item.name == stem] if activity else []
    return found[0] if found else None


def sql_of(folder: Folder, key: str, stem: str) -> str:
    """The file whose SQL measures the check key/stem: its own, else that of the sibling it names."""
    check = folder.yaml.get(f"{key}/{stem}.yaml")
    sibling = check.value.get("sql", stem) if check else stem
    own = f"{key}/{stem}.sql"
    return own if own in folder.texts else f"{key}/{sibling}.sql"


def _names(value: Any) -> list[tuple[int, str]]:
    return [(n, name) for n, name in enumerate(value) if isinstance(name, str)] if isinstance(value, list) else []
