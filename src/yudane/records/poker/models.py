"""A session about one matter, who sits at it for which side, and the cards they chose."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yudane.records.delegation.models import ABOUT, Proposal
from yudane.records.people.models import Person
from yudane.records.record import Record

SIDES = ("sre", "dev", "business")
DECIDING = ("sre", "dev")  # without a card of both there is nothing to confirm


class Session(Record):
    """One at a time is running for a matter. In which state it is, `machine` tells."""

    team_id = models.CharField(max_length=300)
    service_id = models.CharField(max_length=300, blank=True, default="")  # empty: every service of the team
    activity_key = models.CharField(max_length=60)
    area = models.CharField(max_length=60, blank=True, default="")  # empty: all that is decided in the activity
    facilitator_id = models.CharField(max_length=26)
    facilitator_name = models.CharField(max_length=200)
    round = models.PositiveSmallIntegerField(default=0)  # 0: none began
    ends_at = models.DateTimeField(null=True, blank=True)  # of the round
    revealed_at = models.DateTimeField(null=True, blank=True)  # of the round, as far as somebody acted since
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="sessions")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=ABOUT, condition=Q(closed_at=None), name="one_running_poker_session")
        ]
        indexes: ClassVar = [models.Index(fields=["team_id", "activity_key"], name="poker_sessions")]

    def __str__(self) -> str:
        return " ".join(part for part in self.matter.values() if part)

    @property
    def matter(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ABOUT}


class Seat(Record):
    """Somebody takes part, for one side as long as the session lasts."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    side = models.CharField(max_length=10, choices=[(side, side) for side in SIDES])
    asks_after = models.PositiveSmallIntegerField(default=0)  # the round after which they ask for another

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["session", "person"], name="one_seat_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.side}"


class Vote(Record):
    """The card of one seat, so of one person, in one round. Nobody but who chose it reads it before it is turned over."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="votes")
    round = models.PositiveSmallIntegerField()
    card = models.PositiveSmallIntegerField()
    revealed_at = models.DateTimeField(null=True, blank=True)
    explanation = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "round"], name="one_card_a_round")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.round}"
