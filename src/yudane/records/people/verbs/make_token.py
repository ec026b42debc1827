"""A program may read, or bring evidence in."""

from collections.abc import Iterable
from datetime import timedelta

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.people.models import Person, Token
from yudane.records.people.secrets import TOKEN_PREFIX, hashed, new_secret
from yudane.records.record import found
from yudane.records.verb import Change, verb

SCOPES = ("read", "ingest")


@verb("make-token")
def make_token(
    act: Act, name: str, scopes: Iterable[str], days: int | None = 365, person_id: str | None = None
) -> Change[tuple[Token, str]]:
    """The token and its secret, which is shown once. `days`: how long it counts; None: until it is revoked."""
    chosen, name = sorted(set(scopes)), " ".join(name.split())
    if not name:
        raise ProblemsError.one("name_missing", Place(field="name"))
    if not chosen or not set(chosen) <= set(SCOPES):
        raise ProblemsError.one("scope_unknown", Place(field="scopes"), known=", ".join(SCOPES))
    if days is not None and not 1 <= days <= 3650:
        raise ProblemsError.one("days_out_of_range", Place(field="days"), least=1, most=3650)
    person = found(Person, person_id) if person_id else None
    expires = act.now + timedelta(days=days) if days is not None else None
    secret = new_secret(TOKEN_PREFIX)
    token = Token.make(act.now, name=name, scopes=chosen, hash=hashed(secret), expires_at=expires, person=person)
    said = {"name": name, "scopes": chosen, "expires_at": expires, "person": person_id}
    return Change(f"token {token.id}", (token, secret), said)
