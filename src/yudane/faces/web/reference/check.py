"""One criterion or indicator: what it asks, how it is decided, its parameters, sources, examples and SQL."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.assessment.example_tables import Example, Expected, Table
from yudane.assessment.reads import Read
from yudane.assessment.reference import describe
from yudane.faces.clock import now
from yudane.faces.web.reference.paths import check_path, table_link, table_path
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import Link
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import program
from yudane.program import Check, Program
from yudane.program.examples import AS_OF
from yudane.program.listed import GATES, PHASES
from yudane.records.home import served_workspace
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
    for find in (known.criterion, known.indicator, known.gate):
        try:
            return find(name)
        except KeyError:
            continue
    raise Http404


def _above(found: Check, known: Program, lang: Lang) -> Link:
    """The page it belongs to: its activity, or the phases."""
    if found.activity == PHASES:
        return Link("/reference#phases", say("reference.phases", lang))
    if found.activity in GATES:
        return Link("/reference#delegation", say("reference.delegation", lang))
    return Link(f"/reference/{found.activity}", known.activity(found.activity).name[lang])


@dataclass(frozen=True)
class ReadLink:
    """A table that is read, or a part of it."""

    href: str
    title: str
    part: str  # * for all rows, or a column


def _read(read: Read, known: Program, lang: Lang) -> ReadLink:
    column = "" if read.part in ("", "*") else read.part
    return ReadLink(table_path(read.table, column), table_link(read.table, known, lang).title, read.part)


@dataclass(frozen=True)
class Given:
    """The rows of one table."""

    title: str
    given: Table


@dataclass(frozen=True)
class ExampleParts:
    """Tables with rows are drawn as tables, those without are named."""

    name: str
    expected: tuple[Expected, ...]
    tables: list[Given]
    none: list[Given]


def _example(example: Example, known: Program, lang: Lang) -> ExampleParts:
    given = [Given(table_link(table.table, known, lang).title, table) for table in example.tables]
    return ExampleParts(
        name=example.name,
        expected=example.expected,
        tables=[each for each in given if each.given.rows],
        none=[each for each in given if not each.given.rows],
    )
