"""A program may no longer."""

from yudane.records.acting import Act
from yudane.records.people.models import Token
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import Change, verb


def _of_whom(token_id: str, *_: object, **__: object) -> Subject:
    token = Token.objects.filter(pk=token_id).first()
    return Subject(person_id=token.person_id) if token else Subject()


@verb("revoke-token", _of_whom)
def revoke_token(act: Act, token_id: str) -> Change[Token]:
    token = found(Token, token_id)
    token.change(revoked_at=token.revoked_at or act.now)
    return Change(f"token {token.id}", token, {"name": token.name})
