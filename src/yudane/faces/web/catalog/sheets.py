"""Services and teams from a spreadsheet brought in the browser: looked at first, then stored."""

import base64
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from yudane.evidence.batch import Answer
from yudane.evidence.delivery import Delivery
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.doing import done, said, tried
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.reading import Place, ProblemsError
from yudane.records.home import served_workspace
from yudane.records.lake.verbs import import_catalog
from yudane.words import Lang, say
from yudane.workspace.collecting import Collector, sheet_import
from yudane.workspace.sheets.columns import KINDS, YES_NO, SheetColumn, columns
from yudane.workspace.sheets.read import SUFFIXES

MOST_BYTES = 1_000_000
_SHOWN = 20  # rows of a table


@dataclass(frozen=True)
class Preview:
    """One table as it was understood."""

    title: str
    count: int
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    ignored: str  # headers that mean nothing here
    teamless: bool  # services, and none says its team
    unstaged: int  # services that do not say whether they are in production
    outside: int  # services that say that they are not


def form(request: HttpRequest) -> HttpResponse:
    return _page(request, {})


def take(request: HttpRequest) -> HttpResponse:
    """The file is shown as it was understood; sent once more with `store`, it is taken in."""
    if request.POST.get("store"):
        return _store(request)
    found: dict[str, object] = {}

    def look() -> None:
        name, content = _uploaded(request)
        with _lying(name, content) as path:
            delivery = Collector(served_workspace(), sheet_import([str(path)])).read()
        found.update(_previewed(delivery, name, content, Reader.of(request).lang))

    return tried(request, look, lambda again: _page(again, found), form)


def _page(request: HttpRequest, found: Mapping[str, object]) -> HttpResponse:
    lang, contracts = Reader.of(request).lang, served_workspace().contracts
    understood = [
        (contracts[kind].title[lang], ", ".join(one.head[lang] for one in columns(kind).values())) for kind in KINDS
    ]
    values: Mapping[str, object] = {"kinds": ", ".join(SUFFIXES), "understood": understood}
    return page(request, "catalog/sheets.html", {**values, **found, **said(request)})


def _store(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        name = PurePath(request.POST.get("name", "")[:200]).name
        try:
            content = base64.b64decode(request.POST.get("content", ""), validate=True)
        except ValueError:
            raise ProblemsError.one("file_missing", Place(field="file")) from None
        if len(content) > MOST_BYTES:
            raise ProblemsError.one("file_large", Place(field="file"), most=MOST_BYTES // 1_000_000)
        lifecycle = "production" if request.POST.get("production") else ""
        with _lying(name, content) as path:
            collector = Collector(served_workspace(), sheet_import([str(path)], [name], lifecycle))
            report = import_catalog(act_of(request), collector, Answer.NO, collector.read(), judged=True)
        lang = Reader.of(request).lang
        for problem in report.problems[:_SHOWN]:
            messages.warning(request, problem.reason(lang))

    return done(request, work, form, "/map", "sheet_taken")


def _uploaded(request: HttpRequest) -> tuple[str, bytes]:
    """Raises ProblemsError where there is none, or too large a one."""
    file = request.FILES.get("file")
    if file is None or not file.name:
        raise ProblemsError.one("file_missing", Place(field="file"))
    if file.size is None or file.size > MOST_BYTES:
        raise ProblemsError.one("file_large", Place(field="file"), most=MOST_BYTES // 1_000_000)
    return PurePath(file.name).name[:200], file.read()


@contextmanager
def _lying(name: str, content: bytes) -> Iterator[Path]:
    """The file for as long as it is read. Raises ProblemsError for a kind nobody reads."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ProblemsError.one("file_kind_unknown", Place(name, field="file"), kinds=", ".join(SUFFIXES))
    with tempfile.TemporaryDirectory(prefix="yudane-") as folder:
        path = Path(folder) / f"sheet{suffix}"
        path.write_bytes(content)
        yield path


def _previewed(delivery: Delivery, name: str, content: bytes, lang: Lang) -> Mapping[str, object]:
    tables = [_table(delivery, table, lang) for table in dict.fromkeys(delivery.tables.values())]
    problems = [problem for file in delivery.files for problem in file.problems]
    return {
        "tables": [table for table in tables if table.count],
        "wrong": [
            say("web.sheet_line", lang, line=problem.place.line or 1, reason=problem.reason(lang))
            for problem in problems
        ],
        "name": name,
        "content": base64.b64encode(content).decode(),
    }


def _table(delivery: Delivery, table: str, lang: Lang) -> Preview:
    contract = served_workspace().contracts[table]
    rows = [
        document.value
        for file in delivery.files
        if delivery.tables[file.name] == table
        for document in file.documents
        if isinstance(document.value, dict)
    ]
    known = columns(table)
    names = [name for name in known if any(name in row for row in rows)]
    cells = [[_cell(known[name], row.get(name), lang) for name in names] for row in rows[:_SHOWN]]
    ignored = ", ".join(dict.fromkeys(name for row in rows for name in row if name not in known))
    teamless = table == "services" and bool(rows) and "team_id" not in names
    heads = [known[name].head[lang] for name in names]
    unstaged = sum("lifecycle" not in row for row in rows) if table == "services" else 0
    outside = sum(row.get("lifecycle", "production") != "production" or row.get("in_scope") is False for row in rows)
    return Preview(contract.title[lang], len(rows), heads, cells, ignored, teamless, unstaged, outside)


def _cell(column: SheetColumn, value: object, lang: Lang) -> str:
    """In the reader's words, as the forms have them."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return YES_NO[lang][value]
    return "–" if value is None else column.label(str(value), lang)
