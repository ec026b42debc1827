"""The form of one row, made from the contract: a field a column, what is wrong beside it, nothing typed is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from yudane.contracts import Column
from yudane.faces.web.journal.about import About
from yudane.faces.web.shared.doing import reasons, said
from yudane.faces.web.shared.page import page
from yudane.records.journal.models import Row
from yudane.records.journal.writing import given_id
from yudane.words import say
from yudane.workspace.sheets.columns import RECORDED, YES_NO, SheetColumn

_INPUTS = {"date": "date", "ts": "datetime-local", "int": "number", "decimal": "number"}
_FIRST = 9  # fields shown at once, beside those that are required
_KNOWN = 50  # rows offered to refer to
_NAMED = {
    "source_id": "postmortem_id",
    "recurrence_of_incident_id": "incident_id",
}  # called otherwise than what they name


@dataclass(frozen=True)
class Choice:
    value: str
    name: str
    on: bool


@dataclass(frozen=True)
class Field:
    """One column, ready to be drawn."""

    name: str
    label: str
    about: str
    input: str
    step: str
    required: bool
    value: str
    choices: Sequence[Choice]
    several: bool
    offered: Sequence[tuple[str, str]]  # to type: what is known
    wrong: Sequence[str]


def form(request: HttpRequest, table: str) -> HttpResponse:
    """`?team=`, and `?row=` to change one."""
    about = About.of(request, table)
    row = _row(request, about)
    values: Mapping[str, object] = {
        "about": about,
        "team": about.team,
        "row": row,
        **_fields(request, about, row),
        **said(request),
    }
    return page(request, "journal/form.html", values)


def _row(request: HttpRequest, about: About) -> Row | None:
    asked = request.POST.get("row") or request.GET.get("row")
    return next((one for one in about.rows if one.pk == asked), None) if asked else None


def cells_of(request: HttpRequest, about: About) -> dict[str, str]:
    """What was typed, by column."""
    return {name: ", ".join(request.POST.getlist(name))[:5_000] for name in about.columns if name in request.POST}


def _fields(request: HttpRequest, about: About, row: Row | None) -> Mapping[str, Sequence[Field]]:
    typed = cells_of(request, about) if request.method == "POST" else _entered(about, row)
    wrong = reasons(request)
    hidden = {given_id(about.contract), "team_id"}
    fields = [
        _field(about, column, typed.get(name, ""), wrong.get(name, ()))
        for name, column in about.columns.items()
        if name not in hidden
    ]
    first = [field for n, field in enumerate(fields) if n < _FIRST or field.required or field.wrong]
    return {"first": first, "rest": [field for field in fields if field not in first]}


def _entered(about: About, row: Row | None) -> Mapping[str, str]:
    if row is None:
        only = list(about.services)
        return {"service_id": only[0]} if len(only) == 1 else {}
    shown = about.understanding.shown(row.values)
    plain = {name: row.values[name] for name in ("service_id",) if row.values.get(name)}
    return {
        **shown,
        **{name: value.replace(" ", "T", 1) for name, value in shown.items() if _moment(about, name)},
        **plain,
    }


def _moment(about: About, name: str) -> bool:
    return about.contract.column(name).type == "ts"


def _field(about: About, column: SheetColumn, value: str, wrong: Sequence[str]) -> Field:
    contract = about.contract.column(column.name)
    several = contract.is_list and bool(column.words)
    return Field(
        name=column.name,
        label=column.head[about.lang],
        about=contract.about[about.lang],
        input=_INPUTS.get(contract.type, "text"),
        step="any" if contract.type == "decimal" else "1",
        required=contract.required,
        value=value,
        choices=_choices(about, column, contract, value, several),
        several=several,
        offered=_offered(about, column, contract),
        wrong=wrong,
    )


def _choices(about: About, column: SheetColumn, contract: Column, value: str, several: bool) -> list[Choice]:
    """Of a field with few values, an empty one first where it may stay open."""
    lang = about.lang
    if column.name == "service_id":
        found = [(key, name) for key, name in about.services.items() if key not in about.systems]
        nothing = say("web.whole_team", lang)
    elif column.name.endswith("team_id"):
        found, nothing = [(one["team_id"], one["name"]) for one in about.known.teams], say("web.not_said", lang)
    elif contract.type == "bool":
        found, nothing = [(word, word) for word in reversed(YES_NO[lang])], say("web.not_said", lang)
    else:
        found, nothing = [(word, column.label(word, lang)) for word in column.words], say("web.not_said", lang)
    if not found:
        return []
    chosen = {one.strip() for one in value.split(",")} if several else {value}
    nothing = say("web.choose", lang) if contract.required else nothing
    open_ = not contract.required and not several
    return [
        *([Choice("", nothing, not value)] if open_ or (len(found) > 1 and not several) else []),
        *(Choice(key, name, bool(chosen & {key, name})) for key, name in found),
    ]


def _offered(about: About, column: SheetColumn, contract: Column) -> list[tuple[str, str]]:
    """People of the house, or rows recorded here that the column may name."""
    if contract.personal:
        return [(name, "") for name in about.understanding.names.called.values()][:200]
    ids = {given_id(about.workspace.contracts[table]): table for table in RECORDED}
    named = _NAMED.get(column.name, column.name)
    if named not in ids or (ids[named] == about.table and named == column.name):
        return []
    rows = Row.objects.filter(table=ids[named], team_id=about.team, removed_at=None).order_by("-id")[:_KNOWN]
    return [(str(row.values.get(named, "")), _called(row)) for row in rows]


def _called(row: Row) -> str:
    told = (row.values.get(name) for name in ("title", "detected_at", "held_on", "service_id"))
    return " · ".join(str(one) for one in told if one)
