"""What was just told counts soon: on a day that is today, or was assessed before."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.world import AS_OF, World, day_ago, row, service
from yudane.program.load import shipped
from yudane.workspace import Workspace
from yudane.workspace.assessing import assess, judge_again

TODAY = datetime(2026, 10, 1, 14, 30)
STATED = "slo.known-in-team"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Only slo is assessed; Aoi's team has not stated anything."""
    workspace, world = Workspace.create(tmp_path), World(tmp_path)
    slo = tuple(activity for activity in shipped().activities if activity.key == "slo")
    workspace.__dict__["program"] = replace(shipped(), activities=slo, phases=())
    world.collect({"services": [service("shop")], "reviews": []})
    return workspace


def attest(workspace: Workspace) -> None:
    about = {"service_id": "shop", "criterion_id": STATED}
    days = {"attested_on": day_ago(1), "expires_on": day_ago(-90)}
    World(workspace.root, delivered=1).collect({"attestations": [row("attestations", **about, **days)]})


def test_what_aoi_stated_is_judged_again_today(workspace: Workspace) -> None:
    (before,) = assess(workspace, [AS_OF], made_at=TODAY - timedelta(hours=3))
    attest(workspace)
    again = judge_again(workspace, AS_OF, TODAY)
    assert again is not None
    assert again.id != before.assessment.id
    assert before.as_json()["made_at"] == "2026-10-01T11:30:00"
    assert workspace.assessment().made_at == TODAY
    (outcome,) = workspace.answers.outcomes(again, "shop", criterion=STATED)
    assert outcome["outcome"] == "met"


def test_a_day_before_is_judged_again_only_where_it_was_assessed(workspace: Workspace) -> None:
    yesterday = AS_OF - timedelta(days=1)
    assert judge_again(workspace, yesterday, TODAY) is None
    assert workspace.assessments.dates() == []
    list(assess(workspace, [yesterday]))
    assert judge_again(workspace, yesterday, TODAY) is not None
    assert judge_again(workspace, AS_OF, TODAY) is not None
    assert workspace.assessments.dates() == [yesterday, AS_OF]
