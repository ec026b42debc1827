"""Derived tables hold what the queries read that are known beforehand."""

from pathlib import Path

from tests.world import World, service
from yudane.assessment.lint import empty_tables
from yudane.assessment.outcomes import Judge
from yudane.assessment.program_tables import snapshot_over
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.reading import read
from yudane.evidence.engines.rules import CHECK
from yudane.program.examples import AS_OF
from yudane.program.load import shipped


def test_a_derived_table_keeps_the_columns_that_queries_read(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop", repo_urls=["https://git.example/hoshi/shop"])]})
    lake = world.store.lake
    with connect() as con:
        snapshot = snapshot_over(con, lambda table: lake.relation(table, lake.versions()), shipped(), AS_OF)
        query = "with rows as (select * from service_scopes) select count(*) from rows where whose = 'shop'"
        snapshot.narrow([read(query, snapshot.tables, CHECK)])
        snapshot.use(["service_scopes", "service_repositories"])
        assert con.rows(query) == [(1,)]
        assert con.rows("from service_scopes where whose = 'shop'") == [(None, None, "shop")]
        assert con.rows("from service_repositories") == [(None, None)]


def test_every_shipped_check_can_be_planned() -> None:
    with connect() as con:
        judge = Judge(snapshot_over(con, empty_tables(shipped()), shipped(), AS_OF), shipped())
        judge.narrow(shipped().checks())
        needed = judge.snapshot.needed
    assert needed is not None
    assert "severity" in needed["findings_with_due"]
    assert "finding_id" not in needed["findings_with_due"]
