"""What is signed, and the signatures, which are never changed or deleted."""

from typing import ClassVar

from django.db import models

from yudane.records.people.models import Person
from yudane.records.record import Record

SIDES = ("team", "sre", "business", "second")  # second: who verified what a team attested


class Subject(Record):
    """A wording of something that sides sign. Worded anew, it is another one and begins without signatures."""

    kind = models.CharField(max_length=30)
    object_id = models.CharField(max_length=60)
    wording_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id", "wording_hash"], name="a_wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Signature(Record):
    """Somebody stands for it, for one side."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=[(side, side) for side in SIDES])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "side"], name="a_side_once"),
            models.UniqueConstraint(fields=["subject", "person"], name="a_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.side}"
