"""A decision, its parts (one for each team, or service where it differs), what was said of it, and who stepped in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yudane.records.people.models import Person
from yudane.records.record import Record

OBJECT = "decision"  # by which signing calls what is approved here
RELEVEL = "decision-level"  # and what moves an open one to the level of today
SIDES = ("team", "sre")
STATES = (
    "asked",  # the side that may not open it asks the other to
    "open",
    "escalated",  # time ran out at Agree: its owner decides or sends it back
    "stepped_in",  # decided by company SRE in an emergency, to be confirmed
    "decided",  # and something is owed still
    "settled",
    "declined",
    "withdrawn",
    "lapsed",
    "replaced",
)
KINDS = (
    *("asked", "opened", "declined", "reworded", "comment", "input", "advice", "convinced", "approved", "decided"),
    *("escalated", "sent_back", "withdrawn", "acknowledged", "used", "followed", "why", "answer", "leveled"),
    *("stepped_in", "incident_confirmed", "lapsed", "reminded", "reminded_owed", "replaced"),
)
LINKS = ("criterion", "slo", "alert_rule", "finding", "document", "request", "incident", "other")


class Decision(Record):
    """The question and its answer, shared by all parts; frozen once one of them is decided."""

    activity_key = models.CharField(max_length=60)
    area = models.CharField(max_length=60, blank=True, default="")
    question = models.TextField()
    text = models.TextField(blank=True, default="")  # what is decided
    reasons = models.TextField(blank=True, default="")
    side = models.CharField(max_length=4, choices=[(side, side) for side in SIDES])  # whose opened it, or asked for it
    by_id = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["activity_key", "area"], name="decisions_by_activity")]

    def __str__(self) -> str:
        return self.question[:80]


class Part(Record):
    """A decision for one team, or for one of its services where another level holds: with a level, a state and a clock."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="parts")
    team_id = models.CharField(max_length=300)
    service_id = models.CharField(
        max_length=300, blank=True, default=""
    )  # empty: every service without a part of its own
    level = models.PositiveSmallIntegerField()
    agreement_id = models.CharField(max_length=26, blank=True, default="")  # from which the level follows
    owner_id = models.CharField(max_length=26, blank=True, default="")  # who decides when both sides do not
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES])
    asked_until = models.DateTimeField(null=True, blank=True)  # by when the other side opens or declines it
    opened_at = models.DateTimeField(null=True, blank=True)
    window_began_at = models.DateTimeField(null=True, blank=True)
    window_ends_at = models.DateTimeField(null=True, blank=True)  # of comments, input or advice; at Agree of both
    given = models.BooleanField(default=False)  # convinced, input or advice, of the question as it stands
    approved = models.CharField(max_length=4, blank=True, default="")  # the side that approved the words as they stand
    reminded = models.PositiveSmallIntegerField(default=0)
    releveled = models.PositiveSmallIntegerField(default=0)  # how often both moved it to another level
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_side = models.CharField(max_length=5, blank=True, default="")  # team, sre, both, owner
    duty = models.CharField(max_length=12, blank=True, default="")  # what is owed: the kind of an entry
    duty_due_at = models.DateTimeField(null=True, blank=True)
    duty_remind_at = models.DateTimeField(null=True, blank=True)  # empty once reminded
    duty_done_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)  # when time alone changes something
    ended_at = models.DateTimeField(null=True, blank=True)  # declined, withdrawn, lapsed or replaced

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "team_id", "service_id"], name="one_part_a_team_and_service")
        ]
        indexes: ClassVar = [
            models.Index(fields=["team_id", "state"], name="parts_of_a_team"),
            models.Index(fields=["state", "duty_due_at"], name="parts_by_duty"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.team_id, self.service_id, str(self.decision))))


class Entry(Record):
    """Something somebody said or did about a part, or about the whole decision; never changed."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="entries")
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="entries")  # None: about all
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    side = models.CharField(max_length=5, blank=True, default="")  # team, sre, owner; empty: the clock
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="decision_entries")
    by_name = models.CharField(max_length=200, blank=True, default="")
    yes = models.BooleanField(null=True, blank=True)  # convinced, or followed
    text = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["decision", "person"], name="entries_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.decision_id}"


class StepIn(Record):
    """In an emergency company SRE decided whatever the level: during which incident, and what became of that."""

    part = models.OneToOneField(Part, models.PROTECT, related_name="step_in")
    incident_key = models.CharField(max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, related_name="step_ins")
    matched_at = models.DateTimeField(
        null=True, blank=True
    )  # a system told of the incident, or somebody else confirmed it
    unfounded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # when the incident was over

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ended_at"], name="running_step_ins", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.incident_key} {self.part}"


class Link(Record):
    """What a decision is about, or follows from."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="links")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in LINKS])
    ref = models.CharField(max_length=300)  # its key in evidence, or what people call it
    url = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["decision", "kind", "ref"], name="one_link_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
