"""Two walls before SQL that people bring, each tried while the other is down: no escape has an effect."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.guard.host import COLUMNS, SECRET, TABLES, Host, corpus, rules_of
from yudane.evidence.engines import untrusted as engine
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.landlock import version
from yudane.evidence.engines.reading import read, read_expression
from yudane.evidence.engines.rules import CHECK, MAP
from yudane.evidence.engines.sql import bind, literal
from yudane.evidence.engines.syntax import RefusedError, UntrustedError
from yudane.evidence.engines.untrusted import Limits, run_untrusted

LIMITS = Limits(seconds=2, memory=400 << 20)


def refused(reading: Callable[[], Any]) -> bool:
    try:
        reading()
    except RefusedError:
        return True
    return False


def test_there_are_enough_of_them_and_all_differ() -> None:
    escapes = [
        (kind, escape.get("sql", escape.get("value"))) for kind, each in corpus("escapes").items() for escape in each
    ]
    assert len(escapes) == len(set(escapes)) >= 300


def test_the_guard_alone_refuses_every_statement_before_it_runs(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_watched", lambda *escape: pytest.fail("it ran"))
    passed = [
        (escape["name"], rules is MAP)
        for escape in corpus("escapes")["selects"]
        for rules in rules_of(escape)
        if not refused(partial(run_untrusted, host.put(escape["sql"]), host.inputs, rules, host.root, LIMITS))
    ]
    assert passed == []
    assert host.unharmed()


def test_the_guard_alone_refuses_every_expression(host: Host) -> None:
    expressions = {escape["name"]: host.put(escape["sql"]) for escape in corpus("escapes")["expressions"]}
    passed = [n for n, sql in expressions.items() if not refused(partial(read_expression, sql, COLUMNS, CHECK))]
    assert passed == []


def run_all(host: Host, folder: Path, every: int = 1) -> list[str]:
    """Run each statement and expression behind the lock, or one of so many; those whose answer holds the secret."""
    statements = [host.put(each["sql"]) for each in corpus("escapes")["selects"]]
    statements += [
        f"select ({host.put(each['sql'])}\n) as it from services" for each in corpus("escapes")["expressions"]
    ]
    leaks = []
    with connect() as con:
        for number, sql in enumerate(statements[::every]):
            scratch = folder / str(number)
            scratch.mkdir(parents=True)
            try:
                found = run_untrusted(sql, host.inputs, MAP, scratch, LIMITS)
                answer = str(con.rows(f"select * from {found} limit 100"))
            except UntrustedError as error:
                answer = str(error)
            except Exception as error:
                answer = str(error)
            if SECRET in answer or "root:x:" in answer:
                leaks.append(sql)
    return leaks


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "read", lambda *arguments: None)


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    ("kernel", "every"),
    [(True, 3), (False, 1)],  # together they let out no more than either alone, which is tried with all
    ids=["with the kernel's lock", "without the kernel's lock"],
)
def test_the_lock_alone_lets_nothing_out(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: bool, every: int
) -> None:
    monkeypatch.setattr(engine, "_LANDLOCK", kernel)
    before = set(Path("/tmp").iterdir())
    assert run_all(host, tmp_path / "scratch", every) == []
    assert host.unharmed()
    assert {name for name in set(Path("/tmp").iterdir()) - before if "duckdb" in name.name.lower()} == set()


@pytest.mark.usefixtures("unguarded")
@pytest.mark.skipif(not version(), reason="this kernel has no Landlock")
def test_the_kernel_alone_lets_nothing_be_written_and_no_other_file_be_read(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_LOCK", False)
    monkeypatch.setattr(engine, "_LANDLOCK", True)
    assert run_all(host, tmp_path / "scratch") == []
    assert host.unharmed()


def test_a_value_becomes_sql_only_as_a_literal() -> None:
    with connect() as con:
        for escape in corpus("escapes")["values"]:
            value = escape["value"]
            assert con.rows(f"select {literal(value)}") == [(value,)], escape["name"]
            assert con.rows(bind("select $v -- $v\n as it /* $v */", {"v": value})) == [(value,)], escape["name"]
            assert bind("select \"$v\", '$v'", {"v": value}) == "select \"$v\", '$v'"


def test_what_runs_is_what_was_read(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard reads the very text that the worker gets, values in it."""
    was_read: list[str] = []
    ran: list[bytes] = []

    def reading(sql: str, *rest: Any) -> None:
        was_read.append(sql)
        read(sql, *rest)

    def running(request: bytes, limits: Limits) -> dict[str, str]:
        ran.append(request)
        return {"error": "not run"}

    monkeypatch.setattr(engine, "read", reading)
    monkeypatch.setattr(engine, "_watched", running)
    with pytest.raises(UntrustedError):
        run_untrusted("select service_id from incidents", host.inputs, CHECK, tmp_path, LIMITS)
    assert was_read == ["select service_id from incidents"]
    assert b'"select": "select service_id from incidents"' in ran[0]


def test_tables_are_known_by_their_plain_names_only() -> None:
    for name in TABLES:
        for said in (f"main.{name}", f"memory.main.{name}", f'"{name}.parquet"', f"'./{name}'"):
            assert refused(partial(read, f"select * from {said}", TABLES, MAP))
