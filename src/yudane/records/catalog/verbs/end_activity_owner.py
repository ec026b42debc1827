"""Somebody no longer looks after an activity, from today on."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.models import ActivityOwner
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import Change, verb


def _of_its_team(owner_id: str, *_: object, **__: object) -> Subject:
    there = ActivityOwner.objects.filter(pk=owner_id).first()
    return Subject(there.team_id, there.person_id) if there else Subject()


@verb("end-activity-owner", _of_its_team, tells=("activity_owners",))
def end_activity_owner(act: Act, owner_id: str, seen: int | None = None) -> Change[ActivityOwner]:
    owner = found(ActivityOwner, owner_id)
    if owner.until:
        raise ProblemsError.one("ended_already", Place())
    owner.change(seen, until=max(act.on, owner.since))
    return Change(f"team {owner.team_id}", owner, {"activity": owner.activity_key, "person": owner.person_id})
