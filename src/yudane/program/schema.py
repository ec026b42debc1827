"""JSON Schema of the program's files: what editors complete by and what validation checks."""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from yudane.program.files import Layered
from yudane.reading import Place, Problem

NAMES = (
    "program",
    "activity",
    "criterion",
    "indicator",
    "condition",
    "trigger",
    "table",
    "evidence_table",
    "overrides",
)


@cache
def schema(name: str) -> dict[str, Any]:
    """One of NAMES, as a JSON Schema 2020-12 object."""
    found: dict[str, Any] = json.loads((files("yudane.program") / "schemas" / f"{name}.json").read_text("utf-8"))
    return found


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name))


@lru_cache(maxsize=1024)
def _fits(name: str, value: str) -> bool:
    """Under any overlay most files are those that came with the package: each is looked at once."""
    return bool(_validator(name).is_valid(json.loads(value)))


def check(name: str, file: Layered) -> Iterator[Problem]:
    """Every departure of a file from its schema, each once, with place and mend."""
    if _fits(name, json.dumps(file.value)):
        return
    told: set[tuple[str, Place]] = set()
    for error in sorted(_validator(name).iter_errors(file.value), key=lambda e: list(map(str, e.absolute_path))):
        for problem in _problems(file, _deepest(error)):
            if (problem.code, problem.place) not in told:
                told.add((problem.code, problem.place))
                yield problem


def _deepest(error: ValidationError) -> ValidationError:
    return max(error.context, key=lambda e: len(e.absolute_path), default=error) if error.context else error


def _problems(file: Layered, error: ValidationError) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    rule = str(error.validator)
    allowed: Any = error.validator_value
    instance: Any = error.instance
    properties = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    match rule:
        case "required":
            for name in (n for n in allowed if n not in instance):
                yield file.problem("field_missing", (*path, name), name=name)
        case "additionalProperties":
            for name in (n for n in instance if n not in properties):
                yield file.problem("field_unknown", (*path, name), known=", ".join(properties))
        case "type":
            kinds = allowed if isinstance(allowed, list) else [allowed]
            yield file.problem("value_type", path, wanted=", ".join(kinds), value=_short(error.instance))
        case "enum":
            yield file.problem("value_enum", path, values=", ".join(map(str, allowed)), value=_short(error.instance))
        case "minimum" | "maximum" | "minItems" | "maxItems" | "minLength":
            yield file.problem("value_limit", path, rule=rule, limit=allowed, value=_short(error.instance))
        case _:
            yield file.problem("value_form", path, wanted=_short(allowed), value=_short(error.instance))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."
