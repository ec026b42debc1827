from collections.abc import Iterator

import duckdb
import pytest

from yudane.evidence.engines.duckdb import connect


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as connection:
        yield connection
