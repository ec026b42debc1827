"""Who records which table, what they recorded, and until when they said that it is everything."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from yudane.records.record import Record


class Recorder(Record):
    """A team said: we record this table here, from a day on."""

    team_id = models.CharField(max_length=300)
    table = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day it no longer does

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team_id", "table"], condition=Q(until=None), name="one_recorder_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.table}"


class Vouch(Record):
    """One of the team said: everything from a day until another is entered here."""

    recorder = models.ForeignKey(Recorder, models.PROTECT, related_name="vouches")
    since = models.DateField()
    until = models.DateField()  # that day included
    services: "models.JSONField[Any]" = models.JSONField()  # ids, as the team owned them when it was said
    nothing = models.BooleanField(default=False)  # and there is none
    by_id = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.recorder} {self.since} {self.until}"


class Row(Record):
    """One row of an evidence table. `values` as the contract takes them, key and service among them."""

    table = models.CharField(max_length=60)
    team_id = models.CharField(max_length=300)
    service_id = models.CharField(max_length=300, blank=True, default="")  # empty: of the team as a whole
    key = models.CharField(max_length=1000)
    values: "models.JSONField[Any]" = models.JSONField()
    by_id = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=200, blank=True, default="")
    why_removed = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "key"], condition=Q(removed_at=None), name="one_row_a_key")
        ]
        indexes: ClassVar = [models.Index(fields=["table", "team_id", "removed_at"], name="rows_of_a_team")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
