"""A small company for tests: Aoi leads a development team, Ren is on it, Mei is on another, Sora is company SRE,
Kei heads the business unit, Yui audits."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from yudane.assessment.assess import Assessor
from yudane.assessment.queries import Answers
from yudane.assessment.rows import LevelRow
from yudane.assessment.store import Assessment, Assessments
from yudane.contracts import shipped_contracts
from yudane.evidence.batch import IMPORTED, Batch, Report
from yudane.evidence.collect import Store, collect_rows
from yudane.evidence.delivery import read_tables
from yudane.evidence.lake import Lake
from yudane.evidence.raw import RawStore
from yudane.program import Program
from yudane.program.load import shipped
from yudane.reading.progress import Progress, silent

AS_OF = date(2026, 10, 1)
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def ago(days: float) -> str:
    """A moment so many days before AS_OF."""
    return (datetime(2026, 10, 1) - timedelta(days=days)).isoformat()


def day_ago(days: int) -> str:
    return (AS_OF - timedelta(days=days)).isoformat()


def row(table: str, **values: Any) -> dict[str, Any]:
    """A row of a table: what is told here, required columns from the contract's example, the rest absent."""
    contract = shipped_contracts()[table]
    usual = {"sli_category"}  # need not be told, and without it little can be said
    needed = {
        c.name: contract.example[c.name]
        for c in contract.columns
        if (c.required or c.name in usual) and c.name in contract.example
    }
    return {**needed, **values}


def service(name: str, **values: Any) -> dict[str, Any]:
    defaults = {
        "service_id": name,
        "name": name,
        "team_id": "aoi-team",
        "tier": 2,
        "lifecycle": "production",
        "in_scope": True,
        "user_facing": True,
        "on_call_hours": "24x7",
    }
    return row("services", **{**defaults, **values})


@dataclass
class World:
    """A home without a face: a lake and its assessments."""

    root: Path
    delivered: int = 0

    @property
    def store(self) -> Store:
        return Store(Lake(self.root / "lake"), RawStore(self.root / "raw"), "salt")

    @property
    def answers(self) -> Answers:
        return Answers(Assessments(self.root / "assessments"))

    def collect(
        self,
        rows: Rows,
        *,
        covers: Sequence[str] | None = ("*",),
        until: date = AS_OF,
        source: str = "rows",
        received: datetime | None = None,
    ) -> Report:
        """Deliver rows, each delivery from files of its own, a second after the one before; of what people stated as what is
        imported."""
        if source == "rows" and any(shipped_contracts()[table].stated for table in rows):
            source = IMPORTED
        self.delivered += 1
        folder = self.root / "files" / str(self.delivered)
        folder.mkdir(parents=True)
        files = [
            (table, write(folder / f"{table}.{'jsonl' if found else 'json'}", found)) for table, found in rows.items()
        ]
        received_at = received or datetime(2026, 10, 1, 9) + timedelta(seconds=self.delivered)
        batch = Batch(source, received_at, until, covers=tuple(covers) if covers is not None else None)
        return collect_rows(self.store, read_tables(files), batch)

    def assess(
        self,
        as_of: date = AS_OF,
        known: str = "now",
        program: Program | None = None,
        *,
        progress: Progress = silent,
        made_at: datetime | None = None,
    ) -> Assessment:
        assessor = Assessor(program or shipped(), self.store.lake, Assessments(self.root / "assessments"))
        return assessor.assess(as_of, known, progress, made_at)

    def outcomes(self, assessment: Assessment) -> dict[tuple[str, str], str]:
        """Outcome by (service, criterion)."""
        found: dict[tuple[str, str], str] = {}
        for one in self.answers.services(assessment):
            for outcome in self.answers.outcomes(assessment, one["service_id"]):
                found[(one["service_id"], outcome["criterion_id"])] = outcome["outcome"]
        return found

    def levels(self, assessment: Assessment) -> list[LevelRow]:
        return self.answers.levels(assessment)


def write(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows) or "[]\n", "utf-8")
    return path
