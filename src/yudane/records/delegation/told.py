"""Agreements as rows of the contract: a row for each service the team owns when something is agreed."""

from collections.abc import Iterator, Mapping
from typing import Any

from yudane.records.catalog.entities import entities
from yudane.records.delegation.models import Agreement
from yudane.records.record import told_id
from yudane.records.signing.models import Signature

OBJECT = "delegation"  # by which signing calls what is signed here
TABLES = ("delegations",)


def delegations() -> Iterator[Mapping[str, Any]]:
    """Those that ever were agreed. What ended by a later one is told by the later one, what ends by itself with its day."""
    services: dict[str, list[str]] = {}
    for key, row in entities("service").items():
        services.setdefault(str(row["team_id"] or ""), []).append(key)
    signed: dict[str, list[str]] = {}
    for signature in Signature.objects.filter(subject__kind=OBJECT).select_related("subject"):
        signed.setdefault(signature.subject.object_id, []).append(signature.person_id)
    for one in Agreement.objects.order_by("id").iterator():
        for service in [one.service_id] if one.service_id else services.get(one.team_id, []):
            yield {
                "service_id": service,
                "activity_key": one.activity_key,
                "decision_area": one.area,
                "agreement_id": told_id(one),
                "team_id": one.team_id,
                "for_service": bool(one.service_id),
                "level_current": one.level,
                "level_target": one.target,
                "effective_from": one.effective_from,
                "effective_at": one.created_at,
                "until": one.until,
                "decided_by": sorted(signed.get(one.proposal_id, [])),
                "reason": one.reason,
                "trigger": one.trigger,
                "received_at": one.created_at,
            }
