"""What the demo company decided, at every level of delegation; days before the date of the demo."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import literal

if TYPE_CHECKING:
    from yudane.records.acting import Act
    from yudane.records.decisions.models import Part

Acting = Callable[[str, int], "Act"]
_TOLD = ("harbor", "yamabiko", "fern")  # of whom one has acknowledged


def decide(act: Acting) -> None:
    """つばきチーム decides about its alerts at each level it climbed through, and more happens elsewhere."""
    _climbing(act)
    _delegated(act)
    _in_time_or_not(act)
    _waiting(act)
    _emergency(act)


def _opened(
    act: "Act",
    team: str,
    activity: str,
    area: str,
    question: str,
    text: str = "",
    reasons: str = "",
    *,
    decide: bool = False,
) -> "Part":
    from yudane.records.decisions.making import Asked
    from yudane.records.decisions.verbs import open_decision

    return open_decision(act, Asked([team], activity, area, question, text, reasons), decide=decide).parts.get()


def _climbing(act: Acting) -> None:
    from yudane.records.decisions import verbs

    def alerts(name: str, days_ago: int, *words: str, decide: bool = False) -> "Part":
        return _opened(act(name, days_ago), "tsubaki", "monitoring", "alert-rules", *words, decide=decide)

    told = alerts(
        "sora", 500, "Which alert stays on?", "Only what guests notice.", "The rest rang 300 times.", decide=True
    )
    verbs.take_part(act("aoi", 498), told.pk, "acknowledged")
    sold = alerts(
        "sora", 460, "How fast must the budget burn to page?", "14 times, for an hour.", "A tenth of the noise."
    )
    verbs.take_part(act("aoi", 458), sold.pk, "convinced")
    verbs.decide(act("sora", 457), [sold.pk])
    verbs.take_part(act("aoi", 456), sold.pk, "acknowledged", yes=True)
    asked = alerts("sora", 380, "予約の遅延はどこで測りますか。")
    verbs.take_part(act("aoi", 378), asked.pk, "input", "宿の画面ではなく、予約の確定で測ってほしい。")
    verbs.decide(act("sora", 376), [asked.pk], "予約の確定までの時間で測ります。", "利用者が待つのはそこだからです。")
    verbs.take_part(act("sora", 375), asked.pk, "used", "意見のとおりにしました。")
    both = alerts("aoi", 300, "夜間の呼び出しはどのアラートに限りますか。", "予約の確定が止まったときだけにします。")
    for name, day in (("sora", 297), ("aoi", 296)):
        verbs.approve_decision(act(name, day), both.pk)
    advised = alerts(
        "aoi", 180, "Does the search alert page?", "No: it waits for the morning.", "Guests can still book."
    )
    verbs.take_part(act("sora", 178), advised.pk, "advice", "Page in the season: half of the guests begin there.")
    verbs.decide(act("aoi", 177), [advised.pk])
    verbs.take_part(act("aoi", 176), advised.pk, "followed", "In the season two of us look at it anyway.", yes=False)
    alone = alerts(
        "aoi",
        60,
        "キューの長さのアラートを消しますか。",
        "消します。",
        "3か月、一度も行動につながりませんでした。",
        decide=True,
    )
    verbs.take_part(act("sora", 55), alone.pk, "why", "詰まったときは何で気づきますか。")
    verbs.take_part(act("aoi", 52), alone.pk, "answer", "予約の確定が遅れるので、そちらで気づきます。")


def _delegated(act: Acting) -> None:
    _opened(
        act("aoi", 100),
        "tsubaki",
        "documentation",
        "place",
        "手順書をどこに置きますか。",
        "コードと同じ場所に置きます。",
        decide=True,
    )


def _in_time_or_not(act: Acting) -> None:
    """Both did not agree in time, and who was named decided; a question that nobody answers."""
    from yudane.records.acting import SYSTEM
    from yudane.records.decisions import clock, verbs

    part = _opened(
        act("mei", 180),
        "mikan",
        "incident-response",
        "rollback",
        "Who may roll back at night?",
        "Whoever is on call.",
        "Nobody waits.",
    )
    verbs.approve_decision(act("mei", 179), part.pk)
    later = replace(act("sora", 150), actor=SYSTEM)
    verbs.pass_time(later, [one for one in clock.due(later.now) if one == part.pk])
    verbs.settle_decision(act("seiji", 148), part.pk, True, "Ours to risk: an hour of a wrong price costs more.")
    alone = _opened(
        act("ebba", 45),
        "anchor",
        "monitoring",
        "alert-rules",
        "Is the lag of the stream an alert?",
        "No longer.",
        decide=True,
    )
    verbs.take_part(act("sora", 40), alone.pk, "why", "What tells you when it stops?")


def _waiting(act: Acting) -> None:
    """One open at Agree, and one that three teams were told and one acknowledged."""
    from yudane.records.decisions import verbs
    from yudane.records.decisions.making import Asked

    part = _opened(
        act("chihiro", 3),
        "kawasemi",
        "monitoring",
        "night-pages",
        "在庫の遅れで夜間に呼び出しますか。",
        "呼び出しません。",
    )
    verbs.approve_decision(act("chihiro", 2), part.pk)
    about = Asked(_TOLD, "cost", "spending", "From when on is a new database announced?", "From 300 a month on.")
    told = verbs.open_decision(act("sora", 25), about, decide=True)
    verbs.take_part(act("tiago", 23), told.parts.get(team_id="harbor").pk, "acknowledged")


def _emergency(act: Acting) -> None:
    """Company SRE stepped in during the last big incident of booking, and both confirmed it."""
    from yudane.records.decisions import verbs
    from yudane.records.decisions.making import Asked

    incident, began = _last_incident("booking")
    ago = (act("sora", 0).now - began).days + 1
    about = Asked(
        ["tsubaki"],
        "incident-response",
        "rollback",
        "Is the new price engine taken back?",
        "Yes, for all sites.",
        "One guest in five cannot book.",
        "booking",
    )
    then = replace(act("sora", ago), now=began + timedelta(minutes=20))
    part = verbs.step_in(then, about, incident).parts.get()
    for name in ("aoi", "sora"):
        verbs.approve_decision(act(name, ago - 2), part.pk)
    verbs.take_part(act("aoi", ago - 2), part.pk, "comment", "We would have done the same.")


def _last_incident(service: str) -> tuple[str, datetime]:
    """Of severity 1: its key, and when it was detected."""
    from yudane.records.home import served_workspace

    lake = served_workspace().lake
    with connect() as con:
        key, began = con.row(f"""
            select incident_id, detected_at from {lake.current_rows("incidents", lake.versions())}
            where service_id = {literal(service)} and severity = 1 order by detected_at desc limit 1""")
    return str(key), began.replace(tzinfo=UTC)
