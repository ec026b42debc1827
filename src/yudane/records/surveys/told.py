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
    for survey, people in _over():
        if people < FEWEST:
            continue
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
    """By service since and until when all surveys are here, as those who closed one said. A round too few answered is withheld,
    and what is withheld is not nothing: no word reaches back over one."""
    withheld: dict[str, date] = {}
    over = _over()
    for one, people in over:
        if people < FEWEST:
            assert one.closed_at is not None
            withheld[one.team_id] = max(one.closed_at.date(), withheld.get(one.team_id, date.min))
    said: dict[str, list[tuple[date, date]]] = {}
    for one, people in over:
        if people < FEWEST or one.vouched_since is None:
            continue
        assert one.closed_at is not None
        before = withheld.get(one.team_id)
        since = max(one.vouched_since, before + timedelta(days=1)) if before else one.vouched_since
        if since <= one.closed_at.date():
            for service in one.services:
                said.setdefault(service, []).append((since, one.closed_at.date()))
    return [Interval(service, *span) for service in sorted(said) for span in joined(said[service])]


def _over() -> list[tuple[Survey, int]]:
    """Rounds that are closed, with how many people answered."""
    found = Survey.objects.filter(closed_at__isnull=False).order_by("id")
    return [(one, one.people) for one in found.annotate(people=Count("answers__respondent", distinct=True))]


def usual_since(team_id: str, closing: date) -> date:
    """From where a word goes on: the last one's end, else half a year before."""
    last = Survey.objects.filter(team_id=team_id, vouched_since__isnull=False, closed_at__isnull=False)
    newest = last.order_by("-closed_at").first()
    return newest.closed_at.date() if newest and newest.closed_at else closing - timedelta(days=180)
