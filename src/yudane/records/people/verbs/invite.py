"""A link by which somebody gets an account; links given before end."""

from datetime import timedelta

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.people.models import Invitation, Person
from yudane.records.people.secrets import hashed, new_secret
from yudane.records.record import found
from yudane.records.verb import Change, verb

HOURS = 72


@verb("invite")
def invite(act: Act, person_id: str) -> Change[str]:
    """The secret of the link, which is shown once."""
    person = found(Person, person_id)
    if person.disabled_at:
        raise ProblemsError.one("person_disabled", Place(), name=person.name)
    person.invitations.filter(used_at=None).delete()
    secret = new_secret()
    Invitation.make(act.now, person=person, hash=hashed(secret), expires_at=act.now + timedelta(hours=HOURS))
    return Change(f"person {person.id}", secret, {"hours": HOURS})
