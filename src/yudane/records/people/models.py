"""Persons, how they sign in, and which teams they are of."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from yudane.records.record import Record


class Person(Record):
    """Somebody who acts. An account becomes a person's by an administrator or an invitation, never by a mail address."""

    name = models.CharField(max_length=200)
    reading = models.CharField(max_length=200, blank=True, default="")  # to sort by: ふりがな
    admin = models.BooleanField(default=False)
    auditor = models.BooleanField(default=False)
    disabled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Logins(BaseUserManager["Login"]):
    """Makes logins as Django's and the sign-in library's code expects it."""

    def get_by_natural_key(self, username: str | None) -> "Login":
        return self.get(username=username)


class Login(AbstractBaseUser):
    """One way somebody signs in: a name and a password here, or a subject of an OpenID provider."""

    id = models.CharField(max_length=26, primary_key=True)
    issuer = models.CharField(max_length=300, blank=True, default="")  # empty: here
    subject = models.CharField(max_length=300)
    username = models.CharField(max_length=150, unique=True)  # what is typed; of others made from issuer and subject
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="logins")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[Logins] = Logins()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["issuer", "subject"], name="login_once")]

    def __str__(self) -> str:
        return self.person.name if self.person else self.username


class Membership(Record):
    """Somebody is of a team from a day, until a day. `signs`: named by the lead to sign for the team meanwhile."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    team_id = models.CharField(max_length=200, db_index=True)
    role = models.CharField(max_length=10, choices=[(role, role) for role in ("member", "lead", "signs")])
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day they are no longer of it
    claimed = models.BooleanField(default=False)  # told by the OpenID provider, and taken back by it

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="ends_later")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.team_id} {self.role}"


class Invitation(Record):
    """A link that makes an account somebody's, once."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.expires_at}"


class Token(Record):
    """What a program shows instead of a password. Only its hash is kept."""

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="tokens"
    )  # whose; null: a system's
    name = models.CharField(max_length=200)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # read, ingest
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ClaimedTeam(Record):
    """What a value in an OpenID provider's claim means here: of which team, and as what."""

    issuer = models.CharField(max_length=300)
    value = models.CharField(max_length=300)
    team_id = models.CharField(max_length=200)
    role = models.CharField(max_length=10, choices=[(role, role) for role in ("member", "lead")])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "value", "team_id"], name="claimed_team_once")
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.team_id}"
