"""Assessments on disk: what no date stands on any more goes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.world import AS_OF, World, service
from yudane.program import Program
from yudane.program.load import shipped


def few(version: str) -> Program:
    activities = tuple(activity for activity in shipped().activities if activity.key == "slo")
    return replace(shipped(), version=version, activities=activities, phases=())


def test_what_is_replaced_can_be_read_until_the_next_time(tmp_path: Path) -> None:
    world = World(tmp_path)
    made = []
    for tier in (1, 2, 3):
        world.collect({"services": [service("shop", tier=tier)]})
        made.append(world.assess(program=few("one")))
    assessments = world.answers.assessments
    assert [assessments.folder(one).is_dir() for one in made] == [False, True, True]
    assert [row["tier"] for row in world.levels(made[1])] == [2]
    assert (assessments.dates(), assessments.get(AS_OF)) == ([AS_OF], made[2])


def test_a_program_is_kept_while_a_date_was_decided_by_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")]})
    world.assess(date(2026, 9, 1), program=few("one"))
    world.assess(AS_OF, program=few("one"))
    world.assess(AS_OF, program=few("two"))
    assert world.answers.assessments.program("one")
    world.assess(date(2026, 9, 1), program=few("two"))
    assert world.answers.assessments.program("one")  # whoever still reads what was replaced
    world.assess(date(2026, 9, 1), program=few("two"))
    assert world.answers.assessments.program("one") is None
    assert world.answers.assessments.program("two")
