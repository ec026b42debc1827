"""The rows behind an outcome can be shown for every criterion."""

import pytest

from yudane.assessment.guard import evidence_sql, tables_read
from yudane.assessment.lint import empty_tables
from yudane.assessment.program_tables import snapshot_over
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import bind
from yudane.program import Check
from yudane.program.examples import AS_OF
from yudane.program.load import shipped


@pytest.mark.parametrize("check", list(shipped().checks()), ids=lambda c: c.id)
def test_the_rows_behind_a_check_can_be_asked_for(check: Check) -> None:
    sql = evidence_sql(check)
    assert sql is not None
    with connect() as con:
        snapshot = snapshot_over(con, empty_tables(shipped()), shipped(), AS_OF)
        snapshot.use(tables_read(check, shipped()))
        values = {**snapshot.values, "as_of": AS_OF, **check.values}
        assert "service_id" in con.columns(f"({bind(sql, values)})")
