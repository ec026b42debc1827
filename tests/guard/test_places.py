"""Every place where SQL comes in: overlays by every command, sources of one's own, proposals on the web."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from django.test import Client
from pytest_django.fixtures import Settings

from tests.guard.host import COLUMNS, SECRET, Host, corpus
from tests.world import row, service, write
from yudane.evidence.engines.reading import read
from yudane.evidence.engines.rules import CHECK
from yudane.evidence.engines.syntax import RefusedError
from yudane.faces.cli.main import main
from yudane.faces.web.program import study
from yudane.faces.web.testing_records import local_client

Run = Callable[..., Any]
_HUGE = "'{}'".format("x" * 120)
for _ in range(6):
    _HUGE = f"replace({_HUGE}, 'x', '{'x' * 120}')"
BOMB = f"with evidence as (select service_id, {_HUGE} as x from incidents) select service_id, max(length(x)) as n from evidence group by service_id"
PLAIN = "with evidence as (select service_id from incidents) select service_id, count(*) as n from evidence group by service_id"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Run:
    monkeypatch.setenv("YUDANE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YUDANE_LANG", "en")
    monkeypatch.setenv("YUDANE_TRY_SECONDS", "2")
    monkeypatch.setenv("YUDANE_RUN_SECONDS", "2")
    monkeypatch.setenv("YUDANE_TRY_MEMORY", "400MB")
    monkeypatch.setenv("YUDANE_RUN_MEMORY", "400MB")

    def call(*words: object, codes: tuple[int, ...] = (0,)) -> Any:
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exit_code in codes, (
            result.exit_code,
            result.output[:2000],
            result.stderr[:2000],
            result.exception,
        )
        assert SECRET not in result.output + result.stderr
        return result

    return call


@pytest.fixture
def home(run: Run, tmp_path: Path) -> Path:
    run("init")
    files = {
        "services": [service("shop"), service("mail")],
        "incidents": [row("incidents", incident_id=f"I-{n}", service_id="shop", severity=1) for n in range(3)],
    }
    arguments = [f"{table}={write(tmp_path / f'{table}.jsonl', rows)}" for table, rows in files.items()]
    run("collect", "rows", *arguments, "--covers", "all", "--until", "2026-10-01")
    return tmp_path / "home"


def text(words: str) -> dict[str, str]:
    return {"en": words, "ja": words}


def criterion(met: str = "n > 0", **more: Any) -> dict[str, Any]:
    return {
        "asks": text("A"), "mode": "measured", "reads": ["incidents"], "met": met, "when_empty": "not_applicable",
        "because": {which: text(which) for which in ("met", "unmet", "empty")}, "next": text("N"),
        "sources": [{"en": "O", "ja": "O", "mark": "O"}], "stage": "stable", "params": {}, **more,
        "examples": [
            {"name": text("one"), "given": {"incidents": [{"incident_id": "I"}]}, "expect": "met"},
            {"name": text("none"), "given": {"incidents": []}, "expect": "not_applicable"},
            {"name": text("nobody"), "given": {}, "expect": "unknown"},
        ],
    }  # fmt: skip


def indicator(value: str, **more: Any) -> dict[str, Any]:
    document = criterion(**more)
    return {k: v for k, v in document.items() if k != "mode"} | {
        "title": text("T"), "value": value, "unit": "count", "better": "higher"}  # fmt: skip


def overlay(folder: Path, checks: Mapping[str, tuple[dict[str, Any], str]], indicators: tuple[str, ...] = ()) -> Path:
    """An activity of one's own with these checks; returns the folder."""
    activity: dict[str, Any] = {
        "order": 15, "name": text("Attack"), "about": text("A"), "enabled": True, "target": 5, "assessed": True,
        "why": text("W"), "levels": {"1": {"says": text("1")}, "2": {"says": text("2"), "core": []},
                                     "3": {"says": text("3"), "core": []}},
        "indicators": list(indicators),
    }  # fmt: skip
    (folder / "attack").mkdir(parents=True, exist_ok=True)
    for name, (document, sql) in checks.items():
        (folder / "attack" / f"{name}.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
        (folder / "attack" / f"{name}.sql").write_text(sql, "utf-8")
        if name not in indicators:
            activity["levels"]["2"]["core"].append(name)
    (folder / "attack" / "activity.yaml").write_text(yaml.safe_dump(activity, allow_unicode=True), "utf-8")
    return folder


def plain_text(sql: str) -> bool:
    """A text that a file of UTF-8 can hold."""
    return "\0" not in sql and not any(0xD800 <= ord(char) < 0xE000 for char in sql)


def as_a_part(sql: str) -> bool:
    """In a share's `counts` a condition is a part of a statement, where a subquery over constants is a plain SELECT."""
    try:
        read(f"select count(case when {sql} then 1 end) as more from t", {"t": COLUMNS}, CHECK)
    except RefusedError:
        return False
    return True


def attacks(host: Host) -> tuple[dict[str, tuple[dict[str, Any], str]], tuple[str, ...]]:
    """Each escape in each place of a check."""
    checks: dict[str, tuple[dict[str, Any], str]] = {}
    numbers: list[str] = []
    for number, escape in enumerate(corpus("escapes")["selects"]):
        sql = host.put(escape["sql"])
        if plain_text(sql):
            checks[f"s{number}"] = (criterion(), sql)
    for number, escape in enumerate(corpus("escapes")["expressions"]):
        sql = host.put(escape["sql"])
        if not plain_text(sql):
            continue
        match number % 4:
            case 0:
                checks[f"m{number}"] = (criterion(met=sql), PLAIN)
            case 1:
                checks[f"a{number}"] = (criterion(applies=sql), PLAIN)
            case 2:
                checks[f"v{number}"] = (indicator(sql), PLAIN)
                numbers.append(f"v{number}")
            case _ if as_a_part(sql):
                continue
            case _:
                plain = {k: v for k, v in indicator("n").items() if k not in ("value", "unit", "met")}
                shares = plain | {"measures": "share", "counts": {"more": sql}, "params": SHARE}
                checks[f"c{number}"] = (shares, "select service_id, true as fits, 2 as tier, 3 as n from incidents")
                numbers.append(f"c{number}")
    return checks, tuple(numbers)


EACH = {"default": 30, "override": 30, "setting": 90, "service": 60}  # tries one of so many: each is a whole assessment
SHARE = {"share_min": {"default": 0.5, "unit": "ratio", "range": [0, 1], "about": text("S")}}


def test_no_command_runs_what_an_overlay_hides(run: Run, home: Path, host: Host, tmp_path: Path) -> None:
    checks, numbers = attacks(host)
    folder = overlay(tmp_path / "theirs", checks, numbers)
    report = json.loads(run("program", "validate", folder, "--json", codes=(1,)).stdout)
    files = {problem["file"] for problem in report["problems"]}
    missed = [name for name in checks if not any(f"attack/{name}." in file for file in files)]
    assert missed == []
    run("program", "try", folder, codes=(1,))
    run("program", "validate", folder, "--lang", "ja", codes=(1,))
    assert host.unharmed()


def test_assess_doctor_and_explain_run_none_of_it_either(run: Run, home: Path, host: Host, tmp_path: Path) -> None:
    checks, numbers = attacks(host)
    overlay(home / "program", {**checks, "good": (criterion(), PLAIN)}, numbers)
    run("assess", "--as-of", "2026-10-01")
    explained = json.loads(run("explain", "shop", "attack", "--rows", "--json").stdout)
    outcomes = {one["criterion"]: (one["outcome"], one["cause"]) for one in explained}
    assert outcomes.pop("attack.good") == ("met", None)
    assert set(outcomes.values()) == {("unknown", "error")}
    assert "may not run" in run("doctor", codes=(1,)).stdout
    run("check", "lint", "attack", codes=(1,))
    run("check", "try", "attack.good")
    assert host.unharmed()


def test_a_diff_says_unknown_where_a_check_may_not_run(run: Run, home: Path, host: Host, tmp_path: Path) -> None:
    run("assess", "--as-of", "2026-10-01")
    checks, numbers = attacks(host)
    few = {name: check for number, (name, check) in enumerate(checks.items()) if number % 12 == 0}
    folder = overlay(tmp_path / "theirs", few, tuple(name for name in numbers if name in few))
    run("program", "diff", folder, "--json", codes=(1,))
    assert host.unharmed()


def test_a_bomb_ends_by_name_and_the_rest_goes_on(run: Run, home: Path, tmp_path: Path) -> None:
    overlay(home / "program", {"good": (criterion(), PLAIN), "bomb": (criterion(), BOMB)})
    run("assess", "--as-of", "2026-10-01")
    outcomes = {one["criterion"]: one for one in json.loads(run("explain", "shop", "attack", "--json").stdout)}
    assert outcomes["attack.good"]["outcome"] == "met"
    assert (outcomes["attack.bomb"]["outcome"], outcomes["attack.bomb"]["cause"]) == ("unknown", "error")
    assert "was ended" in outcomes["attack.bomb"]["because"]
    assert "中止" in run("explain", "shop", "attack.bomb", "--lang", "ja").stdout


@pytest.mark.parametrize("where", ["default", "override", "setting", "cell", "service"])
def test_a_value_stays_a_value_wherever_it_is_said(run: Run, home: Path, host: Host, where: str) -> None:
    """The same texts as parameters, overrides, settings, cells and names: each is judged as the text it is."""
    values = [host.put(escape["value"]) for escape in corpus("escapes")["values"]]
    for number, value in enumerate(value for value in values if plain_text(value)):
        if where != "cell" and number % EACH[where]:
            continue
        said = value if where in ("default", "override") else "x"
        params = {"p": {"default": said if where == "default" else "x", "about": text("P")}}
        sql = PLAIN.replace("group by", "where $p = $p group by")
        checks = {"told": (criterion(params=params), sql)}
        folder = overlay(home / "program", checks)
        if where in ("override", "service"):
            override = {
                "check": "attack.told",
                "param": "p",
                "value": said,
                "author": "Sora",
                "reason": "R",
                "on": "2026-01-01",
            }
            named = {"service": value} if where == "service" else {}
            dump(folder / "overrides.yaml", {"overrides": [override | named]})
        if where == "setting":
            dump(folder / "program.yaml", {"settings": {"mine": {"value": value, "about": text("M")}}})
        if where == "cell":
            cells = [{"a": each} for each in values if plain_text(each)]
            table = {"title": text("T"), "about": text("A"), "columns": {"a": {"type": "str", "about": text("A")}},
                     "rows": cells, "sources": [{"en": "O", "ja": "O", "mark": "O"}]}  # fmt: skip
            dump(folder / "attack" / "cells.yaml", table)
            activity = yaml.safe_load((folder / "attack" / "activity.yaml").read_text("utf-8"))
            dump(folder / "attack" / "activity.yaml", activity | {"tables": ["cells"]})
            (folder / "attack" / "told.sql").write_text(
                PLAIN.replace("from evidence", "from evidence e, cells c"), "utf-8"
            )
            (folder / "attack" / "told.yaml").write_text(
                yaml.safe_dump(criterion(met=f"n = 3 * {len(cells)}")), "utf-8"
            )
        run("program", "validate", codes=(0, 1))
        run("assess", "--as-of", "2026-10-01")
        [outcome] = json.loads(run("explain", "shop", "attack.told", "--json").stdout)
        assert outcome["outcome"] == "met", (value, outcome["because"])
        if where == "cell":
            break
    assert host.unharmed()


def dump(path: Path, document: Any) -> None:
    path.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")


def test_no_name_leads_out_of_its_quotes(run: Run, home: Path, host: Host) -> None:
    """An entry of `reads` that leads to no column: the program is refused before anything runs."""
    evil = "incidents.x', 1); copy (select 1) to '{out}' --"
    overlay(home / "program", {"told": (criterion(reads=[host.put(evil)]), PLAIN)})
    report = json.loads(run("program", "validate", "--json", codes=(1,)).stdout)
    assert [problem["code"] for problem in report["problems"]] == ["column_missing"]
    run("assess", "--as-of", "2026-10-01", codes=(2,))
    assert host.unharmed()


@pytest.mark.parametrize("table", ["subjects", "attested", "services", "outcomes", "findings-with-due", "looked"])
def test_no_table_of_a_program_takes_the_place_of_ours(run: Run, home: Path, table: str) -> None:
    folder = overlay(home / "program", {"told": (criterion(), PLAIN)})
    columns = {name: {"type": "str", "about": text("A")} for name in ("service_id", "criterion_id", "valid")}
    rows = [{"service_id": "mail", "criterion_id": "slo.defined", "valid": "true"}]
    dump(folder / "attack" / f"{table}.yaml", {"title": text("T"), "about": text("A"), "columns": columns, "rows": rows,
                                              "sources": [{"en": "O", "ja": "O", "mark": "O"}]})  # fmt: skip
    activity = yaml.safe_load((folder / "attack" / "activity.yaml").read_text("utf-8"))
    dump(folder / "attack" / "activity.yaml", activity | {"tables": [table]})
    report = json.loads(run("program", "validate", "--json", codes=(1,)).stdout)
    assert "table_reserved" in {problem["code"] for problem in report["problems"]}
    run("assess", "--as-of", "2026-10-01")
    outcomes = {one["criterion"]: one["outcome"] for one in json.loads(run("explain", "mail", "--json").stdout)}
    assert outcomes["slo.known-in-team"] == "unknown"


@pytest.mark.parametrize("lie", ["/etc/passwd", "/dev/zero"])
def test_a_link_out_of_the_folder_is_not_read(run: Run, home: Path, host: Host, tmp_path: Path, lie: str) -> None:
    folder = overlay(tmp_path / "theirs", {"told": (criterion(), PLAIN)})
    for name, target in (
        ("attack/guide.en.md", host.secret),
        ("attack/told.sql", Path(lie)),
        ("overrides.yaml", host.secret),
    ):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)
    report = json.loads(run("program", "validate", folder, "--json", codes=(1,)).stdout)
    assert [problem["code"] for problem in report["problems"]].count("link_leads_out") == 2 + Path(lie).is_file()
    source = own_source(tmp_path / "theirs-too" / "page", PLAIN)
    (source / "incidents.sql").unlink()
    (source / "incidents.sql").symlink_to(host.secret)
    assert "link" in run("source", "lint", source, codes=(1,)).stdout


@pytest.mark.parametrize(
    "row", [{"count": 10**9}, {"count": "many"}, {"each": {"detected_at": ["-999999d", "0d", "1s"]}}]
)
def test_an_example_of_endless_rows_is_refused(run: Run, home: Path, tmp_path: Path, row: dict[str, Any]) -> None:
    document = criterion()
    document["examples"][0]["given"] = {"incidents": [{"incident_id": "I-{i}", **row}]}
    folder = overlay(tmp_path / "theirs", {"told": (document, PLAIN)})
    result = run("program", "try", folder, codes=(1, 2))
    assert "example" in result.output + result.stderr


# -- sources of one's own ------------------------------------------------------------------------------------------------


def own_source(folder: Path, sql: str, where: str = "incidents", **more: Any) -> Path:
    (folder / "shared").mkdir(parents=True, exist_ok=True)
    dump(folder / "source.yaml", {"name": text("P"), "about": text("P"), "files": ["*.jsonl"], "names": [],
                                  "problems": {"odd": text("Odd: {detail}")}, **more})  # fmt: skip
    good = "select origin, line, body->>'$.id' as incident_id, 'shop' as service_id from documents"
    (folder / "incidents.sql").write_text("select * from parts" if where == "shared/parts" else good, "utf-8")
    (folder / f"{where}.sql").write_text(sql, "utf-8")
    return folder


@pytest.mark.parametrize("where", ["incidents", "shared/parts", "rejected", "ours"])
def test_no_source_of_ones_own_runs_an_escape(run: Run, home: Path, host: Host, tmp_path: Path, where: str) -> None:
    passed = []
    (tmp_path / "page.jsonl").write_text('{"id": "a"}\n', "utf-8")
    for number, escape in enumerate(corpus("escapes")["selects"]):
        sql = host.put(escape["sql"])
        if escape.get("rules") == "check" or not plain_text(sql) or not sql.strip():  # an empty file is none
            continue
        folder = own_source(home / "sources" / f"page{number}", sql, where)
        if run("source", "lint", folder, codes=(0, 1)).exit_code == 0:
            passed.append(escape["name"])
        if number % 10 == 0:
            run("collect", folder.name, tmp_path / "page.jsonl", codes=(0, 2, 3))
    assert passed == []
    assert host.unharmed()
    run("doctor", codes=(1,))


def test_a_map_that_never_ends_is_named_and_the_other_tables_are_taken(run: Run, home: Path, tmp_path: Path) -> None:
    endless = "with recursive r as (select 1 as n union all select n + 1 from r) select 'a' as origin, n as line from r"
    folder = own_source(home / "sources" / "page", endless, "reviews")
    (tmp_path / "page.jsonl").write_text('{"id": "a"}\n', "utf-8")
    result = run("collect", "page", tmp_path / "page.jsonl", "--covers", "all", "--json", codes=(2, 3))
    report = json.loads(result.stdout)
    assert [(p["code"], Path(p["file"]).name) for p in report["problems"]] == [("ended_time", "reviews.sql")]
    assert list(report["tables"]) == ["incidents"]
    covered = {
        one["table"] for one in json.loads(run("sources", "--json").stdout)["sources"] if one["source"] == "page"
    }
    assert "reviews" not in covered
    assert folder.is_dir()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 'page:/elsewhere' as origin, line, 'I' as incident_id from documents", "not delivered"),
        ("select origin, 'x' as line, 'I' as incident_id from documents", "could not convert"),
        ("select origin, 'I' as incident_id from documents", "no table or WITH"),
    ],
)
def test_rows_of_a_map_are_looked_at_before_they_are_taken(
    run: Run, home: Path, tmp_path: Path, sql: str, said: str
) -> None:
    own_source(home / "sources" / "page", sql)
    (tmp_path / "page.jsonl").write_text('{"id": "a"}\n', "utf-8")
    result = run("collect", "page", tmp_path / "page.jsonl", "--covers", "all", codes=(2,))
    assert said.lower() in result.stderr.lower()


@pytest.mark.parametrize("key", ["o'clock", "page--", 'pa"ge', "ページ", "a b"])
def test_a_source_may_be_called_anything(run: Run, home: Path, host: Host, tmp_path: Path, key: str) -> None:
    not_filled = {
        "incidents": ["roles'] as varchar[]), 1); copy (select 1) to '{out}' --".replace("{out}", str(host.root / "o"))]
    }
    own_source(home / "sources" / key, "select origin, line, body->>'$.id' as incident_id, 'shop' as service_id, "
               "'2026-09-01' as detected_at from documents", not_filled=not_filled)  # fmt: skip
    (tmp_path / "page.jsonl").write_text('{"id": "a"}\n', "utf-8")
    run("collect", key, tmp_path / "page.jsonl", "--covers", "all", codes=(0, 2, 3))
    run("sources")
    assert host.unharmed()


def test_a_sources_words_are_no_format(run: Run, home: Path, tmp_path: Path) -> None:
    odd = "select origin, line, 'odd' as problem, 'x' as detail from documents"
    own_source(
        home / "sources" / "page",
        odd,
        "rejected",
        problems={"odd": text("{detail:>999999999}{detail.__class__} {detail}")},
    )
    (tmp_path / "page.jsonl").write_text('{"id": "a"}\n', "utf-8")
    result = run("collect", "page", tmp_path / "page.jsonl", codes=(2, 3))
    assert "{detail.__class__} x" in result.stderr


# -- the web -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(home: Path, run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Client:
    run("assess", "--as-of", "2026-10-01")
    settings.YUDANE_HOME = home
    monkeypatch.setattr(study, "_studies", type(study._studies)())
    return local_client()


def judged(web: Client, name: str) -> str:
    assert web.post(f"/program/proposals/{name}/judge").status_code == 303
    for found in list(study._studies.values()):
        assert found.finished.wait(120)
    return web.get(f"/program/proposals/{name}").content.decode()


def test_no_proposal_runs_an_escape(served: Client, home: Path, host: Host) -> None:
    checks, numbers = attacks(host)
    overlay(home / "proposals" / "theirs", checks, numbers)
    html = judged(served, "theirs")
    assert "The proposal has problems" in html
    assert SECRET not in html
    assert html.count("<li><code") >= len(checks)
    assert host.unharmed()


def test_a_bomb_in_a_proposal_is_told_and_the_server_answers_meanwhile(served: Client, home: Path) -> None:
    overlay(home / "proposals" / "bomb", {"bomb": (criterion(), BOMB)})
    assert served.post("/program/proposals/bomb/judge").status_code == 303
    assert served.get("/map").status_code == 200
    html = judged(served, "bomb")
    assert "was ended" in html or "1 service" in html or "would move" in html


def test_rows_of_a_check_of_ones_own_are_found_by_a_worker(home: Path, run: Run, settings: Settings) -> None:
    overlay(home / "program", {"good": (criterion(), PLAIN), "bad": (criterion(), "select * from '/etc/passwd'")})
    run("assess", "--as-of", "2026-10-01")
    settings.YUDANE_HOME = home
    web = local_client()
    assert "<table" in web.get("/services/shop/attack/rows/good").content.decode()
    assert "root:" not in web.get("/services/shop/attack/rows/bad").content.decode()
    assert web.get("/services/shop/attack").status_code == 200
    assert web.get("/reference/attack/bad").status_code == 200


@pytest.mark.parametrize(
    ("override", "more"),
    [
        ({"param": [1]}, {}),
        ({"param": {}}, {}),
        ({"on": "2026-02-31"}, {}),
        ({"on": "２０２６-01-01"}, {}),
        ({}, {"params": {"p": {"default": 1, "range": ["a", "b"], "about": {"en": "P", "ja": "P"}}}}),
        ({}, {"params": [1]}),
        ({}, {"counts_from": "2026-02-31"}),
    ],
)
def test_a_wrong_value_is_told_and_not_thrown(
    run: Run, home: Path, tmp_path: Path, override: dict[str, Any], more: dict[str, Any]
) -> None:
    folder = overlay(tmp_path / "theirs", {"told": ({**criterion(), **more}, PLAIN)})
    base = {"check": "attack.told", "param": "p", "value": 1, "author": "Sora", "reason": "R", "on": "2026-01-01"}
    dump(folder / "overrides.yaml", {"overrides": [base | override]})
    assert json.loads(run("program", "validate", folder, "--json", codes=(1,)).stdout)["problems"]


def test_a_sentence_that_asks_for_a_number_of_a_text_is_written_as_it_is(run: Run, home: Path, tmp_path: Path) -> None:
    document = criterion(
        params={"p": {"default": "x", "about": text("P")}}, asks=text("A {$p:percent} {$p:days} {$p:date}")
    )
    folder = overlay(tmp_path / "theirs", {"told": (document, PLAIN.replace("group by", "where $p = 'x' group by"))})
    run("program", "validate", folder)
    (folder / "attack" / "odd.yaml").write_text("a: 0x_\n", "utf-8")
    run("program", "validate", folder, codes=(1,))
