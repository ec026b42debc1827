"""A spreadsheet to fill in: its header in a language, and one row that shows how."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from yudane.contracts import Contracts
from yudane.reading import Place, ProblemsError
from yudane.words import Lang
from yudane.workspace.sheets.columns import YES_NO, SheetColumn, columns


def write_template(kind: str, lang: Lang, path: Path, contracts: Contracts) -> None:
    """By its suffix a workbook or CSV. Raises ProblemsError where the file is there already."""
    if path.exists():
        raise ProblemsError.one("file_there", Place(str(path)))
    found = columns(kind)
    example = [_shown(contracts[kind].example.get(name), column, lang) for name, column in found.items()]
    header = [column.head[lang] for column in found.values()]
    if path.suffix == ".csv":
        text = io.StringIO()
        csv.writer(text).writerows([header, example])
        path.write_text(text.getvalue(), "utf-8-sig", newline="")  # with a mark, so that spreadsheets read it right
    else:
        _workbook(kind, lang, header, example, found, contracts).save(path)


def _workbook(
    kind: str,
    lang: Lang,
    header: list[str],
    example: list[str],
    found: Mapping[str, SheetColumn],
    contracts: Contracts,
) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = kind
    sheet.append(header)
    sheet.append(example)
    sheet.freeze_panes = "A2"
    for number, (name, column) in enumerate(found.items(), start=1):
        cell = sheet.cell(1, number)
        cell.font = Font(bold=True)
        cell.comment = Comment(contracts[kind].column(name).about[lang], "Yudane")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(14, 2 * len(header[number - 1]))
        if column.words:
            words = [column.label(word, lang) for word in column.words]
            choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}5000")
            sheet.add_data_validation(choice)
    return book


def _shown(value: object, column: SheetColumn, lang: Lang) -> str:
    if isinstance(value, bool):
        return YES_NO[lang][value]
    if isinstance(value, list):
        return ", ".join(column.label(str(one), lang) for one in value)
    return column.label(str(value), lang) if column.words and value else "" if value is None else str(value)
