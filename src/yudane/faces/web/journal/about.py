"""What every page of the journal needs: whose it is, which table, and how its words are understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest

from yudane.contracts import Contract
from yudane.faces.clock import now_utc
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import Directory, catalog, program
from yudane.program import Program
from yudane.records.acting import Actor
from yudane.records.home import served_workspace
from yudane.records.journal.models import Recorder, Row
from yudane.records.journal.tables import recorder_of, told_by_systems
from yudane.records.people.models import Person
from yudane.records.policy import Subject, may
from yudane.words import Lang
from yudane.workspace import Workspace
from yudane.workspace.sheets.columns import RECORDED, SheetColumn, columns
from yudane.workspace.sheets.entered import Names, Understanding, by_name


@dataclass(frozen=True)
class About:
    """One team's journal of one table, for one reader."""

    team: str
    table: str
    actor: Actor
    lang: Lang
    workspace: Workspace
    known: Directory

    @classmethod
    def of(cls, request: HttpRequest, table: str) -> "About":
        """Raises Http404 for a table that nobody records."""
        if table not in RECORDED:
            raise Http404
        workspace = served_workspace()
        return cls(team_of(request), table, actor_of(request), Reader.of(request).lang, workspace, catalog(workspace))

    @cached_property
    def program(self) -> Program:
        return program(self.workspace)

    @cached_property
    def contract(self) -> Contract:
        return self.program.contracts[self.table]

    @property
    def columns(self) -> Mapping[str, SheetColumn]:
        return columns(self.table)

    @property
    def title(self) -> str:
        return self.contract.title[self.lang]

    @property
    def team_name(self) -> str:
        return next((one["name"] for one in self.known.teams if one["team_id"] == self.team), self.team)

    @cached_property
    def services(self) -> Mapping[str, str]:
        """The team's, by id the name."""
        return {
            row["service_id"]: row["name"] for row in self.known.services if self.team and row["team_id"] == self.team
        }

    @cached_property
    def systems(self) -> Mapping[str, str]:
        """By service the system that tells this table."""
        return told_by_systems(self.table, self.services, now_utc().date())

    @cached_property
    def recorder(self) -> Recorder | None:
        return recorder_of(self.team, self.table)

    @property
    def records(self) -> bool:
        """Whoever reads may record for the team."""
        return bool(self.team) and may(self.actor, "record-rows", Subject(self.team))

    @property
    def rows(self) -> Sequence[Row]:
        """Newest first; for the team's own eyes, since some are confidential."""
        if not self.records:
            return []
        return list(Row.objects.filter(table=self.table, team_id=self.team, removed_at=None).order_by("-id"))

    @cached_property
    def understanding(self) -> Understanding:
        zone = self.program.zone
        return Understanding(self.contract, self.columns, self._names, zone, self.lang)

    @cached_property
    def _names(self) -> Names:
        services = by_name((text, key) for key, name in self.services.items() for text in (name, key))
        teams = by_name((text, one["team_id"]) for one in self.known.teams for text in (one["name"], one["team_id"]))
        people = list(Person.objects.filter(disabled_at=None).order_by("id").values_list("name", "id"))
        return Names(services, teams, by_name(people), {key: name for name, key in people})


def team_of(request: HttpRequest) -> str:
    """The team asked for, else the reader's own; empty where they are of none."""
    asked = request.POST.get("team") or request.GET.get("team")
    if asked:
        return asked[:300]
    own = [one.team_id for one in actor_of(request).teams]
    return own[0] if own else ""
