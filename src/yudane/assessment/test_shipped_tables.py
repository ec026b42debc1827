"""A contract that is shipped is held to the form of an organization's own, and what is wrong is told as there."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from yudane.assessment.lint import lint_example
from yudane.contracts import make_contract
from yudane.program.files import Folder
from yudane.program.own_tables import OWN_TABLES, problems_of_contract, read_tables
from yudane.program.schema import schema
from yudane.reading import Problem
from yudane.words import LANGUAGES, say

TABLES = Path(str(files("yudane.contracts"))) / "tables"
_OF_COSTS = "service_id sub_account_id resource_id pricing_category commitment_discount_id commitment_discount_status"
AS_THEY_ARE = {  # a bill tells lines apart by what may be absent; two have no moment of their own
    *(("costs", "key_null", f"columns.{name}.null") for name in _OF_COSTS.split()),
    ("incident_participants", "field_missing", "effective"),
    ("training_attendance", "field_missing", "effective"),
}
REVIEWS = """\
name: {en: capacity reviews, ja: キャパシティレビュー}
about: {en: Reviews., ja: レビューです。}
group: evidence
kind: event
key: [review_id]
effective: held_on
fresh_for_days: 90
standard: {en: Ours., ja: 独自です。}
columns:
  review_id: {type: str, about: {en: Its id., ja: 識別子です。}}
  held_on: {type: date, about: {en: The day., ja: 日です。}}
  headroom: {type: decimal, null: true, unit: ratio, about: {en: Room., ja: 余裕です。}}
  outcome: {type: enum, values: [good, bad], about: {en: How it went., ja: 結果です。}}
example: {review_id: R-1, held_on: "2026-09-01", outcome: good}
"""


@cache
def tables_in(folder: Path) -> Folder:
    return read_tables(folder)


def problems(folder: Path, table: str) -> list[Problem]:
    """What is wrong with a table, of its example only where its form is right."""
    read = tables_in(folder)
    file = read.yaml.get(f"{OWN_TABLES}/{table}.yaml")
    if file is None:
        return [problem for problem in read.problems if Path(problem.place.file).stem == table]
    found = [one for one in problems_of_contract(file, table) if (table, one.code, one.place.field) not in AS_THEY_ARE]
    return found or [*lint_example(make_contract(table, file.value), file.name)]


@pytest.mark.parametrize("table", sorted(path.stem for path in TABLES.glob("*.yaml")))
def test_a_shipped_table_has_the_form_of_a_contract_and_its_example_would_be_taken_in(table: str) -> None:
    found = problems(TABLES, table)
    if found:
        pytest.fail("\n".join(problem.message("en") for problem in found), pytrace=False)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("", "", None),
        ("type: decimal", "type: float", "value_enum"),
        ("group: evidence", "group: evidences", "value_enum"),
        (", ja: 余裕です。", "", "field_missing"),
        ("null: true", "nul: true", "field_unknown"),
        ("unit: ratio", "unit: share", "value_enum"),
        (", values: [good, bad]", "", "field_missing"),
        ("key: [review_id]", "key: [flag]", "column_unknown"),
        ("example:", "for example:", "field_missing"),
        ("outcome: good", "outcome: god", "enum"),
        ("[good, bad]", "[good, bad", "yaml_broken"),
    ],
)
def test_what_is_wrong_with_one_is_told_with_its_file(tmp_path: Path, old: str, new: str, code: str | None) -> None:
    assert old in REVIEWS
    (tmp_path / "reviews.yaml").write_text(REVIEWS.replace(old, new), "utf-8")
    found = problems(tmp_path, "reviews")
    assert code in [problem.code for problem in found] if code else not found
    assert all(Path(problem.place.file).name == "reviews.yaml" for problem in found)


def test_every_unit_a_column_may_have_has_its_words() -> None:
    units = schema("evidence_table")["properties"]["columns"]["additionalProperties"]["properties"]["unit"]["enum"]
    assert all(say(f"reference.column_unit_{unit}", lang) for unit in units for lang in LANGUAGES)
