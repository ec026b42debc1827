"""What is said here of services and teams."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yudane.records.people.models import Person
from yudane.records.record import Record

ENTITIES = [(kind, kind) for kind in ("service", "team")]


class Said(Record):
    """Said by somebody, until it is taken back."""

    by_id = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Edit(Said):
    """One field of a service or a team, in place of what its source says, until it is taken back."""

    kind = models.CharField(max_length=10, choices=ENTITIES)
    entity_id = models.CharField(max_length=300)
    field = models.CharField(max_length=60)  # a column of the contract, or `exists`
    value = models.TextField(null=True, blank=True)  # as the contract writes it, a list as JSON; null: no value

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "entity_id", "field"], condition=Q(withdrawn_at=None), name="one_standing_edit"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "entity_id"], name="edits_of")]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.field}"


class Move(Said):
    """A new name, another owner, or two that became one, from a day on."""

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in ("rename", "transfer", "merge")])
    entity_kind = models.CharField(max_length=10, choices=ENTITIES)
    entity_id = models.CharField(max_length=300)
    becomes = models.CharField(max_length=300)  # the new name, the team, or what it is part of now
    effective_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "entity_kind", "entity_id", "effective_on"],
                condition=Q(withdrawn_at=None),
                name="one_move_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.kind}"


class OwnerChange(Record):
    """A service had another team from the day of a move on: it was transferred, or its team became part of another."""

    move = models.ForeignKey(Move, models.PROTECT, related_name="owner_changes")
    service_id = models.CharField(max_length=300, db_index=True)
    was = models.CharField(max_length=300, db_index=True)  # the team that had it before
    team_id = models.CharField(max_length=300, db_index=True)

    def __str__(self) -> str:
        return f"{self.service_id} {self.team_id}"


class ActivityOwner(Record):
    """Who looks after an activity in a team, from a day, until a day."""

    team_id = models.CharField(max_length=200, db_index=True)
    activity_key = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, related_name="activities")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day they no longer do

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team_id", "activity_key", "person"], condition=Q(until=None), name="owner_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.activity_key}"


class Enablement(Record):
    """A team takes part in the program from a day, in a wave."""

    team_id = models.CharField(max_length=200)
    wave = models.CharField(max_length=100)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team_id"], condition=Q(ended_on=None), name="enabled_once")
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.wave}"
