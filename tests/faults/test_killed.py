"""kill -9 in the middle: the last good state stands, and the next run goes on from it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.test_evidence_laws import company
from tests.world import World

_ROOT = Path(__file__).resolve().parents[2]

# Runs in a process of its own, which kills itself before the n-th call of one function.
_CHILD = """
import os, signal, sys
sys.path[:0] = [{root!r}, {src!r}]
from pathlib import Path
from tests.world import World
from tests.laws.test_evidence_laws import company
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
        ("lake.write_deltalake = deadly(lake.write_deltalake)", when) for when in (1, 2, 6, 9)
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


@pytest.mark.parametrize(("patch", "when"), _POINTS["collect"])
def test_a_collection_killed_anywhere_leaves_the_last_good_state(tmp_path: Path, patch: str, when: int) -> None:
    world = World(tmp_path)
    world.collect(company(1))
    before = world.outcomes(world.assess())
    killed(tmp_path, "world.collect(company(2))", patch, when)
    assert world.outcomes(world.assess()) == before
    world.delivered = 90
    report = world.collect(company(2))
    assert report.received == report.stored
    uninterrupted = World(tmp_path / "whole")
    uninterrupted.collect(company(1))
    uninterrupted.collect(company(2))
    assert world.outcomes(world.assess()) == uninterrupted.outcomes(uninterrupted.assess())


@pytest.mark.parametrize(("patch", "when"), _POINTS["assess"])
def test_an_assessment_killed_anywhere_leaves_the_last_good_state(tmp_path: Path, patch: str, when: int) -> None:
    world = World(tmp_path)
    world.collect(company(1))
    assessment = world.assess()
    before = world.outcomes(assessment)
    world.collect(company(2))
    killed(tmp_path, "world.assess()", patch, when)
    current = world.answers.assessments.newest()
    assert current == assessment
    assert world.outcomes(assessment) == before
    assert world.outcomes(world.assess()) != before
