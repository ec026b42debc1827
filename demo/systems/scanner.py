"""The scanner: what it knows to exist, when it looked at it, what it found; and the orders of the security office."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from demo.organization import HISTORY, Service, company
from demo.practices import PATCHING, Patching
from demo.systems.build_line import components, repository
from demo.timeline import Timeline, chance, evenly

Entry = dict[str, Any]

CLOCK = {"critical": 15, "high": 30, "medium": 90, "low": 180}
_CLASS_DAYS = {"3d": 3, "3d_forensic": 3, "14d": 14, "60d": 60}
_GRADES = ("high", "medium", "high", "low", "high", "critical", "high", "medium", "high", "high")
_PACKAGES = (
    "pkg:npm/tiny-parser",
    "pkg:pypi/asari-http",
    "pkg:golang/lib/yaml",
    "pkg:deb/debian/openssl",
    "pkg:maven/web/core",
)


@dataclass(frozen=True)
class Thing:
    id: str
    kind: str
    outside: bool
    eyes: tuple[str, ...]  # kinds of scans that look at it


@dataclass(frozen=True)
class Finding:
    """One vulnerability in one thing; moments in days before the date of the demo."""

    number: int
    service: Service
    thing: Thing
    seen: float
    grade: str
    exploited: bool  # in the catalog of known exploited ones
    automatable: bool
    total: bool
    epss: float
    how: Patching
    left: bool = False  # nobody ever dealt with it

    @property
    def id(self) -> str:
        return f"F-{self.service.key}-{self.number:04}"

    @property
    def due_class(self) -> str:
        """The public decision table by exploitation, exposure, automation and impact."""
        if self.exploited:
            if self.total and (self.thing.outside or self.automatable):
                return "3d_forensic"
            return "3d" if self.thing.outside and self.automatable else "14d"
        if not self.thing.outside:
            return "60d" if self.automatable else "next_upgrade"
        if self.total:
            return "3d" if self.automatable else "14d"
        return "14d" if self.automatable else "60d"

    @property
    def days(self) -> float:
        """The time there is to mend it."""
        clock = CLOCK[self.grade]
        if self.how.by_risk:
            return min(clock, _CLASS_DAYS.get(self.due_class, clock))
        return min(clock, 14) if self.exploited else clock

    @property
    def late(self) -> bool:
        return evenly(self.number, self.how.late) and not self.exploited

    @property
    def mended(self) -> float:
        return self.seen + self.days * (1.6 if self.late else self.how.fix)

    @property
    def accepted(self) -> bool:
        often = 16 if self.how.accepts == "dated" else 40
        return bool(self.how.accepts) and self.grade == "high" and not self.exploited and self.number % often == 4


def things(service: Service) -> tuple[Thing, ...]:
    angles = PATCHING.of(service, -1).angles
    outside = service.user_facing
    code = ("sca", "sast") if angles > 2 else ("sca",)
    found = [Thing(f"repo:{repository(service)}", "repository", False, code)]
    image = ("container",) if angles > 1 else ("sca",)
    found += [
        Thing(f"image:{service.key}/{part}", "container_image", outside and part != "worker", image)
        for part in components(service)
    ]
    if angles > 1:
        found.append(Thing(f"account:{service.account}", "cloud_account", False, ("cloud_posture",)))
    return tuple(found)


def thing_entries(service: Service, timeline: Timeline) -> Iterator[Entry]:
    for thing in things(service):
        yield {
            "type": "thing",
            "id": thing.id,
            "product": service.key,
            "kind": thing.kind,
            "open_to_all": thing.outside,
            "from": timeline.date(-min(service.since, HISTORY + 30)),
            "to": None,
        }


def look_entries(service: Service, timeline: Timeline) -> Iterator[tuple[str, Entry]]:
    """Month, and every look the scanner took at a thing in it."""
    start = min(service.since, HISTORY) - 2
    for place, thing in enumerate(things(service)):
        looks: dict[str, list[list[object]]] = {}
        for eye in thing.eyes:
            day = -start + place * 0.11
            while day < 0:
                how = PATCHING.of(service, day)
                if how.scanned == 1 or place % 2 == 0:
                    looks.setdefault(timeline.date(day)[:7], []).append([eye, timeline.stamp(day), day % 13 > 0.6])
                day += 3 if how.weekly else 12
        for month, month_looks in looks.items():
            yield (
                month,
                {"type": "looks", "product": service.key, "thing": thing.id, "month": month, "looks": month_looks},
            )


@cache
def findings(service: Service) -> tuple[Finding, ...]:
    luck = chance(service.key, "findings")
    targets = [thing for thing in things(service) if thing.kind != "cloud_account"]
    start = min(HISTORY, service.since)
    found: list[Finding] = []
    day = -float(start) + 5
    while day < -1:
        number = len(found)
        how = PATCHING.of(service, day)
        found.append(
            Finding(
                number,
                service,
                targets[number % len(targets)],
                day,
                _GRADES[number % len(_GRADES)],
                exploited=number % 16 == 13,
                automatable=number % 4 == 1,
                total=number % 3 == 0,
                epss=0.24 if number % 6 == 2 else 0.01,
                how=how,
            )
        )
        day += luck.uniform(4.5, 8.5)
    forgets = PATCHING.of(service, -1).forgets
    if forgets:
        edge = targets[1]
        found.append(
            Finding(9000, service, edge, -float(forgets), "critical", True, True, True, 0.91, found[-1].how, left=True)
        )
    return tuple(found)


def finding_entries(service: Service, timeline: Timeline) -> Iterator[Entry]:
    for finding in findings(service):
        yield _finding(finding, timeline)


def _finding(finding: Finding, timeline: Timeline) -> Entry:
    how, number = finding.how, finding.number
    triaged = finding.seen + how.triage * (0.6 + number % 5 * 0.2)
    due = timeline.stamp(finding.seen + finding.days) if how.by_risk and finding.due_class != "next_upgrade" else None
    state, mended, decision = _state(finding, timeline)
    package = _PACKAGES[number % len(_PACKAGES)]
    return {
        "type": "finding",
        "id": finding.id,
        "thing": finding.thing.id,
        "product": finding.service.key,
        "name": f"CVE-{timeline.moment(finding.seen).year}-{20000 + sum(map(ord, finding.service.key)) * 13 + number}",
        "package": f"{package}@{1 + number % 4}.{number % 9}.0",
        "mended_in": f"{1 + number % 4}.{number % 9}.1",
        "grade": finding.grade,
        "score": {"critical": 9.6, "high": 8.1, "medium": 5.4, "low": 3.1}[finding.grade],
        "likely": finding.epss,
        "exploited_since": timeline.date(finding.seen + (3 if finding.left else -6)) if finding.exploited else None,
        "robot_can": finding.automatable,
        "takes_all": finding.total,
        "class": finding.due_class if how.by_risk else None,
        "seen": timeline.stamp(finding.seen),
        "sorted": timeline.past(triaged) if not finding.left else None,
        "due": due,
        "mended": mended,
        "again": int(evenly(number, how.returns)),
        "state": state,
        "decision": decision,
        "alarm": f"triage/{finding.id}" if how.by_risk and finding.due_class == "3d_forensic" else None,
    }


def _state(finding: Finding, timeline: Timeline) -> tuple[str, str | None, Entry | None]:
    """Where it stands today: open, gone, or accepted with a decision."""
    if finding.left:
        return "open", None, None
    if finding.accepted:
        decided, endless = finding.seen + 4, finding.how.accepts == "endless"
        if decided < 0 and (endless or decided + 150 > 0):
            return "accepted", None, _decision(finding, decided, endless, timeline)
        if decided < 0:
            return "gone", timeline.stamp(decided + 140), _decision(finding, decided, endless, timeline)
    if finding.mended < 0:
        return "gone", timeline.stamp(finding.mended), None
    return "open", None, None


def _decision(finding: Finding, decided: float, endless: bool, timeline: Timeline) -> Entry:
    return {
        "no": f"RISK-{finding.id[2:]}",
        "why": "The function is not used; the proxy refuses such requests.",
        "by": f"user:default/{company().team_of(finding.service).people[0]}",
        "on": timeline.date(decided),
        "until": None if endless else timeline.date(decided + 150),
    }


def urgent(service: Service) -> Iterator[Finding]:
    """The findings for which company SRE asked the team to act at once."""
    return (f for f in findings(service) if f.exploited and not f.left)


_ORDERS = (
    ("notice", "low", 0.9, 20.0),
    ("posture", "medium", 2.0, 24.0),
    ("notice", "low", 1.6, 30.0),
    ("posture", "high", 1.5, 18.0),
    ("audit", "medium", 3.0, 50.0),
    ("posture", "critical", 0.4, 6.0),
)


def order_entries(service: Service, timeline: Timeline) -> Iterator[Entry]:
    """What the security office tells a service to do. Some are late, one lies for months."""
    luck = chance(service.key, "orders")
    late = PATCHING.of(service, -1).late > 0.3
    day, number = -float(min(HISTORY, service.since)) + 10, 0
    while day < -1:
        kind, grade, heard, takes = _ORDERS[number % len(_ORDERS)]
        done = day + takes * (1.7 if late else 0.8) * luck.uniform(0.7, 1.2)
        asked = timeline.working(day)
        yield {
            "type": "order",
            "id": f"ST-{service.key}-{number + 1}",
            "product": service.key,
            "kind": kind,
            "grade": grade,
            "given": timeline.stamp(asked),
            "heard": timeline.past(asked + heard * (4 if late else 1)),
            "due": timeline.date(day + takes + 4),
            "done": timeline.past(done) if not (late and number % 5 == 3) else None,
        }
        number += 1
        day += luck.uniform(38, 60)
    if service.personal_data:
        when = -140.0 - len(service.key)
        yield {
            "type": "order",
            "id": f"ST-{service.key}-incident",
            "product": service.key,
            "kind": "incident",
            "grade": "high",
            "given": timeline.stamp(when),
            "heard": timeline.stamp(when + (35 + len(service.key) * 3) / 1440),
            "due": timeline.date(when + 7),
            "done": timeline.stamp(when + 5),
        }
