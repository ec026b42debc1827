"""An organization's own evidence tables: the form of the shipped ones, and nothing that SQL or Yudane means already."""

from pathlib import Path

import pytest

from yudane.contracts import shipped_contracts
from yudane.program import load_program
from yudane.program.own_tables import contracts_of
from yudane.reading import ProblemsError

WORDS = "{en: Game days, ja: 訓練日}"
GAME_DAYS = f"""\
name: {WORDS}
about: {WORDS}
group: evidence
kind: event
key: [game_day_id]
effective: held_on
fresh_for_days: 90
standard: {WORDS}
columns:
  game_day_id: {{type: str, about: {WORDS}}}
  service_id: {{type: str, about: {WORDS}}}
  held_on: {{type: date, about: {WORDS}}}
  led_by: {{type: str, null: true, personal: true, about: {WORDS}}}
  outcome: {{type: enum, values: [fine, "it's odd"], default: fine, about: {WORDS}}}
example: {{game_day_id: G-1, service_id: shop, held_on: "2026-09-01"}}
""".replace(', "it\'s odd"', ", odd")


def overlay(root: Path, text: str = GAME_DAYS, name: str = "game_days") -> Path:
    (root / "tables").mkdir(parents=True)
    (root / "tables" / f"{name}.yaml").write_text(text, "utf-8")
    return root


def test_a_table_of_ones_own_stands_beside_those_shipped(tmp_path: Path) -> None:
    for known in (contracts_of(overlay(tmp_path)), load_program(tmp_path).contracts):
        assert known.keys() - shipped_contracts().keys() == {"game_days"}
        assert known["game_days"].effective == "held_on"


def test_it_stands_also_where_the_rest_of_the_program_is_faulty(tmp_path: Path) -> None:
    (overlay(tmp_path) / "program.yaml").write_text("settings: 1\n", "utf-8")
    assert "game_days" in contracts_of(tmp_path)
    with pytest.raises(ProblemsError):
        load_program(tmp_path)


def test_the_version_of_a_program_says_which_tables_it_has(tmp_path: Path) -> None:
    first = load_program(overlay(tmp_path / "a")).version
    assert first not in (load_program().version, load_program(overlay(tmp_path / "b", name="drill_days")).version)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("kind: event", "kind: odd", "value_enum", 4),
        ("group: evidence", "group: reference", "value_enum", 3),
        ("key: [game_day_id]", "key: [id]", "column_unknown", 5),
        ("effective: held_on", "effective: outcome", "column_unknown", 6),
        ("effective: held_on\n", "", "field_missing", None),
        ("game_day_id: {type: str,", "game_day_id: {type: str, null: true,", "key_null", 10),
        ("  led_by:", "  order:", "name_not_plain", 13),
        ("  led_by:", "  origin:", "name_not_plain", 13),
        ("  led_by:", '  "x int); drop table services; --":', "value_form", None),
        ("outcome: {type: enum, values: [fine, odd],", "outcome: {type: enum,", "field_missing", 14),
        ("values: [fine, odd]", 'values: [fine, "it\'s odd"]', "value_form", 14),
        ("default: fine", "default: well", "value_enum", 14),
        ("personal: true,", "unit: fortnight,", "value_enum", 13),
        ("service_id: shop, held_on", "held_on", "field_missing", 15),
        ("service_id: shop", "service: shop", "column_unknown", 15),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, old: str, new: str, code: str, line: int | None) -> None:
    assert old in GAME_DAYS
    with pytest.raises(ProblemsError) as raised:
        contracts_of(overlay(tmp_path, GAME_DAYS.replace(old, new)))
    first = raised.value.problems[0]
    assert first.code == code
    assert Path(first.place.file).name == "game_days.yaml"
    assert line is None or first.place.line == line
    with pytest.raises(ProblemsError) as of_program:
        load_program(tmp_path)
    assert [p.code for p in of_program.value.problems] == [p.code for p in raised.value.problems]


@pytest.mark.parametrize("name", ["incidents", "active_slos", "outcomes", "given_x", "coverage"])
def test_a_name_that_is_taken_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        contracts_of(overlay(tmp_path, name=name))
    assert [p.code for p in raised.value.problems] == ["table_reserved"]


@pytest.mark.parametrize("name", ["Game", "game-days", "select", "x y", "名"])
def test_a_name_that_sql_cannot_carry_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        contracts_of(overlay(tmp_path, name=name))
    assert [p.code for p in raised.value.problems] == ["name_not_plain"]


def test_a_list_may_be_empty_where_nothing_is_said(tmp_path: Path) -> None:
    text = GAME_DAYS.replace(
        "type: enum, values: [fine, odd], default: fine", "type: list<enum>, values: [fine], default: []"
    )
    assert contracts_of(overlay(tmp_path, text))["game_days"].column("outcome").default == []
