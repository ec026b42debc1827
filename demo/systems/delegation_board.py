"""The delegation board: what was agreed, how people voted, what ideals leave out; and the sheet of the time before."""

from collections.abc import Iterator
from typing import Any

from demo.habits import REORGANIZED
from demo.happenings import observed
from demo.organization import ASSESSED, Service, company, person
from demo.timeline import Timeline, chance

Entry = dict[str, Any]

_ACTIVITIES = (
    "slo",
    "monitoring",
    "incident-response",
    "postmortem",
    "documentation",
    "toil",
    "cost",
    "vulnerability",
    "infra-design",
    "dev-efficiency",
)
_AREAS = ("target values", "who is paged", "which tool")
_BEGAN = 500  # days since the board hangs on the wall
_STEPS = {"tsubaki": (320, 140), "lantern": (300, 120), "kawasemi": (180, 60), "hotaru": (90,)}
_BACK = {"mikan": REORGANIZED - 90}


def agreement_entries(timeline: Timeline) -> Iterator[Entry]:
    """For each service and activity: a first agreement, steps up where it went well, a step back where it did not."""
    for service in observed():
        for activity in _ACTIVITIES:
            target = 4 if activity == "infra-design" else 6
            first = 4 if service.embedded_sre else 2 if service.tier == 1 else 3
            level = first
            start = -float(min(_BEGAN, service.since - 5))
            yield _agreed(service, activity, start, level, target, "initial", "First talk at the board.", timeline)
            if service.team in _BACK and activity in ("incident-response", "postmortem"):
                reason = "当番が2人だけになり、しばらく全社SREが一緒に決めます。"
                yield _agreed(service, activity, -_BACK[service.team], 2, target, "step_back", reason, timeline)
            for day in _STEPS.get(service.team, ()):
                if level < target:
                    level += 1
                    reason = "The team held its level and ran the last two reviews itself."
                    yield _agreed(service, activity, -day, level, target, "step_up", reason, timeline)


def _agreed(
    service: Service, activity: str, day: float, level: int, target: int, why: str, reason: str, timeline: Timeline
) -> Entry:
    lead = company().team_of(service).people[0]
    return {
        "card": "agreement",
        "service": service.key,
        "activity": activity,
        "now": level,
        "wish": target,
        "from": timeline.date(day),
        "people": [person(lead), person("sora")],
        "reason": reason,
        "why": why,
    }


def vote_entries(timeline: Timeline) -> Iterator[Entry]:
    """Poker before a step: in the first round sides are apart, in the second they come closer."""
    for team, steps in _STEPS.items():
        service = company().of_team(team)[0]
        for number, day in enumerate(steps):
            for round_ in (1, 2):
                votes = []
                for side, names in (
                    ("dev", company().teams[team].people[:3]),
                    ("sre", company().teams["kumo"].people[:2]),
                    ("business", (company().units[company().teams[team].unit].head,)),
                ):
                    for name in names:
                        luck = chance(team, number, round_, name)
                        middle = 5 if side == "dev" else 4 - (round_ == 1)
                        votes.append([person(name), side, max(1, min(7, middle + luck.choice((-1, 0, 0, 1))))])
                yield {
                    "card": "poker",
                    "no": f"DP-{team}-{number + 1}",
                    "service": service.key,
                    "activity": _ACTIVITIES[number],
                    "area": _AREAS[number % len(_AREAS)],
                    "round": round_,
                    "shown": timeline.stamp(-day - 7 + round_ * 0.01),
                    "votes": votes,
                }


# service, criterion, why the service is at its best without it, agreed days ago, by the team, looked at again after
_IDEALS = (
    (
        "ledger",
        "cost.unit",
        "台帳の費用は取引数と関係なく決まるため、単位コストに意味がありません。",
        120,
        "priya",
        365,
    ),
    (
        "translations",
        "dev-efficiency.deploy-frequency",
        "Translators release together with the printed guides, four times a year.",
        200,
        "tsumugi",
        365,
    ),
    (
        "room-search",
        "postmortem.shared",
        "検索のふりかえりには取引先の名前が出るため、チーム内に留めます。",
        160,
        "aoi",
        365,
    ),
    ("event-stream", "monitoring.tested", "The stream tests itself with a canary event each minute.", 420, "ebba", 365),
)


def ideal_entries(timeline: Timeline) -> Iterator[Entry]:
    for number, (service, criterion, reason, day, dev, holds) in enumerate(_IDEALS, start=1):
        yield {
            "card": "ideal",
            "no": f"ID-{number}",
            "service": service,
            "without": criterion,
            "reason": reason,
            "people": [person(dev), person("sora")],
            "on": timeline.date(-day),
            "again": timeline.date(holds - day),
        }


def sheet_lines(timeline: Timeline) -> Iterator[str]:
    """CSV: the levels company SRE wrote down by asking around, twice, before Yudane."""
    for nth, day in enumerate((-ASSESSED - 95, -ASSESSED - 5)):
        for service in observed():
            if service.since < -day:
                continue
            for activity in _ACTIVITIES:
                if activity == "infra-design":
                    continue
                luck = chance(service.key, activity, "sheet")
                level = 1 if luck.random() < 0.62 - nth * 0.1 else 2
                yield f"{service.key},{activity},{timeline.date(day)},{level}\n"


SHEET_HEADER = "サービス,活動,日,レベル\n"
