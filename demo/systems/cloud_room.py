"""The cloud room: what is changed in the infrastructure, what its provider announces, what is probed and logged."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from demo.organization import HISTORY, Service
from demo.practices import WATCHING
from demo.timeline import Timeline, chance, evenly

Entry = dict[str, Any]

SRE = "kumo"
_BY_HAND = ("courier-app", "storefront", "cart")  # somebody clicks in the console
LOG_HEADER = "ログ,サービス,種別,集約,送り先,検索できる日数,保存日数,構造化,改ざん防止,個人情報確認日,最終受信,日量\n"


@dataclass(frozen=True)
class Change:
    """One change of the infrastructure."""

    id: str
    service: Service
    day: float
    number: int
    big: bool
    new: bool  # the first one, before anybody used the service

    @property
    def review(self) -> str:
        return f"DES-{self.id}"

    @property
    def reviewed(self) -> bool:
        return self.big and not evenly(self.number + len(self.service.key), 0.12)


@cache
def changes(service: Service) -> tuple[Change, ...]:
    luck = chance(service.key, "infrastructure")
    start = min(HISTORY, service.since)
    found: list[Change] = []
    day = -float(start) - (2 if service.since < HISTORY else -3)
    while day < -0.5:
        number = len(found)
        new = number == 0 and service.since < HISTORY
        found.append(Change(f"IC-{service.key}-{number + 1}", service, day, number, new or number % 7 == 3, new))
        day += luck.uniform(12, 30)
    return tuple(found)


def big_changes(service: Service) -> Iterator[Change]:
    return (change for change in changes(service) if change.big)


def change_entries(service: Service, timeline: Timeline) -> Iterator[Entry]:
    clicks = service.key in _BY_HAND
    for change in changes(service):
        ours = evenly(change.number, 0.88) and not (service.key == "courier-app" and change.number % 2)
        way = "console" if clicks and change.number % 2 else "api" if change.number % 11 == 7 else "pipeline"
        yield {
            "type": "change",
            "no": change.id,
            "for": service.key,
            "at": timeline.stamp(change.day),
            "way": way,
            "big": change.big,
            "by": service.team if ours else SRE,
            "seen_as": change.review if change.reviewed else None,
        }


_NOTICES = ("database_engine_end_of_support", "certificate_expiry", "host_retirement", "region_maintenance")


def notice_entries(service: Service, timeline: Timeline) -> Iterator[Entry]:
    """What the provider announces, and who read and did it."""
    luck = chance(service.key, "notices")
    misses = service.team in ("suzume", "mikan")
    day, number = -float(min(HISTORY, service.since)) + luck.uniform(5, 60), 0
    while day < -1:
        team = SRE if (misses and number % 2) or number % 9 == 7 else service.team
        done = day + luck.uniform(6, 34)
        yield {
            "type": "notice",
            "no": f"MT-{service.key}-{number + 1}",
            "for": service.key,
            "what": _NOTICES[number % len(_NOTICES)],
            "told": timeline.stamp(day),
            "until": timeline.date(day + 40),
            "read": timeline.past(day + luck.uniform(0.3, 4)),
            "reader": team,
            "doer": team if done < 0 else None,
            "done": timeline.past(done),
        }
        number += 1
        day += luck.uniform(50, 95)


def probe_entries(service: Service, timeline: Timeline) -> Iterator[Entry]:
    """What looks at the service from outside and from inside."""
    how = WATCHING.of(service, -1)
    if service.user_facing and how.probe != "none":
        silent = how.probe == "silent"
        for signal in ("errors", "latency"):
            yield _probe(service, "outside", signal, -3.2 if silent else -0.004, timeline)
    if how.probe != "none":
        yield _probe(service, "inside", "traffic", -0.01, timeline)
        yield _probe(service, "log", "errors", -0.02, timeline)


def _probe(service: Service, eye: str, signal: str, well: float, timeline: Timeline) -> Entry:
    no = f"probe-{service.key}-{eye}-{signal}"
    return {
        "type": "probe",
        "no": no,
        "for": service.key,
        "eye": eye,
        "of": signal,
        "on": True,
        "well": timeline.stamp(well),
    }


_LOG_WORDS = {
    "app": "アプリ",
    "access": "アクセス",
    "audit": "監査",
    "db": "データベース",
    "cloud_control_plane": "クラウド操作",
}


def log_lines(service: Service, timeline: Timeline) -> Iterator[str]:
    """CSV: where logs go and how long they stay. Some are kept too short, some stopped, one was never looked through."""
    kinds = ["app", "access"] if service.user_facing else ["app", "db"]
    if service.tier == 1 or service.personal_data:
        kinds.append("audit")
    kinds.append("cloud_control_plane")
    poor = service.key in ("courier-app", "coupons")
    for number, kind in enumerate(kinds):
        strict = kind in ("audit", "cloud_control_plane")
        short = service.key in ("customer-data", "storefront") and kind == "audit"
        hot, total = (90, 365) if strict else (90, 120)
        if short or (poor and not strict):
            hot, total = 30, 60
        seen = timeline.date(-90 - number) if service.personal_data and service.key != "customer-data" else ""
        cells = (
            f"{service.key}-{kind}",
            service.key,
            _LOG_WORDS[kind],
            "いいえ" if poor and kind == "app" else "はい",
            f"s3://nagisara-logs/{service.key}/{kind}",
            str(hot),
            str(total),
            "いいえ" if kind == "app" and len(service.key) % 5 == 0 else "はい",
            "はい" if kind == "audit" and not short else "いいえ",
            seen,
            timeline.stamp(-6 if service.key == "reports" and kind == "db" else -0.01),
            str(service.requests * (2400 if kind == "access" else 700)),
        )
        yield ",".join(cells) + "\n"
