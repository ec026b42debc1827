"""Markdown with or without front matter: its head as values, its headings and its text."""

import re
from collections.abc import Iterator
from datetime import date

from yudane.reading.problem import Place, ProblemsError
from yudane.reading.values import Document, Value
from yudane.reading.yaml import read_yaml

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_UNDERLINE = re.compile(r"^(=+|-+)[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


def read_markdown(text: str, name: str) -> Iterator[Document]:
    """One document: {front, title, headings: [{level, text, line}], text}."""
    text = text.replace("\r\n", "\n")
    front, rest, skipped = _front(text, name)
    found: list[Value] = [*_headings(rest, skipped)]
    title = next((h["text"] for h in found if isinstance(h, dict)), None)
    yield Document({"front": front, "title": title, "headings": found, "text": rest}, 1)


def _front(text: str, name: str) -> tuple[Value, str, int]:
    match = _FRONT.match(text)
    if not match:
        return {}, text, 0
    try:
        documents = list(read_yaml(match.group(1) or "", name))
    except ProblemsError as error:
        raise ProblemsError([p.at(Place(name, (p.place.line or 1) + 1)) for p in error.problems]) from error
    value = documents[0].value if documents else {}
    if not isinstance(value, dict):
        raise ProblemsError.one("front_matter_not_mapping", Place(name, 1))
    return value, text[match.end() :], match.group(0).count("\n")


def _headings(text: str, skipped: int) -> Iterator[dict[str, Value]]:
    """Both styles (# and underlined), none inside a fence."""
    fenced, before = False, ""
    for number, line in enumerate(text.split("\n"), start=skipped + 1):
        fenced ^= bool(_FENCE.match(line))
        if not fenced and (match := _HEADING.match(line)):
            yield {"level": len(match.group(1)), "text": match.group(2).strip(), "line": number}
        elif not fenced and before.strip() and _UNDERLINE.match(line) and not before.lstrip().startswith(("-", "|", ">")):
            yield {"level": 1 if line.startswith("=") else 2, "text": before.strip(), "line": number - 1}
        before = line


def date_in(name: str) -> date | None:
    """A date at the start of a file's name, as 2026-09-01-checkout-down.md."""
    match = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", name)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
