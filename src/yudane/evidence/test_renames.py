"""A service that is called otherwise keeps what was collected, its coverage and its levels."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.world import AS_OF, World, ago, row, service, write
from yudane.evidence.renames import renames
from yudane.evidence.test_coverage import incident, rows, stand, states
from yudane.evidence.testing import current_rows

NEXT = AS_OF + timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """shop, with an SLO and an incident, assessed; then the catalog calls it store."""
    world = World(tmp_path / "home")
    world.collect({"services": [service("shop"), service("pay")]})
    slo = row("slo_definitions", slo_id="orders", service_id="shop", valid_from=ago(200), target=1.0)
    world.collect(
        {"slo_definitions": [slo], "incidents": [incident("a"), incident("b", service_id="pay")]}, covers=["shop"]
    )
    world.assess()
    return world


def renamed(world: World, tmp_path: Path) -> None:
    names = [{"system": "catalog", "name": "shop", "service_id": "store"}]
    world.collect({"service_names": names})
    rows(world, "services", write(tmp_path / "services.jsonl", [service("store"), service("pay")]), replace=True)


def test_rows_and_coverage_of_the_old_name_are_those_of_the_new(world: World, tmp_path: Path) -> None:
    renamed(world, tmp_path)
    assert renames(world.store.lake, world.store.lake.versions()) == {"shop": "store"}
    assert stand(world, "incidents", "service_id") == ["pay", "store"]
    assert stand(world, "slo_definitions", "service_id") == ["store"]
    assert states(world, "slo_definitions")["store"] == "covered"


def test_what_is_told_again_under_either_name_stands_once(world: World, tmp_path: Path) -> None:
    renamed(world, tmp_path)
    for name in ("shop", "store"):
        world.collect({"incidents": [incident("a", service_id=name)]})
    found = [one["incident_id"] for one in current_rows(world.store.lake, "incidents") if one["service_id"] == "store"]
    assert found == ["a"]


def test_levels_go_on_under_the_new_name(world: World, tmp_path: Path) -> None:
    before = {one["activity"]: one["published"] for one in world.levels(world.assess()) if one["service_id"] == "shop"}
    renamed(world, tmp_path)
    after = [one for one in world.levels(world.assess(NEXT)) if one["service_id"] == "store"]
    assert {one["activity"]: one["published"] for one in after} == before
    assert before["slo"] is not None
    assert {one["published_on"] for one in after if one["published"]} == {AS_OF}
    history = world.answers.history("store", "slo", before=["shop"])
    assert [(one["as_of"], one["published"]) for one in history] == [(AS_OF, before["slo"]), (NEXT, before["slo"])]


def test_a_service_that_only_left_is_not_renamed(world: World, tmp_path: Path) -> None:
    rows(world, "services", write(tmp_path / "services.jsonl", [service("pay")]), replace=True)
    assert renames(world.store.lake, world.store.lake.versions()) == {}
    assert stand(world, "incidents", "service_id") == ["pay", "shop"]
