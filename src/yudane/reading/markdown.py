"""Markdown with or without front matter: its head as values, its headings, sections and text."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from yudane.reading.problem import Place, Problem, ProblemsError
from yudane.reading.values import Document, Value
from yudane.reading.yaml import read_foreign_yaml

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*)$")
_UNDERLINE = re.compile(r"^(=+|-+)[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_ITEM = re.compile(r"^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX])\](?:[ \t]+|$))?(.*)$")
_BREAK = re.compile(r"^[ \t]*([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_RULER = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PIPE = re.compile(r"(?<!\\)\|")

Line = tuple[int, str]  # counted from 1 in the file


def read_markdown(text: str, name: str) -> Iterator[Document]:
    """One document: {front, title, headings, sections, text}.

    A heading is {level, text, line}. A section is what stands between a heading and the next one of any level:
    {level, title, line, text, items, rows}; its items are those of outermost lists, {line, text, done} with done null
    where there is no box to tick; its rows are those of tables, {line, cells: {header: text}}.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    front, rest, skipped = _front(text, name)
    lines = _lines(rest, skipped)
    found = [*_headings(lines)]
    title = found[0][1] if found else None
    headings: list[Value] = [{"level": level, "text": words, "line": line} for level, words, line, _ in found]
    sections: list[Value] = [*_sections(found, lines, rest.split("\n"), skipped)]
    yield Document({"front": front, "title": title, "headings": headings, "sections": sections, "text": rest}, 1)


def _front(text: str, name: str) -> tuple[Value, str, int]:
    match = _FRONT.match(text)
    if not match:
        return {}, text, 0
    above = text[: match.start(1)].count("\n") if match.group(1) else 1
    documents = []
    for found in read_foreign_yaml(match.group(1) or "", name):
        if isinstance(found, Problem):
            raise ProblemsError([found.below(above)])
        documents.append(found)
    value = documents[0].value if documents else {}
    if value is None:
        value = {}
    if not isinstance(value, dict):
        raise ProblemsError.one("front_matter_not_mapping", Place(name, 1))
    return value, text[match.end() :], match.group(0).count("\n")


def _lines(text: str, skipped: int) -> list[Line]:
    """The lines that have a say: what is fenced or commented out reads as blank."""
    lines, fence = [], ""
    for number, line in enumerate(_uncommented(text).split("\n"), start=skipped + 1):
        match = _FENCE.match(line)
        lines.append((number, "" if fence or match else line))
        if match and fence in ("", match.group(1)):
            fence = "" if fence else match.group(1)
    return lines


def _uncommented(text: str) -> str:
    """The text without its comments, every line in its place."""
    parts, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end + 3
    return "".join([*parts, text[position:]])


def _headings(lines: Sequence[Line]) -> Iterator[tuple[int, str, int, int]]:
    """Level, text, line and first line below it, in both styles (# and underlined)."""
    before = ""
    for number, line in lines:
        if match := _HEADING.match(line):
            yield len(match.group(1)), _unclosed(match.group(2).strip()), number, number + 1
            before = ""
        elif before.strip() and _UNDERLINE.match(line) and not before.lstrip().startswith(("-", "|", ">")):
            yield 1 if line.startswith("=") else 2, before.strip(), number - 1, number + 1
            before = ""
        else:
            before = line


def _unclosed(heading: str) -> str:
    """A heading without the #s that may close it; those of a word, as in C#, stay."""
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else heading


def _sections(
    headings: Sequence[tuple[int, str, int, int]], lines: Sequence[Line], raw: Sequence[str], skipped: int
) -> Iterator[dict[str, Value]]:
    ends = [line for _, _, line, _ in headings[1:]] + [skipped + len(lines) + 1]
    for (level, title, line, below), end in zip(headings, ends, strict=False):
        start, stop = below - skipped - 1, end - skipped - 1
        yield {
            "level": level,
            "title": title,
            "line": line,
            "text": "\n".join(raw[start:stop]).strip(),
            "items": [*_items(lines[start:stop])],
            "rows": [*_rows(lines[start:stop])],
        }


def _items(lines: Sequence[Line]) -> Iterator[Value]:
    """The items of outermost lists; what is indented below one, or goes on without a blank line, belongs to it."""
    found: list[tuple[int, bool | None, list[str]]] = []
    inside, margin, blank = False, 0, False
    for number, line in lines:
        match = None if _BREAK.match(line) else _ITEM.match(line)
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if match and not (inside and indent > margin + 1) and indent < 4:
            found.append((number, _done(match.group(2)), [match.group(3).strip()]))
            inside, margin = True, indent
        elif inside and line.strip() and (indent > margin or not blank):
            found[-1][2].append(line.strip())
        elif line.strip():
            inside = False
        blank = not line.strip()
    for number, done, texts in found:
        yield {"line": number, "text": "\n".join(texts), "done": done}


def _done(box: str | None) -> bool | None:
    return None if box is None else box != " "


def _rows(lines: Sequence[Line]) -> Iterator[Value]:
    """The rows of tables, with their cells that hold anything."""
    header: list[str] | None = None
    before = ""
    for number, line in lines:
        if "|" not in line:
            header = None
        elif header is not None:
            cells: dict[str, Value] = {
                key: cell for key, cell in zip(header, _cells(line), strict=False) if key and cell
            }
            if cells:
                yield {"line": number, "cells": cells}
        elif _RULER.match(line) and "|" in before:
            header = _cells(before)
        before = line


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.strip().replace("\\|", "|") for cell in _PIPE.split(line)]


def date_in(name: str) -> date | None:
    """A date at the start of a file's name, as 2026-09-01-checkout-down.md."""
    match = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", name)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
