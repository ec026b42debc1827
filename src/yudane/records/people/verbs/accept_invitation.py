"""Whoever holds the link of an invitation gets an account of that person: a name and a password, or a provider's login."""

import hashlib

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from yudane.reading import Place, Problem, ProblemsError
from yudane.records.acting import Act
from yudane.records.people.models import Invitation, Login
from yudane.records.people.secrets import hashed
from yudane.records.record import new_id
from yudane.records.verb import Change, verb


@verb("accept-invitation", tells=("joint_statements",))
def accept_invitation(
    act: Act, secret: str, username: str = "", password: str = "", login: Login | None = None
) -> Change[Login]:
    """`login`: one that exists already. Raises ProblemsError: a link that does not count, a name or password that cannot be."""
    invitation = standing_invitation(act, secret)
    if login is None:
        login = _local_login(act, username, password)
    elif login.person_id not in (None, invitation.person_id):
        raise ProblemsError.one("login_taken", Place(), name=str(login))
    person, first = invitation.person, not Login.objects.filter(person__isnull=False).exists()
    if first and not person.admin:  # the first account administers, since somebody must
        person.change(admin=True)
    login.person = person
    login.save()
    invitation.change(used_at=act.now)
    said = {"login": login.username, "issuer": login.issuer, "first": first}
    return Change(f"person {person.id}", login, said)


def standing_invitation(act: Act, secret: str) -> Invitation:
    """Raises ProblemsError "invitation_over" where it was used, ran out, ended, or never was."""
    invitation = Invitation.objects.select_for_update().filter(hash=hashed(secret)).first()
    over = invitation is None or invitation.used_at or invitation.expires_at <= act.now
    if invitation is None or over or invitation.person.disabled_at:
        raise ProblemsError.one("invitation_over", Place())
    return invitation


def _local_login(act: Act, username: str, password: str) -> Login:
    username = username.strip()
    if not username or len(username) > 100 or not username.isprintable():
        raise ProblemsError.one("username_broken", Place(field="username"))
    if Login.objects.filter(username=username).exists():
        raise ProblemsError.one("username_taken", Place(field="username"), name=username)
    login = Login(id=new_id(act.now), subject=username, username=username, created_at=act.now)
    try:
        validate_password(password, login)
    except ValidationError as error:
        raise ProblemsError([_weak(message) for message in error.messages]) from None
    login.set_password(password)
    return login


def _weak(message: str) -> Problem:
    return Problem("password_weak", Place(field="password"), {"why": message})


def username_of(issuer: str, subject: str) -> str:
    """What a provider's login is called inside: nobody types it."""
    return "oidc:" + hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()
