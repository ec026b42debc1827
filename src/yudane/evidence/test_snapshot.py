"""What checks see of the world at a moment: nothing of the future, nothing of other services, nothing withdrawn."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.world import World, ago, row, service
from yudane.evidence.engines.database import connect
from yudane.evidence.snapshot import Snapshot

AS_OF = datetime(2026, 10, 1)


def seen(world: World, table: str, as_of: datetime = AS_OF, known_at: datetime | None = None) -> list[dict[str, Any]]:
    lake = world.store.lake
    with connect() as con:
        snapshot = Snapshot(con, lambda name: lake.relation(name, lake.versions()), as_of, known_at)
        snapshot.use([table])
        return con.records(f"select * from {table}")


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.collect({
        "services": [service("shop"), service("lab", lifecycle="experimental"), service("tool", in_scope=False)],
        "incidents": [
            row("incidents", incident_id="now", service_id="shop", detected_at=ago(1), closed_at=ago(-1)),
            row("incidents", incident_id="later", service_id="shop", detected_at=ago(-2)),
        ],
    })  # fmt: skip
    return world


def test_only_services_in_scope_and_in_production_are_assessed(world: World) -> None:
    assert [one["service_id"] for one in seen(world, "services")] == ["shop"]


def test_rows_that_begin_later_are_hidden_and_later_moments_have_not_happened(world: World) -> None:
    (found,) = seen(world, "incidents")
    assert (found["incident_id"], found["closed_at"]) == ("now", None)
    later = seen(world, "incidents", datetime(2026, 10, 5))
    assert {one["incident_id"]: one["closed_at"] is None for one in later} == {"now": False, "later": True}


def test_what_was_known_at_a_moment_can_be_asked_again(world: World) -> None:
    then = datetime(2026, 10, 1, 12)
    world.collect({"incidents": [row("incidents", incident_id="now", service_id="shop", detected_at=ago(1), severity=1)]},
                  received=datetime(2026, 10, 2))  # fmt: skip
    assert seen(world, "incidents")[0]["severity"] == 1
    assert seen(world, "incidents", known_at=then)[0]["severity"] is None


@pytest.mark.parametrize(
    ("covers", "until", "as_of", "state"),
    [
        (["shop"], date(2026, 10, 1), AS_OF, "covered"),
        (["*"], date(2026, 9, 24), AS_OF, "covered"),
        (["*"], date(2026, 9, 23), AS_OF, "stale"),
        (["mail"], date(2026, 10, 1), AS_OF, "never"),
        (["*"], date(2026, 10, 1), datetime(2026, 1, 1), "not_yet"),
    ],
)
def test_coverage_says_whether_and_why_not(
    tmp_path: Path, covers: list[str], until: date, as_of: datetime, state: str
) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop"), service("mail")]})
    incidents = [row("incidents", incident_id="a", service_id="shop", detected_at=ago(30))]
    world.collect({"incidents": incidents}, covers=covers, until=until)
    lake = world.store.lake
    with connect() as con:
        snapshot = Snapshot(con, lambda name: lake.relation(name, lake.versions()), as_of)
        snapshot.cover(["incidents"])
        of_shop = "select state from covered join coverage_patterns using (pattern) where service_id = 'shop'"
        assert con.rows(of_shop) == [(state,)]
