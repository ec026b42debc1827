"""SQL that never ends or takes all memory is ended, by name, while whoever waits stays well."""

import resource
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.guard.host import COLUMNS, Host, corpus
from yudane.evidence.engines import untrusted as engine
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.reading import read, read_expression
from yudane.evidence.engines.rules import CHECK, MAP
from yudane.evidence.engines.syntax import RefusedError, UntrustedError
from yudane.evidence.engines.untrusted import EndedError, Limits, run_untrusted
from yudane.reading import ProblemsError

LIMITS = Limits(seconds=1, memory=300 << 20)
TIGHT = Limits(seconds=0.4, memory=128 << 20)  # for all of them: most take all there is of one or the other
_SLACK = 2.0  # seconds after the limit


def bombs() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for bomb in corpus("bombs")["selects"]:
        yield bomb["name"], bomb["sql"], bomb
    for bomb in corpus("bombs")["expressions"]:
        columns = "'shop' as service_id, 2 as tier, 3 as n, 0.5 as share"
        yield bomb["name"], f"select ({bomb['sql']}\n) as it from (select {columns} from documents) t", bomb


def test_there_are_enough_of_them_and_all_differ() -> None:
    assert len({sql for _, sql, _ in bombs()}) >= 60


def test_the_guard_lets_most_of_them_pass_so_the_worker_must_end_them() -> None:
    tables = {"documents": ("origin", "line", "position", "body")}
    passed = 0
    for bomb in corpus("bombs")["selects"]:
        with suppress(RefusedError):
            read(bomb["sql"], tables, MAP)
            passed += 1
    for bomb in corpus("bombs")["expressions"]:
        with suppress(RefusedError):
            read_expression(bomb["sql"], COLUMNS, CHECK)
            passed += 1
    assert passed >= 60


@pytest.mark.parametrize("part", range(4))
def test_every_bomb_is_ended_within_its_limits(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(engine, "read", lambda *arguments: None)  # the refused ones too
    late = []
    for number, (name, sql, _) in enumerate(bombs()):
        if number % 4 != part:
            continue
        scratch = tmp_path / str(number)
        scratch.mkdir()
        begun = time.monotonic()
        with suppress(UntrustedError):
            run_untrusted(sql, host.inputs, MAP, scratch, TIGHT)
        took = time.monotonic() - begun
        if took > TIGHT.seconds + _SLACK:
            late.append((name, round(took, 1)))
    assert late == []
    assert host.unharmed()


def test_what_is_ended_says_why_and_the_one_who_waits_takes_no_memory(host: Host, tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    endless = (
        "select count(*) as n from documents a, (select unnest(string_split(repeat('a,', 100000), ',')) as x) b, "
        "(select unnest(string_split(repeat('a,', 100000), ',')) as y) c where x <> y or b.x = c.y"
    )
    large = "select repeat(repeat('x', 1000000), 2000) as it from documents"
    for sql, ending in ((endless, "ended_time"), (large, "ended_memory")):
        scratch = tmp_path / ending
        scratch.mkdir()
        with pytest.raises(EndedError) as error:
            run_untrusted(sql, host.inputs, MAP, scratch, LIMITS)
        assert error.value.code == ending
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 64 << 10  # kilobytes


def test_one_that_was_called_off_ends_at_once(host: Host, tmp_path: Path) -> None:
    endless = "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) as n from r"
    begun = time.monotonic()
    with pytest.raises(EndedError) as error:
        run_untrusted(
            endless, host.inputs, MAP, tmp_path, Limits(60, 300 << 20, lambda: time.monotonic() - begun > 0.2)
        )
    assert error.value.code == "ended_cancelled"
    assert time.monotonic() - begun < 5


def test_after_a_bomb_the_next_one_runs(host: Host, tmp_path: Path) -> None:
    for number in range(3):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        if number == 1:
            with pytest.raises(EndedError):
                run_untrusted("select max(n) as n from (with recursive r as (select 1 as n union all select n + 1 from r) "
                        "select n from r)", host.inputs, MAP, scratch, Limits(0.3, 300 << 20))  # fmt: skip
            continue
        found = run_untrusted("select count(*) as n from documents", host.inputs, CHECK, scratch, LIMITS)
        with connect() as con:
            assert con.rows(f"select * from {found}") == [(1,)]


def test_a_worker_that_dies_is_told(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying(engine._Worker):
        def __init__(self, pid: int | None) -> None:
            super().__init__(pid)
            self.kill()

    monkeypatch.setattr(engine, "_Worker", Dying)
    with pytest.raises(EndedError) as error:
        run_untrusted("select count(*) as n from documents", host.inputs, CHECK, tmp_path, LIMITS)
    assert error.value.code == "ended_died"


def test_when_the_nursery_is_gone_another_is_opened(host: Host, tmp_path: Path) -> None:
    for number in range(2):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        run_untrusted("select count(*) as n from documents", host.inputs, CHECK, scratch, LIMITS)
        assert engine._nursery is not None
        engine._nursery.process.kill()
        engine._nursery.process.wait()


@pytest.mark.parametrize(
    ("value", "memory"),
    [("1GB", 1 << 30), ("512MB", 512 << 20), ("0.5g", 512 << 20), ("1000", 1000), ("64 kb", 64 << 10)],
)
def test_limits_are_the_operators(monkeypatch: pytest.MonkeyPatch, value: str, memory: int) -> None:
    monkeypatch.setenv("YUDANE_TRY_MEMORY", value)
    monkeypatch.setenv("YUDANE_TRY_SECONDS", "7.5")
    assert (engine.trying().seconds, engine.trying().memory) == (7.5, memory)
    monkeypatch.setenv("YUDANE_RUN_MEMORY", "much")
    with pytest.raises(ProblemsError, match="YUDANE_RUN_MEMORY is “much”"):
        engine.running()
    monkeypatch.setenv("YUDANE_TRY_SECONDS", "soon")
    with pytest.raises(ProblemsError, match="YUDANE_TRY_SECONDS"):
        engine.trying()
