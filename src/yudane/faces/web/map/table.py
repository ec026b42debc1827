"""The map's table: what all services sum up to, then a body for each team, open or folded."""

from urllib.parse import quote

from django.utils.safestring import SafeString

from yudane.faces.web.map.cells import bars, reached, service_row
from yudane.faces.web.map.grid import Grid, Group, MapFilter
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.draw import counted, joined, text
from yudane.faces.web.shared.request_context import RequestContext
from yudane.words import Lang, say

_folded: Cache[SafeString] = Cache(32)


def table(context: RequestContext, grid: Grid, lang: Lang) -> SafeString:
    """The whole table. A folded one is kept: it is the largest that is the same for everybody."""
    if grid.folded:
        return _folded.get((context.stamp, context.disputed, grid.filters, lang), lambda: _draw(context, grid, lang))
    return _draw(context, grid, lang)


def _draw(context: RequestContext, grid: Grid, lang: Lang) -> SafeString:
    caption = f'<caption class="vh">{text(say("web.map_caption", lang))}</caption>'
    bodies = [_body(context, grid, group, lang) for group in grid.groups]
    return joined(['<table class="map">', caption, _head(grid, lang), _summary(grid, lang), *bodies, "</table>"])


def _head(grid: Grid, lang: Lang) -> str:
    cells = "".join(
        f'<th scope="col"><a href="/map{text(grid.filters.query(activity="" if grid.filters.activity else activity.key))}">'
        f"<span>{text(activity.name[lang])}</span></a></th>"
        for activity in grid.activities
    )
    return f'<thead><tr><th scope="col">{text(say("web.service", lang))}</th>{cells}</tr></thead>'


def _summary(grid: Grid, lang: Lang) -> str:
    found = tuple(grid.visible_services)
    every = text(counted("all_services", len(found), lang))
    return (
        f'<tbody class="sum"><tr><th scope="row">{every}</th>{bars(found, grid.activities, lang)}</tr>'
        f'<tr><th scope="row">{text(say("web.at_least_2", lang))}</th>'
        f"{reached(found, grid.activities, lang)}</tr></tbody>"
    )


def _body(context: RequestContext, grid: Grid, group: Group, lang: Lang) -> str:
    rows = "" if grid.folded else team_rows(context, grid, group, lang)
    return f"<tbody>{_team_row(grid, group, lang)}{rows}</tbody>"


def team_rows(context: RequestContext, grid: Grid, group: Group, lang: Lang) -> str:
    """The rows of one team's services: also what htmx asks for when a team is opened."""
    return "".join(service_row(context, service, grid.activities, grid.filters.at, lang) for service in group.services)


def _team_row(grid: Grid, group: Group, lang: Lang) -> str:
    """Without script the link shows only this team; with it, it opens or folds its rows in place."""
    filters = grid.filters
    alone = f"/map{filters.query(team='' if filters.team else group.team)}"
    rows = f"/map/teams/{quote(group.team, safe='~:@')}{MapFilter.query(filters, team='')}"
    link = f'<a href="{text(alone)}" data-rows="{text(rows)}">{text(group.name)}</a>'
    size = text(counted("services", len(group.services), lang))
    cells = bars(group.services, grid.activities, lang)
    return f'<tr class="team"><th scope="rowgroup">{link} <small>{size}</small></th>{cells}</tr>'
