"""Cards chosen in the same second: nothing is lost and each counts once, on SQLite and on PostgreSQL."""

import json
from typing import Any

import pytest

from tests.records.conftest import Records
from tests.records.test_together import together

_PLAY = """
import sys
from datetime import timedelta
from yudane.records.acting import Act
from yudane.records.people.models import Person
from yudane.records.people.who import actor_of_person
from yudane.records.poker import machine, verbs
from yudane.records.poker.models import Seat, Session
from yudane.records.testing import KINDS, NOW, cast
machine.sides = lambda act, team: ("sre", "dev")  # the home of this test has no catalog
now = NOW + timedelta(days=1)
def at(person):
    return Act(actor_of_person(person, now.date(), lambda team: KINDS.get(team, "")), now)
"""
_MADE = (
    _PLAY
    + """
people = cast()
about = {"team_id": "shop", "activity_key": "monitoring"}
session = Session.make(now, facilitator_id=people["Aoi"].pk, facilitator_name="Aoi", **about)
for name, side in {"Aoi": "dev", "Ren": "dev", "Sora": "sre"}.items():
    Seat.make(now, session=session, person=people[name], side=side)
verbs.begin_poker_round(at(people["Aoi"]), session.pk)
print(session.pk)
"""
)
_VOTED = (
    _PLAY
    + """
act = at(Person.objects.get(name=sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
verbs.vote_poker(act, sys.argv[1], 1, int(sys.argv[3]))
"""
)
_STATE = """
import json
from yudane.records.audit.chain import verify
from yudane.records.audit.models import Entry
from yudane.records.poker.models import Session, Vote
from yudane.records.poker.told import delegation_votes
cards = sorted([one.seat.person.name, one.card] for one in Vote.objects.all())
told = sorted(row["vote"] for row in delegation_votes())
print(json.dumps({
    "cards": cards, "told": told, "revealed": Session.objects.get().revealed_at is not None,
    "entries": Entry.objects.filter(verb="vote-poker").count(), "broken": len(verify().broken),
}))
"""


def voted(records: Records, *cards: tuple[str, int]) -> dict[str, Any]:
    session = records.run(_MADE)
    together([records.start(_VOTED, session, name, str(card)) for name, card in cards])
    found: dict[str, Any] = json.loads(records.run(_STATE))
    return found


def test_who_vote_in_the_same_second_are_all_counted_and_the_last_turns_the_cards_over(records: Records) -> None:
    found = voted(records, ("Aoi", 5), ("Ren", 4), ("Sora", 2))
    assert found["cards"] == [["Aoi", 5], ["Ren", 4], ["Sora", 2]]
    assert (found["told"], found["revealed"], found["entries"], found["broken"]) == ([2, 4, 5], True, 3, 0)


@pytest.mark.parametrize("name", ["Ren"])
def test_one_person_on_two_devices_is_counted_once(records: Records, name: str) -> None:
    found = voted(records, (name, 3), (name, 6))
    assert found["cards"] in ([[name, 3]], [[name, 6]])
    assert (found["told"], found["revealed"], found["entries"], found["broken"]) == ([], False, 2, 0)
