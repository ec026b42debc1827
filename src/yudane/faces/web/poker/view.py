"""The sessions of a team, and one session as whoever asks may see it now."""

from collections.abc import Mapping
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from yudane.faces.clock import now_utc
from yudane.faces.web.delegation.about import about_words
from yudane.faces.web.delegation.boards import heads
from yudane.faces.web.poker.drawn import Drawn, summary
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.page import page, part
from yudane.faces.web.shared.paths import matter_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog, program
from yudane.program import Program
from yudane.records.delegation.answer import level_words
from yudane.records.delegation.standing import Agreements
from yudane.records.home import served_workspace
from yudane.records.poker.machine import Stand
from yudane.records.poker.models import Session
from yudane.records.poker.verbs.begin_poker_round import LONGEST, USUAL
from yudane.records.policy import Subject, may
from yudane.words import Lang

_SHOWN = 50


def sessions(request: HttpRequest) -> HttpResponse:
    """`?team=`; of all teams where nothing is said."""
    workspace, lang, act = served_workspace(), Reader.of(request).lang, act_of(request)
    known, now = catalog(workspace), program(workspace)
    asked = request.POST if request.method == "POST" else request.GET
    team = asked.get("team", "")[:300]
    if team and team not in known.names:
        raise Http404
    found = Session.objects.filter(**({"team_id": team} if team else {})).select_related("proposal").order_by("-id")
    drawn = [summary(act, one, now, known, lang) for one in found[:_SHOWN]]
    owners = {row["team_id"] for row in known.services if row["team_id"]}
    values: Mapping[str, object] = {
        "team": team,
        "team_name": known.name(team),
        "teams": sorted(((key, known.name(key)) for key in owners if key), key=lambda one: one[1].casefold()),
        "running": [one for one in drawn if not one.over],
        "over": [one for one in drawn if one.over],
        "opens": bool(team) and may(act.actor, "open-poker", Subject(team)) and act.actor.kind == "person",
        "services": [(row["service_id"], row["name"]) for row in known.services if team and row["team_id"] == team],
        "activities": [
            (one.key, one.name[lang], [(key, name[lang]) for key, name in one.areas.items()])
            for one in now.activities
            if one.enabled
        ],
        **said(request),
    }
    return page(request, "poker/sessions.html", values)


def session(request: HttpRequest, session_id: str) -> HttpResponse:
    """The page of one, which asks for what changed by itself."""
    stand = _stand(request, session_id)
    return page(request, "poker/session.html", _values(request, stand))


def changed(request: HttpRequest, session_id: str) -> HttpResponse:
    """`?seen=` the state that whoever asks has before them: nothing (204) where it is still that, else what stands now."""
    stand = _stand(request, session_id)
    if request.GET.get("seen") == Drawn(stand, program(served_workspace()), Reader.of(request).lang).stamp:
        return HttpResponse(status=204)
    return part(request, "poker/live.html", _values(request, stand))


def _stand(request: HttpRequest, session_id: str) -> Stand:
    found = Session.objects.filter(pk=session_id).select_related("proposal").first()
    if found is None:
        raise Http404
    return Stand(act_of(request), found)


def _values(request: HttpRequest, stand: Stand) -> Mapping[str, object]:
    workspace, lang = served_workspace(), Reader.of(request).lang
    known, now, one = catalog(workspace), program(workspace), stand.session
    return {
        "one": Drawn(stand, now, lang),
        "session": one,
        "team_name": known.name(one.team_id),
        "about": about_words(one.matter, now, known, lang),
        "matter": matter_path(one.team_id, one.activity_key, one.service_id, one.area),
        "holds": _holds(stand, now, lang),
        "heads": heads(now, lang),
        "usual": USUAL,
        "longest": LONGEST,
        "left": _left(one.ends_at),
        **said(request),
    }


def _holds(stand: Stand, now: Program, lang: Lang) -> tuple[str, str]:
    """What is agreed today, empty where nothing is, and the target."""
    one = stand.session
    activity = next((each for each in now.activities if each.key == one.activity_key), None)
    if activity is None:
        return "", ""
    standing = Agreements.of(now, one.team_id, stand.act.on).standing(activity, one.service_id, one.area)
    level = level_words(now, standing.level, lang) if standing.agreed else ""
    return level, level_words(now, standing.target, lang)


def _left(ends_at: datetime | None) -> int:
    """Seconds until the time of the round is up."""
    return max(0, round((ends_at - now_utc()).total_seconds())) if ends_at else 0
