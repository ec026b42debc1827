"""Toil in two taps: a task of the list, and how long it took today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse

from yudane.faces.clock import now_utc
from yudane.faces.web.journal.about import About, team_of
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import text
from yudane.faces.web.shared.doing import done, said
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import query
from yudane.reading import Place, ProblemsError
from yudane.records.acting import Actor
from yudane.records.journal import verbs
from yudane.records.journal.models import Row
from yudane.records.record import new_id
from yudane.words import say

MINUTES = (5, 15, 30, 60)
WEEK = timedelta(days=7)
_SHOWN = 20  # of one's own entries
_OPEN = ("", "open", "in_progress", "accepted")


@dataclass(frozen=True)
class Task:
    """One task of the list, ready to be tapped."""

    key: str
    title: str
    service: str
    minutes: int  # of the whole team in the last seven days
    entry: str  # the id its next entry gets, so that a form sent twice records once


@dataclass(frozen=True)
class Entry:
    """One entry of whoever reads, which they may take back."""

    row: Row
    what: str
    minutes: int


def toil(request: HttpRequest) -> HttpResponse:
    """`?team=`; the reader's own where nothing is said."""
    log, tasks = About.of(request, "work_log"), About.of(request, "toil_tasks")
    now, may = now_utc(), log.records
    week = Row.objects.filter(table="work_log", team_id=log.team, removed_at=None, created_at__gte=now - WEEK).order_by(
        "-id"
    )
    entries = list(week) if may else []
    listed = _tasks(tasks, entries, now)
    titles = {task.key: task.title for task in listed}
    values: Mapping[str, object] = {
        "about": log,
        "team": log.team,
        "begun": log.recorder is not None,
        "lists": tasks.recorder is not None,
        "tasks": listed,
        "most": max((task.minutes for task in listed), default=0),
        "minutes": MINUTES,
        "categories": [
            (word, log.columns["category"].label(word, log.lang)) for word in log.contract.column("category").values
        ],
        "services": log.services.items(),
        "entry": new_id(now),
        "mine": [_entry(log, row, titles) for row in entries if row.by_id == log.actor.id][:_SHOWN],
        "week": sum(int(row.values["minutes"]) for row in entries),
        **said(request),
    }
    return page(request, "journal/toil.html", values)


def _tasks(about: About, entries: Sequence[Row], now: datetime) -> list[Task]:
    """Those that are not gone, what took longest this week first."""
    spent: dict[str, int] = {}
    for row in entries:
        key = str(row.values.get("toil_task_key") or "")
        spent[key] = spent.get(key, 0) + int(row.values["minutes"])
    tasks = [
        Task(
            key := str(row.values["toil_task_key"]),
            str(row.values.get("title") or key),
            about.services.get(row.service_id, ""),
            spent.get(key, 0),
            new_id(now),
        )
        for row in about.rows
        if str(row.values.get("status") or "") in _OPEN
    ]
    return sorted(tasks, key=lambda task: (-task.minutes, task.title))


def _entry(about: About, row: Row, titles: Mapping[str, str]) -> Entry:
    key = str(row.values.get("toil_task_key") or "")
    what = titles.get(key, key) or about.columns["category"].label(str(row.values["category"]), about.lang)
    return Entry(row, what, int(row.values["minutes"]))


def place(team: str) -> str:
    return "/journal/quick/toil" + query(team=team)


def spend(request: HttpRequest) -> HttpResponse:
    """One entry: today, so many minutes, for a task of the list or of a kind."""
    team = team_of(request)

    def work() -> None:
        act, about = act_of(request), About.of(request, "work_log")
        task, minutes = text(request, "task"), text(request, "minutes")
        if not minutes.isdecimal():
            raise ProblemsError.one("minutes_missing", Place(field="minutes"))
        tasks = {str(row.values["toil_task_key"]): row for row in About.of(request, "toil_tasks").rows} if task else {}
        service = tasks[task].service_id if task in tasks else text(request, "service")
        row: dict[str, object] = {
            "entry_id": text(request, "entry", 26) or new_id(act.now),
            "person_id": who(about.actor),
            "service_id": service,
            "work_date": act.now.astimezone(about.understanding.zone).date().isoformat(),
            "minutes": int(minutes),
            "category": "toil" if task else text(request, "category"),
            "toil_task_key": task,
        }
        verbs.record_rows(act, team, "work_log", [row])

    return done(request, work, toil, place(team), "toil_spent")


def who(actor: Actor) -> str:
    """As evidence knows somebody; a machine without accounts knows but a name."""
    return actor.id if actor.kind == "person" else actor.name


def add_task(request: HttpRequest) -> HttpResponse:
    team = team_of(request)

    def work() -> None:
        title = " ".join(text(request, "title").split())
        if not title:
            raise ProblemsError.one("title_missing", Place(field="title"))
        act, about = act_of(request), About.of(request, "toil_tasks")
        today = act.now.astimezone(about.understanding.zone).date().isoformat()
        row = {"title": title, "service_id": text(request, "service"), "first_seen_on": today}
        verbs.record_rows(act, team, "toil_tasks", [row])

    return done(request, work, toil, place(team), "toil_listed")


def begin(request: HttpRequest) -> HttpResponse:
    """The team records both here: the list of tasks, and the time they take."""
    team = team_of(request)

    def work() -> None:
        act = act_of(request)
        for table in ("work_log", "toil_tasks"):
            if About.of(request, table).recorder is None:
                verbs.record_here(act, team, table)

    return done(request, work, toil, place(team), "recorded_here")


def take_back(request: HttpRequest, row_id: str) -> HttpResponse:
    team = team_of(request)

    def work() -> None:
        verbs.remove_row(act_of(request), row_id, say("web.tapped_wrong", "en"))

    return done(request, work, toil, place(team), "row_removed")
