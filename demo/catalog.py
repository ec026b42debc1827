"""The catalog as Backstage files: groups, people, and one component for each service."""

from collections.abc import Iterator
from typing import Any

from demo.organization import HISTORY, Company, Service, Team, Unit, company
from demo.timeline import Timeline

Entity = dict[str, Any]
API = "backstage.io/v1alpha1"
GIT = "https://git.nagisara.example"
_SYSTEMS = ("prometheus", "openslo", "sloth", "pyrra", "build-line")


def catalog(timeline: Timeline) -> Iterator[tuple[str, list[Entity]]]:
    """The files: the company, a file of people and a file of services for each team."""
    organization = company()
    yield (
        "organization.yaml",
        [_root(organization), *(_unit(unit, organization) for unit in organization.units.values())],
    )
    yield "heads.yaml", [_user(unit.head, unit.key) for unit in organization.units.values()]
    for team in organization.teams.values():
        yield f"teams/{team.key}.yaml", [_team(team), *(_user(name, team.key) for name in team.people)]
    for team in organization.teams.values():
        services = [service for service in organization.services.values() if service.team == team.key]
        if services:
            yield f"services/{team.key}.yaml", [_component(service, timeline) for service in services]


def _entity(kind: str, metadata: dict[str, Any], spec: dict[str, Any]) -> Entity:
    return {"apiVersion": API, "kind": kind, "metadata": metadata, "spec": spec}


def _root(organization: Company) -> Entity:
    return _entity(
        "Group",
        {"name": organization.key, "title": organization.name},
        {"type": "organization", "profile": {"displayName": organization.name}, "children": list(organization.units)},
    )


def _unit(unit: Unit, organization: Company) -> Entity:
    teams = [team.key for team in organization.teams.values() if team.unit == unit.key]
    return _entity(
        "Group",
        {"name": unit.key},
        {"type": "business-unit", "profile": {"displayName": unit.name}, "parent": organization.key, "children": teams},
    )


def _team(team: Team) -> Entity:
    notes = {"yudane.dev/site-count": str(team.sites), "yudane.dev/headcount": f"{len(team.people)}"}
    if team.kind != "dev":
        notes["yudane.dev/team-kind"] = team.kind
    return _entity(
        "Group",
        {"name": team.key, "annotations": notes},
        {"type": "team", "profile": {"displayName": team.name}, "parent": team.unit, "children": []},
    )


def _user(name: str, group: str) -> Entity:
    mail = f"{name}@nagisara.example"
    return _entity(
        "User", {"name": name}, {"profile": {"displayName": name.capitalize(), "email": mail}, "memberOf": [group]}
    )


def _component(service: Service, timeline: Timeline) -> Entity:
    metadata = {"name": service.key, "title": service.title, "annotations": _notes(service, timeline)}
    spec = {
        "type": "website" if service.user_facing else "service",
        "lifecycle": service.lifecycle,
        "owner": service.team,
    }
    return _entity("Component", metadata, spec)


def _notes(service: Service, timeline: Timeline) -> dict[str, str]:
    annotations = {
        "backstage.io/source-location": f"url:{GIT}/{service.team}/{service.key}",
        "yudane.dev/tier": str(service.tier),
        "yudane.dev/user-facing": _yes(service.user_facing),
        "yudane.dev/publicly-exposed": _yes(service.user_facing),
        "yudane.dev/handles-personal-data": _yes(service.personal_data),
        "yudane.dev/on-call-hours": service.on_call,
        "yudane.dev/critical-journeys": ", ".join(service.journeys),
        "yudane.dev/embedded-sre": _yes(service.embedded_sre) if service.embedded_sre else "",
        "yudane.dev/production-since": _began(service, timeline),
        "yudane.dev/cost-scopes": f"{service.account}, service={service.key}",
        "yudane.dev/central-commitments": _yes(service.central) if service.central else "",
        "yudane.dev/names": _names(service),
    }
    return {key: value for key, value in annotations.items() if value}


def _names(service: Service) -> str:
    if service.called == service.key:
        return ""
    return ", ".join(f"{system}={service.called}" for system in _SYSTEMS)


def _began(service: Service, timeline: Timeline) -> str:
    """A new service says when it began; the others did years ago."""
    return timeline.date(-service.since) if service.since < HISTORY else ""


def _yes(value: bool) -> str:
    return "true" if value else "false"
