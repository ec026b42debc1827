"""JSON and JSON lines: double keys, NaN and endless nesting are refused."""

import json
import re
from collections.abc import Iterator
from typing import Any

from yudane.reading.problem import Place, Problem, ProblemsError
from yudane.reading.values import Document, Value

_BYTES = re.compile("[\udc80-\udcff]")  # that are no text, see files.decode


class _RefusedError(ValueError):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise _RefusedError(Problem("double_key", args={"key": double}))
    return found


def _constant(text: str) -> Any:
    raise _RefusedError(Problem("not_a_number", args={"value": text}))


_decoder = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def parse(text: str, place: Place) -> Value:
    """One JSON value. Raises ProblemsError with the place of the fault."""
    try:
        value: Value = _decoder.decode(text)
    except _RefusedError as refused:
        raise ProblemsError([refused.problem.placed(place)]) from refused
    except json.JSONDecodeError as error:
        line = (place.line or 1) + error.lineno - 1
        raise ProblemsError.one("json_broken", Place(place.file, line), what=error.msg) from error
    except RecursionError as error:
        raise ProblemsError.one("too_deep", place, limit=900) from error
    except ValueError as error:
        raise ProblemsError.one("number_too_long", place) from error
    if "\\ud" in text.lower() and lone_surrogate(value):
        raise ProblemsError.one("half_character", place)
    return value


def lone_surrogate(value: Value) -> bool:
    """Whether a text somewhere inside holds half of a character, which no text file can store."""
    match value:
        case str():
            return any("\ud800" <= char <= "\udfff" for char in value)
        case list():
            return any(map(lone_surrogate, value))
        case dict():
            return any(lone_surrogate(key) or lone_surrogate(each) for key, each in value.items())
    return False


def read_json(text: str, name: str) -> Iterator[Document]:
    """A JSON file: one document, or one for each item where it is a list."""
    value = parse(text, Place(name, 1))
    yield Document(value)


def read_json_lines(text: str, name: str) -> Iterator[Document | Problem]:
    """A document a line; a broken line gives a Problem and the rest goes on."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _BYTES.search(line):
            yield Problem("encoding_wrong", Place(name, number))
        elif line.strip():
            try:
                yield Document(parse(line, Place(name, number)), number)
            except ProblemsError as error:
                yield from error.problems
