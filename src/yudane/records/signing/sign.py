"""Sign: one person, one signature, for one side, for good."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping

from django.db import IntegrityError, transaction

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.home import company_sre
from yudane.records.people.models import Membership, Person
from yudane.records.people.who import memberships_on
from yudane.records.record import new_id
from yudane.records.signing.models import Signature, Subject


def wording(said: Mapping[str, object]) -> str:
    """The hash of what is signed, to the letter."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def sign(act: Act, kind: str, object_id: str, said: Mapping[str, object], side: str) -> Signature:
    """Inside a verb that asked who may. Raises ProblemsError: signed already, acted for the other side, both of company SRE."""
    person = Person.objects.filter(pk=act.actor.id).first() if act.actor.kind == "person" else None
    if person is None:
        raise ProblemsError.one("signer_not_a_person", Place())
    subject, _ = Subject.objects.select_for_update().get_or_create(
        kind=kind,
        object_id=object_id,
        wording_hash=wording(said),
        defaults={"id": new_id(act.now), "created_at": act.now},
    )
    _of_one_side(person, kind, object_id, side)
    _not_both_of_sre(act, subject, person)
    try:
        with transaction.atomic():
            return Signature.make(act.now, subject=subject, person=person, side=side)
    except IntegrityError:
        raise ProblemsError.one("signed_already", Place(), side=side) from None


def signed_by(kind: str, object_id: str, said: Mapping[str, object]) -> dict[str, Signature]:
    """The signatures of this wording, by side."""
    found = Signature.objects.filter(
        subject__kind=kind, subject__object_id=object_id, subject__wording_hash=wording(said)
    ).select_related("person")
    return {signature.side: signature for signature in found}


def teams_for_signing(act: Act, person: Person, roles: Collection[str] = ("member", "lead", "signs")) -> set[str]:
    """Of which teams somebody may speak today: a membership counts from the day after it was entered."""
    return {
        one.team_id
        for one in memberships_on(person.memberships.all(), act.on)
        if one.role in roles and _counts(one, act)
    }


def _counts(one: Membership, act: Act) -> bool:
    return one.created_at.date() < act.on


def _of_one_side(person: Person, kind: str, object_id: str, side: str) -> None:
    """Whoever ever acted for one side cannot act for the other, in whatever wording."""
    before = Signature.objects.filter(subject__kind=kind, subject__object_id=object_id, person=person)
    if before.exclude(side=side).exists():
        raise ProblemsError.one("signed_other_side", Place(), name=person.name)


def _not_both_of_sre(act: Act, subject: Subject, person: Person) -> None:
    others = Signature.objects.filter(subject=subject).exclude(person=person).select_related("person")
    if both_of_sre(act, person, (signature.person for signature in others)):
        raise ProblemsError.one("both_of_sre", Place(), name=person.name)


def both_of_sre(act: Act, person: Person, others: Iterable[Person]) -> bool:
    """Two of company SRE are one side, whatever other teams they are of."""
    sre = company_sre()

    def is_of_sre(one: Person) -> bool:
        return not sre.isdisjoint(there.team_id for there in memberships_on(one.memberships.all(), act.on))

    return is_of_sre(person) and any(is_of_sre(one) for one in others)
