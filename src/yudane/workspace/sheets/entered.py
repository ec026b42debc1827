"""What somebody typed about one row of a table, in their words, as the contract's values."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from yudane.contracts import Column, Contract
from yudane.reading import Place, Problem
from yudane.reading.values import Value
from yudane.words import Lang
from yudane.workspace.sheets.columns import YES_NO, SheetColumn, folded
from yudane.workspace.sheets.convert import LISTED, NOTHING, typed

_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[T\s]+(\d{1,2})\s*[:時]\s*(\d{1,2})\s*分?(?::(\d{1,2}))?$"
)
_WITH_OFFSET = re.compile(r"(Z|[+-]\d\d:?\d\d)$")


@dataclass(frozen=True)
class Names:
    """The ids of services, teams and people by what people call them, folded: several where they are called alike."""

    services: Mapping[str, Sequence[str]] = field(default_factory=dict)
    teams: Mapping[str, Sequence[str]] = field(default_factory=dict)
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)  # by id of a person their name


def by_name(named: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs of name and id, ready to be looked up."""
    found: dict[str, list[str]] = {}
    for name, key in named:
        if key not in (keys := found.setdefault(folded(name), [])):
            keys.append(key)
    return found


@dataclass(frozen=True)
class Understanding:
    """How a table's words are understood. `zone`: of moments that name none."""

    contract: Contract
    columns: Mapping[str, SheetColumn]
    names: Names
    zone: ZoneInfo
    lang: Lang = "en"  # in which it is shown, and told what is not understood

    def row(self, cells: Mapping[str, str], line: int | None = None) -> tuple[dict[str, Value], list[Problem]]:
        """By column what was typed; empty cells say nothing. Everything that is not understood, with its column as field."""
        row: dict[str, Value] = {}
        problems = []
        for name, text in cells.items():
            said = text.strip()
            if said in NOTHING:
                continue
            try:
                row[name] = self._value(self.columns[name], self.contract.column(name), said)
            except ValueError as error:
                hint = self.columns[name].hint
                known = hint[self.lang] if hint else str(error)
                args = {"value": said[:60], "header": self.columns[name].head[self.lang], "known": known}
                problems.append(Problem("cell_not_understood", Place(line=line, field=name), args))
        return row, problems

    def shown(self, row: Mapping[str, Any]) -> dict[str, str]:
        """The other way round, by column: what `row` understands as the same."""
        return {name: self._shown(name, row[name]) for name in self.columns if row.get(name) not in (None, "", [])}

    def _shown(self, name: str, value: Any) -> str:
        column, kind = self.columns[name], self.contract.column(name).type
        if isinstance(value, list):
            return ", ".join(column.label(str(one), self.lang) for one in value)
        if isinstance(value, bool):
            return YES_NO[self.lang][value]
        if kind == "ts":
            moment = datetime.fromisoformat(str(value))
            moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(self.zone)
            return f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        people = self.names.called if self.contract.column(name).personal else {}
        return people.get(value) or (column.label(str(value), self.lang) if column.words else str(value))

    def _value(self, column: SheetColumn, contract: Column, text: str) -> Value:
        """Raises ValueError with what would be understood."""
        if column.name == "service_id":
            return _named(text, self.names.services)
        if column.name.endswith("team_id"):
            return _named(text, self.names.teams)
        if contract.personal:
            return _named(text, self.names.people) if folded(text) in self.names.people else text
        if contract.type.startswith("list") and column.words:
            return [self._word(column, part) for part in LISTED.split(text) if part.strip()]
        if column.words:
            return self._word(column, text)
        return self._moment(text) if contract.type == "ts" else typed(contract.type, text)

    def _word(self, column: SheetColumn, text: str) -> str:
        word = column.values.get(folded(text))
        if word is None:
            raise ValueError(", ".join(column.label(one, self.lang) for one in column.words))
        return word

    def _moment(self, text: str) -> str:
        plain = unicodedata.normalize("NFKC", text).strip()
        if _WITH_OFFSET.search(plain):
            return plain
        found = _MOMENT.match(plain)
        try:
            if not found:
                raise ValueError
            return datetime(*(int(part or 0) for part in found.groups()), tzinfo=self.zone).isoformat()  # type: ignore[arg-type,misc]
        except ValueError:
            raise ValueError("2026-04-01 09:30, 2026/4/1 9:30, 2026年4月1日 9時30分") from None


def _named(text: str, known: Mapping[str, Sequence[str]]) -> str:
    """By its id to the letter, else by what people call it, where that is one. Raises ValueError with what there is."""
    ids = {one for found in known.values() for one in found}
    found = [text] if text in ids else known.get(folded(text), ())
    if len(found) != 1:
        raise ValueError(", ".join(sorted(found or ids)[:5]) or "–")
    return found[0]
