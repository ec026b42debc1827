"""Who is of which team, as rows of the contract."""

from collections.abc import Iterator
from typing import Any

from yudane.records.people.models import Membership


def memberships() -> Iterator[dict[str, Any]]:
    """One that ended on the day it began never was."""
    for one in Membership.objects.order_by("id").iterator():
        if one.until is None or one.until > one.since:
            yield {
                "person_id": one.person_id,
                "team_id": one.team_id,
                "role": one.role,
                "since": one.since,
                "until": one.until,
            }
