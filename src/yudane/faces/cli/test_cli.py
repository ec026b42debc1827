"""The command line as others script it: data to stdout, the rest to stderr, exit codes, both languages."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_django.fixtures import Settings

from tests.world import ago, day_ago, row, service
from yudane.faces.cli.conftest import Run, data, rows
from yudane.faces.cli.main import main

CATALOG = """\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: aoi-team}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: shop, annotations: {yudane.dev/tier: "2", yudane.dev/user-facing: "true"}}
spec: {type: service, lifecycle: production, owner: aoi-team}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: bad name}
spec: {type: service, lifecycle: production, owner: aoi-team}
"""


def evidence() -> dict[str, list[dict[str, Any]]]:
    return {
        "services": [service("shop"), service("mail", team_id="mei-team")],
        "slo_definitions": [row("slo_definitions", slo_id="s", service_id="shop", target=0.999, valid_from=ago(400),
                                owner_team_id="aoi-team", bucket_seconds=86400, window_days=28)],
        "slo_measurements": [row("slo_measurements", slo_id="s", service_id="shop", bucket_start=ago(d),
                                 good_events=999, total_events=1000) for d in range(1, 60)],
        "reviews": [row("reviews", review_id="r", kind="slo", service_id="shop", slo_id=None, held_on=day_ago(5),
                        dev_attendee_count=3)],
    }  # fmt: skip


@pytest.fixture
def assessed(run: Run, home: Path, tmp_path: Path) -> Path:
    run("collect", "rows", *rows(tmp_path, evidence()), "--covers", "all", "--system", "tool")
    run("assess", "--as-of", "2026-10-01")
    return home


def test_init_makes_a_home_once(run: Run, tmp_path: Path) -> None:
    assert data(run("init", "--json"))["made"] is True
    key = (tmp_path / "home" / "secret.key").read_text()
    assert data(run("init", "--json"))["made"] is False
    assert (tmp_path / "home" / "secret.key").read_text() == key
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o077 == 0


def test_home_may_be_named_before_or_after_the_command(run: Run, tmp_path: Path) -> None:
    run("--home", tmp_path / "one", "init")
    run("init", "--home", tmp_path / "two")
    assert (tmp_path / "one" / "home.json").exists()
    assert (tmp_path / "two" / "home.json").exists()


def test_without_a_home_the_next_act_is_named(run: Run) -> None:
    result = run("levels", code=2)
    assert result.stdout == ""
    assert "yudane init" in result.stderr


def test_a_catalog_import_accounts_for_every_entity(run: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "catalog-info.yaml").write_text(CATALOG)
    summary = data(run("catalog", "import", tmp_path / "catalog-info.yaml", "--json", code=3))
    assert {key: summary[key] for key in ("read", "services", "teams", "people", "duplicates", "unresolved")} == {
        "read": 3, "services": 1, "teams": 1, "people": 0, "duplicates": 0, "unresolved": 0}  # fmt: skip
    (invalid,) = summary["invalid"]
    assert invalid["file"].endswith("catalog-info.yaml")
    assert 11 <= invalid["line"] <= 13
    assert "name" in invalid["reason"]


def test_collecting_rows_accounts_for_every_row(run: Run, home: Path, tmp_path: Path) -> None:
    good = row("incidents", incident_id="a", service_id="shop")
    files = rows(tmp_path, {"incidents": [good, {**good, "incident_id": "b", "severity": 9}]})
    report = data(run("collect", "rows", *files, "--covers", "all", "--until", "2026-10-01", "--json", code=3))
    table = report["tables"]["incidents"]
    assert (table["received"], table["stored"], table["unmapped"]) == (2, 1, 1)
    (rejected,) = table["rejected"]
    assert rejected["count"] == 1
    assert rejected["first"]["line"] == 2
    assert "1 to 5" in rejected["reason"]


def test_nothing_taken_in_is_a_failure_and_all_taken_in_is_fine(run: Run, home: Path, tmp_path: Path) -> None:
    run("collect", "rows", *rows(tmp_path, {"incidents": [{"incident_id": "x"}]}), code=2)
    run("collect", "rows", *rows(tmp_path, {"incidents": [row("incidents")]}), code=0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["collect", "rows", "incidents.jsonl"], "TABLE=FILE"),
        (["collect", "rows", "nonsense=x.jsonl"], "nonsense"),
        (["collect", "rows", "incidents=/nowhere.jsonl"], "no such file"),
        (["collect", "nonsense", "x"], "no such source"),
        (["collect", "openslo", "/nowhere"], "no such file"),
        (["collect", "openslo"], "at least one path"),
        (["collect", "rows", "incidents=x", "--until", "soon"], "2026-09-01"),
        (["assess", "--as-of", "2999-01-01"], "lies ahead"),
        (["levels"], "yudane assess"),
        (["explain", "shop"], "yudane assess"),
        (["check", "try", "no.such"], "yudane check list"),
        (["program", "validate", "/nowhere"], "no such file"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_use_says_what_and_how_and_exits_with_2(run: Run, home: Path, words: list[str], said: str) -> None:
    result = run(*words, code=2)
    assert said in result.stderr
    assert result.stdout == ""


def test_levels_say_the_interval_and_the_counts(run: Run, assessed: Path) -> None:
    levels = data(run("levels", "--json"))
    slo = next(one for one in levels if (one["service"], one["activity"]) == ("shop", "slo"))
    assert (slo["team"], slo["lowest"], slo["highest"], slo["published"]) == ("aoi-team", 2, 2, 2)
    assert slo["confidence"] == 1.0
    counted = {word: slo[word] for word in ("met", "unmet", "unknown", "not_applicable", "exempt")}
    assert sum(counted.values()) == 13
    only = data(run("levels", "--team", "mei-team", "--activity", "slo", "--json"))
    assert [(one["service"], one["published"]) for one in only] == [("mail", 1)]


@pytest.mark.django_db
def test_on_a_terminal_init_asks_for_one_spreadsheet_and_says_what_is_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "s.csv"
    sheet.write_text("サービス名,担当チーム,ティア,ライフサイクル\n予約,つばき,2,本番\n", "utf-8")
    monkeypatch.setattr("yudane.faces.cli.init.on_a_terminal", lambda session: True)
    monkeypatch.setenv("YUDANE_HOME", str(tmp_path / "home"))
    home = ["--home", str(tmp_path / "home")]
    result = CliRunner().invoke(main, [*home, "init", "--lang", "ja"], input=f"{sheet}\n")
    assert result.exit_code == 0, result.output
    assert "マップの9マスがまだ不明です" in result.stdout
    assert "一緒に確かめて記入: SLI/SLO(1マス)" in result.stdout
    again = CliRunner().invoke(main, [*home, "init"], input="\n")
    assert "9 cells" not in again.stdout


@pytest.mark.django_db
def test_init_asks_whether_services_without_a_life_cycle_are_in_production(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "s.csv"
    sheet.write_text("サービス名,担当チーム\n予約,つばき\n在庫,つばき\n", "utf-8")
    monkeypatch.setattr("yudane.faces.cli.init.on_a_terminal", lambda session: True)
    monkeypatch.setenv("YUDANE_HOME", str(tmp_path / "home"))
    result = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "init", "--lang", "en"], input=f"{sheet}\ny\n")
    assert "2 services say no life cycle" in result.stderr
    assert "18 cells" in result.stdout


def test_of_a_spreadsheet_whose_services_say_no_life_cycle_it_is_said_once_for_all(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "s.csv"
    sheet.write_text("サービス名,担当チーム,ライフサイクル\n予約,つばき,\n試作,つばき,試験中\n", "utf-8")
    run("init")
    run("catalog", "import", str(sheet), "--lifecycle", "production")
    run("assess", "--as-of", "2026-10-01")
    assert {one["service"] for one in data(run("levels", "--json"))} == {"予約"}
    assert (
        "--lifecycle is for spreadsheets"
        in run("catalog", "import", "x.yaml", "--lifecycle", "production", code=2).stderr
    )


def test_rows_are_by_hand_unless_a_system_wrote_them(run: Run, home: Path, tmp_path: Path) -> None:
    told = rows(tmp_path, evidence())
    run("collect", "rows", *told, "--covers", "all")
    run("assess", "--as-of", "2026-10-01")
    slo = next(one for one in data(run("levels", "--json")) if (one["service"], one["activity"]) == ("shop", "slo"))
    assert (slo["published"], slo["confidence"]) == (2, 0.0)
    assert (slo["lowest_measured"], slo["highest_measured"]) == (1, 3)
    assert "2*" in run("levels").stdout
    assert "recorded by hand" in run("explain", "shop", "slo.known-in-team").stdout
    for name in ("records", "backstage", "All"):
        assert "cannot name a system" in run("collect", "rows", *told, "--system", name, code=2).stderr


def test_whatever_a_command_does_to_evidence_stands_in_the_audit(run: Run, home: Path, tmp_path: Path) -> None:
    told = rows(tmp_path, {**evidence(), "incidents": [{"incident_id": "i", "service_id": "shop"}]})
    run("collect", "rows", *told, "--covers", "all", "--system", "tool", code=3)
    run("collect", "rows", "--again")
    run("sources", "--dismiss", data(run("sources", "--json"))["left_out"][0]["id"], "--why", "known")
    run("assess", "--as-of", "2026-10-01")
    run("collect", "--withdraw", "tool", "--why", "a trial")
    entries = [json.loads(line) for line in run("audit", "export").stdout.splitlines()]
    done = [entry["verb"] for entry in entries]
    assert done == ["collect", "collect-again", "dismiss-left-out", "assess", "withdraw-evidence"]
    assert {entry["actor_kind"] for entry in entries} == {"operator"}
    assert (entries[0]["details"]["system"], entries[0]["details"]["covers"]) == ("tool", "all")
    assert entries[-1]["details"] == {"why": "a trial"}


def test_a_file_that_people_typed_is_no_fresher_for_being_collected_again(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = rows(tmp_path, evidence())
    for day in (datetime(2026, 10, 1, 9), datetime(2026, 11, 1, 9)):
        monkeypatch.setattr("yudane.faces.clock.now_utc", lambda day=day: day.replace(tzinfo=UTC))
        run("collect", "rows", *told, "--covers", "all")
    assert {one["until"] for one in data(run("sources", "--json"))["sources"]} == {"2026-10-01"}
    run("collect", "rows", *told, "--covers", "all", "--until", "2026-10-20")
    assert {one["until"] for one in data(run("sources", "--json"))["sources"]} == {"2026-10-20"}


def test_assess_says_which_services_it_left_out_and_why(run: Run, home: Path, tmp_path: Path) -> None:
    bare = [service(name, lifecycle=None) for name in ("cart", "mail")]
    more = [service(f"lab-{n}", lifecycle="experimental") for n in range(7)] + [service("fax", in_scope=False)]
    run("collect", "rows", *rows(tmp_path, {"services": [service("shop"), *bare, *more]}), "--covers", "all")
    result = run("assess", "--as-of", "2026-10-01", "--json")
    assert data(result)["services"] == 1
    assert data(result)["left_out"] == {"no_lifecycle": 2, "experimental": 7, "out_of_scope": 1}
    lines = result.stderr.splitlines()
    assert "does not say their lifecycle: 2 (cart, mail). Write “lifecycle: production”" in lines[0]
    assert "experimental: 7 (lab-0, lab-1, lab-2, lab-3, lab-4, …)" in lines[1]
    assert "記載がないため未評価: 2(cart、mail)" in run(
        "assess", "--as-of", "2026-09-01", "--lang", "ja"
    ).stderr.replace(", ", "、")
    assert data(run("assess", "--as-of", "2026-09-01", "--known", "then", "--json"))["left_out"] == {}


def test_levels_say_the_true_reason_when_there_is_nothing_to_show(run: Run, home: Path, tmp_path: Path) -> None:
    assert "catalog import" in run("levels", code=2).stderr
    tables = {
        "services": [service("lab", lifecycle="experimental"), service("cart", lifecycle=None, team_id="mei-team")]
    }
    run("collect", "rows", *rows(tmp_path, tables), "--covers", "all")
    assert "assessed yet" in run("levels", code=2).stderr
    run("assess", "--as-of", "2026-10-01")
    said = run("levels").stderr
    assert "none was assessed on 2026-10-01" in said
    assert "(lab)" in said
    assert "(cart)" in said
    assert data(run("levels", "--json")) == []
    assert "The first assessment is of 2026-10-01" in run("levels", "--at", "2026-01-01", code=2).stderr
    said = run("levels", "--team", "mei-team").stderr
    assert "Team mei-team has no service that was assessed" in said
    assert "(cart)" in said
    assert "lab" not in said
    assert "Did you mean mei-team" in run("levels", "--team", "mei-taem", code=2).stderr


def test_levels_of_an_activity_that_gets_none_say_why(run: Run, assessed: Path) -> None:
    assert "Log management gets no level here. Company SRE" in run("levels", "--activity", "logs").stderr


def test_what_nobody_looked_at_is_not_counted_as_not_met(run: Run, assessed: Path) -> None:
    line = next(one for one in run("levels", "--team", "mei-team").stdout.splitlines() if "Document management" in one)
    assert " ? " in line
    assert "nothing known" in line
    assert "12 not known" in line
    result = run("explain", "mail", "documentation")
    assert "Document management: Not known yet (nothing known)" in result.stdout
    assert "→" not in result.stdout
    assert "Nothing has looked at" in result.stderr
    assert {one["next"] for one in data(run("explain", "mail", "documentation", "--json"))} == {None}


def test_levels_below_what_is_asked_for_exit_with_1(run: Run, assessed: Path) -> None:
    run("levels", "--activity", "slo", "--team", "aoi-team", "--at-least", "2")
    run("levels", "--activity", "slo", "--at-least", "2", code=1)


def test_explain_gives_reason_and_rows(run: Run, assessed: Path) -> None:
    items = data(run("explain", "shop", "slo.known-in-team", "--rows", "--json"))
    (item,) = items
    assert {"criterion", "level", "kind", "outcome", "origin", "because", "measured", "params", "reads",
            "program_version"} <= set(item)  # fmt: skip
    assert (item["outcome"], item["origin"], item["level"], item["kind"]) == ("met", "measured", 2, "core")
    assert item["params"]["attendees_min"] == 2
    assert [one["review_id"] for one in item["rows"]] == ["r"]


def test_explain_reads_in_both_languages(run: Run, assessed: Path) -> None:
    for lang, word in (("en", "Level 2"), ("ja", "レベル2")):
        assert word in run("explain", "shop", "--lang", lang).stdout


@pytest.mark.parametrize("what", [[], ["toil"], ["toil.share"]])
def test_explain_reads_an_activity_that_the_organization_does_not_assess(
    run: Run, assessed: Path, what: list[str]
) -> None:
    own = assessed / "program/toil/activity.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("assessed: false\nwhy: {en: Later., ja: あとで。}\n")
    run("assess", "--as-of", "2026-10-01")
    assert "Toil elimination: not assessed by the program: Later." in run("explain", "shop", *what).output
    assert data(run("explain", "shop", *what, "--json"))


def test_a_value_changed_from_a_day_on_changes_nothing_before_it(run: Run, assessed: Path) -> None:
    change = "{check: vulnerability.scan-coverage, param: days, value: %s, author: Aoi, reason: So., on: '%s'}"
    own = assessed / "program/overrides.yaml"
    own.write_text(f"overrides:\n  - {change % (14, '2026-09-01')}\n  - {change % (7, '2026-10-02')}\n")
    assert "every 30 days" in run("explain", "shop", "vulnerability.scan-coverage").output  # as it was judged
    for day, says in (("2026-08-31", 30), ("2026-10-01", 14), ("2026-10-02", 7)):
        run("assess", "--as-of", day)
        assert f"every {says} days" in run("explain", "shop", "vulnerability.scan-coverage", "--at", day).output


def test_an_override_for_a_service_that_nobody_knows_is_told_where_it_stands(run: Run, assessed: Path) -> None:
    own = assessed / "program/overrides.yaml"
    said = "check: vulnerability.scan-coverage, param: days, value: 14, author: Aoi, reason: So., on: '2026-09-01'"
    own.write_text(f"overrides:\n  - {{{said}, service: shop}}\n  - {{{said}, service: shpo}}\n")
    found = run("program", "validate", code=1)
    assert "overrides.yaml:3" in found.output
    assert "no service “shpo”" in found.output
    assert "shop" in found.output.partition("“shpo”")[2]


def test_what_is_stated_of_a_criterion_there_is_not_is_told_when_it_is_collected(
    run: Run, assessed: Path, tmp_path: Path
) -> None:
    said = {"service_id": "shop", "attested_on": "2026-09-20", "expires_on": "2027-03-01"}
    told = [
        row("attestations", attestation_id=name, criterion_id=f"slo.{name}", **said)
        for name in ("known-in-team", "konwn-in-team")
    ]
    note = run("collect", "rows", *rows(tmp_path, {"attestations": told}), "--imported").stderr
    assert "no criterion slo.konwn-in-team, so what is said of it never counts. Did you mean slo.known-in-team?" in note


def test_explain_of_an_unknown_service_names_near_ones(run: Run, assessed: Path) -> None:
    assert "shop" in run("explain", "shpo", code=2).stderr


def test_explain_of_a_service_that_is_not_assessed_says_why(run: Run, assessed: Path, tmp_path: Path) -> None:
    tables = {"services": [service("lab", lifecycle="experimental"), service("library", in_scope=False)]}
    run("collect", "rows", *rows(tmp_path, tables))
    assert "experimental" in run("explain", "lab", code=2).stderr
    assert "scope" in run("explain", "library", code=2).stderr


def test_sources_say_what_they_cover(run: Run, assessed: Path) -> None:
    by_table = {one["table"]: one for one in data(run("sources", "--json"))["sources"]}
    assert by_table["slo_definitions"]["covers"] == "all"
    assert by_table["slo_definitions"]["rows"] == 1
    assert by_table["slo_definitions"]["stale"] is False


def test_doctor_finds_everything_in_order_and_a_broken_file(run: Run, assessed: Path) -> None:
    run("doctor")
    next((assessed / "lake" / "tables" / "reviews").rglob("*.parquet")).write_bytes(b"broken")
    assert "reviews" in run("doctor", code=1).stdout


def test_assessing_months_gives_a_history(run: Run, assessed: Path) -> None:
    summaries = data(run("assess", "--as-of", "2026-10-01", "--months", "3", "--json"))
    assert [one["as_of"] for one in summaries] == ["2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01"]
    assert {one["as_of"] for one in data(run("levels", "--at", "2026-08-15", "--json"))} == {"2026-08-01"}


def test_a_new_check_is_written_tried_and_counts_once_listed(run: Run, home: Path) -> None:
    run("check", "new", "slo.few-incidents")
    assert data(run("program", "validate", "--json", code=1))["problems"][0]["code"] == "criterion_not_listed"
    levels = "levels:\n  3:\n    extended: [journey-coverage, calibrated, stakeholder-agreed, few-incidents]\n"
    (home / "program" / "slo" / "activity.yaml").write_text(levels)
    run("program", "validate")
    assert data(run("check", "try", "slo.few-incidents", "--json"))["failed"] == 0
    run("check", "lint", "slo.few-incidents")
    assert "few-incidents" in run("check", "docs", "slo.few-incidents").stdout
    run("check", "new", "slo.few-incidents", code=2)


def test_trying_tells_what_is_measured_otherwise_and_which_number_nobody_checks(run: Run, home: Path) -> None:
    run("check", "new", "slo.few-incidents")
    levels = "levels:\n  3:\n    extended: [journey-coverage, calibrated, stakeholder-agreed, few-incidents]\n"
    (home / "program" / "slo" / "activity.yaml").write_text(levels)
    examples = home / "program" / "slo" / "few-incidents.examples.yaml"
    said = examples.read_text("utf-8")
    examples.write_text(said.replace("incidents_found: 4", "incidents_found: 5"), "utf-8")
    tried = data(run("check", "try", "slo.few-incidents", "--json", code=1))
    assert [(v["measured"], v["expected_measured"]) for v in tried["verdicts"] if v["outcome"] == "unmet"] == [
        ({"incidents_found": 4}, {"incidents_found": 5})
    ]
    assert (tried["failed"], tried["unchecked"]) == (1, [])
    examples.write_text(said.replace("    measured: {incidents_found: 4}\n", ""), "utf-8")
    tried = data(run("check", "try", "slo.few-incidents", "--json", code=1))
    unchecked = [{"criterion": "slo.few-incidents", "column": "incidents_found"}]
    assert (tried["failed"], tried["unchecked"]) == (0, unchecked)
    told = {lang: run("check", "try", "slo.few-incidents", "--lang", lang, code=1).stdout for lang in ("en", "ja")}
    assert "slo.few-incidents: no example checks {incidents_found}" in told["en"]
    assert "{incidents_found} を確かめる例がありません" in told["ja"]


def test_an_overlay_is_validated_and_compared(run: Run, home: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "ours" / "slo"
    overlay.mkdir(parents=True)
    (overlay / "activity.yaml").write_text("target: 5\n")
    result = data(run("program", "diff", tmp_path / "ours", "--json", code=1))
    assert [(c["path"], c["before"], c["after"]) for c in result["changes"]] == [("activities.slo.target", 6, 5)]
    assert result["assessed"] is None
    (overlay / "measured.yaml").write_text("params:\n  coverage_min: {default: 7, colour: red}\nmode: guess\n")
    result = data(run("program", "validate", tmp_path / "ours", "--json", code=1))
    found = {(p["code"], p["line"], p["field"]) for p in result["problems"]}
    assert {("field_unknown", 2, "params.coverage_min.colour"), ("value_enum", 3, "mode"),
            ("param_not_overridden", 2, "params.coverage_min.default"),
            ("param_range", 2, "params.coverage_min.default")} <= found  # fmt: skip
    assert all(p["file"].endswith("measured.yaml") for p in result["problems"])


def test_an_activity_cannot_take_the_name_of_a_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours" / "tables").mkdir(parents=True)
    (tmp_path / "ours" / "tables" / "activity.yaml").write_text("name: {en: Tables, ja: 表}\n")
    result = data(run("program", "validate", tmp_path / "ours", "--json", code=1))
    assert [problem["code"] for problem in result["problems"]] == ["activity_reserved"]


def test_the_schema_is_written_for_editors(run: Run, tmp_path: Path) -> None:
    run("program", "schema", "--out", tmp_path / "schemas")
    assert sorted(path.name for path in (tmp_path / "schemas").iterdir()) == [
        "activity.schema.json", "condition.schema.json", "criterion.schema.json", "evidence_table.schema.json",
        "indicator.schema.json", "overrides.schema.json", "program.schema.json", "table.schema.json",
        "trigger.schema.json"]  # fmt: skip


def test_every_command_answers_help_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from yudane.faces.cli.main import _COMMANDS

    for name in _COMMANDS:
        assert "Usage" in run(name, "--help").stdout


def test_help_imports_nothing_heavy() -> None:
    code = ("import sys; from yudane.faces.cli.main import main\n"
            "try: main(['--help'])\nexcept SystemExit: pass\n"
            "print([m for m in ('duckdb', 'django', 'deltalake', 'sqlglot', 'jsonschema') if m in sys.modules])")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_a_program_diff_says_which_services_would_move_and_why(run: Run, assessed: Path, tmp_path: Path) -> None:
    before = run("levels", "--json").stdout
    overlay = tmp_path / "ours"
    overlay.mkdir()
    (overlay / "overrides.yaml").write_text("""
overrides:
  - {check: slo.defined, param: min_slos, value: 9, author: Sora, reason: more promises, on: 2026-09-01}
""")
    result = data(run("program", "diff", overlay, "--json", code=1))
    assert result["judged"] == 1
    assert {(m["service"], m["activity"], m["direction"]) for m in result["moves"]} == {("shop", "slo", "down")}
    [move] = [m for m in result["moves"] if m["service"] == "shop"]
    assert move["because"] == [{"criterion": "slo.defined", "before": "met", "after": "unmet"}]
    assert "slo.defined (Met → Not met)" in run("program", "diff", overlay, code=1).stdout
    assert run("levels", "--json").stdout == before


def test_a_wrong_override_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "overrides.yaml").write_text("""overrides:
  - {check: slo.nothing, param: a, value: 1, author: Sora, reason: why, on: 2026-09-01}
  - {check: slo.defined, param: nothing, value: 1, author: Sora, reason: why, on: 2026-09-01}
  - {check: slo.defined, param: min_slos, value: 1000, author: Sora, reason: why, on: 2026-09-01}
  - {check: slo.defined, param: min_slos, value: two, reason: why, on: 2026-09-01, tier: 1, service: shop}
""")
    problems = data(run("program", "validate", tmp_path / "ours", "--json", code=1))["problems"]
    assert {(p["line"], p["code"]) for p in problems} == {
        (2, "override_check"), (3, "override_param"), (4, "param_range"), (5, "value_type"), (5, "field_missing"),
        (5, "value_form"),
    }  # fmt: skip


def test_the_list_of_checks_holds_criteria_and_indicators(run: Run) -> None:
    by_id = {one["criterion"]: one for one in data(run("check", "list", "--json"))}
    assert by_id["slo.measured"]["level"] == 2
    assert by_id["logs.retention"]["kind"] == "indicator"
    assert "logs.retention" in run("check", "list", "logs").stdout


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.5", "::", "yudane.example"])
def test_serving_other_machines_without_accounts_is_refused_and_names_the_way(run: Run, home: Path, host: str) -> None:
    said = run("serve", "--host", host, "--port", "8123", code=2).stderr
    assert host in said
    assert "yudane user add" in said


def test_assessing_tells_which_checks_of_ones_own_may_not_run(run: Run, assessed: Path) -> None:
    run("check", "new", "slo.few-incidents")
    levels = "levels:\n  3:\n    extended: [journey-coverage, calibrated, stakeholder-agreed, few-incidents]\n"
    (assessed / "program" / "slo" / "activity.yaml").write_text(levels)
    run("assess", "--as-of", "2026-10-01")
    (assessed / "program" / "slo" / "few-incidents.sql").write_text("select * from read_csv('/etc/passwd')")
    said = run("assess", "--as-of", "2026-10-01").stderr
    assert "may not run, so they are unknown: 1" in said
    assert "slo/few-incidents.sql:1: The function read_csv" in said
    assert "自作のチェック 1 件" in run("assess", "--as-of", "2026-10-01", "--lang", "ja").stderr
    (item,) = data(run("explain", "shop", "slo.few-incidents", "--rows", "--json"))
    assert (item["outcome"], item["cause"], item["rows"]) == ("unknown", "error", [])
    assert "read_csv" in item["because"]
    assert "read_csv" in run("doctor", code=1).stdout


def test_a_source_of_ones_own_is_linted_by_folder_or_name(run: Run, home: Path, tmp_path: Path) -> None:
    run("source", "lint", "openslo", "backstage")
    folder = home / "sources" / "page"
    folder.mkdir()
    (folder / "source.yaml").write_text(
        "name: {en: P, ja: P}\nabout: {en: P, ja: P}\nfiles: ['*.json']\nproblems: [x]\n"
    )
    assert data(run("source", "lint", folder, "--json", code=1))[0]["code"] == "value_type"
    (folder / "source.yaml").write_text("name: {en: P, ja: P}\nabout: {en: P, ja: P}\nfiles: ['*.json']\n")
    (folder / "incidents.sql").write_text("select origin, line, glob('/*') as incident_id from documents")
    problems = data(run("source", "lint", "page", "--json", code=1))
    assert [(one["code"], Path(one["file"]).name) for one in problems] == [("sql_function", "incidents.sql")]
    assert "incidents.sql" in run("doctor", code=1).stdout
    run("source", "lint", "nothing", code=2)
    run("source", "lint", tmp_path, code=1)


def test_a_template_of_what_teams_record_says_where_it_is_brought_in(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "incidents.csv"
    assert (
        "/journal/incidents/sheet"
        in run("template", "incidents", "--format", "csv", "--lang", "ja", "--out", sheet).stdout
    )
    assert sheet.read_text("utf-8-sig").startswith("サービス,検知日時,重大度")


def test_a_catalog_comes_from_a_spreadsheet_looked_at_before_it_is_stored(run: Run, home: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "teams.xlsx"
    run("template", "teams", "--lang", "ja", "--out", sheet)
    services = tmp_path / "services.csv"
    services.write_text("サービス名,担当チーム,状態\n決済,Aoi's team,本番\n検索,だれか,本番\n", "utf-8")
    found = json.loads(run("catalog", "import", sheet, services, "--preview", "--json", code=1).stdout)
    assert [row["team_id"] for row in found["rows"]] == ["aoi-team", "aoi-team"]
    assert [(one["code"], one["line"]) for one in found["problems"]] == [("sheet_team_unknown", 3)]
    assert "team_missing" not in str(found)
    assert json.loads(run("sources", "--json").stdout)["sources"] == []
    run("catalog", "import", sheet, services, code=3)
    run("catalog", "import", sheet, tmp_path, code=2)
    services.write_text("サービス名,担当チーム,状態\n決済,Aoi's team,本番\n", "utf-8")
    summary = json.loads(run("catalog", "import", services, "--json").stdout)
    assert (summary["services"], summary["invalid"]) == (1, [])


def test_who_decides_is_answered_for_a_team_an_activity_and_an_area(
    run: Run, home: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.YUDANE_HOME = home
    sheet = tmp_path / "s.csv"
    sheet.write_text("Service name,Team\nshop,aoi-team\n", "utf-8")
    run("catalog", "import", str(sheet))
    answer = data(run("who-decides", "aoi-team", "monitoring", "alert-rules", "--json"))
    assert (answer["level"], answer["key"], answer["decides"]) == (4, "agree", ["sre", "team"])
    assert (answer["agreed"], answer["area"], answer["target"]) == (False, "alert-rules", 6)
    assert "Tell" in run("who-decides", "aoi-team", "admin").stdout
    assert "There are: alert-rules" in run("who-decides", "aoi-team", "monitoring", "x", code=2).stderr
    assert "activity" in run("who-decides", "aoi-team", "x", code=2).stderr
