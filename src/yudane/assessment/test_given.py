"""Derived tables hold what the queries read that are known beforehand."""

from pathlib import Path

from tests.world import World, service
from yudane.assessment.given import snapshot_over
from yudane.assessment.lint import empty_table
from yudane.assessment.outcomes import Judge
from yudane.evidence.engines.duckdb import connect
from yudane.program.examples import AS_OF
from yudane.program.load import shipped


def test_a_derived_table_keeps_the_columns_that_queries_read(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop", repo_urls=["https://git.example/hoshi/shop"])]})
    lake = world.store.lake
    with connect() as con:
        snapshot = snapshot_over(con, lambda table: lake.relation(table, lake.versions()), shipped(), AS_OF)
        query = "with rows as (select * from service_scopes) select count(*) from rows where whose = 'shop'"
        snapshot.narrow([query])
        snapshot.use(f"{query} service_repositories")
        assert con.execute(query).fetchall() == [(1,)]
        assert con.execute("from service_scopes where whose = 'shop'").fetchall() == [(None, None, "shop")]
        assert con.execute("from service_repositories").fetchall() == [(None, None)]


def test_every_shipped_check_can_be_planned() -> None:
    with connect() as con:
        judge = Judge(snapshot_over(con, empty_table, shipped(), AS_OF), shipped())
        judge.narrow(shipped().checks())
        needed = judge.snapshot.needed
    assert needed is not None
    assert "severity" in needed["findings_with_due"]
    assert "finding_id" not in needed["findings_with_due"]
