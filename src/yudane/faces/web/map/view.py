"""The maturity map, its parts and its export."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import mark_safe

from yudane.assessment.rows import UnseenRow
from yudane.assessment.unseen import unseen_words
from yudane.evidence.directory import not_assessed
from yudane.faces.web.map.csv import as_csv
from yudane.faces.web.map.grid import MapFilter, at_least_2, by_word_of, grid, tally_of
from yudane.faces.web.map.table import table, team_rows
from yudane.faces.web.shared.assessed import columns, others, services
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.draw import STATES, counted
from yudane.faces.web.shared.error_pages import empty_page
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import RequestContext, request_context
from yudane.words import Lang, say
from yudane.words.values import day

_lacking: Cache[list[UnseenRow]] = Cache(8)


@dataclass(frozen=True)
class State:
    """How many cells are in it, and the map with those alone."""

    key: str
    n: str
    on: bool
    href: str


@dataclass(frozen=True)
class Choice:
    """One to choose from a list."""

    key: str
    name: str


def start(request: HttpRequest) -> HttpResponse:
    """The map is where everybody begins."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect("/map" + (f"?{query}" if query else ""))


def map_page(request: HttpRequest) -> HttpResponse:
    context, filters = request_context(request), MapFilter.of(request)
    if not services(context):
        code = "none_assessed" if context.catalog.services else "catalog_missing"
        command = "" if context.catalog.services else "yudane catalog import catalog-info.yaml"
        return empty_page(request, code, command=command, reasons=_reasons(context, Reader.of(request).lang))
    return page(request, "map/page.html", _context(request, context, filters))


def _reasons(context: RequestContext, lang: Lang) -> list[tuple[str, int]]:
    """Why services get no level, the most frequent first."""
    found = Counter(reason for row in context.catalog.services if (reason := not_assessed(row)))
    return [(say(f"web.why_{reason}", lang), n) for reason, n in found.most_common()]


def _context(request: HttpRequest, context: RequestContext, filters: MapFilter) -> Mapping[str, object]:
    lang = Reader.of(request).lang
    map_grid = grid(context, filters, say("web.no_team", lang))
    counts = tally_of(map_grid.visible_services, [activity.key for activity in map_grid.activities])
    reached, of = at_least_2(counts)
    return {
        "context": context,
        "filters": filters,
        "grid": map_grid,
        "by_word": sum(by_word_of(map_grid.visible_services, [one.key for one in map_grid.activities]).values()),
        "reached": reached,
        "of": of,
        "table": table(context, map_grid, lang) if map_grid.groups else "",
        "states": [
            State(
                key=key,
                n=f"{counts[key]:,}",
                on=filters.level == key,
                href="/map" + filters.query(level="" if filters.level == key else key),
            )
            for key in STATES
        ],
        "teams": _teams(context, lang),
        "activities": [Choice(a.key, a.name[lang]) for a in columns(context.program)],
        "others": others(context.program, lang, filters.at),
        "dates": [(f"{found}", day(found, lang)) for found in reversed(context.workspace.assessments.dates())],
        "chosen": f"{context.assessment.as_of}" if filters.at else "",
        "by_name": "/map" + filters.query(sort="name"),
        "by_lowest": "/map" + filters.query(sort="lowest"),
        "csv": "/map.csv" + filters.query(),
        "csv_bom": "/map.csv" + (filters.query() + "&bom=1" if filters.query() else "?bom=1"),
        "unseen": _unseen(context, lang),
        "uncounted": sum(1 for service in map_grid.visible_services if not service.counted),
    }


def _unseen(context: RequestContext, lang: Lang) -> str:
    """What lacks evidence over all services, however the map is filtered."""
    *rows, total = _lacking.get(context.stamp, lambda: context.workspace.answers.unseen(context.assessment))
    if not rows:
        return ""
    words = unseen_words(rows, context.program.contracts, lang)
    words = words[:1].lower() + words[1:]
    return counted("unseen_of", len(services(context)), lang, lacking=f"{total['services']:,}", words=words)


def _teams(context: RequestContext, lang: Lang) -> list[Choice]:
    """The teams a reader can choose: those with an assessed service."""
    every = grid(context, MapFilter(), say("web.no_team", lang))
    return [Choice(group.team, group.name) for group in every.groups]


def map_team(request: HttpRequest, team: str) -> HttpResponse:
    """The rows of one team, for a map whose teams are folded."""
    context, lang = request_context(request), Reader.of(request).lang
    filters = MapFilter.of(request)
    map_grid = grid(
        context, MapFilter(team, filters.level, filters.activity, filters.at, filters.sort), say("web.no_team", lang)
    )
    if not map_grid.groups:
        raise Http404
    html = "".join(team_rows(context, map_grid, group, lang) for group in map_grid.groups)
    return HttpResponse(mark_safe(html))  # noqa: S308 -- drawn from escaped pieces


def map_csv(request: HttpRequest) -> HttpResponse:
    """The rows the map would show; `?bom=1` marks UTF-8 for spreadsheets."""
    context, filters = request_context(request), MapFilter.of(request)
    map_grid = grid(context, filters, "")
    body = as_csv(map_grid, context.assessment.as_of)
    if request.GET.get("bom") == "1":
        body = "\ufeff" + body
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="yudane-map-{context.assessment.as_of}.csv"'
    return response
