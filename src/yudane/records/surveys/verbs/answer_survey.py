"""Somebody who is invited answers, once. The audit knows that they did, and nothing knows what."""

from collections.abc import Mapping
from uuid import uuid4

from yudane.reading import Place, Problem, ProblemsError
from yudane.records.acting import Act
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.surveys.models import Answer, Survey
from yudane.records.surveys.questions import GRADES, MOST_HOURS, QUESTIONS, in_hours
from yudane.records.verb import Change, verb


def of_survey(survey_id: str, *_: object, **__: object) -> Subject:
    one = Survey.objects.filter(pk=survey_id).first()
    return Subject(one.team_id if one else None)


@verb("answer-survey", of_survey)
def answer_survey(act: Act, survey_id: str, answers: Mapping[str, str]) -> Change[None]:
    """`answers`: by question a grade, or hours. Raises ProblemsError with every one that is missing or none."""
    survey = found(Survey, survey_id)
    if survey.closed_at or survey.until < act.on:
        raise ProblemsError.one("survey_over", Place())
    invited = survey.invited.select_for_update().filter(person_id=act.actor.id).first()
    if invited is None:
        raise ProblemsError.one("not_invited", Place())
    if invited.answered:
        raise ProblemsError.one("answered_already", Place())
    asked = QUESTIONS[survey.kind]
    values = {
        question: value for question in asked if (value := _value(question, answers.get(question, ""))) is not None
    }
    if wrong := [question for question in asked if question not in values]:
        raise ProblemsError([_missing(question) for question in wrong])
    invited.answered = True
    invited.save()
    respondent = uuid4().hex
    Answer.objects.bulk_create(
        Answer(id=uuid4().hex, survey=survey, respondent=respondent, question=question, value=value)
        for question, value in values.items()
    )
    return Change(f"survey {survey.pk}", None)


def _value(question: str, said: str) -> float | None:
    try:
        value = float(said)
    except ValueError:
        return None
    if in_hours(question):
        return value if 0 <= value <= MOST_HOURS else None
    return value if value in GRADES else None


def _missing(question: str) -> Problem:
    args = {"most": MOST_HOURS} if in_hours(question) else {}
    return Problem("hours_missing" if in_hours(question) else "grade_missing", Place(field=question), args)
