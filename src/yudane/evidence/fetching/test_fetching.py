"""Asking other systems: bounded, patient only when told to be, and silent about secrets."""

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from yudane.evidence.fetching import FetchRequest, NoAnswerError, Outbound, answers, fetch, pages
from yudane.evidence.fetching.outbound import MAX_BYTES, MAX_RETRIES, MAX_SILENT, MAX_WAIT, MAX_WAITED
from yudane.evidence.sources import load_source
from yudane.evidence.sources import source as sources
from yudane.evidence.testing import store_at
from yudane.reading import ProblemsError

ADDRESS = "https://sora:s3cret@metrics.example.com/main/"
Handler = Callable[[httpx.Request], httpx.Response]


def outbound(handler: Handler, pauses: list[float] | None = None) -> Outbound:
    found = Outbound.to(ADDRESS, httpx.Client(transport=httpx.MockTransport(handler)))
    found._pause = (pauses if pauses is not None else []).append
    return found


def answering(answers: Sequence[httpx.Response], asked: list[httpx.Request]) -> Handler:
    """One after the other, and the last again and again."""

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answers[min(len(asked), len(answers)) - 1]

    return handler


def later(seconds: object, status: int = 503) -> httpx.Response:
    return httpx.Response(status, headers={"retry-after": str(seconds)}, text="later")


def test_credentials_of_the_address_are_sent_and_never_shown() -> None:
    asked: list[httpx.Request] = []
    system = outbound(answering([httpx.Response(200, text="yes")], asked))
    assert system.name == "https://metrics.example.com/main"
    assert system.post("/api", {"a": "1"}).status == 200
    assert str(asked[0].url) == "https://metrics.example.com/main/api"
    assert asked[0].headers["authorization"] == httpx.BasicAuth("sora", "s3cret")._auth_header


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_says_how_long_to_wait_is_asked_again(status: int) -> None:
    asked: list[httpx.Request] = []
    pauses: list[float] = []
    system = outbound(answering([later(2, status), later(5, status), httpx.Response(200, text="yes")], asked), pauses)
    assert system.post("/api", {}).content == b"yes"
    assert pauses == [2, 5]


def test_it_is_not_asked_for_ever() -> None:
    asked: list[httpx.Request] = []
    assert outbound(answering([later(1)], asked)).post("/api", {}).status == 503
    assert len(asked) == MAX_RETRIES + 1


def test_all_waiting_together_has_an_end() -> None:
    """A server that always asks for patience does not hold up a collection of a thousand SLOs for a day."""
    pauses: list[float] = []
    system = outbound(answering([later(MAX_WAIT)], []), pauses)
    assert {system.post("/api", {}).status for _ in range(10)} == {503}
    assert 0 < sum(pauses) <= MAX_WAITED


@pytest.mark.parametrize(
    "answer",
    [
        later(MAX_WAIT + 1),
        later("Wed, 21 Oct 2026 07:28:00 GMT"),
        later("-1"),
        later(1, 500),
        httpx.Response(503),
    ],
)
def test_otherwise_one_answer_is_the_answer(answer: httpx.Response) -> None:
    asked: list[httpx.Request] = []
    pauses: list[float] = []
    assert outbound(answering([answer], asked), pauses).post("/api", {}).status == answer.status_code
    assert (len(asked), pauses) == (1, [])


def code(system: Outbound) -> str:
    with pytest.raises(NoAnswerError) as raised:
        system.post("/api", {})
    assert "s3cret" not in str(raised.value.message_args)
    return raised.value.code


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(302, headers={"location": "http://169.254.169.254/"}), "redirected"),
        (httpx.Response(200, content=b" " * (MAX_BYTES + 1)), "answer_too_large"),
    ],
)
def test_what_must_not_be_read_is_no_answer(answer: httpx.Response, expected: str) -> None:
    assert code(outbound(lambda request: answer)) == expected


def test_a_system_that_stays_silent_is_left_alone() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise httpx.ConnectError("https://sora:s3cret@metrics.example.com")

    system = outbound(handler)
    assert [code(system) for _ in range(MAX_SILENT + 2)] == ["no_connection"] * MAX_SILENT + ["not_asked"] * 2
    assert len(asked) == MAX_SILENT


@pytest.mark.parametrize(
    "address", ["", "metrics", "ftp://x", "http://", "http://x:99999", "http://x/?a=1", "http://x/#a"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        Outbound.to(address, httpx.Client())
    assert raised.value.problems[0].code == "address_wrong"


def test_a_source_that_only_says_it_fetches_is_refused_and_nothing_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "{en: Status page, ja: ステータスページ}"
    (tmp_path / "status-page").mkdir()
    (tmp_path / "status-page" / "source.yaml").write_text(f"name: {words}\nabout: {words}\npull: true\n", "utf-8")
    (tmp_path / "status-page" / "incidents.sql").write_text("select origin, line from documents", "utf-8")
    monkeypatch.setattr(sources, "SHIPPED", tmp_path)
    with pytest.raises(ProblemsError) as raised:
        load_source("status-page")
    assert [(p.code, p.place.line) for p in raised.value.problems] == [("fetcher_missing", 3)]


@pytest.mark.parametrize("changed", [{"shipped": False}, {"pull": False}, {"folder": "/nowhere"}])
def test_only_a_source_of_the_package_with_a_fetcher_beside_it_asks_anybody(
    changed: dict[str, object], tmp_path: Path
) -> None:
    source = dataclasses.replace(load_source("prometheus"), **changed)  # type: ignore[arg-type]
    request = FetchRequest(source, store_at(tmp_path).lake, datetime(2026, 9, 1), datetime(2026, 9, 2))
    with pytest.raises(ProblemsError) as raised:
        fetch(
            request,
            ADDRESS,
            client=httpx.Client(transport=httpx.MockTransport(lambda request: pytest.fail("it was asked"))),
        )
    assert raised.value.problems[0].code == "fetcher_missing"


def following(page: dict[str, str]) -> dict[str, str]:
    return {"after": page["next"]} if "next" in page else {}


def test_pages_are_asked_one_after_the_other() -> None:
    asked: list[httpx.Request] = []
    system = outbound(answering([httpx.Response(200, json={"next": "b"}), httpx.Response(200, json={})], asked))
    assert list(pages(system, "/api", {"a": "1"}, following)) == [{"next": "b"}, {}]
    assert [str(request.url.query, "ascii") for request in asked] == ["a=1", "a=1&after=b"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(200, json={"next": "b"}), "pages_endless"),
        (httpx.Response(200, json=[]), "answer_unreadable"),
        (httpx.Response(200, text="<html>"), "answer_unreadable"),
        (httpx.Response(500), "refused"),
    ],
)
def test_pages_that_do_not_end_or_do_not_come_are_no_answer(
    answer: httpx.Response, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MAX_PAGES", 5)
    with pytest.raises(NoAnswerError) as raised:
        list(pages(outbound(answering([answer], [])), "/api", {}, following))
    assert raised.value.code == expected
