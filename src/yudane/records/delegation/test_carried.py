"""A service that goes to another team keeps its level until that team agrees about it, and evidence says the same."""

from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yudane.evidence.engines.database import Row, connect
from yudane.evidence.engines.sql import literal
from yudane.reading import ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.models import Move, OwnerChange
from yudane.records.catalog.verbs import move_entity, take_back_move
from yudane.records.delegation import verbs
from yudane.records.delegation.answer import Answer, who_decides
from yudane.records.delegation.making import Proposed, enter_into_force
from yudane.records.delegation.models import Agreement, Proposal
from yudane.records.delegation.standing import Agreements
from yudane.records.delegation.told import delegations
from yudane.records.export import export, stale_owners
from yudane.records.home import asked_once
from yudane.records.people.models import Person
from yudane.records.testing import NOW as ENTERED
from yudane.records.testing import actor, cast, deliver
from yudane.workspace import Workspace

pytestmark = pytest.mark.django_db
NOW = ENTERED + timedelta(days=1)
DAY = timedelta(days=1)
LEADS = {"shop": "Aoi", "search": "Mei"}


@pytest.fixture
def people(home: Workspace) -> dict[str, Person]:
    return cast()


def agree(people: dict[str, Person], level: int, now: datetime = NOW, team: str = "shop", **more: Any) -> Agreement:
    said = Proposed(team, "monitoring", level, "So.", **more)
    one = verbs.propose_delegation(Act(actor(people["Sora"]), now), said)
    return verbs.sign_delegation(Act(actor(people[LEADS[team]]), now), [one.pk])[0]


def moved(people: dict[str, Person], service: str, team: str, now: datetime) -> str:
    one = move_entity(Act(actor(people["Rin"]), now), "transfer", "service", service, team, now.date())
    export(now)
    return one.pk


def answer(home: Workspace, team: str, service: str, now: datetime, area: str = "") -> Answer:
    return who_decides(home.program, team, "monitoring", area, service, now.date())


def test_a_service_brings_its_level_along_and_is_marked_until_its_new_team_agrees(
    home: Workspace, people: dict[str, Person]
) -> None:
    agree(people, 5)
    agree(people, 2, team="search")
    moved(people, "web", "search", NOW + DAY)
    found = answer(home, "search", "web", NOW + DAY)
    assert found.standing.level == 5
    assert found.as_json("en")["carried_from"] == "shop"
    assert found.as_json("en")["confirm_by"] == "2026-11-02"
    assert "Carried over from shop" in found.why("en")
    assert answer(home, "search", "find", NOW + DAY).standing.level == 2
    assert ("web", "") in Agreements.of(home.program, "search", (NOW + DAY).date()).apart(
        home.program.activity("monitoring")
    )
    assert found.standing.late(date(2026, 11, 2)) is None
    assert found.standing.late(date(2026, 11, 3)) == date(2026, 11, 2)
    agree(people, 5, NOW + 2 * DAY, "search", service_id="web")  # confirmed as it was
    found = answer(home, "search", "web", NOW + 2 * DAY)
    assert (found.standing.level, found.standing.carried) == (5, None)


def test_what_its_new_team_agrees_for_all_its_services_takes_the_place(
    home: Workspace, people: dict[str, Person]
) -> None:
    agree(people, 5, service_id="web")
    moved(people, "web", "search", NOW + DAY)
    agree(people, 2, NOW + 2 * DAY, "search")
    found = answer(home, "search", "web", NOW + 2 * DAY)
    assert (found.standing.level, found.standing.carried) == (2, None)
    assert in_force_in_evidence(NOW + 2 * DAY)["web"] == 2


def test_where_nothing_was_agreed_before_what_the_new_team_agreed_holds(
    home: Workspace, people: dict[str, Person]
) -> None:
    agree(people, 3, team="search")
    moved(people, "web", "search", NOW + DAY)
    assert answer(home, "search", "web", NOW + DAY).standing.level == 3
    assert in_force_in_evidence(NOW + DAY) == {"find": 3, "web": 3}


def test_a_move_that_was_not_so_changes_nothing(home: Workspace, people: dict[str, Person]) -> None:
    agree(people, 5)
    agree(people, 2, team="search")
    move = moved(people, "web", "search", NOW + DAY)
    take_back_move(Act(actor(people["Rin"]), NOW + DAY), move)
    export(NOW + DAY)
    assert answer(home, "shop", "web", NOW + DAY).standing.level == 5
    with pytest.raises(ProblemsError):
        answer(home, "search", "web", NOW + DAY)


def test_services_of_a_team_that_became_part_of_another_bring_theirs_along(
    home: Workspace, people: dict[str, Person]
) -> None:
    agree(people, 5)
    agree(people, 2, team="search")
    move_entity(Act(actor(people["Rin"]), NOW + DAY), "merge", "team", "shop", "search", (NOW + DAY).date())
    export(NOW + DAY)
    for service in ("web", "pay"):
        assert answer(home, "search", service, NOW + DAY).standing.level == 5
    assert in_force_in_evidence(NOW + DAY) == {"find": 2, "web": 5, "pay": 5}


def test_a_service_a_source_adds_is_told_with_what_its_team_agreed(
    home: Workspace, people: dict[str, Person], tmp_path: Path
) -> None:
    agree(people, 5)
    export(NOW)
    assert not stale_owners()
    owners = {"web": "shop", "pay": "shop", "find": "search", "new": "shop"}
    rows = [
        {"service_id": name, "name": name, "team_id": team, "tier": 2, "lifecycle": "production"}
        for name, team in owners.items()
    ]
    deliver(home, tmp_path, {"services": rows}, datetime(2026, 10, 2, 12))
    assert stale_owners()
    export(NOW + DAY)
    assert not stale_owners()
    assert set(in_force_in_evidence(NOW + DAY)) == {"web", "pay", "new"}
    with connect() as con:
        told = con.rows(f"select service_id from {home.lake.current_rows('delegations', home.lake.versions())}")
    assert {service for (service,) in told} == {"web", "pay", "new"}


# -- At random -----------------------------------------------------------------------------------------------------------

_MOVES = st.one_of(
    st.tuples(
        st.just("move"), st.sampled_from(["web", "pay", "find"]), st.sampled_from(["shop", "search"]), st.just(0)
    ),
    st.tuples(
        st.sampled_from(["agree", "agree", "back"]),
        st.sampled_from(["", "", "web", "find"]),
        st.sampled_from(["shop", "search"]),
        st.integers(1, 7),
    ),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(_MOVES, min_size=2, max_size=9), days=st.integers(1, 120))
def test_evidence_says_what_people_are_told(
    home: Workspace, people: dict[str, Person], moves: list[tuple[str, str, str, int]], days: int
) -> None:
    """Whatever moved and was agreed, in whatever order, one day after the other."""
    with asked_once(), transaction.atomic():
        now, owner = NOW, {"web": "shop", "pay": "shop", "find": "search"}
        for kind, service, team, level in moves:
            now += DAY
            if kind == "move" and owner[service] != team:
                OwnerChange.make(
                    now,
                    move=Move.make(
                        now,
                        kind="transfer",
                        entity_kind="service",
                        entity_id=service,
                        becomes=team,
                        effective_on=now.date(),
                        by_id="rin",
                        by_name="Rin",
                    ),
                    service_id=service,
                    was=owner[service],
                    team_id=team,
                )
                owner[service] = team
            elif kind != "move" and (not service or owner[service] == team):
                until = (now + 3 * DAY).date() if kind == "back" else None
                about = {"team_id": team, "service_id": service, "activity_key": "monitoring", "area": ""}
                said = {
                    "level": level,
                    "target": 7,
                    "reason": "So.",
                    "trigger": "periodic",
                    "effective_from": now.date(),
                }
                enter_into_force(
                    Act(actor(people["Sora"]), now),
                    Proposal.make(now, **about, **said, until=until, side="sre", by_id="s", by_name="Sora"),
                )
        now += days * DAY
        evidence, monitoring = in_force_in_evidence(now), home.program.activity("monitoring")
        for service, team in owner.items():
            found = Agreements.of(home.program, team, now.date()).standing(monitoring, service)
            assert (found.level if found.agreed else None) == evidence.get(service), (service, moves)
        transaction.set_rollback(True)


def in_force_in_evidence(now: datetime) -> dict[str, int]:
    """Of monitoring, as checks see it."""
    sql = (files("yudane.contracts") / "views/delegation_in_force.sql").read_text()
    names = ["service_id", "activity_key", "decision_area", "agreement_id", "for_service", "level_current"]
    names += ["level_target", "effective_from", "effective_at", "until"]
    rows = [{name: one[name] for name in names} for one in delegations()]
    if not rows:
        return {}
    values = ", ".join(f"({', '.join(literal(one[name]) for name in names)})" for one in rows)
    with connect() as con:
        con.execute(
            f"create table delegations as select * replace (cast(until as date) as until) from (values {values}) t({', '.join(names)})"
        )
        found: list[Row] = con.records(sql.replace("$as_of", literal(now.date())))
    return {str(one["service_id"]): int(one["level"]) for one in found if one["activity_key"] == "monitoring"}
