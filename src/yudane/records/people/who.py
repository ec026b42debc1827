"""Who acts: the person behind a login, the program behind a token, or the one person of a machine without accounts."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db.models import Q

from yudane.records.acting import Actor, TeamRole
from yudane.records.people.models import Login, Membership, Person, Token
from yudane.records.people.secrets import TOKEN_PREFIX, hashed

KindOf = Callable[[str], str]  # of a team, by its id; empty where nobody knows it


def accounts_exist() -> bool:
    """Somebody can sign in, so local mode is over."""
    return Login.objects.filter(person__isnull=False).exists()


def actor_of_login(login: Login, on: date, kind_of: KindOf) -> Actor | None:
    """None where the person is disabled. An account that is nobody's yet may look."""
    person = login.person
    if person is None:
        return Actor("person", f"login:{login.pk}", login.username) if login.is_active else None
    if person.disabled_at is not None or not login.is_active:
        return None
    return actor_of_person(person, on, kind_of)


def actor_of_person(person: Person, on: date, kind_of: KindOf) -> Actor:
    standing = memberships_on(person.memberships.all(), on)
    teams = tuple(TeamRole(one.team_id, kind_of(one.team_id), one.role) for one in standing)  # type: ignore[arg-type]
    return Actor("person", person.pk, person.name, person.admin, person.auditor, teams)


def memberships_on(memberships: Iterable[Membership], on: date) -> list[Membership]:
    """Those that hold on a day, by team."""
    holding = (one for one in memberships if one.since <= on and (one.until is None or on < one.until))
    return sorted(holding, key=lambda one: (one.team_id, one.role))


def actor_of_token(secret: str, now: datetime) -> Actor | None:
    """None where it was never made, ran out, was revoked, or its person is disabled."""
    if not secret.startswith(TOKEN_PREFIX):
        return None
    valid = Q(expires_at=None) | Q(expires_at__gt=now)
    token = Token.objects.select_related("person").filter(valid, hash=hashed(secret), revoked_at=None).first()
    if token is None or (token.person and token.person.disabled_at):
        return None
    if token.used_on != now.date():
        Token.objects.filter(pk=token.pk).update(used_on=now.date())
    return Actor("token", token.pk, token.name, scopes=frozenset(token.scopes))
