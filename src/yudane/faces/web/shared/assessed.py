"""How services stand in one assessment, and which activities can have a level."""

from collections.abc import Mapping
from dataclasses import dataclass

from yudane.assessment.rows import LevelRow, OutcomeRow, PastLevel
from yudane.evidence.directory import ServiceRow
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.paths import activity_path
from yudane.faces.web.shared.request_context import RequestContext
from yudane.program import Activity, Program
from yudane.words import Lang, say

NO_TEAM = "~"  # in addresses, where nobody owns a service
_services: Cache[tuple["Service", ...]] = Cache(8)
_outcomes: Cache[list[OutcomeRow]] = Cache(256)
_history: Cache[list[PastLevel]] = Cache(256)


@dataclass(frozen=True)
class Service:
    """One assessed service: what the catalog said of it then, and its levels by activity."""

    row: ServiceRow
    cells: Mapping[str, LevelRow]

    @property
    def id(self) -> str:
        return self.row["service_id"]

    @property
    def name(self) -> str:
        return self.row["name"]

    @property
    def team(self) -> str:
        return self.row["team_id"] or NO_TEAM

    @property
    def counted(self) -> bool:
        """One with an SRE of its own is shown, not counted."""
        return not self.row["has_embedded_sre"]

    def state(self, activity: str) -> str:
        return state(self.cells.get(activity))


def services(context: RequestContext) -> tuple[Service, ...]:
    """All services of an assessment, by team and name; kept while the assessment stays as it is."""
    return _services.get(context.stamp, lambda: _read(context))


def service(context: RequestContext, name: str) -> Service | None:
    return next((each for each in services(context) if each.id == name), None)


def outcomes(context: RequestContext, of: Service) -> list[OutcomeRow]:
    """What was judged about one service."""
    return _outcomes.get((context.stamp, of.id), lambda: context.workspace.answers.outcomes(context.assessment, of.id))


def history(context: RequestContext, of: Service, activity: str) -> list[PastLevel]:
    """Its levels in one activity at every date assessed up to this one, oldest first."""
    kept = _history.get(
        (context.stamp, context.dates, of.id),
        lambda: context.workspace.answers.history(of.id, before=context.catalog.before(of.id)),
    )
    return [row for row in kept if row["activity"] == activity and row["as_of"] <= context.assessment.as_of]


def _read(context: RequestContext) -> tuple[Service, ...]:
    cells: dict[str, dict[str, LevelRow]] = {}
    for row in context.workspace.answers.levels(context.assessment):
        cells.setdefault(row["service_id"], {})[row["activity"]] = row
    found = [
        Service(row, cells.get(row["service_id"], {})) for row in context.workspace.answers.services(context.assessment)
    ]
    return tuple(sorted(found, key=lambda each: (each.team, each.name.casefold(), each.id)))


def state(row: LevelRow | None) -> str:
    """One of draw.STATES: the published level, else unknown, or na where nothing applies."""
    if row is None or not (row["met"] or row["unmet"] or row["unknown"]):
        return "na"
    return str(row["published"]) if row["published"] else "unknown"


def columns(program: Program) -> tuple[Activity, ...]:
    """The activities that can have a level, in the program's order."""
    return tuple(activity for activity in program.activities if activity.levels and activity.criteria)


@dataclass(frozen=True)
class Unrated:
    """An activity without levels: why it has none, and where its numbers are."""

    name: str
    why: str
    href: str


def others(program: Program, lang: Lang, day: str = "") -> list[Unrated]:
    """The activities without levels."""
    return [
        Unrated(activity.name[lang], unrated(activity, lang), activity_path(activity.key, day))
        for activity in program.activities
        if not (activity.levels and activity.criteria)
    ]


def unrated(activity: Activity, lang: Lang) -> str:
    return say("web.no_criteria", lang) if activity.levels else activity.why[lang]
