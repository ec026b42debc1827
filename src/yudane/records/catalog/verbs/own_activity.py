"""Somebody looks after an activity in a team, from a day on."""

from datetime import date

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import known
from yudane.records.catalog.models import ActivityOwner
from yudane.records.home import served_workspace
from yudane.records.people.models import Person
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import Change, verb


def _of_team(team_id: str, *_: object, **__: object) -> Subject:
    return Subject(team_id)


@verb("own-activity", _of_team, tells=("activity_owners",))
def own_activity(
    act: Act, team_id: str, activity_key: str, person_id: str, since: date | None = None
) -> Change[ActivityOwner]:
    """From today where no day is said. An activity may have several owners, each once at a time."""
    known("team", team_id, "team")
    if activity_key not in {activity.key for activity in served_workspace().program.activities}:
        raise ProblemsError.one("activity_not_there", Place(field="activity"), name=activity_key[:60])
    person, since = found(Person, person_id), since or act.on
    if ActivityOwner.objects.filter(team_id=team_id, activity_key=activity_key, person=person, until=None).exists():
        raise ProblemsError.one("owner_there", Place(), name=person.name)
    made = ActivityOwner.make(act.now, team_id=team_id, activity_key=activity_key, person=person, since=since)
    return Change(f"team {team_id}", made, {"activity": activity_key, "person": person.id, "since": since})
