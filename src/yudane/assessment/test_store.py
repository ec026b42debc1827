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


def test_a_program_is_kept_while_a_date_was_decided_by_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.collect({"services": [service("shop")]})
    world.assess(date(2026, 9, 1), program=few("one"))
    world.assess(AS_OF, program=few("one"))
    world.assess(AS_OF, program=few("two"))
    assert world.answers.assessments.program("one")
    world.assess(date(2026, 9, 1), program=few("two"))
    assert world.answers.assessments.program("one") is None
    assert world.answers.assessments.program("two")
