from collections.abc import Iterator

import pytest

from yudane.evidence.engines.database import Connection, connect

pytest.register_assert_rewrite("tests.oracle.agree", "tests.oracle.agree_gates", "tests.oracle.indicators")


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    with connect() as connection:
        connection.execute("set threads = 1")  # the tables are small: threads would mostly wait for each other
        yield connection
