"""An account of a provider becomes somebody's, by an administrator who knows whose it is."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.people.models import Login, Person
from yudane.records.record import found
from yudane.records.verb import Change, verb


@verb("link-login", tells=("joint_statements",))
def link_login(act: Act, login_id: str, person_id: str) -> Change[Login]:
    """Only one that is nobody's yet: whoever acted by it stays who they were."""
    person = found(Person, person_id)
    login = Login.objects.select_for_update().filter(pk=login_id).first()
    if login is None:
        raise ProblemsError.one("record_missing", Place(), id=login_id[:40])
    if login.person_id not in (None, person.id):
        raise ProblemsError.one("login_taken", Place(), name=str(login))
    login.person, login.is_active = person, person.disabled_at is None
    login.save()
    return Change(f"person {person.id}", login, {"issuer": login.issuer, "subject": login.subject})
