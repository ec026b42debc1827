"""kill -9 in the middle: the last good state stands, and the next run goes on from it."""

import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.laws.test_evidence_laws import company
from tests.world import Rows, World
from yudane.program import Program
from yudane.program.load import shipped

_ROOT = Path(__file__).resolve().parents[2]

# Runs in a process of its own, which kills itself before the n-th call of one function.
_CHILD = """
import os, signal, sys
sys.path[:0] = [{root!r}, {src!r}]
from pathlib import Path
from tests.world import World
from tests.faults.test_killed import few, told
import yudane.evidence.lake as lake, yudane.assessment.assess as assess, yudane.evidence.raw as raw
calls = 0
def deadly(function):
    def wrapped(*args, **kwargs):
        global calls
        calls += 1
        if calls == {when}:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return wrapped
{patch}
world = World(Path({home!r}))
world.delivered = 50
{work}
"""

_POINTS = {
    "collect": [
        ("lake.write_deltalake = deadly(lake.write_deltalake)", when) for when in (1, 2, 6, 8)
    ] + [
        ("Path.replace = deadly(Path.replace)", when) for when in (1, 3)
    ] + [
        ("lake.Writing.commit = deadly(lake.Writing.commit)", 1),
        ("os.fsync = deadly(os.fsync)", 1),
        ("raw.RawStore.store = deadly(raw.RawStore.store)", 2),
    ],
    "assess": [("assess._write = deadly(assess._write)", when) for when in (1, 2, 3)] + [
        ("assess.Assessments.point = deadly(assess.Assessments.point)", 1),
        ("os.fsync = deadly(os.fsync)", 1),
        ("assess.publish = deadly(assess.publish)", 1),
    ],
}  # fmt: skip


def killed(home: Path, work: str, patch: str, when: int) -> None:
    script = _CHILD.format(root=str(_ROOT), src=str(_ROOT / "src"), home=str(home), work=work, patch=patch, when=when)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def told(seed: int) -> Rows:
    """The tables of a company that have rows."""
    return {table: rows for table, rows in company(seed).items() if rows}


def few() -> Program:
    """Two activities: where a process dies does not depend on how many checks it was to judge."""
    program = shipped()
    return replace(
        program, activities=tuple(a for a in program.activities if a.key in ("slo", "postmortem")), phases=()
    )


@dataclass(frozen=True)
class Undisturbed:
    """What stands after one collection, what the same home says after another, and the home after the first."""

    home: Path
    first: dict[tuple[str, str], str]
    second: dict[tuple[str, str], str]

    def copy(self, into: Path) -> World:
        shutil.copytree(self.home, into, dirs_exist_ok=True)
        return World(into, delivered=60)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    world = World(tmp_path_factory.mktemp("home"))
    world.collect(told(1))
    first = world.outcomes(world.assess(program=few()))
    home = tmp_path_factory.mktemp("after-one") / "home"
    shutil.copytree(world.root, home)
    world.collect(told(2))
    return Undisturbed(home, first, world.outcomes(world.assess(program=few())))


@pytest.mark.parametrize(("patch", "when"), _POINTS["collect"])
def test_a_collection_killed_anywhere_leaves_the_last_good_state(
    undisturbed: Undisturbed, tmp_path: Path, patch: str, when: int
) -> None:
    world = undisturbed.copy(tmp_path)
    killed(tmp_path, "world.collect(told(2))", patch, when)
    assert world.outcomes(world.assess(program=few())) == undisturbed.first
    report = world.collect(told(2))
    assert report.received == report.stored
    assert world.outcomes(world.assess(program=few())) == undisturbed.second


@pytest.mark.parametrize(("patch", "when"), _POINTS["assess"])
def test_an_assessment_killed_anywhere_leaves_the_last_good_state(
    undisturbed: Undisturbed, tmp_path: Path, patch: str, when: int
) -> None:
    world = undisturbed.copy(tmp_path)
    assessment = world.answers.assessments.newest()
    assert assessment
    world.collect(told(2))
    killed(tmp_path, "world.assess(program=few())", patch, when)
    assert world.answers.assessments.newest() == assessment
    assert world.outcomes(assessment) == undisturbed.first
    assert world.outcomes(world.assess(program=few())) == undisturbed.second != undisturbed.first
