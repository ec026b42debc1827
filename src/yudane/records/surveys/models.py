"""A round of a survey, who is invited, and the answers, which hold nothing by which somebody could be found."""

from typing import ClassVar

from django.db import models

from yudane.records.record import Record
from yudane.records.surveys.questions import QUESTIONS


class Survey(Record):
    """One round: a kind of questions to one team, about one of its services or all."""

    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in QUESTIONS])
    team_id = models.CharField(max_length=300, db_index=True)
    service_id = models.CharField(max_length=300, blank=True, default="")  # empty: every service of the team
    until = models.DateField()  # the last day to answer
    by_id = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Who closed it said that all the team's surveys since this day are here.
    vouched_since = models.DateField(null=True, blank=True)
    services: "models.JSONField[list[str]]" = models.JSONField(default=list)  # of the team, when that was said

    def __str__(self) -> str:
        return f"{self.team_id} {self.kind} {self.until}"


class Invited(models.Model):
    """Somebody may answer, once. When they did is not kept."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="invited")
    person_id = models.CharField(max_length=26)
    answered = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "person_id"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.person_id}"


class Answer(models.Model):
    """One person's answer to one question. The key is drawn by chance, and no moment is kept."""

    id = models.CharField(max_length=32, primary_key=True)  # by chance too, so that no order tells who came when
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers")
    respondent = models.CharField(max_length=32)
    question = models.CharField(max_length=30)
    value = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "respondent", "question"], name="answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.question}"
