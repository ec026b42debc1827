"""What Aoi and Sora say here of services and teams is laid over what sources say, and a later import does not undo it."""

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.world import AS_OF, World, row, service
from yudane.evidence.batch import TableReport
from yudane.evidence.directory import services, teams
from yudane.evidence.engines.database import connect
from yudane.evidence.lake import Lake
from yudane.evidence.renames import renames
from yudane.evidence.snapshot import Snapshot
from yudane.evidence.test_coverage import incident, stand


@pytest.fixture
def world(tmp_path: Path) -> World:
    """shop and pay of Aoi's team, told by a source; Mei leads the search team."""
    world = World(tmp_path / "home")
    world.collect({"services": [service("shop"), service("pay")], "teams": [team("aoi-team"), team("search")]})
    return world


def team(team_id: str, **values: Any) -> dict[str, Any]:
    return row("teams", team_id=team_id, **{"name": team_id, "kind": "dev", **values})


def edit(field: str, value: Any, *, of: str = "shop", kind: str = "service", **values: Any) -> dict[str, Any]:
    return row(
        "catalog_edits", entity_kind=kind, entity_id=of, field=field, value=value if isinstance(value, str | None) else json.dumps(value),
        **{"edited_at": "2026-09-20T00:00:00Z", **values},
    )  # fmt: skip


def move(kind: str, becomes: str, *, of: str = "shop", on: str = "2026-09-15", **values: Any) -> dict[str, Any]:
    said = {"move_id": f"Y-{kind}-{of}-{on}", "kind": kind, "entity_kind": "service", "entity_id": of}
    return row("catalog_moves", **{**said, "becomes": becomes, "effective_on": on, **values})


def say(world: World, **tables: list[dict[str, Any]]) -> None:
    world.collect(tables, source="records")


def now(world: World, name: str = "shop") -> dict[str, Any]:
    found = {one["service_id"]: dict(one) for one in services(world.store.lake, world.store.lake.versions())}
    return found[name]


def ids(lake: Lake) -> list[str]:
    return sorted(one["service_id"] for one in services(lake, lake.versions()))


def on(world: World, day: date) -> dict[str, Any]:
    """shop, as checks of a day see it."""
    lake = world.store.lake
    with connect() as con:
        moment = datetime.combine(day, time())
        snapshot = Snapshot(con, lambda table: lake.relation(table, lake.versions()), moment)
        snapshot.use(["services"])
        return con.records("select * from services where service_id = 'shop'")[0]


def test_an_edit_wins_field_by_field_and_the_rest_stays_the_sources(world: World) -> None:
    say(world, catalog_edits=[edit("tier", 1), edit("critical_journeys", ["search", "pay"])])
    assert (now(world)["tier"], now(world)["team_id"]) == (1, "aoi-team")
    assert now(world)["critical_journeys"] == ["search", "pay"]
    assert now(world, "pay")["tier"] == 2


def test_importing_again_loses_no_edit_and_what_is_taken_back_is_the_sources_again(world: World) -> None:
    say(world, catalog_edits=[edit("tier", 1)])
    world.collect({"services": [service("shop", tier=3), service("pay")]})
    assert now(world)["tier"] == 1
    say(world, catalog_edits=[edit("tier", 1, withdrawn_at="2026-09-21T00:00:00Z")])
    assert now(world)["tier"] == 3


def test_an_edit_may_say_that_there_is_no_value(world: World) -> None:
    say(world, catalog_edits=[edit("user_facing", None), edit("in_scope", None)])
    assert now(world)["user_facing"] is None
    assert now(world)["in_scope"] is True, "a column with a default has it"


def test_a_service_made_here_is_one_like_any_other_and_one_left_out_is_none(world: World) -> None:
    made = [
        edit("exists", True, of="Y-mail"),
        edit("name", "Mail", of="Y-mail"),
        edit("lifecycle", "production", of="Y-mail"),
    ]
    say(world, catalog_edits=[*made, edit("exists", False, of="pay")])
    assert ids(world.store.lake) == ["Y-mail", "shop"]
    assert now(world, "Y-mail")["in_scope"] is True
    assert {one for one, _ in world.outcomes(world.assess())} == {"Y-mail", "shop"}


def test_an_edit_of_what_no_source_tells_any_more_makes_nothing(world: World) -> None:
    say(world, catalog_edits=[edit("tier", 1, of="gone")])
    assert ids(world.store.lake) == ["pay", "shop"]


def test_a_transfer_counts_from_its_day_and_what_was_before_stays_with_the_team_of_then(world: World) -> None:
    say(world, catalog_moves=[move("transfer", "search", on="2026-09-15"), move("transfer", "mail", on="2026-09-25")])
    assert [on(world, date(2026, 9, day))["team_id"] for day in (14, 15, 24, 25)] == [
        "aoi-team",
        "search",
        "search",
        "mail",
    ]
    assert now(world)["team_id"] == "mail"


def test_a_rename_is_shown_from_its_day(world: World) -> None:
    say(world, catalog_moves=[move("rename", "Web shop")])
    assert (on(world, date(2026, 9, 1))["name"], on(world, AS_OF)["name"]) == ("shop", "Web shop")


def test_what_was_merged_goes_along_with_its_rows_and_stands_once(world: World) -> None:
    world.collect({"incidents": [incident("a"), incident("b"), incident("b", service_id="pay")]})
    say(
        world,
        catalog_moves=[move("merge", "pay")],
        service_names=[{"system": "yudane", "name": "shop", "service_id": "pay"}],
    )
    assert ids(world.store.lake) == ["pay"]
    assert renames(world.store.lake, world.store.lake.versions()) == {"shop": "pay"}
    assert stand(world, "incidents", "service_id") == ["pay", "pay"]
    world.collect({"incidents": [incident("c")], "services": [service("shop"), service("pay")]})
    assert stand(world, "incidents", "service_id") == ["pay", "pay", "pay"]
    assert ids(world.store.lake) == ["pay"]


def test_teams_that_became_one_own_together_what_each_owned(world: World) -> None:
    merges = [
        move("merge", "search", of="aoi-team", entity_kind="team"),
        move("merge", "mail", of="search", entity_kind="team"),
    ]
    world.collect({"teams": [team("aoi-team"), team("search"), team("mail")]})
    say(world, catalog_moves=merges)
    assert {now(world, name)["team_id"] for name in ("shop", "pay")} == {"mail"}
    assert [one["team_id"] for one in teams(world.store.lake, world.store.lake.versions())] == ["mail"]


def test_an_edit_is_known_from_when_it_was_entered(world: World) -> None:
    say(world, catalog_edits=[edit("tier", 1)])
    lake = world.store.lake
    with connect() as con:
        before = Snapshot(
            con,
            lambda table: lake.relation(table, lake.versions()),
            datetime(2026, 10, 1, 9, 0, 1),
            datetime(2026, 10, 1, 9, 0, 1),
        )
        before.use(["services"])
        assert con.rows("select distinct tier from services") == [(2,)]


def test_a_key_is_one_sources_a_system_before_what_comes_by_hand_before_what_is_entered_here(world: World) -> None:
    def tell(source: str, name: str) -> TableReport:
        return world.collect({"teams": [team("mail", name=name)]}, source=source).tables["teams"]

    def name() -> str:
        return next(
            one["name"] for one in teams(world.store.lake, world.store.lake.versions()) if one["team_id"] == "mail"
        )

    assert (tell("records", "entered").added, name()) == (1, "entered")
    assert (tell("rows", "by hand").replaced, name()) == (1, "by hand")
    assert (tell("backstage", "a system").replaced, name()) == (1, "a system")
    for source in ("rows", "records"):
        report = tell(source, source)
        assert (report.aside, report.changed, name()) == (1, 0, "a system")


def test_ids_that_begin_as_those_made_here_are_refused_from_others_and_may_be_pointed_at(world: World) -> None:
    refused = world.collect({"services": [service("Y-mail")], "incidents": [incident("Y-1")]})
    assert {one.code for table in refused.tables.values() for one in table.rejected} == {"reserved_id"}
    say(world, catalog_edits=[edit("exists", True, of="Y-mail"), edit("name", "Mail", of="Y-mail")])
    report = world.collect({"incidents": [incident("a", service_id="Y-mail")]})
    assert (report.stored, report.tables["incidents"].unmapped) == (1, 0)
