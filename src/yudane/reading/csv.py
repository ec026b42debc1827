"""CSV as spreadsheets write it: UTF-8 with or without a mark, or CP932; an empty cell is an absent value."""

import csv
import io
from collections.abc import Iterator

from yudane.reading.problem import Place, Problem
from yudane.reading.values import Document

csv.field_size_limit(10 * 1024 * 1024)


def read_csv(text: str, name: str) -> Iterator[Document | Problem]:
    """A document a row, keyed by the header. A header with a name twice gives no rows: which one is meant?"""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    begun = 1
    try:
        header = [cell.strip() for cell in next(rows, [])]
        doubled = sorted({column for column in header if column and header.count(column) > 1})
        yield from (Problem("double_key", Place(name, 1), {"key": column}) for column in doubled)
        begun = rows.line_num + 1
        for row in [] if doubled else rows:
            if any(cell.strip() for cell in row):
                yield _row(header, row, name, rows.line_num)
            begun = rows.line_num + 1
    except csv.Error as error:
        lost = sum(1 for line in text.splitlines()[begun - 1 :] if line.strip())
        yield Problem("csv_broken", Place(name, begun), {"what": str(error), "lost": lost})


def header_of(text: str) -> tuple[str, ...]:
    """The names of a spreadsheet's columns; none where they cannot be read."""
    try:
        return tuple(cell.strip() for cell in next(csv.reader(io.StringIO(text, newline=""), strict=True), []))
    except csv.Error:
        return ()


def _row(header: list[str], row: list[str], name: str, line: int) -> Document | Problem:
    if len(row) > len(header):
        return Problem("csv_row_too_long", Place(name, line), {"cells": len(row), "columns": len(header)})
    return Document({key: cell.strip() or None for key, cell in zip(header, row, strict=False)}, line)
