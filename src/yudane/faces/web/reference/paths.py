"""Addresses of the reference, and names that lead there."""

from dataclasses import dataclass

from yudane.contracts import views
from yudane.program import Check, Program
from yudane.words import Lang


@dataclass(frozen=True)
class CheckLink:
    """A check by its title, else by what it asks."""

    href: str
    title: str
    id: str


@dataclass(frozen=True)
class TableLink:
    """A table by what people call it."""

    href: str
    title: str
    name: str


def check_path(check: Check) -> str:
    return f"/reference/{check.activity}/{check.name}"


def table_path(name: str, column: str = "") -> str:
    return f"/reference/tables/{name}" + (f"#{column}" if column else "")


def check_link(check: Check, lang: Lang) -> CheckLink:
    return CheckLink(check_path(check), check.heading[lang], check.id)


def table_link(name: str, program: Program, lang: Lang) -> TableLink:
    decisions = {table.name: table.title for table in program.tables}
    found = program.contracts.get(name) or views().get(name)
    title = found.title if found else decisions.get(name)
    return TableLink(table_path(name), title[lang] if title else name, name)
