"""What is known beforehand of the SQL that is shipped is what reading it says."""

import json

import pytest

from yudane.assessment.guard import program_tables, reading
from yudane.assessment.indexing import entries
from yudane.contracts import views
from yudane.evidence.engines import index
from yudane.evidence.engines.reading import read, read_anew
from yudane.evidence.engines.rules import CHECK, VIEW
from yudane.evidence.engines.sql import bare
from yudane.evidence.plans import evidence_tables
from yudane.program.load import shipped


def test_the_readings_kept_are_those_of_today() -> None:
    kept = json.loads(index.FILE.read_text("utf-8"))
    assert kept == json.loads(json.dumps(entries())), "run scripts/readings"


def test_a_reading_kept_is_the_reading() -> None:
    tables = {**evidence_tables(shipped().contracts), **program_tables(shipped())}
    for check in shipped().checks():
        assert reading(check, shipped()) == read_anew(bare(check.sql), tables, CHECK)
    for view in views().values():
        some = [column.name for column in view.columns][::2]
        for only in (None, some, []):
            assert read(bare(view.sql), tables, VIEW, only) == read_anew(bare(view.sql), tables, VIEW, only)


def test_a_text_is_read_again_where_a_table_it_names_has_other_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    check = shipped().criterion("slo.defined")
    tables = {**evidence_tables(shipped().contracts), **program_tables(shipped())}
    assert index.found(bare(check.sql), "check", tables)
    assert index.found(bare(check.sql) + " ", "check", tables) is None
    assert index.found(bare(check.sql), "map", tables) is None
    more = tables | {"active_slos": (*tables["active_slos"], "more")}
    assert index.found(bare(check.sql), "check", more) is None
