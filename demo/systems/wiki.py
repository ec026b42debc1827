"""The wiki: its pages with the week's link check, and each team's list of chores, as they stood on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from demo.habits import NO_WIKI
from demo.happenings import observed
from demo.organization import HISTORY, Service, Team, company
from demo.practices import TEAM_PAGES, TOILING, WATCHING, WRITING, Writing
from demo.rows import WIKI
from demo.timeline import Timeline, chance

Entry = dict[str, Any]

NEVER_CHECKED = "suzume"  # nobody has ever opened this team's pages to see whether they are still there

_SORTS = {
    "overview_architecture": "全体図",
    "runbook": "手順書",
    "deploy_guide": "デプロイ手順",
    "oncall_guide": "当番の手引き",
    "incident_flow": "障害対応フロー",
    "severity_scale": "重大度",
    "contacts": "連絡先",
    "slo_doc": "SLO",
    "onboarding": "はじめに",
    "dr_plan": "復旧計画",
    "monitoring_policy": "監視の方針",
    "postmortem_policy": "ふりかえりの方針",
    "vulnerability_policy": "脆弱性の方針",
    "doc_guideline": "書き方",
}
_OF_SERVICE = {
    1: ("overview_architecture", "runbook", "deploy_guide", "contacts", "slo_doc", "dr_plan"),
    2: ("overview_architecture", "runbook", "deploy_guide", "contacts", "slo_doc"),
    3: ("overview_architecture", "runbook", "deploy_guide", "contacts"),
}
_OF_TEAM = ("oncall_guide", "incident_flow", "onboarding", "monitoring_policy")
_STATES = {
    "incident_flow": ["contacts", "roles", "declaring"],
    "monitoring_policy": ["signals", "severities", "receivers"],
    "postmortem_policy": ["triggers", "roles"],
    "severity_scale": ["severities"],
    "doc_guideline": ["templates", "reviewers"],
    "vulnerability_policy": ["due_dates", "exceptions"],
}
# Of the company: who looks at it how often. The page about severities is read every second year.
_OF_COMPANY = {
    "severity_scale": 700,
    "postmortem_policy": 290,
    "incident_flow": 150,
    "vulnerability_policy": 300,
    "doc_guideline": 320,
}


# -- Pages -----------------------------------------------------------------------------------------------------------


def page_entries(day: int, timeline: Timeline) -> Iterator[Entry]:
    """All pages as they stood on the morning of a day. The wiki of one team is not connected."""
    for sort, every in _OF_COMPANY.items():
        page = _page(
            f"company-{sort}", sort, f"全社: {_SORTS[sort]}", "company", Writing(read_every=every), day, timeline
        )
        yield page | {"says": ["severities", "roles"]} if sort == "incident_flow" else page  # whom to call, teams say
    for speed in ("fast", "slow", "ticket"):
        yield _page(
            f"company-burn-{speed}",
            "runbook",
            f"Burn alerts: {speed}",
            "company",
            Writing(read_every=150),
            day,
            timeline,
            f"burn-{speed}",
        )
    for team in company().teams.values():
        if team.kind == "dev" and team.key != NO_WIKI:
            yield from _team_pages(team, day, timeline)
    for service in observed():
        if -service.since < day and service.team != NO_WIKI:
            yield from _service_pages(service, day, timeline)


def _team_pages(team: Team, day: int, timeline: Timeline) -> Iterator[Entry]:
    services = [service for service in observed() if service.team == team.key]
    how = TEAM_PAGES.by(team.key, day - 1)
    watched = any(WATCHING.of(service, day - 1).policy for service in services)
    for sort in _OF_TEAM:
        if sort in how.missing or (sort == "monitoring_policy" and not watched):
            continue
        title = f"{team.name}: {_SORTS[sort]}"
        page = _page(f"{team.key}-{sort}", sort, title, team.key, how, day, timeline, keeper=team.key)
        yield _unchecked(page) if team.key == NEVER_CHECKED else page


def _service_pages(service: Service, day: int, timeline: Timeline) -> Iterator[Entry]:
    how = WRITING.of(service, day - 1)
    for sort in _OF_SERVICE[service.tier]:
        if sort in how.missing:
            continue
        page = _page(
            f"{service.key}-{sort}",
            sort,
            f"{service.title}: {_SORTS[sort]}",
            service.key,
            how,
            day,
            timeline,
            keeper=how.keeper or service.team,
            product=service.key,
        )
        page |= {"history": how.versioned, "links": [12, how.broken], "answer": 404 if sort in how.gone else 200}
        yield _unchecked(page) if service.team == NEVER_CHECKED else page


def _page(
    no: str,
    sort: str,
    title: str,
    folder: str,
    how: Writing,
    day: int,
    timeline: Timeline,
    name: str | None = None,
    keeper: str | None = None,
    product: str | None = None,
) -> Entry:
    read = _last_read(no, how.read_every, min(day, -how.stopped))
    return {
        "page": no,
        "product": product,
        "sort": _SORTS[sort],
        "title": title,
        "at": f"{WIKI}/{folder}/{name or sort.replace('_', '-')}",
        "keeper": keeper,
        "written": timeline.stamp(read - 0.6),
        "read": timeline.date(read),
        "again_after": 365 if sort == "dr_plan" else 180,
        "history": True,
        "answer": 200,
        "links": [12, 0],
        "tried": timeline.stamp(day - 0.4),
        "says": _STATES.get(sort, []),
    }


def _unchecked(page: Entry) -> Entry:
    return page | {"answer": None, "links": None, "tried": None}


def _last_read(no: str, every: int, day: int) -> int:
    """The last day before another on which somebody found the page right."""
    first = -HISTORY - chance(no, "read").randint(60, 60 + every)
    return first + (day - 1 - first) // every * every


# -- Chores ----------------------------------------------------------------------------------------------------------

_CHORES = (
    ("hotel-imports", "宿の一覧を手で取り込む", 40, 45),
    ("restart-jobs", "Restart stuck jobs", 70, 20),
    ("refunds-by-hand", "返金の登録を手で直す", 35, 40),
    ("new-accounts", "Make accounts for new colleagues", 20, 50),
    ("disk-space", "ディスクの空きを作る", 25, 50),
    ("month-end", "Check the month's totals", 4, 240),
    ("certificates", "証明書を入れ替える", 12, 60),
    ("rerun-exports", "Run failed exports again", 50, 25),
)


@dataclass(frozen=True)
class Chore:
    """Something done by hand again and again; days before the date of the demo."""

    key: str
    team: str
    title: str
    runs: int
    minutes: int
    since: int
    gone: int | None  # the day it was automated

    def stands(self, day: float) -> bool:
        return self.since <= day and (self.gone is None or day < self.gone)


@cache
def chores(team: Team) -> tuple[Chore, ...]:
    """Five at a time. Where one is automated, the next of the list comes up."""
    found = [_chore(team, number, -HISTORY - 30, None) for number in range(5)]
    day = -HISTORY + 40
    while day < -20:
        every = TOILING.by(team.key, day).automates
        if every:
            oldest = next(number for number, chore in enumerate(found) if chore.gone is None)
            found[oldest] = _chore(team, oldest, found[oldest].since, day)
            found.append(_chore(team, len(found), day + 10, None))
        day += every or 60
    return tuple(found)


def _chore(team: Team, number: int, since: int, gone: int | None) -> Chore:
    key, title, runs, minutes = _CHORES[(number + len(team.key)) % len(_CHORES)]
    return Chore(f"{team.key}-{key}-{number + 1}", team.key, title, runs, minutes, since, gone)


def chore_entries(day: int, timeline: Timeline) -> Iterator[Entry]:
    """The lists of chores as they stood on the morning of a day."""
    for team in company().teams.values():
        how = TOILING.by(team.key, day - 1)
        if team.kind not in ("dev", "sre-company") or team.key == NO_WIKI or not how.listed:
            continue
        for number, chore in enumerate(chore for chore in chores(team) if chore.since < day):
            yield _chore_entry(chore, number, day, how.planned, how.review_every, timeline)


def _chore_entry(chore: Chore, number: int, day: int, planned: bool, every: int, timeline: Timeline) -> Entry:
    gone = chore.gone if chore.gone is not None and chore.gone < day else None
    reviewed = day - 3 - (number * 7 + day) % 40 if every else max(chore.since, -HISTORY)
    quarter = timeline.moment(day).date()
    return {
        "chore": chore.key,
        "team": chore.team,
        "title": chore.title,
        "a_month": chore.runs,
        "minutes": chore.minutes,
        "state": "gone" if gone is not None else "todo",
        "when": f"{quarter.year}Q{(quarter.month + 2) // 3}" if planned and gone is None else None,
        "saves": round(chore.runs * chore.minutes * 0.8),
        "since": timeline.date(chore.since),
        "looked": timeline.date(reviewed),
        "gone": timeline.date(gone) if gone is not None else None,
    }
