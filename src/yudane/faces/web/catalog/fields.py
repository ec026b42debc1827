"""The fields of a service or a team, ready to be drawn and edited."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from yudane.contracts import Column
from yudane.faces.web.catalog.entity import Entity
from yudane.records.acting import Actor
from yudane.records.catalog.entities import SCOPE, contract_of, fields
from yudane.records.catalog.models import Edit, Move
from yudane.records.policy import may
from yudane.words import Lang, say
from yudane.words.values import day
from yudane.workspace.sheets.columns import columns

Choices = tuple[tuple[str, str], ...]
_INPUTS = {"int": "number", "decimal": "number", "date": "date"}


@dataclass(frozen=True)
class Line:
    """One field: what counts, what is said of it here and by the source, and the form to say otherwise."""

    column: Column
    label: str
    about: str
    shown: tuple[str, ...]  # a line for each value
    edit: Edit | None
    edited: str  # who, when, and what the source says
    moved: Move | None
    editable: bool
    others_say: bool  # whoever edits the rest has to ask others for this
    takes_back: bool
    choices: Choices
    entered: str  # what stands in the form: what was typed, else what counts

    @property
    def form(self) -> str:
        """By which the page knows the form that was sent."""
        return f"edit-{self.column.name}"

    @property
    def input(self) -> str:
        return _INPUTS.get(self.column.type, "text")


def lines(entity: Entity, actor: Actor, typed: QueryDict, lang: Lang) -> list[Line]:
    """In the order of the contract."""
    return [_line(entity, contract_of(entity.kind).column(name), actor, typed, lang) for name in fields(entity.kind)]


def _line(entity: Entity, column: Column, actor: Actor, typed: QueryDict, lang: Lang) -> Line:
    edit, moved, name = entity.edits.get(column.name), entity.moved(column.name), column.name
    may_edit = may_say(entity, name, actor)
    sent = typed.get("form") == f"edit-{name}"
    return Line(
        column=column,
        label=columns(f"{entity.kind}s")[name].head[lang],
        about=column.about[lang],
        shown=tuple(_words(entity, column, value, lang) for value in _each(entity.counts(name))),
        edit=None if moved else edit,
        edited=_edited(entity, column, edit, lang) if edit and not moved else "",
        moved=moved,
        editable=may_edit and not moved,
        others_say=not may_edit and may(actor, "edit-entity", entity.subject),
        takes_back=may_edit and (entity.told is not None or not column.required),
        choices=_choices(entity, column, lang),
        entered=typed.get("value", "") if sent else "\n".join(map(_plain, _each(entity.counts(name)))),
    )


def may_say(entity: Entity, field: str, actor: Actor) -> bool:
    """What decides the scope is not the team's alone to say."""
    return may(actor, "edit-entity", entity.subject) and (
        field not in SCOPE[entity.kind] or may(actor, "set-scope", entity.subject)
    )


def _edited(entity: Entity, column: Column, edit: Edit, lang: Lang) -> str:
    by = edit.by_name or say("web.role_operator", lang)
    said = say("web.edited_by", lang, name=by, on=day(edit.created_at, lang))
    if not entity.told:
        return said
    was = say("web.list_comma", lang).join(
        _words(entity, column, value, lang) for value in _each(entity.told[column.name])
    )
    return f"{said} {say('web.source_says', lang, source=entity.source, was=was or say('web.not_said', lang))}"


def _each(value: object) -> Iterator[object]:
    """Nothing, the one, or all of a list."""
    if isinstance(value, list | tuple):
        yield from value
    elif value is not None:
        yield value


def _plain(value: object) -> str:
    """As the form takes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _words(entity: Entity, column: Column, value: object, lang: Lang) -> str:
    if isinstance(value, bool):
        return say("web.said_yes" if value else "web.said_no", lang)
    if isinstance(value, date):
        return day(value, lang)
    if column.type == "enum":
        return _word(column.name, str(value), lang)
    return entity.known.name(str(value)) if column.name == "business_unit_id" else _plain(value)


def _word(column: str, value: str, lang: Lang) -> str:
    match column:
        case "lifecycle":
            return say(f"web.lifecycle_{value}", lang)
        case "kind":
            return say(f"web.kind_{value}", lang)
    return say(f"web.on_call_{value}", lang)


def _choices(entity: Entity, column: Column, lang: Lang) -> Choices:
    """Of a field that has few values; an empty one where it may be left open."""
    if column.name == "business_unit_id":
        values = units(entity)
    elif column.type == "bool":
        values = tuple((word, say(f"web.said_{'yes' if word == 'true' else 'no'}", lang)) for word in ("true", "false"))
    else:
        values = tuple((value, _word(column.name, value, lang)) for value in column.values)
    return (("", say("web.not_said", lang)), *values) if values and column.null else values


def units(entity: Entity) -> Choices:
    """The business units there are, by id and name."""
    return tuple((team["team_id"], team["name"]) for team in entity.known.teams if team["kind"] == "business_unit")
