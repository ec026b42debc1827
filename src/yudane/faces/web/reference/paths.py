"""Addresses of the reference, and names that lead there."""

from yudane.contracts import views
from yudane.program import Check, Indicator, Program
from yudane.words import Lang


def check_path(check: Check) -> str:
    return f"/reference/{check.activity}/{check.name}"


def table_path(name: str, column: str = "") -> str:
    return f"/reference/tables/{name}" + (f"#{column}" if column else "")


def check_link(check: Check, lang: Lang) -> dict[str, str]:
    """A check by its title, else by what it asks."""
    title = check.title[lang] if isinstance(check, Indicator) else check.asks[lang]
    return {"href": check_path(check), "title": title, "id": check.id}


def table_link(name: str, program: Program, lang: Lang) -> dict[str, str]:
    """A table by what people call it."""
    decisions = {table.name: table.title for table in program.tables}
    found = program.contracts.get(name) or views().get(name)
    title = found.title if found else decisions.get(name)
    return {"href": table_path(name), "title": title[lang] if title else name, "name": name}
