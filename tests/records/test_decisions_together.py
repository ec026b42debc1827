"""Both sides approve in the same second, or one person twice: nothing is lost, it is decided once, on SQLite and PostgreSQL."""

import json
from typing import Any

import pytest

from tests.records.conftest import Records
from tests.records.test_together import together

_HERE = """
import sys
from datetime import timedelta
from yudane.records.acting import Act
from yudane.records.decisions import verbs
from yudane.records.decisions.models import Decision, Entry, Part
from yudane.records.people.models import Person
from yudane.records.people.who import actor_of_person
from yudane.records.signing import sides, sign
from yudane.records.testing import KINDS, NOW, cast
sides.company_sre = sign.company_sre = lambda: {"sre"}  # the home of this test has no catalog
now = NOW + timedelta(days=1)
def at(person):
    return Act(actor_of_person(person, now.date(), lambda team: KINDS.get(team, "")), now)
"""
_MADE = (
    _HERE
    + """
people = cast()
about = {"activity_key": "monitoring", "area": "tools", "question": "Which?", "text": "This one.", "side": "team"}
decision = Decision.make(now, by_id=people["Ren"].pk, by_name="Ren", **about)
print(Part.make(now, decision=decision, team_id="shop", level=4, state="open", opened_at=now).pk)
"""
)
_APPROVED = (
    _HERE
    + """
from yudane.reading import ProblemsError
act = at(Person.objects.get(name=sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
try:
    verbs.approve_decision(act, sys.argv[1])
except ProblemsError as error:
    assert error.problems[0].code in ("signed_already", "decision_state"), error
"""
)
_STATE = """
import json
from yudane.records.audit.chain import verify
from yudane.records.decisions.models import Entry, Part
from yudane.records.signing.models import Signature
part = Part.objects.get()
print(json.dumps({
    "state": part.state, "side": part.decided_side, "approved": part.approved, "broken": len(verify().broken),
    "signed": sorted(Signature.objects.values_list("side", flat=True)), "said": Entry.objects.count(),
}))
"""


def approved(records: Records, *names: str) -> dict[str, Any]:
    part = records.run(_MADE)
    together([records.start(_APPROVED, part, name) for name in names])
    found: dict[str, Any] = json.loads(records.run(_STATE))
    return found


def test_both_sides_in_the_same_second_decide_once(records: Records) -> None:
    found = approved(records, "Aoi", "Sora")
    assert (found["state"], found["side"], found["signed"]) == ("settled", "both", ["sre", "team"])
    assert (found["said"], found["broken"]) == (2, 0)


@pytest.mark.parametrize("name", ["Aoi", "Sora"])
def test_one_person_on_two_devices_approves_once(records: Records, name: str) -> None:
    found = approved(records, name, name)
    side = "team" if name == "Aoi" else "sre"
    assert (found["state"], found["approved"], found["signed"]) == ("open", side, [side])
    assert (found["said"], found["broken"]) == (1, 0)
