"""What forms about surveys ask for, each by its verb."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from yudane.faces.clock import now_utc
from yudane.faces.web.journal.about import team_of
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import day, seen, text
from yudane.faces.web.shared.doing import done
from yudane.faces.web.shared.paths import query
from yudane.faces.web.surveys.view import one_survey, surveys
from yudane.records.surveys import verbs
from yudane.records.surveys.models import Survey
from yudane.records.surveys.questions import QUESTIONS

LIST = "/journal/surveys"


def open_one(request: HttpRequest) -> HttpResponse:
    team = team_of(request)

    def work() -> None:
        until = day(request, "until") or now_utc().date() + timedelta(days=14)
        verbs.open_survey(act_of(request), team, text(request, "kind"), until, text(request, "service"))

    return done(request, work, surveys, LIST + query(team=team), "survey_opened")


def answer(request: HttpRequest, survey_id: str) -> HttpResponse:
    def work() -> None:
        survey = Survey.objects.filter(pk=survey_id).first()
        asked = QUESTIONS[survey.kind] if survey else ()
        verbs.answer_survey(act_of(request), survey_id, {name: text(request, name, 10) for name in asked})

    return done(request, work, lambda again: one_survey(again, survey_id), LIST, "survey_answered")


def close(request: HttpRequest, survey_id: str) -> HttpResponse:
    team = team_of(request)

    def work() -> None:
        since = day(request, "since") if "vouch" in request.POST else None
        verbs.close_survey(act_of(request), survey_id, since, seen(request))

    return done(request, work, surveys, LIST + query(team=team), "survey_closed")
