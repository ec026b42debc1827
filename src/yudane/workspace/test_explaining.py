"""An assessment is explained by the program that decided it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.world import AS_OF, World, row, service
from yudane.assessment.assess import Assessor
from yudane.program import Program
from yudane.program.load import shipped
from yudane.reading import ProblemsError
from yudane.workspace import Workspace
from yudane.workspace.explaining import assessed, explain, rows_behind

CHECK, PARAM = "slo.reviewed-quarterly", "max_gap_days"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path)
    world = World(tmp_path)
    world.collect({"services": [service("shop")]}, until=AS_OF)
    world.collect({"slo_definitions": [row("slo_definitions", service_id="shop")]}, until=AS_OF)
    return workspace


def with_default(program: Program, value: int) -> Program:
    """The program with another default of one parameter, and another name for what the criterion asks."""
    criterion = program.criterion(CHECK)
    changed = replace(
        criterion,
        params=tuple(replace(p, default=value) if p.name == PARAM else p for p in criterion.params),
        asks=replace(criterion.asks, en=f"Looked at within {value} days"),
        asks_of=None,
    )
    activities = tuple(
        replace(a, criteria=tuple(changed if c.id == CHECK else c for c in a.criteria)) for a in program.activities
    )
    return replace(program, activities=activities, version=f"v{value}")


def assess(workspace: Workspace, program: Program, day: date) -> None:
    Assessor(program, workspace.lake, workspace.assessments).assess(day)


def test_a_past_date_is_explained_in_its_own_words_and_values(workspace: Workspace) -> None:
    assess(workspace, with_default(shipped(), 77), AS_OF)
    workspace.__dict__["program"] = with_default(shipped(), 88)
    (found,) = explain(workspace, "shop", CHECK).criteria
    assert found.values[PARAM] == 77
    assert found.asks("en") == "Looked at within 77 days"
    assert [p.value for p in found.parameters("en") if p.param.name == PARAM] == [77]


def test_where_its_program_was_not_kept_todays_explains(workspace: Workspace) -> None:
    assess(workspace, with_default(shipped(), 77), AS_OF)
    (workspace.assessments.root / "programs" / "v77.json").write_text("{", "utf-8")
    (found,) = explain(workspace, "shop", CHECK).criteria
    assert found.asks("en") == shipped().criterion(CHECK).asks["en"]


def test_a_criterion_is_found_by_todays_name_at_a_date_when_it_had_another(workspace: Workspace) -> None:
    assess(workspace, shipped(), AS_OF)
    criterion = shipped().criterion(CHECK)
    renamed = replace(criterion, name="looked-over", formerly=(CHECK,))
    activities = tuple(
        replace(a, criteria=tuple(renamed if c.id == CHECK else c for c in a.criteria)) for a in shipped().activities
    )
    workspace.__dict__["program"] = replace(shipped(), activities=activities, version="later")
    (found,) = explain(workspace, "shop", "slo.looked-over").criteria
    assert found.criterion.id == CHECK


def test_the_rows_behind_are_those_of_the_service(workspace: Workspace) -> None:
    assess(workspace, shipped(), AS_OF)
    explanation = explain(workspace, "shop", "slo.defined")
    (found,) = explanation.criteria
    assert {behind["service_id"] for behind in rows_behind(workspace, explanation, found)} == {"shop"}


def test_what_is_not_there_is_told_by_the_step_that_lacks(tmp_path: Path, workspace: Workspace) -> None:
    with pytest.raises(ProblemsError) as empty:
        assessed(Workspace.create(tmp_path / "empty"), None)
    with pytest.raises(ProblemsError) as not_yet:
        assessed(workspace, None)
    assess(workspace, shipped(), AS_OF)
    with pytest.raises(ProblemsError) as earlier:
        assessed(workspace, date(2026, 9, 1))
    with pytest.raises(ProblemsError) as unknown:
        explain(workspace, "shop", "slo.nothing")
    codes = [found.value.problems[0].code for found in (empty, not_yet, earlier, unknown)]
    assert codes == ["catalog_empty", "assessment_missing", "assessment_later", "criterion_unknown"]
