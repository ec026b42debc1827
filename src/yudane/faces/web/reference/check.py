"""One criterion or indicator: what it asks, how it is decided, its parameters, sources, examples and SQL."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.assessment.example_tables import Example, Table
from yudane.assessment.reads import Read
from yudane.assessment.reference import describe
from yudane.faces.clock import now
from yudane.faces.web.reference.paths import check_path, table_link, table_path
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import program, served_workspace
from yudane.program import Check, Program
from yudane.program.examples import AS_OF
from yudane.program.listed import PHASES
from yudane.words import Lang, say
from yudane.words.values import day


def check(request: HttpRequest, activity: str, name: str) -> HttpResponse:
    """By its name, or by an earlier one, which leads to the present."""
    lang, known = Reader.of(request).lang, program(served_workspace())
    found = _find(known, f"{activity}.{name}")
    if (found.activity, found.name) != (activity, name):
        return HttpResponseRedirect(check_path(found))
    description = describe(found, known, lang, now().date())
    return page(
        request,
        "reference/check.html",
        {
            "told": description,
            "check": found,
            "above": _above(found, known, lang),
            "reads": [[_read(read, known, lang) for read in either] for either in description.reads],
            "also": [table_link(table, known, lang) for table in description.also],
            "examples": [_example(example, known, lang) for example in description.examples],
            "at": f"{day(AS_OF, lang)} {AS_OF:%H:%M}",
            "numbered": any(
                "{i}" in cell for e in description.examples for g in e.tables for row in g.rows for cell in row
            ),
        },
    )


def _find(known: Program, name: str) -> Check:
    for find in (known.criterion, known.indicator):
        try:
            return find(name)
        except KeyError:
            continue
    raise Http404


def _above(found: Check, known: Program, lang: Lang) -> dict[str, str]:
    """The page it belongs to: its activity, or the phases."""
    if found.activity == PHASES:
        return {"href": "/reference#phases", "name": say("reference.phases", lang)}
    return {"href": f"/reference/{found.activity}", "name": known.activity(found.activity).name[lang]}


def _read(read: Read, known: Program, lang: Lang) -> dict[str, Any]:
    column = "" if read.part in ("", "*") else read.part
    return {**table_link(read.table, known, lang), "href": table_path(read.table, column), "part": read.part}


def _example(example: Example, known: Program, lang: Lang) -> dict[str, Any]:
    """Tables with rows are drawn as tables, those without are named."""
    return {
        "name": example.name,
        "expected": example.expected,
        "tables": [_example_table(table, known, lang) for table in example.tables if table.rows],
        "none": [_example_table(table, known, lang) for table in example.tables if not table.rows],
    }


def _example_table(table: Table, known: Program, lang: Lang) -> dict[str, Any]:
    return {"title": table_link(table.table, known, lang)["title"], "given": table}
