"""The chain of the audit shows every entry that was changed, removed or slipped in."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from yudane.records.audit.chain import START, Broken, append, entries, hash_of, head, verify
from yudane.records.audit.models import Entry, Head
from yudane.records.testing import AS_OPERATOR, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def five() -> None:
    for number in range(5):
        append(AS_OPERATOR, "add-person", f"person {number}", {"name": f"人{number}"})


def unkept() -> None:
    """Somebody with the database's own rights takes the guard away."""
    drop = ["drop trigger audit_update", "drop trigger audit_delete"]
    with connection.cursor() as cursor:
        for statement in drop if connection.vendor == "sqlite" else ["drop trigger audit_kept on audit_entry"]:
            cursor.execute(statement)


def changed() -> None:
    Entry.objects.filter(seq=3).update(object="person 9")


def changed_with_its_hash() -> None:
    entry = Entry.objects.get(seq=3)
    entry.object = "person 9"
    entry.hash = hash_of(entry)
    entry.save()


def removed() -> None:
    Entry.objects.filter(seq=3).delete()


def cut_off() -> None:
    Entry.objects.filter(seq=5).delete()


def slipped_in() -> None:
    entry = Entry.objects.get(seq=5)
    entry.seq, entry.object = 6, "person 9"
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)


def begun_anew() -> None:
    """The whole chain forged, with its head: only a hash noted elsewhere shows it."""
    Entry.objects.all().delete()
    Head.objects.all().delete()
    append(AS_OPERATOR, "add-person", "person 9", {})


@pytest.mark.usefixtures("five")
def test_a_chain_nobody_touched_is_whole() -> None:
    found = verify()
    assert (found.entries, found.broken, found.head) == (5, (), head())
    assert verify(START).broken == ()


def test_before_anything_is_done_it_is_whole_and_empty() -> None:
    assert verify().broken == ()
    assert head() == START


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("attack", "shown"),
    [
        (changed, {Broken(3, "changed")}),
        (changed_with_its_hash, {Broken(4, "out_of_place")}),
        (removed, {Broken(4, "missing")}),
        (cut_off, {Broken(5, "head")}),
        (slipped_in, {Broken(6, "out_of_place"), Broken(6, "head")}),
    ],
)
def test_an_entry_changed_removed_or_slipped_in_shows(attack: Callable[[], None], shown: set[Broken]) -> None:
    unkept()
    attack()
    assert shown <= set(verify().broken)


@pytest.mark.usefixtures("five")
def test_a_chain_forged_from_its_beginning_shows_by_a_head_noted_elsewhere() -> None:
    noted = head()
    unkept()
    begun_anew()
    assert verify().broken == ()
    assert verify(noted).broken == (Broken(1, "head"),)


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("attack", [changed, removed])
def test_the_database_itself_keeps_entries(attack: Callable[[], None]) -> None:
    with pytest.raises(DatabaseError, match="audit is kept"), transaction.atomic():
        attack()
    assert verify().broken == ()


def test_entries_are_told_in_their_order() -> None:
    cast()
    assert [entry.seq for entry in entries()] == list(range(1, Entry.objects.count() + 1))
