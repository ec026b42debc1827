"""What is wrong with an organization's files is told where it stands, once, with its mend."""

from pathlib import Path

import pytest

from yudane.program.load import load_program, shipped
from yudane.reading import Problem, ProblemsError
from yudane.words import LANGUAGES

EXAMPLES = """\
examples:
  - name: {en: One, ja: 1つ}
    given:
      incidents:
        - {detected_at: -3d}
    expect: met
"""


def problems(root: Path, **files: str) -> list[Problem]:
    """Of an overlay with these files of the activity slo, by their names without dots."""
    (root / "slo").mkdir()
    for name, text in files.items():
        (root / "slo" / name.replace("__", ".")).write_text(text, "utf-8")
    try:
        load_program(root)
    except ProblemsError as error:
        return error.problems
    return []


def told(problem: Problem) -> tuple[str, str, int | None]:
    return problem.code, Path(problem.place.file).name, problem.place.line


@pytest.mark.parametrize(
    ("read", "code"),
    [
        ("deployments", None),
        ("deployments.strategy", None),
        ("deployments.*", None),
        ("incidents|deployments.strategy", None),
        ("deployments.strat", "column_missing"),
        ("incidents|deployments.strat", "column_missing"),
        ("deploys", "table_unknown"),
        ("incidents|deploys.strategy", "table_unknown"),
    ],
)
def test_what_a_check_reads_is_a_table_and_a_column_that_are_there(tmp_path: Path, read: str, code: str | None) -> None:
    found = problems(tmp_path, defined__yaml=f"# ours\nreads: [{read}]\n")
    assert [told(problem) for problem in found] == ([(code, "defined.yaml", 2)] if code else [])


def test_a_column_that_is_not_there_is_told_by_table_and_name(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, defined__yaml="reads: [deployments.strat]\n")
    assert problem.reason("en").startswith("deployments has no column “strat”.")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("", "", None, 0),
        ("    expect", "      not_filled: {incidents: [lead_team_id]}\n    expect", "example_beside", 6),
        ("incidents:", "incidentz:", "table_unknown", 4),
        ("- {detected_at: -3d}", "- {detected: -3d}", "column_missing", 5),
        ("- {detected_at: -3d}", "- {each: {detected: [-3d, 0d, 1d]}}", "column_missing", 5),
        ("- {detected_at: -3d}", "- {each: {detected_at: [-3d, 0d]}}", "example_each", 5),
        ("- {detected_at: -3d}", "- {each: -3d}", "example_each", 5),
        ("- {detected_at: -3d}", "- {count: 3, source_ref: x, each: {detected_at: [-3d, 0d, 1d]}}", None, 0),
        ("- {detected_at: -3d}", "{detected_at: -3d}", "value_type", 4),
        ("- {detected_at: -3d}", "- -3d", "value_type", 5),
        ("    expect", "    not_filled: {incidents: [lead_team]}\n    expect", "column_missing", 6),
        ("    expect", '    not_filled: {incidents: ["*"]}\n    expect', None, 0),
    ],
)
def test_what_an_example_gives_is_rows_of_tables(
    tmp_path: Path, old: str, new: str, code: str | None, line: int
) -> None:
    assert old in EXAMPLES
    found = problems(tmp_path, defined__examples__yaml=EXAMPLES.replace(old, new, 1) if old else EXAMPLES)
    assert [told(problem) for problem in found] == ([(code, "defined.examples.yaml", line)] if code else [])


@pytest.mark.parametrize("unit", ["fortnight", "percent"])
def test_the_unit_of_a_parameter_is_one_that_is_known(tmp_path: Path, unit: str) -> None:
    mine = "indicators: [mine]\n"
    rule = f"params:\n  most: {{default: 3, unit: {unit}, about: {{en: Most., ja: 上限です。}}}}\n"
    found = problems(tmp_path, activity__yaml=mine, mine__yaml=rule, mine__sql="select 1")
    assert ("value_enum", "mine.yaml", 2) in [told(problem) for problem in found]


def test_each_missing_field_is_told_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path, activity__yaml="indicators: [mine]\n", mine__yaml="stage: stable\n", mine__sql="select 1"
    )
    missing = [problem.args["name"] for problem in found if problem.code == "field_missing"]
    assert {"asks", "because", "next"} <= set(missing)
    assert len(missing) == len(set(missing))


def test_a_list_that_leaves_out_what_is_shipped_is_told_by_itself(tmp_path: Path) -> None:
    shipped_list = [c.name for c in shipped().activity("slo").criteria_of(3, "extended")]
    (problem,) = problems(tmp_path, activity__yaml="levels:\n  3:\n    extended: []\n")
    assert told(problem) == ("list_replaced", "activity.yaml", 3)
    assert all(name in problem.reason(lang) for name in shipped_list for lang in LANGUAGES)


def test_a_list_that_repeats_what_is_shipped_and_one_that_moves_it_are_fine(tmp_path: Path) -> None:
    two, three = ([c.name for c in shipped().activity("slo").criteria_of(n, "extended")] for n in (2, 3))
    for number, (left, right) in enumerate([(two, three), (two + three, [])]):
        overlay = tmp_path / str(number)
        overlay.mkdir()
        said = f"levels: {{2: {{extended: [{', '.join(left)}]}}, 3: {{extended: [{', '.join(right)}]}}}}\n"
        assert problems(overlay, activity__yaml=said) == []


def test_a_check_that_nobody_lists_is_still_told(tmp_path: Path) -> None:
    found = problems(tmp_path, mine__yaml="stage: stable\n")
    assert [told(problem) for problem in found] == [("criterion_not_listed", "mine.yaml", None)]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("zone", "Asia/Seoul", None),
        ("zone", "Asia/Tokio", "zone_unknown"),
        ("holidays", "DE", None),
        ("holidays", "", None),
        ("holidays", "Japan", "country_unknown"),
        ("joint_statements_off", "", None),
        ("joint_statements_off", "all", None),
        ("joint_statements_off", "slo, postmortem.coverage", None),
        ("joint_statements_off", "slo, postmortem.covrage", "criterion_unknown"),
        ("joint_statements_off", "sli", "criterion_unknown"),
    ],
)
def test_a_setting_names_only_what_there_is(tmp_path: Path, name: str, value: str, code: str | None) -> None:
    (tmp_path / "program.yaml").write_text(f'settings:\n  {name}: {{value: "{value}"}}\n', "utf-8")
    found = problems(tmp_path)
    assert [told(problem) for problem in found] == ([(code, "program.yaml", 2)] if code else [])


RATES = "rows:\n  - {currency: EUR, counts_as: JPY, rate: 160}\n"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{currency: USD, counts_as: JPY, rate: 150}", None),
        ("{currency: JPY, counts_as: JPY, rate: 1}", None),
        ("{currency: EUR, counts_as: JPY, rate: 150}", "table_row_twice"),
        ("{currency: USD, counts_as: EUR, rate: 0.9}", "table_chain"),
        ("{currency: USD, counts_as: JPY, rate: 0}", "table_value"),
        ("{currency: USD, counts_as: JPY, rate: -1}", "table_value"),
        ("{currency: USD, counts_as: JPY, rate: many}", "table_value"),
        ("{currency: USD, counts_as: JPY, rate: true}", "table_value"),
        ("{currency: 1, counts_as: JPY, rate: 1}", "table_value"),
        ("{currency: USD, counts_as: JPY}", "table_row"),
        ("{currency: USD, counts_as: JPY, rate: [1]}", "schema"),
    ],
)
def test_a_row_of_a_decision_table_has_values_of_its_columns_and_answers_once(
    tmp_path: Path, row: str, code: str | None
) -> None:
    (tmp_path / "cost").mkdir()
    (tmp_path / "cost" / "exchange-rates.yaml").write_text(f"{RATES}  - {row}\n")
    try:
        load_program(tmp_path)
    except ProblemsError as error:
        (problem,) = error.problems
        assert code == "schema" or told(problem) == (code, "exchange-rates.yaml", 3)
        assert all(problem.message(lang) for lang in LANGUAGES)
    else:
        assert code is None


def test_the_decision_tables_shipped_say_what_their_rows_are_found_by() -> None:
    assert shipped().decision_tables
    assert all("\nkey: [" in text for text in _shipped_tables())


def _shipped_tables() -> list[str]:
    found = [path.read_text("utf-8") for path in (Path(__file__).parents[1] / "practices").glob("*/*.yaml")]
    return [text for text in found if "\nrows:" in text]


def test_two_values_for_the_same_from_the_same_day_on_are_told(tmp_path: Path) -> None:
    one = "{check: vulnerability.scan-coverage, param: days, value: 14, author: Aoi, reason: So., on: '2026-01-01'%s}"
    lines = ["overrides:", *(f"  - {one % more}" for more in ("", ", tier: 1", ", service: shop", ", tier: 1"))]
    (tmp_path / "overrides.yaml").write_text("\n".join(lines) + "\n")
    with pytest.raises(ProblemsError) as error:
        load_program(tmp_path)
    assert [told(problem) for problem in error.value.problems] == [("override_twice", "overrides.yaml", 5)]
