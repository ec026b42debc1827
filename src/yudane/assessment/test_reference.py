"""What the reference tells is what runs."""

from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
import sqlglot
import yaml
from sqlglot import exp

from yudane.assessment.example_tables import readable_day
from yudane.assessment.guard import tables_read
from yudane.assessment.reads import Read, asked, selects_from, tables_of
from yudane.assessment.reference import describe
from yudane.contracts import shipped_contracts, views
from yudane.evidence.engines.reading import tables_named
from yudane.program import Check
from yudane.program.load import shipped
from yudane.words import LANGUAGES, Text, codes
from yudane.words.values import Piece, pieces

PROGRAM = shipped()
KNOWN = {*shipped_contracts(), *views(), *(table.name for table in PROGRAM.tables)}
DAY = date(2026, 10, 1)


def parsed(sql: str) -> set[str]:
    """The known tables another parser finds in SQL."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    named = {cte.alias for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table)} & KNOWN - named


@pytest.mark.parametrize("check", [*PROGRAM.checks()], ids=lambda check: check.id)
def test_the_tables_told_are_those_the_sql_reads(check: Check) -> None:
    assert parsed(check.sql) <= {*tables_of(check, PROGRAM)}
    assert tables_read(check, PROGRAM) == parsed(check.sql)


def test_derived_tables_are_told_to_be_made_from_what_they_select() -> None:
    for view in views().values():
        assert {*selects_from(view, PROGRAM)} == parsed(view.sql) - {view.name}


def test_a_table_in_a_comment_or_column_is_not_read() -> None:
    sql = "select service_id, 'x' as costs from incidents -- from changes\njoin teams on true"
    assert tables_named(sql) == {"incidents", "teams"}


def test_alternatives_and_parts_of_tables_are_told_apart() -> None:
    check = replace(PROGRAM.criterion("slo.defined"), reads=("monitors.last_success_at|alert_rules.*", "people"))
    assert asked(check) == (
        (Read("monitors", "last_success_at"), Read("alert_rules", "*")),
        (Read("people", ""),),
    )
    rules = {rule.label: rule.words for rule in describe(check, PROGRAM, "en", DAY).rules}
    assert len(rules["Data needed"]) == 2


def test_every_check_can_be_told_in_both_languages() -> None:
    for check in PROGRAM.checks():
        for lang in LANGUAGES:
            description = describe(check, PROGRAM, lang, DAY)
            assert len(description.examples) == len(check.examples)
            assert [param.name for param in description.params] == [param.name for param in check.params]


def test_what_may_be_stated_says_so_and_what_is_measured_does_not() -> None:
    for check in PROGRAM.criteria():
        labels = [rule.label for rule in describe(check, PROGRAM, "en", DAY).rules]
        assert ("Statement" in labels) == (check.mode != "measured")


def test_every_unit_of_a_column_has_its_words() -> None:
    columns = [c for contract in shipped_contracts().values() for c in contract.columns]
    columns += [c for view in views().values() for c in view.columns]
    units = {column.unit for column in columns if column.unit}
    assert {f"column_unit_{unit}" for unit in units} <= codes("reference").keys()


def test_no_message_is_cut_off_at_a_comma() -> None:
    """In {en: one, two, ja: …} YAML reads a third key."""
    messages = yaml.safe_load((files("yudane.words") / "reference.yaml").read_text("utf-8"))
    assert {tuple(text) for text in messages.values()} == {("en", "ja")}


def test_a_sentence_shows_names_where_values_go() -> None:
    sentence = Text("{n:minutes} of {$limit:percent}.", "{n:minutes}/{$limit:percent}。")
    assert pieces(sentence, "en") == (
        Piece("n", True), Piece(" minutes"), Piece(" of "), Piece("limit", True), Piece(" %"), Piece("."),
    )  # fmt: skip
    assert "".join(piece.text for piece in pieces(sentence, "ja")) == "n分/limit%。"


@pytest.mark.parametrize(
    ("value", "english", "japanese"),
    [
        ("-40d", "40 d before", "40日前"),
        ("-28795m", "19 d 23 h 55 min before", "19日23時間55分前"),
        ("+1s", "1 s after", "1秒後"),
        ("0d", "at the date", "評価日時"),
        ("2026-09-01", "2026-09-01", "2026-09-01"),
    ],
)
def test_times_are_told_from_the_date_assessed(value: str, english: str, japanese: str) -> None:
    assert readable_day(value, "en") == english
    assert readable_day(value, "ja") == japanese
