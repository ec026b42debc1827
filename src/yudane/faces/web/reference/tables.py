"""The data dictionary: every evidence table, derived table and decision table, and which checks read it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from yudane.assessment.example_tables import plain
from yudane.assessment.reads import selects_from
from yudane.contracts import Contract, View, views
from yudane.contracts.contract import RESULTS
from yudane.faces.web.reference.columns import column_words, types
from yudane.faces.web.reference.paths import TableLink, check_link, table_link
from yudane.faces.web.reference.readers import readers_of
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import program
from yudane.program import Program
from yudane.program.model import DecisionTable
from yudane.records.home import served_workspace
from yudane.words import Lang, say
from yudane.words.values import with_unit

GROUPS = ("reference", "evidence", "program")
OWN = ("source_system", "source_ref", "origin", "received_at")  # what checks see of every row's provenance

Table = Contract | View | DecisionTable


def tables(request: HttpRequest) -> HttpResponse:
    lang, known = Reader.of(request).lang, program(served_workspace())
    by_group = {group: [c for c in known.contracts.values() if c.group == group] for group in GROUPS}
    groups: list[tuple[str, Sequence[Table]]] = [
        *by_group.items(),
        ("derived", [*views().values()]),
        ("decision", known.tables),
    ]
    return page(
        request,
        "reference/tables.html",
        {
            "groups": [(group, [_row(table, known, lang) for table in found]) for group, found in groups],
            "types": types(lang),
            "own": [(name, say(f"reference.own_{name}", lang)) for name in OWN],
        },
    )


@dataclass(frozen=True)
class TableRow:
    """One table in the list of all."""

    link: TableLink
    about: str
    kind: str  # empty but for tables of evidence, as is `fresh`
    fresh: str
    readers: int


def _row(table: Table, known: Program, lang: Lang) -> TableRow:
    contract = table if isinstance(table, Contract) else None
    return TableRow(
        link=table_link(table.name, known, lang),
        about=table.about[lang],
        kind=say(f"reference.kind_{contract.kind}", lang) if contract else "",
        fresh=with_unit(contract.fresh_for_days, "d", lang) if contract else "",
        readers=len(readers_of(table.name, known)),
    )


def table(request: HttpRequest, name: str) -> HttpResponse:
    """A decision table hides an evidence table of the same name, as it does for checks."""
    lang, known = Reader.of(request).lang, program(served_workspace())
    decision = next((each for each in known.tables if each.name == name), None)
    found = decision or known.contracts.get(name) or views().get(name)
    if found is None:
        raise Http404
    derived = [view.name for view in views().values() if name in selects_from(view, known)]
    values: Mapping[str, object] = {
        "name": name,
        "title": found.title[lang],
        "about": found.about[lang],
        "readers": [check_link(check, lang) for check in readers_of(name, known)],
        "derived": [table_link(view, known, lang) for view in derived],
    }
    return page(request, "reference/table.html", {**values, **_table_values(found, known, lang)})


def _table_values(found: Table, known: Program, lang: Lang) -> Mapping[str, object]:
    if isinstance(found, DecisionTable):
        return _decision(found, lang)
    return _contract(found, lang) if isinstance(found, Contract) else _view(found, known, lang)


def _contract(contract: Contract, lang: Lang) -> Mapping[str, object]:
    return {
        "contract": contract,
        "key": contract.key,
        "kind": say(f"reference.kind_{contract.kind}_about", lang),
        "clock": contract.effective,
        "fresh": say("reference.fresh_about", lang, days=with_unit(contract.fresh_for_days, "d", lang)),
        "standard": contract.standard[lang],
        "columns": [column_words(column, lang) for column in contract.columns],
        "line": json.dumps(contract.example, ensure_ascii=False),
        "command": "" if contract.name in RESULTS else f"yudane collect rows {contract.name}=FILE",
    }


def _view(view: View, known: Program, lang: Lang) -> Mapping[str, object]:
    sources = [table_link(table, known, lang) for table in selects_from(view, known)]
    columns = [column_words(column, lang, collected=False) for column in view.columns]
    return {"key": view.key, "made_from": sources, "columns": columns, "sql": view.sql.strip()}


def _decision(table: DecisionTable, lang: Lang) -> Mapping[str, object]:
    return {
        "meanings": [(name, about[lang]) for name, (_, about) in table.columns.items()],
        "rows": [[plain(value, lang) for value in row] for row in table.rows],
        "sources": [(s.text[lang], say(f"reference.mark_{s.mark}", lang)) for s in table.sources],
        "decision": True,
    }
