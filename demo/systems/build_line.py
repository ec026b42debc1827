"""The build line: merges, builds, releases and lists of parts of each project, month by month, in seconds since 1970."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha1, sha256
from typing import Any

from demo.organization import HISTORY, Service
from demo.practices import DELIVERING, Delivering
from demo.timeline import Timeline, chance, evenly

Entry = dict[str, Any]
HOUR = 1 / 24


@dataclass(frozen=True)
class Merge:
    """One change; moments in days before the date of the demo."""

    number: int
    sha: str
    begun: float
    merged: float
    update: bool  # of a dependency, by a bot
    how: Delivering


@dataclass(frozen=True)
class Release:
    """One deployment to production."""

    number: int
    deployed: float
    component: str
    merges: tuple[Merge, ...]
    how: Delivering

    @property
    def id(self) -> str:
        return f"{self.merges[-1].sha[:7]}-{self.number}"


def repository(service: Service) -> str:
    return f"{service.team}/{service.key}"


def components(service: Service) -> tuple[str, ...]:
    return ("web", "worker") if service.tier == 1 and service.user_facing else ("app",)


@cache
def merges(service: Service) -> tuple[Merge, ...]:
    """The changes of a service, oldest first."""
    luck = chance(service.key, "merges")
    found: list[Merge] = []
    day = -float(min(HISTORY, service.since)) + 3
    while day < -0.5:
        how = DELIVERING.of(service, day)
        merged = day + luck.uniform(0.02, 0.38)
        update = how.updates > 0 and evenly(len(found), min(0.9, how.updates / (how.weekly * 4.3)))
        work = 0.2 if update else how.work * luck.uniform(0.5, 1.5)
        sha = sha1(f"{service.key}/{len(found)}".encode(), usedforsecurity=False).hexdigest()
        found.append(Merge(len(found), sha, merged - work, merged, update, how))
        day += 7 / how.weekly * luck.uniform(0.6, 1.4)
    return tuple(found)


@cache
def releases(service: Service) -> tuple[Release, ...]:
    """The deployments of a service: whatever was merged since the last one goes out together."""
    parts = components(service)
    found: list[Release] = []
    waiting: list[Merge] = []
    for merge in merges(service):
        if waiting and merge.merged - waiting[0].merged >= merge.how.every:
            found.append(_release(found, waiting, parts))
            waiting = []
        waiting.append(merge)
    if waiting and waiting[-1].merged < -2:
        found.append(_release(found, waiting, parts))
    return tuple(found)


def _release(before: list[Release], waiting: list[Merge], parts: tuple[str, ...]) -> Release:
    last, number = waiting[-1], len(before)
    return Release(number, last.merged + 1.5 * HOUR, parts[number % len(parts)], tuple(waiting), last.how)


def projects(service: Service, timeline: Timeline) -> Iterator[tuple[str, Entry]]:
    """Month, and what the build line tells of the service in it."""
    where = {merge.sha: release for release in releases(service) for merge in release.merges}
    months: dict[str, dict[str, list[Entry]]] = {}

    def add(kind: str, day: float, entry: Entry) -> None:
        months.setdefault(timeline.date(day)[:7], {}).setdefault(kind, []).append(entry)

    for merge in merges(service):
        add("merges", merge.merged, _merge(service, merge, where.get(merge.sha), timeline))
        for run in _runs(service, merge, timeline):
            add("builds", merge.merged, run)
    for release in releases(service):
        add("releases", release.deployed, _deployment(service, release, timeline))
        if evenly(release.number, release.how.parts_list):
            add("parts", release.deployed, _parts(service, release, timeline))
    for month, kinds in sorted(months.items()):
        yield month, {"project": service.called, "repo": repository(service), "month": month, **kinds}


def _merge(service: Service, merge: Merge, release: Release | None, timeline: Timeline) -> Entry:
    traced = release is not None and evenly(merge.number, merge.how.traced)
    reviewed = not merge.update and evenly(merge.number, merge.how.reviewed)
    opened = merge.begun + (merge.merged - merge.begun) * 0.4
    return {
        "no": f"{repository(service)}!{merge.number + 1}",
        "begun": timeline.epoch(merge.begun),
        "opened": timeline.epoch(opened),
        "looked": timeline.epoch(opened + 3 * HOUR) if reviewed and opened + 3 * HOUR < merge.merged else None,
        "merged": timeline.epoch(merge.merged),
        "sha": merge.sha,
        "lines": 12 if merge.update else 20 + merge.number * 37 % 260,
        "by": "robot" if merge.update else "person",
        "eyes": int(reviewed),
        "bump": merge.update,
        "release": release.id if release and traced else None,
    }


def _runs(service: Service, merge: Merge, timeline: Timeline) -> Iterator[Entry]:
    how = merge.how
    if not evenly(merge.number, how.checked):
        return
    tests = 180 + len(service.key) * 23 if evenly(merge.number, how.tested) else 0
    for main, begun in ((False, merge.merged - 2 * HOUR), (True, merge.merged + HOUR / 20)):
        minutes = how.build * (0.8 + merge.number * 7 % 5 / 10)
        yield {
            "no": f"{merge.sha[:10]}{'-main' if main else ''}",
            "sha": merge.sha,
            "main": main,
            "why": "push" if main else "pull",
            "begun": timeline.epoch(begun),
            "ended": timeline.epoch(begun + minutes / 1440),
            "result": "red" if not main and merge.number % 9 == 4 else "green",
            "tests": tests,
            "broken": 2 if tests and not main and merge.number % 9 == 4 else 0,
        }


def _deployment(service: Service, release: Release, timeline: Timeline) -> Entry:
    how = release.how
    hurt = evenly(release.number, how.fails)
    healed = release.deployed + how.recovers * HOUR * (0.7 + release.number % 4 * 0.15)
    by_hand = evenly(release.number, how.by_hand)
    return {
        "no": release.id,
        "part": release.component,
        "to": "production",
        "digest": digest(service, release),
        "sha": release.merges[-1].sha,
        "begun": timeline.epoch(release.deployed - 12 / 1440),
        "ended": timeline.epoch(release.deployed),
        "result": "taken back" if hurt and release.number % 2 else "done",
        "hands": 3 if by_hand else 0,
        "hurt": hurt,
        "healed": timeline.epoch(healed) if hurt and healed < 0 else None,
        "mends": evenly(release.number, how.redone),
        "manner": "canary" if how.fails < 0.08 else "rolling",
    }


def digest(service: Service, release: Release) -> str:
    return "sha256:" + sha256(f"{service.key}/{release.id}".encode()).hexdigest()


def _parts(service: Service, release: Release, timeline: Timeline) -> Entry:
    return {
        "digest": digest(service, release),
        "image": f"image:{service.key}/{release.component}",
        "made": timeline.epoch(release.deployed - 15 / 1440),
        "form": "cyclonedx 1.6",
        "count": 140 + len(service.key) * 11 + release.number % 30,
    }
