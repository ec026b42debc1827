"""Which tables a team may record, for which services, and what a system tells already."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yudane.contracts import Contract
from yudane.evidence.batch import ALL
from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import entities
from yudane.records.home import served_workspace
from yudane.records.journal.models import Recorder
from yudane.workspace.sheets.columns import RECORDED


def contract_of(table: str) -> Contract:
    """Raises ProblemsError where it is not one that people record."""
    if table not in RECORDED:
        raise ProblemsError.one("not_recorded_by_hand", Place(field="table"), table=table[:60])
    return served_workspace().contracts[table]


def services_of(team_id: str) -> Mapping[str, Mapping[str, Any]]:
    """Those the team owns, by id."""
    return {key: row for key, row in entities("service").items() if row["team_id"] == team_id}


def recorder_of(team_id: str, table: str) -> Recorder | None:
    """The one that stands."""
    return Recorder.objects.filter(team_id=team_id, table=table, until=None).first()


def told_by_systems(table: str, services: Iterable[str], on: date) -> Mapping[str, str]:
    """By service the system that looked at it lately in this table."""
    told = served_workspace().systems_telling(table, on)
    return {name: told.get(name, told.get(ALL, "")) for name in services if name in told or ALL in told}


def standing_recorder(act: Act, team_id: str, table: str) -> Recorder:
    """Raises ProblemsError where the team does not record the table here."""
    recorder = recorder_of(team_id, contract_of(table).name)
    if recorder is None or recorder.since > act.on:
        raise ProblemsError.one("not_recorded_here", Place(), table=table, team=team_id)
    return recorder
