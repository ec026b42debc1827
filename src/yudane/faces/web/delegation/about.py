"""What an agreement, a proposal or a session is about, as people call it."""

from collections.abc import Mapping

from yudane.faces.web.shared.request_context import Directory
from yudane.program import Program
from yudane.words import Lang


def about_words(matter: Mapping[str, str], program: Program, known: Directory, lang: Lang) -> str:
    """Activity, and the service or the area it is about alone."""
    activity = next((one for one in program.activities if one.key == matter["activity_key"]), None)
    found = [activity.name[lang] if activity else matter["activity_key"]]
    if service := matter["service_id"]:
        row = known.by_id.get(service)
        found.append(row["name"] if row else service)
    if area := matter["area"]:
        found.append(activity.areas[area][lang] if activity and area in activity.areas else area)
    return " · ".join(found)
