"""CSV as spreadsheets write it: UTF-8 with or without a mark, or CP932; an empty cell is an absent value."""

import csv
import io
from collections.abc import Iterator

from yudane.reading.problem import Place, Problem
from yudane.reading.values import Document

csv.field_size_limit(10 * 1024 * 1024)


def read_csv(text: str, name: str) -> Iterator[Document | Problem]:
    """A document a row, keyed by the header."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(rows, [])]
        yield from _header_problems(header, name)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _row(header, row, name, rows.line_num)
    except csv.Error as error:
        yield Problem("csv_broken", Place(name, rows.line_num), {"what": str(error)})


def _header_problems(header: list[str], name: str) -> Iterator[Problem]:
    for column in sorted({column for column in header if header.count(column) > 1}):
        yield Problem("double_key", Place(name, 1), {"key": column})


def _row(header: list[str], row: list[str], name: str, line: int) -> Document | Problem:
    if len(row) > len(header):
        return Problem("csv_row_too_long", Place(name, line), {"cells": len(row), "columns": len(header)})
    return Document({key: cell.strip() or None for key, cell in zip(header, row, strict=False)}, line)
