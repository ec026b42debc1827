"""The catalog: which services there are, who owns them, which are assessed; those nobody owns come first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from yudane.evidence.catalog import EXISTS
from yudane.evidence.directory import ServiceRow, not_assessed
from yudane.evidence.validate import MADE_HERE
from yudane.faces.web.catalog.entity import KINDS, TOLD
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.error_pages import empty_page
from yudane.faces.web.shared.judged import on_its_way
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import Link, entity_path, service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import Directory
from yudane.faces.web.shared.request_context import catalog as current_catalog
from yudane.records.catalog.entities import Kind, contract_of, made_here
from yudane.records.catalog.models import Edit, Move
from yudane.records.home import records_there, served_workspace
from yudane.records.policy import may
from yudane.words import Lang, say
from yudane.words.folding import folded

SCOPES = ("assessed", "not_assessed", "no_team")


def catalog(request: HttpRequest) -> HttpResponse:
    """`?q=` searches names, ids and teams; `?show=` keeps a part."""
    lang, known = Reader.of(request).lang, current_catalog(served_workspace())
    if not known.services:
        return empty_page(request, "catalog_missing", command="yudane catalog import catalog-info.yaml")
    q, show = request.GET.get("q", "")[:200], request.GET.get("show", "")
    found = [row for row in known.services if _fits(row, known, folded(q)) and _matches_scope(row, show)]
    return page(
        request,
        "catalog/page.html",
        {
            "q": q,
            "show": show,
            "scopes": SCOPES,
            "services": [_service(row, known, lang) for row in found],
            "total": len(known.services),
            "teams": _teams(known, folded(q), lang),
            "orphans": sum(1 for row in known.services if not row["team_id"]),
            **_forms(request, known, lang),
            **said(request),
        },
    )


def _forms(request: HttpRequest, known: Directory, lang: Lang) -> Mapping[str, object]:
    """What may be entered here, and what was entered but is still on its way into the lake."""
    actor, there = actor_of(request), records_there()
    return {
        "waits": on_its_way(TOLD),
        "lately": [
            Link(entity_path(kind, key), row["name"])
            for kind in KINDS.values()
            for key, row in (made_here(kind).items() if there else ())
            if key not in (known.by_id if kind == "service" else known.names)
        ],
        "taken_out": _taken_out() if there and may(actor, "set-scope") else (),
        "adds": may(actor, "add-entity"),
        "imports": may(actor, "import-catalog"),
        "gives": _nobodys(known, there) if may(actor, "move-entity") else [],
        "active_teams": [team for team in known.teams if team["active"]],
        "lifecycles": [(key, say(f"web.lifecycle_{key}", lang)) for key in _values("service", "lifecycle")],
        "kinds": [(key, say(f"web.kind_{key}", lang)) for key in _values("team", "kind")],
        "tiers": range(1, 4),
    }


def _nobodys(known: Directory, there: bool) -> list[ServiceRow]:
    """Services without a team that nobody gave one meanwhile."""
    given: set[str] = set()
    if there:
        moved = Move.objects.filter(kind="transfer", entity_kind="service", withdrawn_at=None)
        given = set(moved.values_list("entity_id", flat=True))
    return [row for row in known.services if not row["team_id"] and row["service_id"] not in given]


def _taken_out() -> Iterable[Edit]:
    """What a source tells of and somebody took out here; what was made here is gone with that."""
    said = Edit.objects.filter(field=EXISTS, value="false", withdrawn_at=None)
    return said.exclude(entity_id__startswith=MADE_HERE).order_by("kind", "entity_id")


def _values(kind: Kind, column: str) -> tuple[str, ...]:
    return contract_of(kind).column(column).values


def _fits(row: ServiceRow, known: Directory, q: str) -> bool:
    """Every word asked for stands in the id, the name or the team."""
    team = row["team_id"] or ""
    hay = folded(f"{row['service_id']} {row['name']} {team} {known.names.get(team, '')}")
    return all(word in hay for word in q.split())


def _matches_scope(row: ServiceRow, show: str) -> bool:
    match show:
        case "assessed":
            return not_assessed(row) is None
        case "not_assessed":
            return not_assessed(row) is not None
        case "no_team":
            return not row["team_id"]
    return True


@dataclass(frozen=True)
class ServiceLine:
    """One service, ready to be drawn."""

    id: str
    name: str
    tier: int | None
    team: str
    href: str  # empty where it is not assessed
    entry: str  # the page of what the catalog holds of it
    lifecycle: str
    scope: str
    assessed: bool


def _service(row: ServiceRow, known: Directory, lang: Lang) -> ServiceLine:
    reason = not_assessed(row)
    scope = f"why_{reason}" if reason else "embedded_sre" if row["has_embedded_sre"] else "in_scope"
    return ServiceLine(
        id=row["service_id"],
        name=row["name"],
        tier=row["tier"],
        team=known.name(row["team_id"]),
        href="" if reason else service_path(row["service_id"]),
        entry=entity_path("service", row["service_id"]),
        lifecycle=say(f"web.lifecycle_{row['lifecycle'] or 'none'}", lang),
        scope=say(f"web.{scope}", lang),
        assessed=reason is None,
    )


@dataclass(frozen=True)
class TeamLine:
    """One team with how many services it owns."""

    id: str
    name: str
    entry: str  # the page of what the catalog holds of it
    kind: str
    unit: str
    services: int
    active: bool
    assessed: int


def _teams(known: Directory, q: str, lang: Lang) -> list[TeamLine]:
    """Those the search fits."""
    owned: dict[str, list[ServiceRow]] = {}
    for row in known.services:
        owned.setdefault(row["team_id"] or "", []).append(row)
    return [
        TeamLine(
            id=team["team_id"],
            name=team["name"],
            entry=entity_path("team", team["team_id"]),
            kind=say(f"web.kind_{team['kind']}", lang),
            unit=known.name(team["business_unit_id"]),
            services=len(owned.get(team["team_id"], ())),
            active=team["active"],
            assessed=sum(1 for row in owned.get(team["team_id"], ()) if not_assessed(row) is None),
        )
        for team in known.teams
        if all(word in folded(f"{team['team_id']} {team['name']}") for word in q.split())
    ]
