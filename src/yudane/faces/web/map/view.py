"""The maturity map, its parts and its export."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import mark_safe

from yudane.assessment.unseen import unseen_words
from yudane.faces.web.map.csv import as_csv
from yudane.faces.web.map.grid import Wish, at_least_2, grid, tally_of
from yudane.faces.web.map.table import table, team_rows
from yudane.faces.web.shared.draw import STATES, counted
from yudane.faces.web.shared.faults import empty
from yudane.faces.web.shared.keep import Kept
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader, remember
from yudane.faces.web.shared.standing import columns, others, services
from yudane.faces.web.shared.state import Row, Scene, scene
from yudane.words import Lang, say
from yudane.words.values import day

_lacking: Kept[list[Row]] = Kept(8)


def start(request: HttpRequest) -> HttpResponse:
    """The map is where everybody begins."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect("/map" + (f"?{query}" if query else ""))


def map_page(request: HttpRequest) -> HttpResponse:
    at, wish = scene(request), Wish.of(request)
    if not services(at):
        code = "none_assessed" if at.catalog.services else "catalog_missing"
        command = "" if at.catalog.services else "yudane catalog import catalog-info.yaml"
        return empty(request, code, command=command)
    return page(request, "map/page.html", _context(request, at, wish))


def _context(request: HttpRequest, at: Scene, wish: Wish) -> dict[str, object]:
    lang = Reader.of(request).lang
    shown = grid(at, wish, say("web.no_team", lang))
    told = tally_of(shown.shown, [activity.key for activity in shown.activities])
    reached, of = at_least_2(told)
    return {
        "scene": at,
        "wish": wish,
        "grid": shown,
        "reached": reached,
        "of": of,
        "table": table(at, shown, lang) if shown.groups else "",
        "states": [
            {
                "key": key,
                "n": f"{told[key]:,}",
                "on": wish.level == key,
                "href": "/map" + wish.query(level="" if wish.level == key else key),
            }
            for key in STATES
        ],
        "teams": _teams(at, lang),
        "activities": [{"key": a.key, "name": a.name[lang]} for a in columns(at.program)],
        "others": others(at.program, lang, wish.at),
        "dates": [(f"{found}", day(found, lang)) for found in reversed(at.home.assessments.dates())],
        "chosen": f"{at.made.as_of}" if wish.at else "",
        "by_name": "/map" + wish.query(sort="name"),
        "by_lowest": "/map" + wish.query(sort="lowest"),
        "csv": "/map.csv" + wish.query(),
        "csv_bom": "/map.csv" + (wish.query() + "&bom=1" if wish.query() else "?bom=1"),
        "unseen": _unseen(at, lang),
        "uncounted": sum(1 for service in shown.shown if not service.counted),
    }


def _unseen(at: Scene, lang: Lang) -> str:
    """What lacks evidence over all services, however the map is filtered."""
    *rows, whole = _lacking.get(at.stamp, lambda: at.home.answers.unseen(at.made))
    if not rows:
        return ""
    words = unseen_words(rows, lang)
    words = words[:1].lower() + words[1:]
    return counted("unseen_of", len(services(at)), lang, lacking=f"{whole['services']:,}", words=words)


def _teams(at: Scene, lang: Lang) -> list[dict[str, str]]:
    """The teams a reader can choose: those with an assessed service."""
    every = grid(at, Wish(), say("web.no_team", lang))
    return [{"key": group.team, "name": group.name} for group in every.groups]


def map_team(request: HttpRequest, team: str) -> HttpResponse:
    """The rows of one team, for a map whose teams are folded."""
    at, lang = scene(request), Reader.of(request).lang
    wish = Wish.of(request)
    shown = grid(at, Wish(team, wish.level, wish.activity, wish.at, wish.sort), say("web.no_team", lang))
    if not shown.groups:
        raise Http404
    html = "".join(team_rows(at, shown, group, lang) for group in shown.groups)
    return remember(request, HttpResponse(mark_safe(html)))  # noqa: S308 -- drawn from escaped pieces


def map_csv(request: HttpRequest) -> HttpResponse:
    """The rows the map would show; `?bom=1` marks UTF-8 for spreadsheets."""
    at, wish = scene(request), Wish.of(request)
    shown = grid(at, wish, "")
    body = as_csv(shown, at.made.as_of)
    if request.GET.get("bom") == "1":
        body = "\ufeff" + body
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="yudane-map-{at.made.as_of}.csv"'
    return response
