"""The map of a company with a thousand services."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from yudane.faces.web.testing_large import large_home
from yudane.workspace import Workspace


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return large_home(tmp_path_factory.mktemp("thousand") / "home", 1000)


@pytest.mark.parametrize("address", ["/map", "/map?lang=ja", "/map?sort=lowest", "/map?level=3", "/map/teams/team-003"])
def test_a_thousand_services_stay_under_150_kb_over_the_wire(
    thousand: Workspace, serve_home: Callable[[Path], None], capsys: pytest.CaptureFixture[str], address: str
) -> None:
    serve_home(thousand.root)
    web = Client(headers={"accept-encoding": "gzip"})
    web.get("/guides/slo")  # the program is read once a process
    took = []
    for _ in range(2):
        began = time.perf_counter()
        response = web.get(address)
        took.append(f"{1000 * (time.perf_counter() - began):.0f} ms")
    assert response.headers["content-encoding"] == "gzip"
    assert len(response.content) < 150_000
    with capsys.disabled():
        print(f"\n{address}: {len(response.content) / 1000:.1f} kB, first {took[0]}, then {took[1]}")


def test_with_more_than_a_hundred_services_teams_are_folded_and_one_opens_by_a_link(
    thousand: Workspace, serve_home: Callable[[Path], None]
) -> None:
    serve_home(thousand.root)
    html = Client().get("/map").content.decode()
    assert html.count('class="team"') == 100
    assert "/services/service-1/" not in html
    assert 'href="/map?team=team-003" data-rows="/map/teams/team-003"' in html
    assert "/services/service-30/slo" in Client().get("/map?team=team-003").content.decode()
