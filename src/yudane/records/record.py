"""What all records share: an id that sorts by time, when it was made, and a version that tells who came second."""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models
from ulid import ULID

from yudane.evidence.validate import MADE_HERE
from yudane.reading import Place, ProblemsError


def new_id(now: datetime) -> str:
    """26 characters, later ones behind earlier ones to the millisecond. `now` with its zone."""
    return str(ULID.from_datetime(now))


class Record(models.Model):
    """Made and changed by verbs."""

    id = models.CharField(max_length=26, primary_key=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @classmethod
    def make(cls, now: datetime, **values: Any) -> Self:
        made = cls(id=new_id(now), created_at=now, **values)
        made.save(force_insert=True)
        return made

    def change(self, seen: int | None = None, /, **values: Any) -> Self:
        """Set fields. `seen` is the version that whoever asks has read; the newest where nothing is said.

        Raises ProblemsError "changed_meanwhile" when somebody else was there first.
        """
        seen = self.version if seen is None else seen
        changed = type(self)._base_manager.filter(pk=self.pk, version=seen).update(version=seen + 1, **values)
        if not changed:
            raise ProblemsError.one("changed_meanwhile", Place(), name=str(self))
        self.refresh_from_db()
        return self


Found = TypeVar("Found", bound=Record)


def found(kind: type[Found], key: str) -> Found:
    """Locked until the transaction ends. Raises ProblemsError "record_missing"."""
    record = kind._base_manager.select_for_update().filter(pk=key).first()
    if record is None:
        raise ProblemsError.one("record_missing", Place(), id=key[:40])
    return record


def told_id(record: Record) -> str:
    """What the record is called in evidence: ids given here are told apart from those of other systems."""
    return f"{MADE_HERE}{record.pk}"
