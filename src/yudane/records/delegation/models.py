"""What one side proposed, and what both agreed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yudane.records.record import Record

TRIGGERS = ("initial", "step_up", "step_back", "periodic", "override")
STATES = ("proposed", "in_force", "declined", "withdrawn", "expired")


class Matter(Record):
    """What is agreed about: a team, one of its services or all, an activity, an area of decisions or all."""

    team_id = models.CharField(max_length=300)
    service_id = models.CharField(max_length=300, blank=True, default="")  # empty: every service of the team
    activity_key = models.CharField(max_length=60)
    area = models.CharField(max_length=60, blank=True, default="")  # empty: all that is decided in the activity
    level = models.PositiveSmallIntegerField()
    target = models.PositiveSmallIntegerField()
    reason = models.TextField()
    trigger = models.CharField(max_length=10, choices=[(trigger, trigger) for trigger in TRIGGERS])
    effective_from = models.DateField()
    until = models.DateField(null=True, blank=True)  # from this day on what held before holds again
    look_again_on = models.DateField(null=True, blank=True)
    owner_id = models.CharField(max_length=26, blank=True, default="")  # a person of neither side, see owner

    class Meta:
        abstract = True

    @property
    def matter(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ABOUT}


ABOUT = ("team_id", "service_id", "activity_key", "area")


class Proposal(Matter):
    """One side worded and signed it; it is in force once the other signed the same words."""

    exit_conditions = models.TextField(blank=True, default="")  # of a step back: what has to be so for it to end
    side = models.CharField(max_length=4, choices=[(side, side) for side in ("team", "sre")])
    by_id = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default="proposed")
    objection = models.TextField(blank=True, default="")  # of the other side, to a step back that still waits
    objected_by = models.CharField(max_length=200, blank=True, default="")  # by name
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True, default="")  # by name
    why_ended = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=ABOUT, condition=Q(state="proposed"), name="one_open_delegation_proposal")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "team_id"], name="delegation_proposals")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.team_id, self.service_id, self.activity_key, self.area) if part)

    @property
    def wording(self) -> dict[str, object]:
        """What is signed, to the letter."""
        names = (*ABOUT, "level", "target", "reason", "effective_from", "until", "look_again_on", "exit_conditions")
        owner = {"owner_id": self.owner_id} if self.owner_id else {}
        return {name: getattr(self, name) for name in names} | owner


class Agreement(Matter):
    """In force from a day on, until a later one for good takes its place; one that ends by itself leaves it standing."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="agreement")
    owner_accepted_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # the first day a later one took its place

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=ABOUT, condition=Q(ended_on=None, until=None), name="one_standing_delegation_agreement"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["team_id", "activity_key"], name="delegation_agreements")]

    def __str__(self) -> str:
        return str(self.proposal)
