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
from yudane.records.journal.writing import given_id
from yudane.words import say
from yudane.workspace.sheets.columns import meanings
from yudane.workspace.sheets.read import SUFFIXES, sheets
from yudane.workspace.sheets.template import write_template

MOST_BYTES = 1_000_000
SHOWN = 50  # rows of a preview
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Read:
    """What was understood: rows, the line of each, and what was not."""

    rows: Sequence[dict[str, Value]]
    lines: Sequence[int]
    problems: Sequence[Problem]
    ignored: Sequence[str]  # headers


def form(request: HttpRequest, table: str) -> HttpResponse:
    return _page(request, About.of(request, table), {})


def take(request: HttpRequest, table: str) -> HttpResponse:
    """What was pasted or brought is shown as it was understood; sent once more with `store`, it is kept."""
    about = About.of(request, table)
    if request.POST.get("store"):
        return _store(request, about)
    found: dict[str, object] = {}

    def look() -> None:
        text = _text(request)
        found.update(_previewed(about, text, read(about, text)))

    return tried(request, look, lambda again: _page(again, about, found), lambda again: _page(again, about, {}))


def _store(request: HttpRequest, about: About) -> HttpResponse:
    text = request.POST.get("text", "")

    def work() -> None:
        understood = read(about, text)
        if understood.problems:
            raise ProblemsError(list(understood.problems))
        verbs.record_rows(act_of(request), about.team, about.table, understood.rows)

    def again(request: HttpRequest) -> HttpResponse:
        return _page(request, about, {"text": text})

    return done(request, work, again, place(about.table, about.team), "rows_recorded")


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


def read(about: About, text: str) -> Read:
    """The first line is the header. Raises ProblemsError where none of it is understood."""
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    lines = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cell.strip() for cell in row)]
    header, *body = lines or [[]]
    found = meanings(about.table, header)
    if not found:
        known = ", ".join(column.head[about.lang] for column in list(about.columns.values())[:5])
        raise ProblemsError.one(
            "sheet_without_columns", Place(field="text"), header=", ".join(header)[:100] or "–", known=known
        )
    rows, numbers, problems = [], [], []
    for line, cells in enumerate(body, 2):
        typed = {column.name: unsafe(cells[at]) for at, column in found.items() if at < len(cells)}
        row, wrong = about.understanding.row(typed, line)
        problems += wrong
        if not wrong:
            rows.append(row)
            numbers.append(line)
    ignored = [name for at, name in enumerate(header) if name.strip() and at not in found]
    return Read(rows, numbers, problems, ignored)


def _previewed(about: About, text: str, understood: Read) -> Mapping[str, object]:
    names = [name for name in about.columns if any(name in row for row in understood.rows)]
    shown = [about.understanding.shown(row, about.lang) for row in understood.rows[:SHOWN]]
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
        shown = about.understanding.shown(row.values, about.lang)
        writer.writerow([safe(shown.get(name, "")) for name in about.columns])
    return _file(f"{table}.csv", out.getvalue().encode("utf-8-sig"), "csv")


def _file(name: str, content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
