"""A statement, from its first signature to its end; who signed it stands in signing."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yudane.records.record import Record

OBJECT = "statement"  # by which signing calls what is signed here
KINDS = ("joint", "attestation", "exemption", "ideal")
LEADING = ("exemption", "ideal")  # signed for the team by who leads it
STATES = ("waiting", "standing", "declined", "withdrawn", "replaced")
OUTCOMES = ("met", "unmet", "exempt")
ENDS = ("upheld", "rejected", "withdrawn")  # of a dispute


class Statement(Record):
    """One side worded and signed it; it stands once whoever else has to signed the same words."""

    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    service_id = models.CharField(max_length=300, db_index=True)
    criterion_id = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=[(outcome, outcome) for outcome in OUTCOMES])
    sentence = models.TextField()
    evidence_url = models.URLField(max_length=1000, blank=True, default="")
    until = models.DateField()  # the first day it no longer holds
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES])
    standing_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # declined, withdrawn or replaced
    ended_by = models.CharField(max_length=200, blank=True, default="")  # by name
    why_ended = models.TextField(blank=True, default="")
    by_id = models.CharField(max_length=60)  # who worded it
    by_name = models.CharField(max_length=200)
    signed_as = models.CharField(max_length=26, blank=True, default="")  # whose signatures are this one's too
    # In local mode one person enters it for both sides: who agreed, by name, until both confirm by signing.
    entered_dev = models.CharField(max_length=200, blank=True, default="")
    entered_sre = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "service_id", "criterion_id"],
                condition=Q(state="standing"),
                name="one_standing_statement",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "until"], name="statements_by_end")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.criterion_id}"

    @property
    def signed_id(self) -> str:
        """By which its signatures are found."""
        return self.signed_as or self.pk

    @property
    def wording(self) -> dict[str, object]:
        """What is signed, to the letter."""
        return {
            "kind": self.kind,
            "service": self.service_id,
            "criterion": self.criterion_id,
            "outcome": self.outcome,
            "sentence": self.sentence,
            "evidence_url": self.evidence_url,
            "until": self.until,
        }


class Dispute(Record):
    """Somebody of one side doubts what was decided, and the other side answers. The outcome counts on meanwhile."""

    service_id = models.CharField(max_length=300, db_index=True)
    criterion_id = models.CharField(max_length=200)
    outcome = models.CharField(max_length=20)  # as it stood
    side = models.CharField(max_length=4, choices=[(side, side) for side in ("team", "sre")])
    sentence = models.TextField()
    evidence_url = models.URLField(max_length=1000, blank=True, default="")
    by_id = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(state, state) for state in ("open", *ENDS)], default="open")
    answer = models.TextField(blank=True, default="")
    answered_by_id = models.CharField(max_length=60, blank=True, default="")
    answered_by_name = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service_id", "criterion_id"], condition=Q(state="open"), name="one_open_dispute"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="disputes_by_state")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.criterion_id}"
