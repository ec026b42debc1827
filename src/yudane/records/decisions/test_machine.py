"""The machine against what was written down by hand, for every level, state, side and action; and walks through it at random."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yudane.reading import ProblemsError
from yudane.records.acting import SYSTEM, Act
from yudane.records.decisions import clock, verbs
from yudane.records.decisions.machine import WAYS, refusals, turn
from yudane.records.decisions.making import Asked
from yudane.records.decisions.models import Part
from yudane.records.decisions.testing import Held
from yudane.records.delegation import verbs as delegation
from yudane.records.delegation.making import Proposed
from yudane.records.home import asked_once
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member, add_person, end_membership
from yudane.records.policy import DeniedError
from yudane.records.testing import AS_OPERATOR, NOW, actor, cast
from yudane.workspace import Workspace

STATES = (
    "asked",
    "open",
    "escalated",
    "stepped_in",
    "decided",
    "settled",
    "declined",
    "withdrawn",
    "lapsed",
    "replaced",
)
LATER = NOW + timedelta(days=60)

# By hand, of people.md: who decides at a level, and what else is whose. "lead": for the team its lead alone.
_BY_HAND = """
    decide     open,stepped_in            1:sre 2:sre 3:sre 5:lead 6:lead 7:lead
    approve    open,escalated,stepped_in  4:sre 4:lead
    reword     open,escalated             1:sre 2:sre 3:sre 4:sre 4:team 5:team 6:team 7:team
    convinced  open                       2:lead
    input      open                       3:team
    advice     open                       5:sre
    acknowledged decided                  1:team 2:team
    used       decided                    3:sre
    followed   decided                    5:team
    answer     decided                    6:team
    why        decided                    6:sre
    settle     escalated                  4:owner
    send_back  escalated                  4:owner
    relevel    open,escalated             *:sre *:lead
    withdraw   asked,open,escalated       *:sre
    decline    asked                      *:team
    open       asked                      4:team 5:team 6:team 7:team
    comment    asked,open,escalated,stepped_in,decided,settled  *:sre *:team
"""  # asked for, and opened, by company SRE


def by_hand() -> Iterator[tuple[str, str, int, str, bool]]:
    """Action, state, level, side, leads: all that may be."""
    for line in _BY_HAND.strip().splitlines():
        action, states, *whom = line.split()
        for state, one in product(states.split(","), whom):
            levels, side = one.split(":")
            for level in range(1, 8) if levels == "*" else [int(levels)]:
                if side == "lead":
                    yield action, state, level, "team", True
                else:
                    yield from ((action, state, level, side, leads) for leads in (True, False))


def part(level: int, state: str, action: str) -> Any:
    """One that lacks nothing but the right one to act: nothing is waited for, and what is done afterwards is owed."""
    owed = action if action in ("acknowledged", "used", "followed", "answer") else ""
    return SimpleNamespace(
        level=level,
        state=state,
        owner_id="kei",
        window_ends_at=LATER if level == 4 else NOW,
        given=True,
        approved="",
        reminded=2,
        decided_at=NOW,
        duty="confirmed" if state == "stepped_in" else owed,
        duty_due_at=LATER,
        duty_done_at=None,
    )


def test_nobody_does_what_is_not_written_down_and_everybody_may_what_is() -> None:
    written = set(by_hand())
    for action, state, level, side, leads in product(
        WAYS, STATES, range(1, 8), ("sre", "team", "owner"), (True, False)
    ):
        found = list(refusals(part(level, state, action), action, side, leads, NOW, asker="sre"))
        assert (not found) == ((action, state, level, side, leads) in written), (
            action,
            state,
            level,
            side,
            leads,
            found,
        )


def test_whose_turn_it_is_may_do_something() -> None:
    for owed, state, level in product(("", "acknowledged", "used", "followed", "answer"), STATES, range(1, 8)):
        if (owed and level not in WAYS[owed].levels) or (state == "escalated" and level != 4):
            continue  # never so
        one = part(level, state, owed)
        for side in turn(one, NOW, "sre"):
            ways = (action for action in WAYS if action != "comment")
            assert any(not list(refusals(one, action, side, True, NOW, asker="sre")) for action in ways)


# -- At random -----------------------------------------------------------------------------------------------------------

_ACTORS = ("Aoi", "Ren", "Sora", "Jun", "Mei", "Kei", "Rin")
_MOVES = st.tuples(
    st.sampled_from(_ACTORS),
    st.sampled_from(
        [
            *(name for name in WAYS),
            *("approve", "decide", "approve", "decide", "open_new", "agree", "time", "side", "step_in"),
        ]
    ),
    st.integers(0, 7),
    st.sampled_from([0, 0, 1, 5, 24, 24 * 3, 24 * 8]),  # hours that go by
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(1, 7), moves=st.lists(_MOVES, min_size=5, max_size=25))
def test_no_path_lets_a_side_decide_what_its_level_does_not_give_it(
    home: Workspace, first: int, moves: list[tuple[str, str, int, int]]
) -> None:
    with asked_once(), transaction.atomic():
        walk = _Walk()
        walk.agree(first)
        walk.try_to("Sora", "open_new", 0)
        walk.try_to("Aoi", "open_new", 0)
        for name, action, number, hours in moves:
            walk.now += timedelta(hours=hours)
            walk.try_to(name, action, number)
            walk.held.check(walk.now)
        transaction.set_rollback(True)


class _Walk:
    """People who do whatever they can, and what must hold all the while."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = cast()
        self.people["Jun"] = add_person(AS_OPERATOR, "Jun")
        add_member(AS_OPERATOR, self.people["Jun"].pk, "sre", "member", NOW.date())
        self.now = NOW + timedelta(days=1)
        self.held = Held()

    def act(self, name: str) -> Act:
        return Act(actor(self.people[name]), self.now)

    def agree(self, level: int) -> None:
        said = Proposed("shop", "monitoring", level, "So.", owner_id=self.people["Kei"].pk)
        one = delegation.propose_delegation(self.act("Sora"), said)
        (agreement,) = delegation.sign_delegation(self.act("Aoi"), [one.pk])
        delegation.accept_ownership(self.act("Kei"), agreement.pk)

    def try_to(self, name: str, action: str, number: int) -> None:
        try:
            with transaction.atomic():
                self._do(name, action, number)
        except (ProblemsError, DeniedError):
            return

    def _do(self, name: str, action: str, number: int) -> None:
        act, parts = self.act(name), list(Part.objects.order_by("id"))
        if action == "agree":
            self.agree(number or 1)
        elif action == "time":
            self._time()
        elif action == "side":
            self._changes_sides(name, number)
        elif action == "step_in":
            verbs.step_in(act, _asked(number, "web"), "INC-1")
        elif action == "open_new" or not parts:
            verbs.open_decision(act, _asked(number), decide=number % 2 == 0)
        else:
            self._acts(act, parts[number % len(parts)], action, number)

    @staticmethod
    def _acts(act: Act, one: Part, action: str, number: int) -> None:
        does: dict[str, Any] = {
            "decide": lambda: verbs.decide(act, [one.pk], f"That {number}." if number % 2 else ""),
            "approve": lambda: verbs.approve_decision(act, one.pk),
            "reword": lambda: verbs.reword_decision(act, one.decision_id, f"Which {number}?", f"That {number}.", "So."),
            "open": lambda: verbs.answer_ask(act, one.pk, True),
            "decline": lambda: verbs.answer_ask(act, one.pk, False, "So."),
            "withdraw": lambda: verbs.withdraw_decision(act, one.pk, "So."),
            "relevel": lambda: verbs.relevel_decision(act, one.pk),
            "settle": lambda: verbs.settle_decision(act, one.pk, True, "So."),
            "send_back": lambda: verbs.settle_decision(act, one.pk, False, "So."),
        }
        yes = number % 2 == 0
        does.get(action, lambda: verbs.take_part(act, one.pk, action, "So.", yes))()  # type: ignore[arg-type]

    def _time(self) -> None:
        if found := clock.due(self.now):
            verbs.pass_time(Act(SYSTEM, self.now), found)
        assert not clock.due(self.now)  # done twice it changes nothing

    def _changes_sides(self, name: str, number: int) -> None:
        if name in ("Rin", "Aoi", "Sora"):
            return
        for one in self.people[name].memberships.filter(until=None):
            end_membership(self.act("Rin"), one.pk, self.now.date())
        team = ("shop", "sre", "retail")[number % 3]
        add_member(self.act("Rin"), self.people[name].pk, team, "member", self.now.date())


def _asked(number: int, service: str = "") -> Asked:
    return Asked(["shop"], "monitoring", "tools", f"Which {number}?", "This one.", "So.", service)
