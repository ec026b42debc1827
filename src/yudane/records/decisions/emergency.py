"""The incident during which company SRE steps in: what evidence and records say of it."""

from datetime import UTC, datetime, timedelta

from yudane.evidence.batch import BY_HAND, RECORDS
from yudane.records.home import served_workspace
from yudane.records.journal.models import Row

NOTED_LATE = timedelta(hours=1)  # how much later than it was acted upon an incident may be detected by what tells of it


def open_sev1(incident: str, service: str, person_id: str, at: datetime) -> bool:
    """At a moment an incident of severity 1 of the service was open, told by a system or recorded by somebody else."""
    moment = _utc(at)
    return any(
        row["severity"] == 1
        and row["detected_at"] <= moment + NOTED_LATE
        and (row["resolved_at"] is None or row["resolved_at"] > moment)
        for row in served_workspace().incident(incident, service)
        if row["source"] not in BY_HAND and not (row["source"] == RECORDS and _own(incident, service, person_id))
    )


def incident_over(incident: str, service: str, now: datetime) -> datetime | None:
    """When it was resolved, where it is."""
    ended = [row["resolved_at"] for row in served_workspace().incident(incident, service) if row["resolved_at"]]
    found = max(ended, default=None)
    return found.replace(tzinfo=UTC) if found is not None and found <= _utc(now) else None


def _own(incident: str, service: str, person_id: str) -> bool:
    """They recorded it themselves."""
    recorded = Row.objects.filter(table="incidents", service_id=service, removed_at=None, by_id=person_id)
    return any(row.values.get("incident_id") == incident for row in recorded)


def _utc(moment: datetime) -> datetime:
    """As evidence has its moments: naive, in UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None)
