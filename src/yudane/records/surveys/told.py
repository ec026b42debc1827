"""Answers as rows of the contract: of rounds that are over and that enough people answered, all on the day of the end."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from yudane.evidence.batch import Interval
from yudane.records.journal.told import joined
from yudane.records.record import told_id
from yudane.records.surveys.models import Answer, Survey

FEWEST = 5  # people who answered; below nothing is shown or told


def survey_responses() -> Iterator[dict[str, Any]]:
    enough = Survey.objects.filter(closed_at__isnull=False).annotate(people=Count("answers__respondent", distinct=True))
    for survey in enough.filter(people__gte=FEWEST).order_by("id"):
        assert survey.closed_at is not None
        for answer in Answer.objects.filter(survey=survey).order_by("id"):
            yield {
                "survey_id": told_id(survey),
                "kind": survey.kind,
                "service_id": survey.service_id or None,
                "team_id": survey.team_id,
                "respondent_key": answer.respondent,
                "question_key": answer.question,
                "value": answer.value,
                "submitted_on": survey.closed_at.date(),
                "received_at": survey.closed_at,
            }


def intervals() -> list[Interval]:
    """By service since and until when all surveys are here, as those who closed one said."""
    said: dict[str, list[tuple[date, date]]] = {}
    for one in Survey.objects.filter(vouched_since__isnull=False, closed_at__isnull=False):
        assert one.closed_at is not None
        assert one.vouched_since is not None
        for service in one.services:
            said.setdefault(service, []).append((one.vouched_since, one.closed_at.date()))
    return [Interval(service, *span) for service in sorted(said) for span in joined(said[service])]


def usual_since(team_id: str, closing: date) -> date:
    """From where a word goes on: the last one's end, else half a year before."""
    last = Survey.objects.filter(team_id=team_id, vouched_since__isnull=False, closed_at__isnull=False)
    newest = last.order_by("-closed_at").first()
    return newest.closed_at.date() if newest and newest.closed_at else closing - timedelta(days=180)
