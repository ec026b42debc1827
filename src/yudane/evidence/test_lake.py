"""The lake: what readers see, what a killed writer leaves, what compaction does."""

from pathlib import Path

import pytest
from deltalake import DeltaTable, write_deltalake

from tests.world import World, ago, row, service
from yudane.evidence import lake as lakes
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import bind, literal, parameters_of
from yudane.evidence.testing import current_rows


def test_a_table_never_written_is_empty_and_of_the_right_shape(tmp_path: Path) -> None:
    with connect() as con:
        relation = lakes.Lake(tmp_path).relation("incidents", {})
        assert "severity" in con.columns(str(relation))
        assert con.rows(f"select * from {relation}") == []


def test_a_table_written_without_rows_is_empty_and_of_the_right_shape(tmp_path: Path) -> None:
    lake = lakes.Lake(tmp_path)
    with lake.writing() as writing, connect() as con:
        writing.append("people", con.stream(f"select * from {lake.relation('people', {})}"))
        writing.commit()
    assert current_rows(lake, "people") == []


def test_readers_see_a_delivery_only_when_it_is_committed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")]})
    lake = world.store.lake
    with lake.writing() as writing, connect() as con:
        writing.append("services", con.stream(f"select * from {lake.relation('services', lake.versions())}"))
        assert len(current_rows(lake, "services")) == 1
        writing.commit()
    assert len(current_rows(lake, "services")) == 2


def test_what_was_never_committed_is_rolled_back_by_the_next_writer(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")]})
    lake = world.store.lake
    with lake.writing() as writing, connect() as con:
        writing.append("services", con.stream(f"select * from {lake.relation('services', lake.versions())}"))
    world.collect({"services": [service("mail")]})
    assert [one["service_id"] for one in current_rows(lake, "services")] == ["mail", "shop"]


@pytest.mark.parametrize("table", ["services", "incidents"])
def test_a_table_whose_contract_gained_a_column_is_read_and_written_on(tmp_path: Path, table: str) -> None:
    world = World(tmp_path)
    first, second = (
        {"services": [service(name)], "incidents": [row("incidents", incident_id=name, detected_at=ago(3), severity=1)]}
        for name in ("shop", "mail")
    )
    world.collect(first)
    gained = {"services": "tier", "incidents": "severity"}[table]
    lake = world.store.lake
    with lake.writing() as writing, connect() as con:  # as it was before the column was known
        rows = con.stream(
            f"select * exclude ({gained}){lake.month_of(table)} from {lake.relation(table, lake.versions())}"
        )
        write_deltalake(
            lake.path(table), rows, mode="overwrite", schema_mode="overwrite",
            partition_by=["month"] if lake.by_month(table) else None,
        )  # fmt: skip
        writing.versions[table] = DeltaTable(lake.path(table)).version()
        writing.changed.add(table)
        writing.commit()
    before = lake.versions()
    assert [one[gained] for one in current_rows(lake, table)] == [None]
    world.collect(second)
    assert sorted(one[gained] is None for one in current_rows(lake, table)) == [False, True]
    with connect() as con:
        assert con.rows(f"select count({gained}), count(*) from {lake.relation(table, before)}") == [(0, 1)]


def test_many_small_files_become_few_and_earlier_versions_stay_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lakes, "MANY_FILES", 3)
    world = World(tmp_path)
    versions = []
    for number in range(5):
        world.collect({"incidents": [row("incidents", incident_id=f"i{number}", detected_at=ago(3))]})
        versions.append(world.store.lake.versions())
    lake = world.store.lake
    assert len(lake.files("incidents", lake.versions())) <= 3
    assert len(current_rows(lake, "incidents")) == 5
    with connect() as con:
        earlier = con.row(f"select count(*) from {lake.relation('incidents', versions[1])}")
    assert earlier == (2,)


def test_values_become_literals_outside_strings_and_comments() -> None:
    sql = "select $a, '$a', ':', x -- $a\nfrom t where y = $b"
    assert parameters_of(sql) == {"a", "b"}
    assert bind(sql, {"a": 1, "b": "it's"}) == "select 1, '$a', ':', x -- $a\nfrom t where y = 'it''s'"
    assert literal(0.95) == "cast(0.95 as double)"
    assert literal(None) == "null"
    with pytest.raises(KeyError):
        bind("select $unknown", {})
