"""Sora and Aoi correct the catalog; what they say becomes evidence, and what a source says is never lost."""

from datetime import date, timedelta
from typing import Any

import pytest

from yudane.reading import ProblemsError
from yudane.records.acting import Act
from yudane.records.audit.models import Entry
from yudane.records.catalog import verbs
from yudane.records.catalog.models import ActivityOwner, Edit, Enablement, Move
from yudane.records.export import export
from yudane.records.people.models import Person
from yudane.records.policy import DeniedError
from yudane.records.testing import AS_OPERATOR, NOW, TODAY, acting, cast
from yudane.workspace import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(home: Workspace) -> dict[str, Person]:
    return cast()


def service(home: Workspace, name: str) -> Any:
    """As everybody sees it once what was entered is evidence."""
    export(NOW)
    return {row["service_id"]: row for row in home.services()}[name]


def code(error: pytest.ExceptionInfo[ProblemsError]) -> str:
    return error.value.problems[0].code


def test_a_lead_corrects_their_own_services_and_no_others(home: Workspace, people: dict[str, Person]) -> None:
    verbs.edit_entity(acting(people["Aoi"]), "service", "web", "critical_journeys", ["order", "pay"])
    assert service(home, "web")["critical_journeys"] == ["order", "pay"]
    for name in ("Mei", "Ren", "Kei"):
        with pytest.raises(DeniedError):
            verbs.edit_entity(acting(people[name]), "service", "web", "name", "Other")
    assert Edit.objects.count() == 1


def test_what_decides_the_scope_is_not_the_teams_alone_to_say(home: Workspace, people: dict[str, Person]) -> None:
    with pytest.raises(DeniedError) as denied:
        verbs.edit_entity(acting(people["Aoi"]), "service", "web", "tier", 3)
    assert denied.value.rule.key == "set-scope"
    verbs.edit_entity(acting(people["Sora"]), "service", "web", "tier", 1)
    assert service(home, "web")["tier"] == 1
    standing = Edit.objects.get(withdrawn_at=None)
    with pytest.raises(DeniedError):
        verbs.take_back_edit(acting(people["Aoi"]), standing.pk)


def test_an_edit_gives_way_to_the_next_and_what_is_taken_back_is_the_sources_again(
    home: Workspace, people: dict[str, Person]
) -> None:
    act = acting(people["Sora"])
    for tier in (1, 3, 3):
        verbs.edit_entity(act, "service", "web", "tier", tier)
    assert [(edit.value, edit.withdrawn_at is None) for edit in Edit.objects.order_by("id")] == [
        ("1", False),
        ("3", True),
    ]
    assert service(home, "web")["tier"] == 3
    verbs.take_back_edit(act, Edit.objects.get(withdrawn_at=None).pk)
    assert service(home, "web")["tier"] == 2


def test_who_edits_what_somebody_else_edited_meanwhile_is_told(home: Workspace, people: dict[str, Person]) -> None:
    act = acting(people["Sora"])
    verbs.edit_entity(act, "service", "web", "tier", 1, seen="")
    with pytest.raises(ProblemsError) as error:
        verbs.edit_entity(act, "service", "web", "tier", 3, seen="")
    assert code(error) == "changed_meanwhile"
    assert Edit.objects.get().value == "1"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("tier", 9, "range"),
        ("tier", "high", "type_int"),
        ("lifecycle", "old", "enum"),
        ("name", "", "missing"),
        ("team_id", "search", "field_not_editable"),
        ("origin", "x", "field_not_editable"),
        ("business_unit_id", "nobody", "entity_missing"),
    ],
)
def test_a_value_the_contract_would_not_take_is_refused_with_its_field(
    home: Workspace, people: dict[str, Person], field: str, value: object, expected: str
) -> None:
    with pytest.raises(ProblemsError) as error:
        verbs.edit_entity(acting(people["Sora"]), "service", "web", field, value)
    assert (code(error), error.value.problems[0].place.field) == (expected, field)


def test_a_service_that_no_source_tells_is_added_and_stands_beside_the_others(
    home: Workspace, people: dict[str, Person]
) -> None:
    act = acting(people["Sora"])
    made = verbs.add_entity(act, "service", "帳票 出力", {"team_id": "shop", "lifecycle": "production", "tier": ""})
    again = verbs.add_entity(act, "service", "帳票 出力", {})
    assert (made, again) == ("Y-帳票-出力", "Y-帳票-出力-2")
    assert {name: service(home, made)[name] for name in ("name", "team_id", "tier", "in_scope")} == {
        "name": "帳票 出力",
        "team_id": "shop",
        "tier": None,
        "in_scope": True,
    }
    verbs.edit_entity(act, "service", again, "exists", False)
    export(NOW)
    assert again not in {row["service_id"] for row in home.services()}


def test_what_was_just_added_can_be_corrected_before_it_is_evidence(home: Workspace, people: dict[str, Person]) -> None:
    act = acting(people["Sora"])
    made = verbs.add_entity(act, "team", "Payments", {"kind": "dev"})
    verbs.edit_entity(act, "team", made, "headcount_fte", "4.5")
    export(NOW)
    assert {row["team_id"]: row["name"] for row in home.teams()}[made] == "Payments"


def test_a_team_needs_its_kind(home: Workspace, people: dict[str, Person]) -> None:
    with pytest.raises(ProblemsError) as error:
        verbs.add_entity(acting(people["Sora"]), "team", "Payments", {})
    assert error.value.problems[0].place.field == "kind"


def test_a_transfer_has_a_day_and_is_taken_back(home: Workspace, people: dict[str, Person]) -> None:
    act = acting(people["Sora"])
    move = verbs.move_entity(act, "transfer", "service", "web", "search", TODAY - timedelta(days=3))
    assert service(home, "web")["team_id"] == "search"
    verbs.take_back_move(act, move.pk)
    assert service(home, "web")["team_id"] == "shop"
    with pytest.raises(ProblemsError) as ahead:
        verbs.move_entity(act, "transfer", "service", "web", "search", TODAY + timedelta(days=1))
    assert code(ahead) == "day_ahead"
    with pytest.raises(DeniedError):
        verbs.move_entity(acting(people["Aoi"]), "transfer", "service", "find", "shop")


def test_a_merge_is_for_good_and_what_is_of_the_one_is_of_the_other(home: Workspace, people: dict[str, Person]) -> None:
    act = acting(people["Sora"])
    verbs.move_entity(act, "merge", "service", "pay", "web")
    verbs.move_entity(act, "merge", "service", "web", "find")
    export(NOW)
    assert {row["service_id"] for row in home.services()} == {"find", "mail"}
    assert {home.called_now(name) for name in ("web", "pay")} == {"find"}
    with pytest.raises(ProblemsError) as error:
        verbs.take_back_move(act, Move.objects.first().pk)  # type: ignore[union-attr]
    assert code(error) == "merged_for_good"
    with pytest.raises(ProblemsError) as itself:
        verbs.move_entity(act, "merge", "service", "find", "find")
    assert code(itself) == "merged_with_itself"


def test_an_activity_has_owners_from_a_day_until_a_day(home: Workspace, people: dict[str, Person]) -> None:
    owner = verbs.own_activity(acting(people["Aoi"]), "shop", "slo", people["Ren"].pk)
    with pytest.raises(ProblemsError) as twice:
        verbs.own_activity(acting(people["Aoi"]), "shop", "slo", people["Ren"].pk)
    assert code(twice) == "owner_there"
    with pytest.raises(DeniedError):
        verbs.own_activity(acting(people["Mei"]), "shop", "monitoring", people["Ren"].pk)
    verbs.end_activity_owner(acting(people["Ren"], NOW + timedelta(days=9)), owner.pk)
    assert ActivityOwner.objects.get().until == date(2026, 10, 10)


def test_a_team_takes_part_once_at_a_time(home: Workspace, people: dict[str, Person]) -> None:
    act = acting(people["Sora"])
    first = verbs.enable_team(act, "shop", "1")
    with pytest.raises(ProblemsError) as twice:
        verbs.enable_team(act, "shop", "2")
    assert code(twice) == "enabled_already"
    verbs.end_enablement(act, first.pk)
    verbs.enable_team(act, "shop", "2", TODAY + timedelta(days=30))
    assert Enablement.objects.count() == 2


def test_every_change_is_in_the_audit_with_what_was_before(home: Workspace, people: dict[str, Person]) -> None:
    for tier in (1, 3):
        verbs.edit_entity(acting(people["Sora"]), "service", "web", "tier", tier)
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.object, entry.actor_name) == ("edit-entity", "service web", "Sora")
    assert entry.details == {"field": "tier", "value": "3", "was": "1"}


def test_the_operator_corrects_the_catalog_too(home: Workspace) -> None:
    verbs.edit_entity(Act(AS_OPERATOR.actor, NOW), "team", "shop", "name", "Shop & co")
    export(NOW)
    assert {row["team_id"]: row["name"] for row in home.teams()}["shop"] == "Shop & co"
