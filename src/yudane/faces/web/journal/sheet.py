"""Many rows at once: pasted from a spreadsheet or brought as a file, looked at first, then stored; a template; all of it out."""

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.http import Http404, HttpRequest, HttpResponse

from yudane.faces.web.journal.about import About
from yudane.faces.web.journal.changes import place
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.cells import safe, unsafe
from yudane.faces.web.shared.doing import done, said, tried
from yudane.faces.web.shared.page import page
from yudane.reading import Place, Problem, ProblemsError
from yudane.reading.values import Value
from yudane.records.journal import verbs
from yudane.records.journal.writing import given_id, written
from yudane.words import say
from yudane.workspace.sheets.columns import meanings
from yudane.workspace.sheets.read import SUFFIXES, sheets
from yudane.workspace.sheets.template import write_template

MOST_BYTES = 1_000_000
SHOWN = 50  # rows of a preview
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Read:
    """What was understood: rows, and line by line what is wrong."""

    rows: Sequence[dict[str, Value]]
    problems: Sequence[Problem]
    ignored: Sequence[str]  # headers


def form(request: HttpRequest, table: str) -> HttpResponse:
    return _page(request, About.of(request, table), {})


def take(request: HttpRequest, table: str) -> HttpResponse:
    """What was pasted or brought is shown as it was understood; sent once more with `store`, it is kept."""
    about = About.of(request, table)
    found: dict[str, object] = {}

    def look() -> None:
        text = _text(request)
        understood = read(request, about, text)
        found.update(_previewed(about, text, understood))
        if request.POST.get("store") and not understood.problems:
            found["stored"] = verbs.record_rows(act_of(request), about.team, about.table, understood.rows)

    def then(request: HttpRequest) -> HttpResponse:
        if "stored" not in found:
            return _page(request, about, found)
        return done(request, lambda: None, then, place(about.table, about.team), "rows_recorded")

    return tried(request, look, then, lambda again: _page(again, about, {}))


def _page(request: HttpRequest, about: About, found: Mapping[str, object]) -> HttpResponse:
    heads = [column.head[about.lang] for name, column in about.columns.items() if name not in _unasked(about)]
    values = {"about": about, "team": about.team, "kinds": ", ".join(SUFFIXES), "heads": heads}
    return page(
        request, "journal/sheet.html", {**values, "text": request.POST.get("text", ""), **found, **said(request)}
    )


def _unasked(about: About) -> set[str | None]:
    return {given_id(about.contract), "team_id"}


def _text(request: HttpRequest) -> str:
    """What was pasted; of a file its first sheet, as if it had been. Raises ProblemsError."""
    file = request.FILES.get("file")
    if file is None or not file.name:
        if request.POST.get("text", "").strip():
            return request.POST["text"][:MOST_BYTES]
        raise ProblemsError.one("file_missing", Place(field="file"))
    if file.size is None or file.size > MOST_BYTES:
        raise ProblemsError.one("file_large", Place(field="file"), most=MOST_BYTES // 1_000_000)
    suffix = PurePath(file.name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ProblemsError.one("file_kind_unknown", Place(field="file"), kinds=", ".join(SUFFIXES))
    with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
        path = Path(folder) / f"sheet{suffix}"
        path.write_bytes(file.read())
        sheet = next(iter(sheets(path)), None)
    if sheet is None or sheet.problems:
        raise ProblemsError(sheet.problems if sheet else [Problem("file_missing", Place(field="file"))])
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows([sheet.header, *(cells for _, cells in sheet.rows)])
    return out.getvalue()


def read(request: HttpRequest, about: About, text: str) -> Read:
    """The first line is the header; the rest is checked as it would be for storing it. Raises ProblemsError where no header is
    understood, or it is no table at all."""
    (_, header), *body = _lines(text) or [(1, [])]
    found = meanings(about.table, header)
    if not found:
        known = ", ".join(column.head[about.lang] for column in list(about.columns.values())[:5])
        said = ", ".join(header)[:100] or "–"
        raise ProblemsError.one("sheet_without_columns", Place(field="text"), header=said, known=known)
    rows, lines, problems = [], [], []
    for line, cells in body:
        typed = {column.name: unsafe(cells[at]) for at, column in found.items() if at < len(cells)}
        row, wrong = about.understanding.row(typed, line)
        problems += wrong
        if not wrong:
            rows.append(row)
            lines.append(line)
    try:
        written(act_of(request), about.team, about.table, rows, {})
    except ProblemsError as error:
        problems += [_at_line(problem, lines) for problem in error.problems if rows]
    ignored = [name for at, name in enumerate(header) if name.strip() and at not in found]
    return Read(rows, sorted(problems, key=lambda problem: problem.place.line or 0), ignored)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Cells by line, those with nothing in them left out. Raises ProblemsError."""
    reader = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    try:
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise ProblemsError.one("text_no_table", Place(field="text"), what=str(error)) from None


def _at_line(problem: Problem, lines: Sequence[int]) -> Problem:
    """Of a row the line it stood in."""
    line = problem.place.line
    return Problem(problem.code, Place(line=lines[line - 1] if line else None, field=problem.place.field), problem.args)


def _previewed(about: About, text: str, understood: Read) -> Mapping[str, object]:
    names = [name for name in about.columns if any(name in row for row in understood.rows)]
    shown = [about.understanding.shown(row) for row in understood.rows[:SHOWN]]
    return {
        "text": text,
        "count": len(understood.rows),
        "header": [about.columns[name].head[about.lang] for name in names],
        "rows": [[about.services.get(row.get(name, ""), row.get(name, "–")) for name in names] for row in shown],
        "wrong": [
            say("web.sheet_line", about.lang, line=problem.place.line or 1, reason=problem.reason(about.lang))
            for problem in understood.problems
        ],
        "ignored": ", ".join(understood.ignored),
        "looked": True,
    }


def template(request: HttpRequest, table: str, kind: str) -> HttpResponse:
    """A spreadsheet to fill in. `kind`: csv or xlsx."""
    about = About.of(request, table)
    if kind not in _TYPES:
        raise Http404
    with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
        path = Path(folder) / f"{table}.{kind}"
        write_template(table, about.lang, path, about.workspace.contracts)
        return _file(path.name, path.read_bytes(), kind)


def export(request: HttpRequest, table: str) -> HttpResponse:
    """Everything the team recorded, with headers and words that the import understands: for the team's own eyes."""
    about = About.of(request, table)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.head[about.lang] for column in about.columns.values()])
    for row in reversed(about.rows):
        shown = about.understanding.shown(row.values)
        writer.writerow([safe(shown.get(name, "")) for name in about.columns])
    return _file(f"{table}.csv", out.getvalue().encode("utf-8-sig"), "csv")


def _file(name: str, content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
