"""Addresses of pages."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Link:
    """A page, by what people call it."""

    href: str
    name: str


def query(**said: str) -> str:
    """What stands behind an address; nothing where nothing is said."""
    found = {name: value for name, value in said.items() if value}
    return "?" + urlencode(found) if found else ""


def activity_path(activity: str, day: str = "", indicator: str = "") -> str:
    """The address of an activity's numbers, or of one of them. What is observed of the phases is no activity."""
    path = f"/{activity}" if activity == "phases" else f"/activities/{activity}"
    return path + (f"/{indicator}" if indicator else "") + ("?" + urlencode({"at": day}) if day else "")


def service_path(service: str, activity: str = "", day: str = "") -> str:
    """The address of a service, or of why it stands where it stands in an activity."""
    path = f"/services/{quote(service, safe='/~:@')}" + (f"/{activity}" if activity else "")
    return path + ("?" + urlencode({"at": day}) if day else "")


def entity_path(kind: str, entity_id: str) -> str:
    """The address of what the catalog holds of a service or a team."""
    return f"/catalog/{kind}s/{quote(entity_id, safe='/~:@')}"


def matter_path(team: str, activity: str, service: str = "", area: str = "", at: str = "") -> str:
    """The page of one matter."""
    return "/delegation/matter" + query(team=team, activity=activity, service=service, area=area, at=at)
