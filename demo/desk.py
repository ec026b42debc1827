"""Harbor's own incident desk: what it knows, in its own words and form. sources/harbor-desk maps it to the tables."""

from collections.abc import Iterator, Sequence
from typing import Any

from demo.rows import Row

Entry = dict[str, Any]

_FOUND_BY = {"alert": "monitor", "user": "guest", "support": "hotel"}
_AS = {"ops": "repair", "commander": "captain", "comms": "voice"}
_VERDICTS = {"actionable": "useful", "not_actionable": "noise"}


def incident_entries(incidents: Sequence[Row], participants: Sequence[Row]) -> Iterator[Entry]:
    people: dict[str, list[Entry]] = {}
    for row in participants:
        person = {"who": row["person_id"], "team": row["team_id"], "as": _AS[row["role"]], "minutes": row["minutes"]}
        people.setdefault(row["incident_id"], []).append(person)
    for row in incidents:
        yield _incident(row) | {"people": people.get(row["incident_id"], [])}


def _incident(row: Row) -> Entry:
    times = {
        "began": row["impact_started_at"],
        "noticed": row["detected_at"],
        "opened": row["declared_at"],
        "taken": row["acknowledged_at"],
        "told": row["first_update_at"],
        "calm": row["mitigated_at"],
        "fixed": row["resolved_at"],
        "closed": row["closed_at"],
    }
    return {
        "type": "incident",
        "key": row["incident_id"],
        "product": row["service_id"],
        "grade": "ABCDE"[row["severity"] - 1],
        "found_by": _FOUND_BY[row["detected_by"]],
        "times": times,
        "lead": {"who": row["lead_person_id"], "team": row["lead_team_id"]},
        "public": row["customer_visible"],
        "like": row["recurrence_of_incident_id"],
        "budget": row["budget_consumed_ratio"],
    }


def call_entries(notifications: Sequence[Row]) -> Iterator[Entry]:
    for row in notifications:
        yield {
            "type": "call",
            "key": row["notification_id"],
            "product": row["service_id"],
            "print": row["fingerprint"],
            "how": "phone" if row["severity"] == "page" else "mail",
            "from": row["starts_at"],
            "to": row["ends_at"],
            "team": row["recipient_team_id"],
            "list": row["schedule_id"],
            "taken": {"at": row["acknowledged_at"], "by": row["acknowledged_by"]},
            "passed_on": row["escalated_at"],
            "verdict": _VERDICTS.get(row["disposition"]),
            "night": row["out_of_hours"],
        }


def duty_entries(shifts: Sequence[Row]) -> Iterator[Entry]:
    for row in shifts:
        yield {
            "type": "duty",
            "key": row["shift_id"],
            "list": row["schedule_id"],
            "product": row["service_id"],
            "who": row["person_id"],
            "turn": 1 if row["role"] == "primary" else 2,
            "from": row["starts_at"],
            "to": row["ends_at"],
        }
