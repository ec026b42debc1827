"""The rows behind an outcome can be shown for every criterion."""

import pytest

from yudane.assessment.queries import evidence_sql
from yudane.evidence.engines.duckdb import bind, connect
from yudane.evidence.lake import columns_of
from yudane.evidence.snapshot import Snapshot
from yudane.program import Criterion
from yudane.program.examples import AS_OF
from yudane.program.load import shipped


def empty(table: str) -> str:
    columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns_of(table).items())
    return f"(select {columns} where false)"


@pytest.mark.parametrize("criterion", list(shipped().criteria()), ids=lambda c: c.id)
def test_the_rows_behind_a_criterion_can_be_asked_for(criterion: Criterion) -> None:
    sql = evidence_sql(criterion)
    assert sql is not None
    with connect() as con:
        Snapshot(con, empty, AS_OF).use(criterion.sql)
        found = con.execute(
            f"select * from ({bind(sql, {'as_of': AS_OF} | criterion.values)}) where service_id = 'shop'"
        )
        assert "service_id" in [column[0] for column in found.description or ()]
