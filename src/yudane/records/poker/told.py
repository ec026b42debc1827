"""Cards as rows of the contract, once they are turned over."""

from collections.abc import Iterator, Mapping
from typing import Any

from yudane.records.poker.models import Vote
from yudane.records.record import told_id

TABLES = ("delegation_votes",)


def delegation_votes() -> Iterator[Mapping[str, Any]]:
    for one in Vote.objects.exclude(revealed_at=None).select_related("seat__session").order_by("id").iterator():
        session = one.seat.session
        yield {
            "session_id": told_id(session),
            "scope_id": session.service_id or session.team_id,
            "activity_key": session.activity_key,
            "decision_area": session.area,
            "round": one.round,
            "person_id": one.seat.person_id,
            "side": one.seat.side,
            "vote": one.card,
            "revealed_at": one.revealed_at,
            "received_at": one.revealed_at,
        }
