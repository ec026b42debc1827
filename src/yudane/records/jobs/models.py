"""Jobs as they wait, run and end."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yudane.records.record import Record


class Job(Record):
    """One piece of work. What is asked for again while it waits is done once."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100, blank=True, default="")  # what it is about: a day
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in ("waiting", "running", "done", "failed")], default="waiting"
    )
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, default="")  # of the last try

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(state="waiting"), name="one_waiting_job")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()
