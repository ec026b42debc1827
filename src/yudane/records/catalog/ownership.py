"""Which team owned a service when: of services that changed hands here. Corrections in their source leave no trace."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yudane.records.catalog.models import OwnerChange


@dataclass(frozen=True)
class Held:
    """A service was one team's. `since` None: as long as anybody knows; `until`: the first day it was another's."""

    team_id: str
    since: date | None
    until: date | None = None

    def on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def owners(teams: Collection[str] | None = None, on: date = date.max) -> Mapping[str, Sequence[Held]]:
    """By service all that had it until a day, the first one first; with teams, those one of them ever had."""
    found = OwnerChange.objects.all()
    if teams is not None:
        theirs = found.filter(Q(team_id__in=teams) | Q(was__in=teams))
        found = found.filter(service_id__in=theirs.values("service_id"))
    by_service: dict[str, list[OwnerChange]] = {}
    for one in found.select_related("move").order_by("id"):
        by_service.setdefault(one.service_id, []).append(one)
    chains = {service: _chain(changes, on) for service, changes in by_service.items()}
    return {service: chain for service, chain in chains.items() if len(chain) > 1}


def _chain(changes: Sequence[OwnerChange], on: date) -> Sequence[Held]:
    """`changes` as they were entered: the first one knows who had it before all of them."""
    standing = [one for one in changes if one.move.withdrawn_at is None and one.move.effective_on <= on]
    chain = [Held(changes[0].was, None)]
    for one in sorted(standing, key=lambda one: (one.move.effective_on, one.pk)):
        since = one.move.effective_on
        if one.team_id != chain[-1].team_id:
            chain[-1] = Held(chain[-1].team_id, chain[-1].since, since)
            chain.append(Held(one.team_id, since))
    return chain


def teams_of(service: str, team: str | None, moved: Mapping[str, Sequence[Held]]) -> Iterable[Held]:
    """All that had a service, where its catalog row says whose it is."""
    return moved.get(service) or ([Held(team, None)] if team else [])
