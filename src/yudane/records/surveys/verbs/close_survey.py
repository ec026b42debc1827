"""The round is over, and its answers count where enough people answered."""

from datetime import date

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.journal.tables import services_of
from yudane.records.record import found
from yudane.records.surveys.models import Survey
from yudane.records.surveys.verbs.answer_survey import of_survey
from yudane.records.verb import Change, verb


@verb("close-survey", of_survey, tells=("survey_responses",))
def close_survey(act: Act, survey_id: str, since: date | None = None, seen: int | None = None) -> Change[Survey]:
    """`since`: all of the team's surveys from that day on are here; without it nothing is looked at by that."""
    survey = found(Survey, survey_id)
    if survey.closed_at:
        raise ProblemsError.one("survey_over", Place())
    if since is not None and since > act.on:
        raise ProblemsError.one("vouched_ahead", Place(field="since"), value=since)
    own = services_of(survey.team_id)
    services = [survey.service_id] if survey.service_id else sorted(own)
    survey.change(seen, closed_at=act.now, vouched_since=since, services=services if since else [])
    said = {"team": survey.team_id, "kind": survey.kind, "since": since}
    return Change(f"survey {survey.pk}", survey, said)
