"""Proposals: Sora finds out what a change would do before anybody is affected."""

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from yudane.assessment.compare import Change, Comparison, Move, compare
from yudane.faces.web.conftest import See
from yudane.faces.web.program import study as at_work
from yudane.faces.web.program.moves import moves_by_activity
from yudane.faces.web.program.study import Study
from yudane.faces.web.shared.cache import Cache
from yudane.faces.web.shared.request_context import context_at
from yudane.faces.web.testing_records import local_client
from yudane.workspace import Workspace


def finished() -> None:
    for found in list(at_work._studies.values()):
        assert found.finished.wait(120)


def asked(address: str, what: str = "judge") -> None:
    """Press the button."""
    response = local_client().post(f"{address}/{what}")
    assert (response.status_code, response["location"]) == (303, address)


def answer(see: See, address: str) -> str:
    """Ask, wait for the thread, look."""
    asked(address)
    finished()
    return see(address)


def test_the_page_is_there_at_once_and_works_without_script(
    tracked: See, monkeypatch: pytest.MonkeyPatch, tracked_home: Workspace
) -> None:
    monkeypatch.setattr(at_work, "_studies", type(at_work._studies)())
    monkeypatch.setattr(Study, "run", lambda self: self.__dict__.update(done=3, of=12))
    asked("/program/proposals/no-slo")
    html = tracked("/program/proposals/no-slo")
    assert "<progress" in html
    assert 'data-hx-get="/program/proposals/no-slo" data-hx-trigger="load delay:700ms"' in html
    assert 'href="/program/proposals/no-slo">Look again' in html
    part = tracked("/program/proposals/no-slo", hx_request="true")
    assert "<html" not in part
    assert 'value="3" max="12"' in part


def test_it_says_which_services_would_move_from_what_to_what(tracked: See) -> None:
    html = answer(tracked, "/program/proposals/no-slo")
    assert "7 of 7 services would move" in html
    assert "7 no longer rated" in html
    moves = html.split('id="y-moves-slo"')[1].split("</table>")[0]
    assert '<a href="/services/shop/slo">Online shop</a>' in moves
    assert "No level" in moves
    assert "data-hx-trigger" not in html.partition("<main")[2]


def test_it_says_what_differs(tracked: See) -> None:
    html = answer(tracked, "/program/proposals/milder")
    assert "No service would move" in html
    assert "<del>6 Inquire</del>" in html
    assert "<ins>4 Agree</ins>" in html
    assert '<span class="tag">taken away</span>' in html
    assert "Its meter is being replaced." in html


def test_a_proposal_that_changes_nothing_says_so(tracked: See) -> None:
    assert "Nothing differs from the program in force." in answer(tracked, "/program/proposals/same")


def test_a_faulty_proposal_shows_file_line_and_mend_and_hurts_nobody(tracked: See) -> None:
    html = answer(tracked, "/program/proposals/broken")
    assert "The proposal has problems" in html
    assert "proposals/broken/slo/activity.yaml:2" in html
    assert "Check the spelling or remove it." in html
    assert "つづりを確認" in tracked("/program/proposals/broken?lang=ja")
    tracked("/map")


def test_a_finished_part_tells_those_who_hear_the_page(tracked: See) -> None:
    answer(tracked, "/program/proposals/same")
    part = tracked("/program/proposals/same", hx_request="true")
    assert re.search(r'role="status" data-hx-swap-oob="true">The comparison is ready', part)


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2fprogram", ".hidden", "nothing", "no-slo%2f..", "no-slo%00"])
def test_names_that_lead_elsewhere_are_not_found(tracked: See, name: str) -> None:
    tracked(f"/program/proposals/{name}", 404)


def test_it_is_found_out_once_and_nothing_is_published(
    tracked: See, tracked_home: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path for path in tracked_home.root.rglob("*") if "studies" not in path.parts)
    answer(tracked, "/program/proposals/no-slo")
    monkeypatch.setattr(at_work, "compare", lambda *arguments: pytest.fail("compared again"))
    monkeypatch.setattr(at_work, "_studies", type(at_work._studies)())
    assert "7 of 7 services" in answer(tracked, "/program/proposals/no-slo")
    assert sorted(path for path in tracked_home.root.rglob("*") if "studies" not in path.parts) == before


def test_a_changed_file_is_studied_anew(
    tracked_home: Workspace, tmp_path: Path, serve_home: Callable[[Path], None]
) -> None:
    shutil.copytree(tracked_home.root, tmp_path / "home")
    serve_home(tmp_path / "home")
    web = local_client()
    address = "/program/proposals/broken"
    asked(address)
    finished()
    (tmp_path / "home" / "proposals" / "broken" / "slo" / "activity.yaml").write_text("target: 4\n", "utf-8")
    asked(address)
    finished()
    assert "4 Agree" in web.get(address).content.decode()


def test_evidence_that_is_gone_is_told_and_tried_again_later(
    tracked: See, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: Any) -> Comparison:
        raise OSError("no such <file>")

    monkeypatch.setattr(at_work, "_studies", type(at_work._studies)())
    monkeypatch.setattr(at_work, "_compared", Cache(4))
    monkeypatch.setattr(at_work, "compare", broken)
    html = answer(tracked, "/program/proposals/no-slo")
    assert "The comparison could not be finished" in html
    assert "no such &lt;file&gt;" in html
    assert caplog.records
    assert "The comparison could not be finished" in tracked("/program/proposals/no-slo")
    monkeypatch.undo()
    tracked_home_again = answer(tracked, "/program/proposals/no-slo")
    assert "7 of 7 services" in tracked_home_again


def test_sql_that_breaks_the_house_rules_does_not_run(
    tracked_home: Workspace, tmp_path: Path, serve_home: Callable[[Path], None]
) -> None:
    shutil.copytree(tracked_home.root, tmp_path / "home")
    sql = tmp_path / "home" / "proposals" / "same" / "leading" / "led.sql"
    sql.write_text("select service_id, 1 as share, 1 as events, 1 as led from read_csv('/etc/passwd')\n", "utf-8")
    serve_home(tmp_path / "home")
    web = local_client()
    asked("/program/proposals/same")
    finished()
    html = web.get("/program/proposals/same").content.decode()
    assert "The proposal has problems" in html
    assert "root:" not in html


def test_moves_are_told_by_direction_with_what_was_decided_differently(tracked_home: Workspace, tracked: See) -> None:
    context = context_at()
    because = (Change("slo.measured", "met", "unmet"), Change("slo.gone", "met", None))
    moves = (
        Move("shop", "aoi-team", "slo", (1, 1), (2, 2), ()),
        Move("cart", "aoi-team", "slo", (2, 3), (1, 1), because),
        Move("mail", None, "slo", (2, 2), (1, 3), ()),
    )
    grouped_moves = moves_by_activity(context, context.program, Comparison(7, 1, moves), "en")
    assert [words for _, words in grouped_moves.directions] == ["1 down", "1 up", "1 less certain"]
    first = grouped_moves.activities[0].moves[0]
    assert (first.name, first.before, first.after, first.word) == (
        "Cart",
        "Level 2, possibly 3",
        "Level 1",
        "down",
    )
    assert first.because[0][1:] == ("Met", "Not met")
    assert first.because[1] == ("slo.gone", "Met", "not asked")


def test_reading_a_page_begins_nothing(tracked: See, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "_studies", type(at_work._studies)())
    monkeypatch.setattr(Study, "run", lambda self: pytest.fail("it was begun"))
    html = tracked("/program/proposals/no-slo?at=2026-10-01")
    assert "Nobody has asked yet" in html
    assert '<form method="post" action="/program/proposals/no-slo/judge">' in html
    assert "まだ確かめていません" in tracked("/program/proposals/no-slo?lang=ja")
    tracked("/program/proposals/no-slo/judge", 405)
    tracked("/program/proposals/no-slo/call-off", 405)


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_a_button_of_another_site_begins_nothing(
    tracked: See, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    monkeypatch.setattr(at_work, "_studies", type(at_work._studies)())
    web = local_client(enforce_csrf_checks=True)
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', web.get("/program/proposals/no-slo").content.decode()
    )
    assert token
    form = {"csrfmiddlewaretoken": token.group(1)} if headers else {}
    response = web.post("/program/proposals/no-slo/judge", form, headers=headers)
    assert response.status_code == 403
    assert "This did not come from a page of ours" in response.content.decode()
    assert not at_work._studies


def test_a_button_of_our_own_page_begins(tracked: See, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "_studies", type(at_work._studies)())
    web = local_client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', web.get("/program/proposals/same").content.decode())
    assert token
    form = {"csrfmiddlewaretoken": token.group(1)}
    assert web.post("/program/proposals/same/judge", form, headers={"origin": "http://testserver"}).status_code == 303
    assert len(at_work._studies) == 1
    finished()


def test_one_that_goes_on_can_be_called_off_and_begun_anew(tracked: See, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "_studies", type(at_work._studies)())
    monkeypatch.setattr(at_work, "_compared", Cache(4))
    going = Event()

    def endless(*arguments: Any) -> Comparison:
        going.set()
        while True:
            arguments[3](1, 2)
            time.sleep(0.01)

    monkeypatch.setattr(at_work, "compare", endless)
    asked("/program/proposals/no-slo")
    assert going.wait(30)
    assert "Call it off" in tracked("/program/proposals/no-slo")
    asked("/program/proposals/no-slo", "call-off")
    finished()
    assert "Somebody called it off." in tracked("/program/proposals/no-slo")
    monkeypatch.undo()
    assert "7 of 7 services" in answer(tracked, "/program/proposals/no-slo")


def test_one_that_takes_too_long_is_ended(tracked: See, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "_studies", type(at_work._studies)())
    monkeypatch.setattr(at_work, "_compared", Cache(4))
    monkeypatch.setenv("YUDANE_STUDY_SECONDS", "0.001")
    assert "It took longer than 0.001 s." in answer(tracked, "/program/proposals/no-slo")


def test_an_endless_one_keeps_no_other_waiting(tracked: See, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "_studies", type(at_work._studies)())
    monkeypatch.setattr(at_work, "_compared", Cache(4))
    going, let_go = Event(), Event()

    def slow(*arguments: Any) -> Comparison:
        if not going.is_set():
            going.set()
            assert let_go.wait(300)
        return compare(*arguments)

    monkeypatch.setattr(at_work, "compare", slow)
    asked("/program/proposals/no-slo")
    assert going.wait(120)
    asked("/program/proposals/milder")
    other = next(study for study in at_work._studies.values() if study.folder.name == "milder")
    assert other.finished.wait(240)
    let_go.set()
    finished()
