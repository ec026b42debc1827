"""The sheets of CSV files and workbooks: a header and rows of texts, with their lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from yudane.reading import File, Place, Problem, ProblemsError, read_file
from yudane.reading.values import MAX_BYTES

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
SUFFIXES = (".csv", *WORKBOOKS)


@dataclass
class Sheet:
    """One table of cells. `name` is the file's, with the sheet's where a workbook has several."""

    name: str
    content: bytes
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)  # line and cells
    problems: list[Problem] = field(default_factory=list)


def sheets(path: Path) -> Iterator[Sheet]:
    """Never raises: what cannot be read stands in `problems`. Empty sheets of a workbook are passed over."""
    if path.suffix.lower() in WORKBOOKS:
        yield from _workbook(path)
    else:
        yield _csv(read_file(path))


def _csv(file: File) -> Sheet:
    rows = [
        (document.line, tuple(str(document.value.get(name) or "") for name in file.header))
        for document in file.documents
        if isinstance(document.value, dict)
    ]
    return Sheet(file.name, file.content, file.header, rows, file.problems)


def _workbook(path: Path) -> Iterator[Sheet]:
    name = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProblemsError.one("file_too_large", Place(name), limit=MAX_BYTES)
        content = path.read_bytes()
        book = CalamineWorkbook.from_path(name)
        found = [(title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in book.sheet_names]
    except ProblemsError as error:
        yield Sheet(name, b"", problems=error.problems)
    except (CalamineError, OSError, ValueError) as error:
        yield Sheet(name, b"", problems=[Problem("workbook_broken", Place(name), {"what": str(error)[:200]})])
    else:
        filled = [(title, cells) for title, cells in found if any(map(any, cells))]
        for title, cells in filled:
            yield _sheet(name if len(filled) == 1 else f"{name}#{title}", content, cells)


def _sheet(name: str, content: bytes, cells: Sequence[Sequence[object]]) -> Sheet:
    """The header is the first row with more than one cell filled: a title may stand above it."""
    texts = [tuple(_text(cell) for cell in row) for row in cells]
    at = next((n for n, row in enumerate(texts) if sum(map(bool, row)) > 1), 0)
    return Sheet(name, content, texts[at], [(n + 1, row) for n, row in enumerate(texts) if n > at and any(row)])


def _text(cell: object) -> str:
    """As people would type it: whole numbers without a point, days as days."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
