"""A team, or company SRE, asks the team's people some questions."""

from datetime import date, timedelta

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.journal.tables import services_of, told_by_systems
from yudane.records.people.models import Membership
from yudane.records.people.who import memberships_on
from yudane.records.policy import Subject
from yudane.records.surveys.models import Invited, Survey
from yudane.records.surveys.questions import QUESTIONS
from yudane.records.surveys.told import FEWEST
from yudane.records.verb import Change, verb

LONGEST = timedelta(days=60)


def _of_team(team_id: str, *_: object, **__: object) -> Subject:
    return Subject(team_id)


@verb("open-survey", _of_team)
def open_survey(act: Act, team_id: str, kind: str, until: date, service_id: str = "") -> Change[Survey]:
    """Everybody of the team is invited. Raises ProblemsError where fewer are than have to answer, or a system tells it."""
    if kind not in QUESTIONS:
        raise ProblemsError.one("survey_unknown", Place(field="kind"), kind=kind[:40])
    if not act.on <= until <= act.on + LONGEST:
        raise ProblemsError.one("survey_too_long", Place(field="until"), days=LONGEST.days, value=until)
    own = services_of(team_id)
    if not own:
        raise ProblemsError.one("team_without_services", Place(field="team"), team=team_id)
    if service_id and service_id not in own:
        raise ProblemsError.one("service_of_another_team", Place(field="service"), service=service_id[:60])
    systems = told_by_systems("survey_responses", [service_id] if service_id else own, act.on)
    if systems:
        raise ProblemsError.one("told_by_a_system", Place(), system=", ".join(sorted({*systems.values()})))
    if Survey.objects.filter(team_id=team_id, kind=kind, service_id=service_id, closed_at=None).exists():
        raise ProblemsError.one("survey_there", Place(field="kind"))
    standing = memberships_on(Membership.objects.filter(team_id=team_id, person__disabled_at=None), act.on)
    people = sorted({one.person_id for one in standing})
    if len(people) < FEWEST:
        raise ProblemsError.one("survey_too_few", Place(field="team"), people=len(people), fewest=FEWEST)
    by = {"by_id": act.actor.id, "by_name": act.actor.name}
    survey = Survey.make(act.now, kind=kind, team_id=team_id, service_id=service_id, until=until, **by)
    Invited.objects.bulk_create([Invited(survey=survey, person_id=person) for person in people])
    said = {"team": team_id, "kind": kind, "service": service_id, "until": until, "invited": len(people)}
    return Change(f"survey {survey.pk}", survey, said)
