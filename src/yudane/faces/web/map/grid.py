"""The map as data: services with their cells, chosen, sorted and counted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from yudane.assessment.reason import rests_on_word
from yudane.assessment.rows import LevelRow
from yudane.faces.web.shared.assessed import NO_TEAM, Service, columns, services
from yudane.faces.web.shared.draw import STATES
from yudane.faces.web.shared.request_context import RequestContext
from yudane.program import Activity

Tally = Mapping[str, int]  # how many by state
CHANGED_WITHIN_DAYS = 30
FOLDED_ABOVE = 100  # services shown; with more, teams are folded


@dataclass(frozen=True)
class MapFilter:
    """What a reader asked to see."""

    team: str = ""
    level: str = ""
    activity: str = ""
    at: str = ""
    sort: str = "name"

    @classmethod
    def of(cls, request: HttpRequest) -> "MapFilter":
        values = {name: request.GET.get(name, "") for name in ("team", "level", "activity", "at")}
        return cls(**values, sort="lowest" if request.GET.get("sort") == "lowest" else "name")

    def query(self, **changes: str) -> str:
        """The same filters with changes, as the query of an address; empty where nothing is asked."""
        parameters = {name: value for name, value in vars(replace(self, **changes)).items() if value}
        if parameters["sort"] == "name":
            parameters.pop("sort")
        return "?" + urlencode(parameters) if parameters else ""

    @property
    def filters(self) -> bool:
        return bool(self.team or self.level or self.activity)


def change(cell: LevelRow, as_of: date) -> int:
    """1 where the published level rose lately, -1 where it fell, else 0."""
    on, before, now = cell["published_on"], cell["published_before"], cell["published"]
    if not (on and before and now) or now == before or (as_of - on).days > CHANGED_WITHIN_DAYS:
        return 0
    return 1 if now > before else -1


@dataclass(frozen=True)
class Group:
    """The services of one team."""

    team: str
    name: str
    services: tuple[Service, ...]


@dataclass(frozen=True)
class Grid:
    """What the map shows."""

    filters: MapFilter
    activities: tuple[Activity, ...]
    groups: tuple[Group, ...]

    @property
    def visible_services(self) -> list[Service]:
        return [service for group in self.groups for service in group.services]

    @property
    def folded(self) -> bool:
        return not self.filters.team and len(self.visible_services) > FOLDED_ABOVE


def grid(context: RequestContext, filters: MapFilter, no_team: str) -> Grid:
    """Choose and sort. `no_team` names the group of services nobody owns."""
    chosen = tuple(a for a in columns(context.program) if filters.activity in ("", a.key))
    keys = [activity.key for activity in chosen]
    by_team: dict[str, list[Service]] = {}
    for service in services(context):
        if filters.team in ("", service.team) and _fits(service, filters.level, keys):
            by_team.setdefault(service.team, []).append(service)
    names = {**context.catalog.names, NO_TEAM: no_team}
    groups = [Group(team, names.get(team, team), _sorted(found, filters.sort, keys)) for team, found in by_team.items()]
    return Grid(filters, chosen, tuple(sorted(groups, key=lambda group: _group_key(group, filters.sort, keys))))


def _fits(service: Service, level: str, keys: Sequence[str]) -> bool:
    return level not in STATES or any(service.state(key) == level for key in keys)


def _sorted(found: list[Service], sort: str, keys: Sequence[str]) -> tuple[Service, ...]:
    return tuple(sorted(found, key=lambda service: _lowness([service], keys))) if sort == "lowest" else tuple(found)


def _group_key(group: Group, sort: str, keys: Sequence[str]) -> tuple[bool, tuple[float, ...], str]:
    low = _lowness(group.services, keys) if sort == "lowest" else ()
    return (group.team == NO_TEAM, low, group.name.casefold())


def _lowness(found: Sequence[Service], keys: Sequence[str]) -> tuple[float, float]:
    """Sorts the largest share of level 1 first, then the largest share of what nobody knows."""
    counts = tally(service.state(key) for service in found for key in keys)
    of = sum(counts.values()) - counts["na"] or 1
    return (-counts["1"] / of, -counts["unknown"] / of)


def tally(states: Iterable[str]) -> Tally:
    """How many there are of each state."""
    found = Counter(states)
    return {known: found[known] for known in STATES}


def tally_of(found: Iterable[Service], keys: Sequence[str]) -> Tally:
    """The states of all services that are counted, in some activities."""
    return tally(service.state(key) for service in found if service.counted for key in keys)


def by_word_of(found: Iterable[Service], keys: Sequence[str]) -> Tally:
    """How many of them rest on people's word, by state."""
    rows = [(service.state(key), service.cells.get(key)) for service in found if service.counted for key in keys]
    return tally(state for state, row in rows if row is not None and rests_on_word(row))


def at_least_2(counts: Tally) -> tuple[int, int]:
    """How many are at level 2 or above, of how many."""
    return counts["2"] + counts["3"], sum(counts.values()) - counts["na"]
