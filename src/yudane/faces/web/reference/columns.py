"""Columns of tables in words, and how their values are written."""

from dataclasses import dataclass

from yudane.contracts import Column
from yudane.words import Lang, say
from yudane.words.values import number

_EXAMPLES = {  # by type, a value that intake takes
    "str": "",
    "int": "",
    "decimal": "0.5",
    "bool": "",
    "date": "2026-09-01",
    "ts": "2026-09-08T10:12:00+09:00",
    "enum": "",
    "list<str>": "search;checkout",
    "list<enum>": "",
    "map<str,str>": "env=prod",
    "json": "",
}


@dataclass(frozen=True)
class ColumnWords:
    """One column in words."""

    name: str
    type: str
    values: tuple[str, ...]
    rules: list[str]
    about: str


@dataclass(frozen=True)
class TypeWords:
    """One type, and how to write its values."""

    type: str
    write: str
    example: str


def column_words(column: Column, lang: Lang, collected: bool = True) -> ColumnWords:
    """`collected`: rows of sources bring it, so it may be needed or left out."""
    return ColumnWords(
        name=column.name,
        type=type_words(column.type, lang),
        values=column.values,
        rules=_rules(column, lang, collected),
        about=column.about[lang],
    )


def types(lang: Lang) -> list[TypeWords]:
    return [
        TypeWords(type_words(kind, lang), say(f"reference.write_{_code(kind)}", lang), example)
        for kind, example in _EXAMPLES.items()
    ]


def type_words(kind: str, lang: Lang) -> str:
    return say(f"reference.type_{_code(kind)}", lang)


def _code(kind: str) -> str:
    return kind.replace("<", "_").replace(",", "_").removesuffix(">")


def _rules(column: Column, lang: Lang, collected: bool) -> list[str]:
    """Whether it is needed, its range and unit, whether it may lie ahead or tells of a person."""
    rules = [_need(column, lang)] if collected or column.null else []
    if column.range:
        low, high = (number(bound, 6) for bound in column.range)
        rules.append(say("reference.range_from_to", lang, low=low, high=high))
    if column.unit:
        rules.append(say(f"reference.column_unit_{column.unit}", lang))
    return rules + [say(f"reference.{code}", lang) for code in ("planned", "personal") if getattr(column, code)]


def _need(column: Column, lang: Lang) -> str:
    if column.default is not None:
        return say("reference.default_is", lang, value=_default(column.default, lang))
    return say("reference.may_be_empty" if column.null else "reference.required", lang)


def _default(value: object, lang: Lang) -> str:
    if value in ([], {}):
        return say("reference.default_empty_list", lang)
    if value == "":
        return say("reference.default_empty_text", lang)
    return str(value).lower() if isinstance(value, bool) else str(value)
