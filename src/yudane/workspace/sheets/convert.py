"""From what people write in spreadsheets to rows of services, teams and people."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from yudane.contracts import Column, Contracts
from yudane.evidence.delivery import Delivery, plain
from yudane.evidence.validate import checked_rows
from yudane.reading import File, Place, Problem, ProblemsError
from yudane.reading.values import Document, Value
from yudane.workspace.sheets.columns import SheetColumn, folded, kind_of, labelled, meanings
from yudane.workspace.sheets.read import SUFFIXES, Sheet, sheets

_YES = {"true", "yes", "y", "1", "はい", "○", "◯", "有", "あり", "対象", "有効", "✓", "✔"}
_NO = {"false", "no", "n", "0", "いいえ", "×", "✕", "無", "なし", "対象外", "無効"}
NOTHING = {"", "-", "–", "—", "ー", "－"}
LISTED = re.compile(r"[\n,;、，；]+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_TEAM = re.compile(r"(チーム|team)$")


@dataclass
class Known:
    """What names already mean, by kind: the id of services and teams by what people call them.

    `rows`: what spreadsheets told of them before. A sheet that lacks a column says nothing of it.
    """

    ids: dict[str, dict[str, str]] = field(default_factory=lambda: {"services": {}, "teams": {}})
    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def learn(self, kind: str, key: str, name: str) -> None:
        for text in (key, name):
            self.ids[kind].setdefault(self._said(kind, text), key)

    def find(self, kind: str, text: str) -> str | None:
        return self.ids[kind].get(self._said(kind, text))

    def near(self, kind: str, text: str) -> str:
        """Ids that begin alike, to be told."""
        start = self._said(kind, text)[:2]
        return ", ".join(sorted({key for said, key in self.ids[kind].items() if said.startswith(start)})[:5]) or "–"

    def _said(self, kind: str, text: str) -> str:
        """Payments team, payments and PAYMENTS are one team."""
        said = folded(text)
        return _TEAM.sub("", said) or said if kind == "teams" else said


def sheet_delivery(paths: Sequence[Path], known: Known, contracts: Contracts, lifecycle: str = "") -> Delivery:
    """The rows of some files, teams first, since services and people name them. While there is no team at all, the teams that
    services name are made of their names. `lifecycle`: of services whose row says none.

    Raises ProblemsError for a missing file or one of another kind; what cannot be read in it is a problem of its file.
    """
    found = [(kind_of(sheet.header), sheet) for path in paths for sheet in sheets(_there(path))]
    first = not known.ids["teams"] and not any(kind == "teams" for kind, _ in found)
    delivery = Delivery()
    for table in ("teams", "services", "people"):
        for sheet in (sheet for kind, sheet in found if kind == table):
            reading = _Reading(
                table, sheet, known, contracts, makes_teams=first and table == "services", lifecycle=lifecycle
            )
            file = reading.file()
            if reading.made:
                delivery.files.append(reading.teams())
                delivery.tables[delivery.files[-1].name] = "teams"
            delivery.files.append(file)
            delivery.tables[sheet.name] = table
    for sheet in (sheet for kind, sheet in found if kind is None):
        delivery.files.append(_not_understood(sheet))
        delivery.tables[sheet.name] = "services"
    return delivery


def _there(path: Path) -> Path:
    if not path.exists():
        raise ProblemsError.one("path_missing", Place(str(path)))
    if path.suffix.lower() not in SUFFIXES:
        raise ProblemsError.one("file_kind_unknown", Place(str(path)), kinds=", ".join(SUFFIXES))
    return plain(path)


def _not_understood(sheet: Sheet) -> File:
    said = ", ".join(text for text in sheet.header if text)[:200] or "–"
    problem = Problem("sheet_not_understood", Place(sheet.name, 1), {"header": said})
    return File(sheet.name, sheet.content, problems=sheet.problems or [problem])


@dataclass
class _Reading:
    """One sheet of a kind."""

    kind: str
    sheet: Sheet
    known: Known
    contracts: Contracts
    makes_teams: bool = False
    lifecycle: str = ""
    made: dict[str, str] = field(default_factory=dict)  # names of teams made, by id

    def teams(self) -> File:
        """The teams that were made."""
        rows = [Document({"team_id": key, "name": name, "kind": "dev"}, 1) for key, name in self.made.items()]
        return File(f"{self.sheet.name}#teams", self.sheet.content, documents=rows)

    def file(self) -> File:
        file = File(self.sheet.name, self.sheet.content, problems=list(self.sheet.problems))
        places = meanings(self.kind, self.sheet.header)
        read = [(line, *self._row(line, cells, places)) for line, cells in self.sheet.rows]
        refused = checked_rows(self.contracts[self.kind], [row for _, row, _ in read], made_here=False)
        for (line, row, problems), faults in zip(read, refused, strict=True):
            told = {column for column, _ in problems}
            told |= {self.key} if "name" in told else set()  # the one stands for the other
            found = [problem for _, problem in problems]
            found += [labelled(self.kind, fault) for fault in faults if fault.place.field not in told]
            file.problems += [problem.placed(Place(self.sheet.name, line)) for problem in found]
            if not found:
                file.documents.append(Document(row, line))
        return file

    def _row(
        self, line: int, cells: Sequence[str], places: Mapping[int, SheetColumn]
    ) -> tuple[dict[str, Value], list[tuple[str, Problem]]]:
        """What is understood, and what is not by column."""
        row: dict[str, Value] = {
            text: cell
            for n, (text, cell) in enumerate(zip(self.sheet.header, cells, strict=False))
            if text and cell and n not in places
        }  # what no column is called like is told as ignored
        problems: list[tuple[str, Problem]] = []
        for place, column in places.items():
            text = cells[place].strip() if place < len(cells) else ""
            if text in NOTHING:
                continue
            try:
                row[column.name] = self._value(column, text)
            except (ValueError, LookupError) as error:
                code = "cell_not_understood" if isinstance(error, ValueError) else "sheet_team_unknown"
                args = {"value": text[:60], "header": self.sheet.header[place], "known": error.args[0]}
                problems.append((column.name, Problem(code, args=args)))
        if self.kind != "people":
            problems += self._named(row)
            self._filled(row, {column.name for column in places.values()})
        return row, problems

    def _filled(self, row: dict[str, Value], told: Collection[str]) -> None:
        """With what a sheet told before in a column that this one lacks; an empty cell takes it away."""
        before = self.known.rows.get(self.kind, {}).get(str(row.get(self.key)), {})
        for name, value in before.items():
            if name not in told and name not in row and value is not None:
                row[name] = value.isoformat() if isinstance(value, date) else value
        if self.kind == "services" and self.lifecycle:
            row.setdefault("lifecycle", self.lifecycle)

    @property
    def key(self) -> str:
        return self.contracts[self.kind].key[0]

    def _named(self, row: dict[str, Value]) -> Iterable[tuple[str, Problem]]:
        """Id and name: the one stands for the other where only one is written."""
        name, said = str(row.get("name") or ""), str(row.get(self.key) or "")
        if not said and not name:
            return [("name", Problem("sheet_row_nameless"))]
        row[self.key] = said or self.known.find(self.kind, name) or _slug(name)
        row["name"] = name or said
        self.known.learn(self.kind, str(row[self.key]), str(row["name"]))
        return []

    def _value(self, column: SheetColumn, text: str) -> Value:
        """Raises ValueError with what would be understood, LookupError with teams that are called alike."""
        contract: Column = self.contracts[self.kind].column(column.name)
        if column.name in ("team_id", "business_unit_id") and (self.kind, column.name) != ("teams", "team_id"):
            return self._team(text)
        if column.words:
            if (word := column.values.get(folded(text))) is None:
                raise ValueError(column.choices)
            return word
        try:
            return typed(contract.type, text)
        except ValueError:
            if column.hint:
                raise ValueError(column.hint) from None
            raise

    def _team(self, text: str) -> str:
        """By what people call it; a business unit that only the teams' sheet names is known from then on."""
        if found := self.known.find("teams", text):
            return found
        if self.makes_teams:
            self.made[_slug(text)] = text
        elif self.kind != "teams":
            raise LookupError(self.known.near("teams", text))
        self.known.learn("teams", _slug(text), text)
        return _slug(text)


def typed(kind: str, text: str) -> Value:
    """As the contract's type takes it. Raises ValueError with what would be understood."""
    plain_text = unicodedata.normalize("NFKC", text).strip()
    if kind == "bool":
        if plain_text.casefold() in _YES | {unicodedata.normalize("NFKC", one) for one in _YES}:
            return True
        if plain_text.casefold() in _NO:
            return False
        raise ValueError("yes, no, ○, ×")
    if kind == "int":
        if not (found := re.search(r"\d+", plain_text)) or not re.fullmatch(r"\D*\d+\D*", plain_text):
            raise ValueError("1, 2, 3")
        return int(found[0])
    if kind == "decimal":
        return plain_text.replace(",", "")
    if kind == "date":
        return _day(plain_text)
    if kind.startswith("list"):
        return [part.strip() for part in LISTED.split(text) if part.strip()]
    return text


def _day(text: str) -> str:
    found = _DAY.match(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("2026-04-01, 2026/4/1, 2026年4月1日") from None


def _slug(name: str) -> str:
    """An id from a name: letters of any script, joined by hyphens."""
    return re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", name).casefold()).strip("-") or name
