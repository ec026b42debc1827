"""Addresses of pages."""

from urllib.parse import quote, urlencode


def service_path(service: str, activity: str = "", at: str = "") -> str:
    """The address of a service, or of why it stands where it stands in an activity."""
    path = f"/services/{quote(service, safe='/~:@')}" + (f"/{activity}" if activity else "")
    return path + ("?" + urlencode({"at": at}) if at else "")
