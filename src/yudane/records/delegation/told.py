"""Agreements as rows of the contract: a row for each service they are about, whose team may have changed since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yudane.records.catalog.entities import entities
from yudane.records.catalog.ownership import Held, owners, teams_of
from yudane.records.delegation.models import Agreement
from yudane.records.home import served_workspace, today_in
from yudane.records.record import told_id
from yudane.records.signing.models import Signature

OBJECT = "delegation"  # by which signing calls what is signed here
TABLES = ("delegations",)


@dataclass(frozen=True)
class _Signed:
    """An agreement, and the day the later of both sides signed it."""

    agreement: Agreement
    on: date


@dataclass(frozen=True)
class _Holds:
    """It is about a service, from a day until a day."""

    agreement: Agreement
    begins: date
    until: date | None


def delegations() -> Iterator[Mapping[str, Any]]:
    """Those that ever were agreed. What ended by a later one is told by the later one, what ends by itself with its day."""
    zone = served_workspace().program.zone
    signers: dict[str, list[str]] = {}
    for signature in Signature.objects.filter(subject__kind=OBJECT).select_related("subject"):
        signers.setdefault(signature.subject.object_id, []).append(signature.person_id)
    by_team: dict[str, list[_Signed]] = {}
    for one in Agreement.objects.order_by("id").iterator():
        by_team.setdefault(one.team_id, []).append(_Signed(one, today_in(zone, one.created_at)))
    moved = owners()
    for service, row in entities("service").items():
        for holds in _about(service, list(teams_of(service, row["team_id"], moved)), by_team):
            one = holds.agreement
            yield {
                "service_id": service,
                "activity_key": one.activity_key,
                "decision_area": one.area,
                "agreement_id": told_id(one),
                "team_id": one.team_id,
                "for_service": bool(one.service_id),
                "level_current": one.level,
                "level_target": one.target,
                "effective_from": holds.begins,
                "effective_at": one.created_at,
                "until": holds.until,
                "decided_by": sorted(signers.get(one.proposal_id, [])),
                "reason": one.reason,
                "trigger": one.trigger,
                "received_at": one.created_at,
            }


def _about(service: str, teams: Sequence[Held], by_team: Mapping[str, Sequence[_Signed]]) -> Iterator[_Holds]:
    """What holds for one service. It brings along what was agreed at the team before, until the new one agrees about it;
    what the new team had agreed before it came holds where, and while, there is nothing it brought along."""
    brought: list[Agreement] = []  # agreed while the service was a team's
    found: list[_Holds] = []
    for held in teams:
        of_service = [one for one in by_team.get(held.team_id, ()) if one.agreement.service_id in ("", service)]
        new = [signed.agreement for signed in of_service if held.on(signed.on)]
        found = [rest for holds in found for rest in _without(holds, new)]
        for signed in of_service:
            one, came = signed.agreement, held.since
            if held.on(signed.on):
                found.append(_Holds(one, one.effective_from, one.until))
            elif came and signed.on < came and not (one.ended_on and one.ended_on <= came):
                found += _without(_Holds(one, max(one.effective_from, came), one.until), [*brought, *new])
        brought += new
    yield from (holds for holds in found if holds.until is None or holds.begins < holds.until)


def _covered(one: Agreement, by: Iterable[Agreement]) -> bool:
    return any(other.activity_key == one.activity_key and other.area in ("", one.area) for other in by)


def _without(holds: _Holds, by: Sequence[Agreement]) -> list[_Holds]:
    """The days on which nothing holds that a later team agreed about the same."""
    rest = [holds]
    for other in by:
        if _covered(holds.agreement, [other]):
            rest = [part for one in rest for part in _outside(one, other.effective_from, other.until)]
    return rest


def _outside(holds: _Holds, begins: date, until: date | None) -> Iterator[_Holds]:
    if holds.begins < begins:
        yield replace(holds, until=min(begins, holds.until or begins))
    if until is not None and (holds.until is None or until < holds.until):
        yield replace(holds, begins=max(holds.begins, until))
