"""Answers as files of a delivery: what came, or why nothing did."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yudane.evidence.fetching.outbound import NoAnswerError, Outbound, Reply
from yudane.evidence.sources.source import Source
from yudane.reading import Document, File, Place, Problem, ProblemsError
from yudane.reading.files import decode
from yudane.reading.json import parse

MAX_PAGES = 10_000
_NOTHING = b"null\n"  # kept in the place of an answer that did not come


def json_of(reply: Reply) -> Any:
    """The value of an answer. Raises NoAnswerError where it is a refusal, or no JSON."""
    if not reply.ok:
        raise NoAnswerError("refused", status=reply.status, what="–")
    try:
        return parse(decode(reply.content, ""), Place())
    except ProblemsError as error:
        raise NoAnswerError("answer_unreadable") from error


def pages(
    outbound: Outbound, path: str, query: Mapping[str, str], following: Callable[[Any], Mapping[str, str]]
) -> Iterator[Any]:
    """Page after page, as JSON objects. `following`: what a page says to ask beside the query for the next; empty at the end.

    Raises NoAnswerError where a page does not come, is no object, or they do not end.
    """
    more: Mapping[str, str] = {}
    for _ in range(MAX_PAGES):
        page = json_of(outbound.get(path, {**query, **more}))
        if not isinstance(page, dict):
            raise NoAnswerError("answer_unreadable")
        yield page
        more = following(page)
        if not more:
            return
    raise NoAnswerError("pages_endless", count=MAX_PAGES)


def answered(name: str, value: Any) -> File:
    """What came, as one document. `name` is the address without credentials."""
    return File(f"{name}.json", json.dumps(value, ensure_ascii=False).encode(), [Document(value)])


def unanswered(source: Source, name: str, error: NoAnswerError, **args: object) -> File:
    """Why nothing came, in the source's words where it has some: broken, so nothing is covered by it."""
    file = f"{name}.json"
    problem = Problem(
        error.code, Place(file), {"system": name, **args, **error.message_args}, text=source.problems.get(error.code)
    )
    return File(file, _NOTHING, problems=[problem])
