"""Pulling from a Prometheus: a real one with prepared samples, and answers made up to go wrong."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from yudane.evidence.batch import Batch, Report
from yudane.evidence.collect import Store, again, collect, collect_rows
from yudane.evidence.delivery import Delivery, read_tables
from yudane.evidence.fetching import FetchRequest, fetch
from yudane.evidence.fetching.outbound import MAX_BYTES, MAX_SILENT
from yudane.evidence.sources import load_source
from yudane.evidence.testing import collected, current_rows, store_at
from yudane.reading import ProblemsError

START = datetime(2025, 3, 1)  # first sample
END = datetime(2025, 3, 4)
HOLE = range(30 * 60, 33 * 60)  # minutes without samples: March 2, 6:00 to 9:00
QUIET = range(50 * 60, 52 * 60)  # minutes without traffic: March 3, 2:00 to 4:00
NOW = datetime(2025, 3, 5)
RECEIVED = timedelta(hours=1)
ERRORS = 'http_requests_total{code="500"}'
SLO: dict[str, dict[str, Any]] = {
    "window": {
        "total_query": "sum(rate(http_requests_total[{{.window}}]))",
        "error_query": f"sum(rate({ERRORS}[{{{{.window}}}}]))",
    },
    "good": {
        "good_query": 'increase(http_requests_total{code="200"}[{{.window}}])',
        "total_query": "increase(http_requests_total[{{.window}}])",
    },
    "own-range": {
        "total_query": "sum(rate(http_requests_total[5m]))",
        "good_query": 'sum(rate(http_requests_total{code="200"}[5m]))',
    },
    "counter": {"good_query": 'http_requests_total{code="200"}', "error_query": ERRORS},
    "ratio": {"error_ratio_query": "shop:error_ratio"},
    "share": {
        "error_ratio_query": f"sum(rate({ERRORS}[{{{{.window}}}}])) / sum(rate(http_requests_total[{{{{.window}}}}]))"
    },
    "fine": {"bucket_seconds": 15, "error_ratio_query": "shop:error_ratio"},
    "no-errors": {
        "total_query": "sum(rate(http_requests_total[{{.window}}]))",
        "error_query": "sum(rate(no_such_errors_total[{{.window}}]))",
    },
    "misspelled": {"error_ratio_query": "shop:eror_ratio"},
    "broken": {"error_ratio_query": "sum(rate("},
    "many": {"error_ratio_query": "rate(http_requests_total[{{.window}}])"},
    "too-few": {"total_query": "http_requests_total"},
    "elsewhere": {"system": "other", "total_query": "x", "good_query": "y"},
    "retired": {"valid_to": "2025-02-01T00:00:00Z", "error_ratio_query": "shop:error_ratio"},
}


def openmetrics() -> Iterator[str]:
    """A sample a minute: ten good requests a second and one error in a hundred, except where said above."""
    good = bad = 0
    samples: dict[str, list[str]] = {"200": [], "500": [], "ratio": []}
    for minute in range(int((END - START).total_seconds()) // 60 + 1):
        timestamp = int((START - datetime(1970, 1, 1)).total_seconds()) + minute * 60
        if minute and minute - 1 not in QUIET:
            good, bad = good + 594, bad + 6
        if minute not in HOLE:
            samples["200"].append(f'http_requests_total{{code="200"}} {good} {timestamp}')
            samples["500"].append(f'http_requests_total{{code="500"}} {bad} {timestamp}')
            samples["ratio"].append(f"shop:error_ratio 0.25 {timestamp}")
    yield "# TYPE http_requests counter"
    yield from samples["200"] + samples["500"]
    yield "# TYPE shop:error_ratio gauge"
    yield from samples["ratio"]
    yield "# EOF"


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Prometheus that holds the samples."""
    if not shutil.which("prometheus") or not shutil.which("promtool"):
        if os.environ.get("CI"):
            pytest.fail("prometheus and promtool must be installed where CI is set")
        pytest.skip("needs prometheus and promtool")
    folder = tmp_path_factory.mktemp("prometheus")
    (folder / "samples.txt").write_text("\n".join(openmetrics()) + "\n")
    (folder / "prometheus.yml").write_text("global: {scrape_interval: 1m, evaluation_interval: 1m}\n")
    data = folder / "data"
    command = ["promtool", "tsdb", "create-blocks-from", "openmetrics", str(folder / "samples.txt"), str(data)]
    subprocess.run(command, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={data}",
                "--storage.tsdb.retention.time=100y",
                f"--web.listen-address={address}",
            ],
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(f"http://{address}/-/ready", process)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    pytest.fail("Prometheus did not get ready")


def with_slos(home: Path, names: Sequence[str]) -> Store:
    """A lake that knows some of the SLOs above, each of a service of its own."""
    tables: dict[str, list[dict[str, Any]]] = {
        "services": [{"service_id": name, "name": name, "lifecycle": "production"} for name in names],
        "slo_definitions": [],
        "sli_queries": [],
    }
    for name in names:
        slo = SLO[name]
        tables["slo_definitions"].append(
            {"slo_id": name, "service_id": name, "sli_category": "availability", "target": 0.99, "window_days": 28}
            | {"valid_from": "2025-01-01T00:00:00Z"}
            | {key: slo[key] for key in ("bucket_seconds", "valid_to") if key in slo}
        )
        queries = {key: value for key, value in slo.items() if key.endswith("_query")}
        system = slo.get("system", "prometheus")
        tables["sli_queries"].append({"slo_id": name, "service_id": name, "system": system, **queries})
    store = store_at(home)
    (home / "rows").mkdir()
    for table, rows in tables.items():
        (home / "rows" / f"{table}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    delivery = read_tables([(table, home / "rows" / f"{table}.jsonl") for table in tables])
    assert collect_rows(store, delivery, Batch("rows", NOW, NOW.date())).complete
    return store


def pulled(
    store: Store, address: str, since: datetime = START, until: datetime = END, client: httpx.Client | None = None
) -> tuple[Report, Delivery]:
    source = load_source("prometheus")
    delivery = fetch(FetchRequest(source, store.lake, since, until), address, client=client)
    batch = Batch("prometheus", NOW, date(2025, 3, 4), names=source.names)
    return collect(store, source, delivery, batch), delivery


def hours(store: Store, slo: str) -> dict[int, tuple[float, float]]:
    """Hours since START -> good and total, of one SLO."""
    return {
        int((row["bucket_start"] - START).total_seconds()) // 3600: (row["good_events"], row["total_events"])
        for row in current_rows(store.lake, "slo_measurements")
        if row["slo_id"] == slo
    }


def close(*numbers: float, inexact: float = 0) -> Any:
    """Floating point; and next to a hole a counter without a range misses a minute."""
    return tuple(pytest.approx(number, rel=max(inexact, 1e-9)) for number in numbers)


def codes(report: Report) -> list[tuple[str, object]]:
    return sorted((p.code, p.args.get("slo") or p.args.get("detail") or "") for p in report.messages)


@pytest.fixture(scope="module")
def filled(prometheus: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Report]:
    store = with_slos(tmp_path_factory.mktemp("home"), list(SLO))
    return store, pulled(store, prometheus)[0]


MEASURED = [hour for hour in range(72) if hour not in (30, 31, 32)]


@pytest.mark.parametrize(("slo", "inexact"), [("window", 0), ("good", 0), ("counter", 0.02)])
def test_events_of_every_hour_are_counted(slo: str, inexact: float, filled: tuple[Store, Report]) -> None:
    found = hours(filled[0], slo)
    assert sorted(found) == MEASURED  # nothing for the hours without samples
    for hour in MEASURED:
        good, total = (0, 0) if hour in (50, 51) else (35640, 36000)
        assert found[hour] == close(good, total, inexact=inexact), hour


def test_no_traffic_is_zero_of_zero_and_not_a_hole(filled: tuple[Store, Report]) -> None:
    assert hours(filled[0], "window")[50] == (0, 0)


def test_a_query_with_a_range_of_its_own_is_averaged(filled: tuple[Store, Report]) -> None:
    found = hours(filled[0], "own-range")
    assert sorted(found) == MEASURED
    steady = [hour for hour in MEASURED if hour not in (0, 33, 50, 51, 52)]
    assert {hour for hour in steady if found[hour] != (35640, 36000)} == set()
    assert found[51] == (0, 0)


def test_a_ratio_counts_the_seconds_of_the_bucket(filled: tuple[Store, Report]) -> None:
    found = hours(filled[0], "ratio")
    assert found == dict.fromkeys(MEASURED, (2700, 3600))


def test_a_ratio_of_nothing_is_a_hole(filled: tuple[Store, Report]) -> None:
    found = hours(filled[0], "share")
    assert sorted(found) == [hour for hour in MEASURED if hour not in (50, 51)]
    assert found[0] == close(3564, 3600)


def test_long_stretches_are_asked_in_parts_below_the_limit(filled: tuple[Store, Report], prometheus: str) -> None:
    rows = [row for row in current_rows(filled[0].lake, "slo_measurements") if row["slo_id"] == "fine"]
    assert len(rows) > 15_000
    assert {(row["good_events"], row["total_events"]) for row in rows} == {(11.25, 15)}
    delivery = fetch(FetchRequest(load_source("prometheus"), filled[0].lake, START, END), prometheus)
    assert [file.name.rpartition("/")[2] for file in delivery.files if "/fine/" in file.name] == [
        "20250301T000000Z..20250302T174000Z.json",
        "20250302T174000Z..20250304T000000Z.json",
    ]


def test_what_could_not_be_measured_is_reported_and_spoils_nothing_else(filled: tuple[Store, Report]) -> None:
    store, report = filled
    assert codes(report) == [
        ("half_known", "no-errors (67/69)"),
        ("nothing_measured", "misspelled"),
        ("queries_insufficient", "too-few"),
        ("refused", "broken"),
        ("several_series", "many"),
    ]
    refused = next(p for p in report.messages if p.code == "refused")
    assert "parse error" in refused.reason("en")
    assert all(p.reason("en") and p.reason("ja") for p in report.messages)
    assert set(hours(store, "no-errors")) == {50, 51}  # nothing can have failed where nothing was asked for
    assert {row["slo_id"] for row in current_rows(store.lake, "slo_measurements")} == {
        "window", "good", "own-range", "counter", "ratio", "share", "fine", "no-errors"
    }  # fmt: skip
    assert report.received == report.stored


def test_pulling_twice_and_mapping_anew_change_nothing(prometheus: str, tmp_path: Path) -> None:
    store = with_slos(tmp_path, ["window", "broken"])
    pulled(store, prometheus)
    report, _ = pulled(store, prometheus, START + timedelta(hours=1))
    assert report.tables["slo_measurements"].changed == 0
    source = load_source("prometheus")
    batch = Batch("prometheus", NOW + RECEIVED, date(2025, 3, 4), names=source.names)
    mapped = again(store, source, batch)
    assert mapped.tables["slo_measurements"].changed == 0
    assert [problem.code for problem in mapped.problems] == ["no_answer_then"]


def test_only_whole_buckets_inside_the_period_are_asked_for(prometheus: str, tmp_path: Path) -> None:
    store = with_slos(tmp_path, ["window"])
    pulled(store, prometheus, START + timedelta(minutes=20), START + timedelta(hours=3, minutes=59))
    assert sorted(hours(store, "window")) == [1, 2]


# -- answers made up ---------------------------------------------------------------------------------------------------

ADDRESS = "https://sora:s3cret@prometheus.example.com:9443/main/"
Handler = Callable[[httpx.Request], httpx.Response]


def answering(handler: Handler) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(handler))


def matrix(*series: list[Any], **more: object) -> httpx.Response:
    result = [{"metric": {}, "values": values} for values in series]
    return httpx.Response(200, json={"status": "success", "data": {"resultType": "matrix", "result": result}, **more})


def failing(handler: Handler, home: Path, slos: Sequence[str] = ("ratio", "window")) -> list[tuple[str, object]]:
    """Problems where Prometheus answers like this; credentials are looked for in everything that is shown or kept."""
    store = with_slos(home, slos)
    report, delivery = pulled(store, ADDRESS, client=answering(handler))
    output = json.dumps(report.as_json("en")) + "".join(file.name + file.content.decode() for file in delivery.files)
    assert "s3cret" not in output
    assert "sora" not in output
    assert all(
        problem.place.file.startswith("https://prometheus.example.com:9443/main/") for problem in report.messages
    )
    return codes(report)


def test_credentials_are_sent_and_the_query_is_posted(tmp_path: Path) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return matrix([[1740790800, "0.5"]])

    assert failing(handler, tmp_path, ["ratio"]) == []
    assert str(seen[0].url) == "https://prometheus.example.com:9443/main/api/v1/query_range"
    assert seen[0].headers["authorization"] == httpx.BasicAuth("sora", "s3cret")._auth_header
    assert b"step=3600" in seen[0].content


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"location": "http://169.254.169.254/"})

    assert failing(handler, tmp_path) == [("redirected", "ratio"), ("redirected", "window")]
    assert set(asked) == {"prometheus.example.com"}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (httpx.Response(401, text="who are you?"), "refused"),
        (httpx.Response(503, json={"status": "error", "error": "query timed out"}), "refused"),
        (httpx.Response(200, text="<html>"), "answer_unreadable"),
        (httpx.Response(200, content=b"\xff\xfe\x00"), "answer_unreadable"),
        (httpx.Response(200, text="[" * 100_000), "answer_unreadable"),
        (httpx.Response(200, json={"status": "success", "data": {"resultType": "vector", "result": []}}), "answer_unreadable"),
        (httpx.Response(200, json={"status": "success", "data": {"resultType": "matrix", "result": [7]}}), "answer_unreadable"),
        (httpx.Response(200, json=["matrix"]), "answer_unreadable"),
        (httpx.Response(200, content=b" " * (MAX_BYTES + 1)), "answer_too_large"),
        (matrix([[1, "2"]], warnings=["store-2: no connection"]), "answer_partial"),
        (matrix([[1, "2"]], isPartial=True), "answer_partial"),
        (matrix([[1, "2"]], [[1, "3"]]), "several_series"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_used_is_a_problem_of_its_slo(
    answer: httpx.Response, code: str, tmp_path: Path
) -> None:
    assert failing(lambda request: answer, tmp_path, ["ratio"]) == [(code, "ratio")]


@pytest.mark.parametrize("number", ["NaN", "+Inf", "x", ""])
def test_what_is_no_number_is_a_hole(number: str, tmp_path: Path) -> None:
    values = [[1740790800, number], [1740794400, "0.5"]]
    store = with_slos(tmp_path, ["ratio"])
    report, _ = pulled(store, "http://prometheus.example.com", client=answering(lambda request: matrix(values)))
    assert (hours(store, "ratio"), report.messages) == ({1: (1800, 3600)}, [])


def test_one_slo_that_fails_does_not_stop_the_next(tmp_path: Path) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        broken = b"sum%28rate" in request.content
        return httpx.Response(400, json={"error": "parse error"}) if broken else matrix([[1740790800, "0"]])

    store = with_slos(tmp_path, ["broken", "ratio"])
    report, delivery = pulled(store, "http://prometheus.example.com", client=answering(handler))
    assert codes(report) == [("refused", "broken")]
    assert hours(store, "ratio") == {0: (3600, 3600)}
    assert len(delivery.files) == 2


def test_a_server_that_is_silent_is_not_asked_for_every_slo(tmp_path: Path) -> None:
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise httpx.ConnectTimeout("no") if len(asked) % 2 else httpx.ConnectError("sora:s3cret")

    slos = ["counter", "good", "own-range", "ratio", "window"]
    assert [code for code, _ in failing(handler, tmp_path, slos)] == [
        "no_connection", "not_asked", "not_asked", "too_slow", "too_slow"
    ]  # fmt: skip
    assert len(asked) == MAX_SILENT


def test_progress_is_told_for_every_slo(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    store = with_slos(tmp_path, ["ratio", "share"])
    client = answering(lambda request: matrix())
    asked = FetchRequest(load_source("prometheus"), store.lake, START, END, lambda *step: steps.append(step))
    fetch(asked, "http://p.example.com", client=client)
    assert steps == [(1, 2), (2, 2)]
    assert not client.is_closed


@pytest.mark.parametrize(
    "address", ["prometheus:9090", "ftp://p.example.com", "file:///etc/passwd", "http://", "http://p:99999", "http://p/?a=1", ""]
)  # fmt: skip
def test_other_addresses_are_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as raised:
        fetch(FetchRequest(load_source("prometheus"), store_at(tmp_path).lake, START, END), address)
    assert [problem.code for problem in raised.value.problems] == ["address_wrong"]


def test_without_any_slo_to_ask_for_it_says_so(tmp_path: Path) -> None:
    store = with_slos(tmp_path, ["elsewhere", "retired"])
    with pytest.raises(ProblemsError) as raised:
        fetch(FetchRequest(load_source("prometheus"), store.lake, START, END), ADDRESS)
    assert [problem.code for problem in raised.value.problems] == ["nothing_to_ask"]
    assert "s3cret" not in str(raised.value)


def test_other_json_is_reported(tmp_path: Path) -> None:
    report, rows = collected("prometheus", Path(__file__).parent / "samples", home=tmp_path)
    assert [(Path(p.place.file).name, p.place.line, p.code) for p in report.messages] == [("other.json", 1, "not_ours")]
    assert [(row["slo_id"], row["bucket_start"], row["good_events"], row["total_events"]) for row in rows("slo_measurements")] == [
        ("shop-availability", datetime(2026, 9, 1, 9), 119952.5, 120000),
        ("shop-availability", datetime(2026, 9, 1, 11), 0, 0),
    ]  # fmt: skip
