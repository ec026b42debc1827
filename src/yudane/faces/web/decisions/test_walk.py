"""Walks at random over the addresses: people who send what pages offer them, and whatever else they can think of."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from yudane.faces import clock as face
from yudane.faces.web.testing_forms import Offer, offers
from yudane.faces.web.testing_records import client_of
from yudane.records.acting import SYSTEM, Act
from yudane.records.audit.models import Entry as Audited
from yudane.records.decisions import clock, verbs
from yudane.records.decisions.models import Decision, Entry, Link, Part, StepIn
from yudane.records.decisions.testing import Held
from yudane.records.decisions.verbs.take_part import Said
from yudane.records.delegation.models import Agreement, Proposal
from yudane.records.home import asked_once
from yudane.records.people.models import Person
from yudane.records.people.verbs import add_member, end_membership
from yudane.records.signing.models import Signature, Subject
from yudane.records.testing import AS_OPERATOR, NOW, account
from yudane.workspace import Workspace

BEGINS = NOW + timedelta(days=1)
REGISTER, PARTS = "/delegation/decisions", "/delegation/parts"
ABOUT = {"team": "aoi-team", "activity": "monitoring"}
TEAMS, SERVICES = ("aoi-team", "mei-team"), ("shop", "cart")
KINDS = (Decision, Part, Entry, Link, StepIn, Signature, Subject, Agreement, Proposal)
REFUSED = (401, 403, 404, 409, 422)
SNEAKS = 4  # of all that a page does not offer, at each look at it
SIDES = ("aoi-team", "sora-team", "mei-team", "kei-unit", "")


class _Moment(datetime):
    """The clock of the pages, as it is set."""

    at = BEGINS

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.at.astimezone(tz)


@pytest.fixture
def clients(
    people: dict[str, Person], cast_home: Workspace, serve_home: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> Mapping[str, Client]:
    """Everybody's browser: Aoi leads the team and Ren is on it, Sora and Jun are company SRE, Mei leads another team, Kei
    may decide what both do not; and somebody who has not signed in."""
    serve_home(cast_home.root)
    monkeypatch.setattr(face, "datetime", _Moment)
    people["Jun"] = people.pop("Yui")
    for name, team in (("Ren", "aoi-team"), ("Jun", "sora-team")):
        add_member(AS_OPERATOR, people[name].pk, team, "lead" if name == "Jun" else "member", BEGINS.date())
    found = {name: client_of(account(people[name])) for name in ("Aoi", "Ren", "Mei", "Sora", "Jun", "Kei")}
    return {**found, "nobody": Client(headers={"accept-language": "en"})}


_NAMES = ("Aoi", "Aoi", "Ren", "Sora", "Sora", "Jun", "Kei", "Mei", "nobody")
_MOVES = [
    *["page"] * 12,
    "matter",
    "matter",
    "matter",
    "open",
    "open",
    "agree",
    "apart",
    "time",
    "time",
    "side",
    "again",
    "step_in",
]
_HOURS = (0, 0, 0, 0, 1, 5, 24, 24 * 3, 24 * 8)  # that go by


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a step takes too long to try each walk shorter
)
@given(seed=st.integers(0, 2**32))
def test_pages_offer_what_the_machine_allows_and_nothing_else_is_done(
    clients: Mapping[str, Client], people: dict[str, Person], seed: int
) -> None:
    with asked_once(), transaction.atomic():
        _walked(clients, people, seed)
        transaction.set_rollback(True)


def _walked(clients: Mapping[str, Client], people: Mapping[str, Person], seed: int, steps: int = 20) -> "_Walk":
    rng = Random(seed)
    walk = _Walk(clients, people)
    walk.agree(rng.randint(1, 7))
    walk.opens("Sora", rng.randrange(10_000))
    for _ in range(steps):
        walk.now += timedelta(hours=rng.choice(_HOURS))
        walk.goes(rng.choice(_NAMES), rng.choice(_MOVES), rng.randrange(10_000))
        walk.held.check(walk.now)
    return walk


def _stands() -> list[object]:
    """All that anybody did so far, and the end of the audit's chain."""
    last = Audited.objects.order_by("-seq").values_list("seq", "hash").first()
    return [last, *(sorted(map(str, kind.objects.values_list())) for kind in KINDS)]


class _Walk:
    def __init__(self, clients: Mapping[str, Client], people: Mapping[str, Person]) -> None:
        self.clients, self.people = clients, people
        self.held = Held()
        self.old: list[tuple[str, dict[str, list[str]]]] = []  # forms that were offered once
        self.now = BEGINS
        self.counts: Counter[str] = Counter()

    @property
    def now(self) -> datetime:
        return _Moment.at

    @now.setter
    def now(self, moment: datetime) -> None:
        _Moment.at = moment

    def goes(self, name: str, what: str, number: int) -> None:
        self.counts["steps"] += 1
        if what == "agree":
            self.agree(1 + number % 7)
        elif what == "apart":
            self.agree(1 + number % 7, service=SERVICES[number % 2])
        elif what == "time":
            self._time()
        elif what == "side":
            self._changes_sides(name, number)
        elif what == "open":
            self.opens(name, number)
        elif what == "step_in":
            self.opens(name, number, service=SERVICES[number % 2])
        elif what == "matter":
            self._at_matter(name, number)
        elif what == "again" and self.old:
            self._quiet(name, *self.old[number % len(self.old)])
        elif decision := self._one(number):
            self._at(name, decision, number)

    # -- What may be so or not ---------------------------------------------------------------------------------------

    def agree(self, level: int, service: str = "") -> None:
        said = {**ABOUT, "service": service}
        owner = {"owner": self.people["Kei"].pk} if level % 2 == 0 else {}
        self._quiet("Sora", "/delegation/propose", {**said, **owner, "level": level, "reason": "So."})
        ids = [one.pk for one in Proposal.objects.filter(state="proposed")]
        self._quiet("Aoi", "/delegation/sign", {**said, "ids": ids})
        for one in Agreement.objects.filter(owner_id=self.people["Kei"].pk, owner_accepted_at=None):
            self._quiet("Kei", f"/delegation/agreements/{one.pk}/accept", said)

    def _quiet(self, name: str, address: str, said: Mapping[str, Any]) -> int:
        """It is done, or refused and then nothing changed."""
        before = _stands()
        status = self.clients[name].post(address, said).status_code
        assert status == 303 or (status in REFUSED and _stands() == before), (status, name, address, said)
        return status

    def _time(self) -> None:
        if found := clock.due(self.now):
            verbs.pass_time(Act(SYSTEM, self.now), found)
        assert not clock.due(self.now)

    def _changes_sides(self, name: str, number: int) -> None:
        if name == "nobody":
            return
        act, person = Act(AS_OPERATOR.actor, self.now), self.people[name]
        for one in person.memberships.filter(until=None):
            if number % 3:
                end_membership(act, one.pk, self.now.date())
        here = set(person.memberships.filter(until=None).values_list("team_id", flat=True))
        if (team := SIDES[number % len(SIDES)]) and team not in here:
            add_member(act, person.pk, team, "lead" if number % 2 else "member", self.now.date())

    # -- Opening -----------------------------------------------------------------------------------------------------

    def opens(self, name: str, number: int, service: str = "") -> None:
        """By the form, where there is one for them; where there is none it is refused."""
        rng = Random(number)
        teams = TEAMS if number % 5 == 4 and not service else TEAMS[:1]
        asked = {"team": list(teams), "activity": "monitoring", "area": "alert-rules", "service": service}
        html = self._see(name, f"{REGISTER}/new", asked)
        found = offers(html, REGISTER)
        for one in found:
            self._works(name, one.action, one.filled(f"In {number}"))
        free = {**asked, "question": "Which?", "text": "That.", "reasons": "So.", "incident": "INC-1"}
        for address in ("open", "step-in"):
            if not any(one.action == f"{REGISTER}/{address}" for one in found):
                self._refused(name, f"{REGISTER}/{address}", free)
        for wrong in (
            {"team": "nothing"},
            {"activity": "nothing"},
            {"area": "nothing"},
            {"area": ""},
            {"question": ""},
        ):
            self._refused(name, f"{REGISTER}/open", {**free, **wrong})
        if found:
            self._quiet(name, (one := rng.choice(found)).action, one.filled(f"On {number}"))

    # -- At the page of a decision -----------------------------------------------------------------------------------

    @staticmethod
    def _one(number: int) -> Decision | None:
        found = list(Decision.objects.order_by("id"))
        return found[number % len(found)] if found else None

    def _see(self, name: str, address: str, asked: Mapping[str, Any] | None = None) -> str:
        before = _stands()
        response = self.clients[name].get(address, asked or {})
        assert response.status_code == (302 if name == "nobody" else 200), response.content.decode()
        assert _stands() == before
        return str(response.content.decode())

    def _at(self, name: str, decision: Decision, number: int) -> None:
        rng = Random(number)
        found = offers(self._see(name, f"{REGISTER}/{decision.pk}"), "/delegation")
        tried = [
            (one, one.filled(f"In {number}", keep=number % 2 == 0 and "/reword" not in one.action)) for one in found
        ]
        for one, said in tried:
            self._works(name, one.action, said)
            self._lacking(name, one, said)
        offered = {key for one, said in tried for key in _keys(one.action, said)}
        others = [other for other in _all(decision) if other[0] not in offered]
        for _, address, free in rng.sample(others, min(SNEAKS, len(others))):
            self._refused(name, address, free)
        self.old += [(one.action, said) for one, said in tried]
        moving = [
            (one, said) for one, said in tried if said.get("kind") != ["comment"] and "withdraw" not in one.action
        ]
        if tried:
            one, said = rng.choice(moving if moving and number % 7 else tried)
            assert self._quiet(name, one.action, said) == 303

    # -- At the page of a matter -------------------------------------------------------------------------------------

    def _at_matter(self, name: str, number: int) -> None:
        about = {**ABOUT, "service": ("", *SERVICES)[number % 3]}
        found = offers(self._see(name, "/delegation/matter", about), "/delegation")
        tried = [(one, one.filled(f"In {number}")) for one in found]
        for one, said in tried:
            self._works(name, one.action, said)
            self._lacking(name, one, said)
        offered = {one.action for one in found}
        for address, said in _all_about(about):
            if address not in offered:
                self._refused(name, address, said)
        if tried:
            one, said = Random(number).choice(tried)
            assert self._quiet(name, one.action, said) == 303

    def _works(self, name: str, address: str, said: Mapping[str, Any]) -> None:
        """Whatever is offered is done when it is asked for at once; tried, and taken back."""
        self.counts["offered"] += 1
        with transaction.atomic():
            before = _stands()
            response = self.clients[name].post(address, said)
            assert response.status_code == 303, (name, address, said, _why(response))
            assert _stands() != before, (name, address, said)
            self.held_now()
            transaction.set_rollback(True)

    def held_now(self) -> None:
        Held(dict(self.held.levels), dict(self.held.words)).check(self.now)

    def _lacking(self, name: str, one: Offer, said: dict[str, list[str]]) -> None:
        """Without what is asked for, or from words that changed since, it is refused."""
        if one.required and not one.action.endswith(("/decide", "/answer")):
            self._refused(name, one.action, said | {field: ["  "] for field in one.required})
        if "seen" in said:
            self._refused(name, one.action, said | {"seen": [str(int(said["seen"][0]) + 1)]})

    def _refused(self, name: str, address: str, said: Mapping[str, Any]) -> None:
        self.counts["refused"] += 1
        before = _stands()
        status = self.clients[name].post(address, said).status_code
        assert status in REFUSED, (status, name, address, said)
        assert _stands() == before, (name, address, said)


def _why(response: Any) -> str:
    """What was wrong, as the page says it."""
    html = str(response.content.decode())
    return html.rsplit('role="alert"', maxsplit=1)[-1][:400]


def _keys(address: str, said: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """What a form does, to what."""
    *_, about, does = address.split("/")
    if does == "decide":
        yield from (("decide", part) for part in said["part"])
    elif does == "say":
        yield does, about, *said["kind"]
    elif does in ("answer", "settle"):
        yield does, about, "yes" if {"open", "settle"} & said.keys() else "no"
    else:
        yield does, about


def _all(decision: Decision) -> Iterator[tuple[tuple[str, ...], str, dict[str, Any]]]:
    """All that there is to do, to any part, and to things that are none."""
    page, words = f"{REGISTER}/{decision.pk}", {"question": "Then?", "text": "Another.", "reasons": "Because."}
    parts = list(decision.parts.order_by("id").values_list("pk", flat=True))
    yield ("reword", decision.pk), f"{page}/reword", words
    comments = [("say", part, "comment") for part in parts]
    for part in (*parts, "nothing", decision.pk):
        there = f"{PARTS}/{part}"
        yield ("decide", part), f"{page}/decide", {"part": [part], "text": "Another."}
        yield ("decide", part), f"{page}/decide", {"part": [part, *parts]}
        for kind, yes in product((*get_args(Said), "decided", "other"), ("yes", "no")):
            if ("say", part, kind) not in comments:  # one form for them all
                yield ("say", part, kind), f"{there}/say", {"kind": kind, "text": "So.", "yes": yes}
        for does in ("approve", "withdraw", "relevel", "incident"):
            yield (does, part), f"{there}/{does}", {"why": "So."}
        for does, yes in (("answer", "open"), ("settle", "settle")):
            yield (does, part, "yes"), f"{there}/{does}", {yes: "1", "why": "So."}
            yield (does, part, "no"), f"{there}/{does}", {"why": "So."}
    for part in Part.objects.exclude(decision=decision).values_list("pk", flat=True):
        yield ("decide", "of another"), f"{page}/decide", {"part": [part], "text": "Another."}
    yield ("decide", "none"), f"{page}/decide", {"text": "Another."}


def _all_about(about: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """All that there is to do to agreements about one matter."""
    matter = {"team_id": about["team"], "activity_key": about["activity"], "service_id": about["service"], "area": ""}
    for one in ("nothing", *Proposal.objects.filter(**matter).values_list("pk", flat=True)):
        for does in ("decline", "withdraw", "object"):
            yield f"/delegation/proposals/{one}/{does}", {**about, "why": "So."}
        yield "/delegation/sign", {**about, "ids": [one]}
    for one in ("nothing", *Agreement.objects.filter(**matter).values_list("pk", flat=True)):
        yield f"/delegation/agreements/{one}/accept", dict(about)
    yield "/delegation/propose", {**about, "level": "8", "reason": "So."}
    for level in "27":
        yield "/delegation/propose", {**about, "level": level, "reason": "So."}
