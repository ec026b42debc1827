"""Entries and the chain's head. Nothing changes or deletes an entry: the database refuses it too (see migrations)."""

from django.db import models


class Entry(models.Model):
    """One change: who, what, when. `hash` is over everything else and the hash before."""

    seq = models.BigIntegerField(primary_key=True)  # from 1, without gaps
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)  # see acting.Actor
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60, db_index=True)
    object = models.CharField(max_length=200, db_index=True)  # kind and id, as "person 01J..."
    details = models.JSONField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.object}"


class Head(models.Model):
    """The last entry; the one row that writers take turns at."""

    one = models.BooleanField(primary_key=True, default=True)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
