"""CSV as spreadsheets write it: separated by commas, semicolons or tabs; an empty cell is an absent value."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from yudane.reading.problem import Place, Problem
from yudane.reading.values import Document

csv.field_size_limit(10 * 1024 * 1024)
MOST_BROKEN = 100  # rows with wrong quotes, after which the rest is not looked at
_SAID = re.compile(r"sep=([,;\t|])\s*\Z", re.IGNORECASE)  # as some spreadsheets say in a first line of its own
_BETWEEN = ",;\t"


@dataclass(frozen=True)
class _Sheet:
    """The lines of a file, the place of its header among them, and what stands between its cells."""

    lines: Sequence[str]
    first: int
    between: str


def read_csv(text: str, name: str) -> Iterator[Document | Problem]:
    """A document a row, keyed by the header. A row whose quotes are wrong refuses itself alone. A header with a name twice
    gives no rows: which one is meant?"""
    sheet = _sheet(text)
    rows = _rows(sheet, name)
    head = next(rows, None)
    if head is None or isinstance(head, Problem):
        yield from [head] if head else []
        return
    header, line = _named(head[1]), head[0]
    doubled = sorted({column for column in header if header.count(column) > 1})
    yield from (Problem("double_key", Place(name, line), {"key": column}) for column in doubled)
    for row in [] if doubled else rows:
        if isinstance(row, Problem):
            yield row
        elif any(cell.strip() for cell in row[1]):
            yield _row(header, row[1], name, row[0])


def header_of(text: str) -> tuple[str, ...]:
    """The names of a spreadsheet's columns; none where they cannot be read."""
    head = next(_rows(_sheet(text), ""), None)
    return () if head is None or isinstance(head, Problem) else tuple(_named(head[1]))


def _sheet(text: str) -> _Sheet:
    lines = list(io.StringIO(text, newline=""))
    if lines and (said := _SAID.match(lines[0])):
        return _Sheet(lines, 1, said.group(1))
    bare = re.sub(r'"[^"]*"', "", lines[0]) if lines else ""
    return _Sheet(lines, 0, max(_BETWEEN, key=bare.count) if bare else ",")


def _rows(sheet: _Sheet, name: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """The rows with the line they end on. Where quotes are wrong, reading goes on at the line after the row began."""
    begin, broken = sheet.first, 0
    while begin < len(sheet.lines):
        reader = csv.reader(islice(sheet.lines, begin, None), delimiter=sheet.between, strict=True)
        row_begins = begin
        try:
            for row in reader:
                yield begin + reader.line_num, row
                row_begins = begin + reader.line_num
            return
        except csv.Error as error:
            broken += 1
            lost = sum(1 for line in sheet.lines[row_begins:] if line.strip())
            if broken >= MOST_BROKEN or row_begins == sheet.first:
                yield Problem("csv_broken", Place(name, row_begins + 1), {"what": str(error), "lost": lost})
                return
            yield Problem("csv_row_broken", Place(name, row_begins + 1), {"what": str(error)})
            begin = row_begins + 1


def _named(cells: Sequence[str]) -> list[str]:
    """The header's names; empty ones at its end are none, and between others they are called by their place."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return [column or f"column {number}" for number, column in enumerate(names, 1)]


def _row(header: Sequence[str], row: Sequence[str], name: str, line: int) -> Document | Problem:
    if any(cell.strip() for cell in row[len(header) :]):
        return Problem("csv_row_too_long", Place(name, line), {"cells": len(row), "columns": len(header)})
    return Document({key: cell.strip() or None for key, cell in zip(header, row, strict=False)}, line)
