"""What happened: incidents and drills of every service, told the same way to rows, measurements and postmortems."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from demo.habits import NOTHING, Habits, habits
from demo.organization import HISTORY, Service, company
from demo.practices import WATCHING
from demo.timeline import chance, evenly

MINUTE = 1 / 1440


@dataclass(frozen=True)
class Incident:
    """One disturbance; moments in days before the date of the demo, `burn` in shares of an error budget."""

    id: str
    service: Service
    severity: int | None
    began: float
    mitigated: float
    resolved: float
    closed: float
    burn: float
    leader: str
    lead_team: str
    commander: str | None
    informer: str | None
    visible: bool
    update: float
    detected_by: str
    before: str | None  # the incident it repeats
    habits: Habits
    number: int

    @property
    def detected(self) -> float:
        return self.began + 4 * MINUTE

    @property
    def declared(self) -> float:
        return self.began + 11 * MINUTE

    @property
    def major(self) -> bool:
        return self.severity is not None and self.severity <= 2


@dataclass(frozen=True)
class Drill:
    id: str
    service: Service
    day: int
    kind: str
    commander: str
    people: int
    findings: int


def observed() -> list[Service]:
    """Services of which anything beside the catalog is known."""
    return [service for service in company().services.values() if service.assessed and service.key not in NOTHING]


@cache
def incidents(service: Service) -> tuple[Incident, ...]:
    """The incidents of a service, oldest first."""
    days = sorted([*_days(service, major=True), *_days(service, major=False)])
    found: list[Incident] = []
    for number, (day, major) in enumerate(days):
        found.append(_incident(service, number, day, major, found))
    return tuple(found)


def _days(service: Service, *, major: bool) -> Iterator[tuple[float, bool]]:
    """Days of incidents, evenly spread with some jitter, at any hour."""
    luck = chance(service.key, "incidents", major)
    start = min(service.since, HISTORY)
    day = -float(start) + luck.uniform(4, 14)
    while day < -2:
        every = _every(service, day, major)
        if every:
            yield day + luck.uniform(-1.5, 1.5), major
        day += every or 30
    if major and service.exhausted:
        yield -float(service.exhausted) + 0.1, major


def _every(service: Service, day: float, major: bool) -> int:
    response = habits(service, day).response
    return response.major_every if major else response.minor_every


def _incident(service: Service, number: int, day: float, major: bool, earlier: list[Incident]) -> Incident:
    luck = chance(service.key, "incident", number)
    how = habits(service, day)
    response, team = how.response, company().team_of(service)
    found = WATCHING.of(service, day).found
    worst = bool(service.exhausted) and major and abs(day + (service.exhausted or 0)) < 0.2
    severity = (1 if worst or luck.random() < 0.2 else 2) if major else luck.choice((3, 3, 4))
    mitigated = day + response.mitigate * luck.uniform(0.6, 1.2) * MINUTE
    leaders = team.people[: response.leaders]
    leader = leaders[number % len(leaders)]
    return Incident(
        id=f"INC-{_first(service) + number}",
        service=service,
        severity=severity if response.grades or major else None,
        began=day,
        mitigated=mitigated,
        resolved=mitigated + luck.uniform(0.5, 3) / 24,
        closed=mitigated + luck.uniform(0.3, 1.1),
        burn=1.4 if worst else (0.42 if severity == 1 else luck.uniform(0.22, 0.31)) if major else 0.03,
        leader=leader if response.leads else "satsuki",
        lead_team=team.key if response.leads else "kumo",
        commander=team.people[(number + 1) % len(leaders)] if response.roles else None,
        informer=team.people[-1] if response.roles else None,
        visible=service.user_facing and (major or luck.random() < 0.3),
        update=day + (11 + response.update * luck.uniform(0.5, 1.3)) * MINUTE,
        detected_by=("alert" if evenly(number, found / 11) else luck.choice(("user", "user", "support"))),
        before=earlier[-3].id if not response.roles and number % 6 == 5 else None,
        habits=how,
        number=number,
    )


def _first(service: Service) -> int:
    """Every service has its own hundred of numbers."""
    return 1000 + 100 * list(company().services).index(service.key)


@cache
def drills(service: Service) -> tuple[Drill, ...]:
    """The drills of a service, oldest first; another person directs each."""
    found: list[Drill] = []
    day = -min(service.since, HISTORY) + 25
    while day < -3:
        every = habits(service, day).response.drill_every
        if every:
            found.append(_drill(service, len(found), day))
        day += every or 30
    return tuple(found)


def _drill(service: Service, number: int, day: int) -> Drill:
    people = company().team_of(service).people
    kinds = ("tabletop", "game_day", "dr_restore", "failover")
    return Drill(
        id=f"DR-{service.key}-{number + 1}",
        service=service,
        day=day,
        kind=kinds[number % len(kinds)],
        commander=people[(number + 1) % len(people)],
        people=4 + number % 3,
        findings=2,
    )
