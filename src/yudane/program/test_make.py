"""Files into a program: which SQL measures a check."""

from pathlib import Path

import pytest

from yudane.program.load import load_program, shipped
from yudane.reading import ProblemsError


def test_a_check_may_be_measured_by_the_sql_of_a_sibling(tmp_path: Path) -> None:
    assert shipped().criterion("cost.forecast-12").sql == shipped().criterion("cost.forecast-15").sql
    folder = tmp_path / "cost"
    folder.mkdir()
    (folder / "forecast-15.sql").write_text("select 1\n", "utf-8")
    both = load_program(tmp_path)
    assert {both.criterion(f"cost.forecast-{n}").sql for n in (12, 15)} == {"select 1\n"}
    (folder / "forecast-12.sql").write_text("select 2\n", "utf-8")
    assert load_program(tmp_path).criterion("cost.forecast-12").sql == "select 2\n"


def test_a_sibling_without_sql_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "cost"
    folder.mkdir()
    (folder / "forecast-12.yaml").write_text("sql: forecast-99\n", "utf-8")
    with pytest.raises(ProblemsError) as raised:
        load_program(tmp_path)
    (problem,) = raised.value.problems
    assert (problem.code, problem.args["name"]) == ("criterion_missing", "forecast-12")


def test_a_sentence_says_the_organizations_value_of_a_parameter(tmp_path: Path) -> None:
    asks = shipped().criterion("incident-response.status-updates").asks
    assert ("within 30 minutes" in asks.en, "30分以内" in asks.ja) == (True, True)
    override = "{check: incident-response.status-updates, param: minutes, value: 60, author: kai, reason: agreed, on: 2026-04-01}"
    (tmp_path / "overrides.yaml").write_text(f"overrides: [{override}]\n", "utf-8")
    assert "within 60 minutes" in load_program(tmp_path).criterion("incident-response.status-updates").asks.en


@pytest.mark.parametrize("named", ["{minutes}", "{$told_share}", "{$minutes:moons}"])
def test_a_sentence_that_names_anything_else_is_left_as_it_is(tmp_path: Path, named: str) -> None:
    folder = tmp_path / "incident-response"
    folder.mkdir()
    (folder / "status-updates.yaml").write_text(f'asks: {{en: "Within {named}.", ja: "{named}以内。"}}\n', "utf-8")
    assert load_program(tmp_path).criterion("incident-response.status-updates").asks.en == f"Within {named}."


def test_every_activity_says_what_is_decided_in_it_and_an_organization_adds_to_that(tmp_path: Path) -> None:
    assert all(activity.areas for activity in shipped().activities)
    folder = tmp_path / "cost"
    folder.mkdir()
    (folder / "activity.yaml").write_text(
        "decision_areas: {licences: {en: Which licences, ja: どのライセンスか}}\n", "utf-8"
    )
    areas = load_program(tmp_path).activity("cost").areas
    assert set(areas) == {*shipped().activity("cost").areas, "licences"}
    assert areas["licences"].ja == "どのライセンスか"
