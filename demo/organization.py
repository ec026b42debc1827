"""Who there is: business units, teams, people, services and what they promise, read from company.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

MONTHS = 18  # assessed, each on its first day
ASSESSED = 550  # days since the first of them, at most
HISTORY = ASSESSED + 184  # days of incidents, shifts and meetings; the first month looks back half a year
MEASURED = ASSESSED + 30  # days of measurements; the first month looks back four weeks


@dataclass(frozen=True)
class Unit:
    key: str
    name: str
    head: str


@dataclass(frozen=True)
class Team:
    key: str
    name: str
    unit: str
    people: tuple[str, ...]
    kind: str = "dev"
    tool: str = ""  # openslo, sloth or pyrra
    sites: int = 1


@dataclass(frozen=True)
class Slo:
    """One promise. Days count back from the date of the demo."""

    service: str
    called: str  # what the team's own tools call the service
    category: str
    target: float  # percent
    owner: str
    journey: str | None = None
    since: int | None = None  # None: all along
    policy: int | None = None  # when its error budget policy was approved
    gaps: float = 0.0  # share of hours without a measurement
    open: int = 24  # hours of a day that are measured

    @property
    def id(self) -> str:
        return f"{self.called}-{self.category}"


@dataclass(frozen=True)
class Service:
    key: str
    title: str
    team: str
    tier: int
    requests: int
    slos: tuple[Slo, ...]
    called: str
    journeys: tuple[str, ...] = ()
    lifecycle: str = "production"
    user_facing: bool = True
    personal_data: bool = False
    embedded_sre: bool = False
    on_call: str = "24x7"
    since: int = HISTORY
    exhausted: int | None = None
    answered: bool = False
    unit: str = ""
    dollars: bool = False
    central: bool = False

    @property
    def account(self) -> str:
        return f"nagisara-{self.key}"

    @property
    def spend(self) -> int:
        """Yen in an ordinary month."""
        return 90_000 + self.requests * 45

    @property
    def assessed(self) -> bool:
        return self.lifecycle == "production"


@dataclass(frozen=True)
class Company:
    key: str
    name: str
    units: Mapping[str, Unit]
    teams: Mapping[str, Team]
    services: Mapping[str, Service]

    def team_of(self, service: Service) -> Team:
        return self.teams[service.team]

    def of_team(self, team: str) -> list[Service]:
        """The services of a team that are in real use."""
        return [service for service in self.services.values() if service.team == team and service.assessed]


def person(name: str) -> str:
    """A person as every file names them, so that rows and catalog mean the same one."""
    return f"user:default/{name}"


@cache
def company() -> Company:
    raw: Any = yaml.safe_load((Path(__file__).parent / "company.yaml").read_text("utf-8"))
    return Company(
        key=raw["company"]["id"],
        name=raw["company"]["name"],
        units={key: Unit(key, **value) for key, value in raw["units"].items()},
        teams={key: _team(key, value) for key, value in raw["teams"].items()},
        services={key: _service(key, value) for key, value in raw["services"].items()},
    )


def _team(key: str, raw: Mapping[str, Any]) -> Team:
    return Team(key, **{**raw, "people": tuple(raw["people"])})


def _service(key: str, raw: Mapping[str, Any]) -> Service:
    called = raw.get("called", key)
    slos = tuple(_slo(key, called, raw["team"], category, promise) for category, promise in raw["slos"].items())
    journeys = tuple(raw.get("journeys", ()))
    return Service(key, **{**raw, "called": called, "slos": slos, "journeys": journeys})


def _slo(service: str, called: str, team: str, category: str, raw: Mapping[str, Any]) -> Slo:
    said = {("since" if name == "from" else name): value for name, value in raw.items()}
    return Slo(service, called, category, **{"owner": team, **said})
