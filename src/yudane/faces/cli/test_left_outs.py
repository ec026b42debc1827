"""What cannot be taken in is said where it happened and how to mend it, ends with its exit code, and is never bad news."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import prometheus
from tests.world import row, service
from yudane.faces.cli.conftest import Run, data, rows

SERVICES = ("shop", "search", "pay", "mail", "cart")
EMPTY = "incident_id,service_id,detected_at\n"


def recent(days: float) -> str:
    return (datetime.now(UTC).replace(tzinfo=None) - timedelta(days=days)).isoformat()


def sloth(name: str, *slos: str) -> str:
    queries = "{error_query: 'sum(rate(e[{{.window}}]))', total_query: 'sum(rate(t[{{.window}}]))'}"
    listed = "".join(
        f"  - {{name: {slo}, objective: 99, sli: {{events: {queries}}}, alerting: {{name: {slo}}}}}\n" for slo in slos
    )
    return f"version: prometheus/v1\nservice: {name}\nslos:\n{listed}"


def openslo(name: str) -> str:
    spec = "{service: shop, budgetingMethod: Occurrences, objectives: [{target: 0.99}]}"
    return f"apiVersion: openslo/v1\nkind: SLO\nmetadata: {{name: {name}}}\nspec: {spec}\n"


def component(name: str, lifecycle: str = "lifecycle: production, ") -> str:
    return (
        "---\napiVersion: backstage.io/v1alpha1\nkind: Component\n"
        f'metadata: {{name: {name}, annotations: {{yudane.dev/tier: "2"}}}}\n'
        f"spec: {{type: service, {lifecycle}owner: group:aoi-team}}\n"
    )


def incident(name: str, **values: Any) -> dict[str, Any]:
    return row("incidents", **{"incident_id": name, "service_id": "shop", "detected_at": recent(3), **values})


@pytest.fixture
def company(run: Run, home: Path, tmp_path: Path) -> Path:
    run("collect", "rows", *rows(tmp_path, {"services": [service(name) for name in SERVICES]}), "--covers", "all")
    return home


@pytest.fixture
def slo(run: Run, company: Path, tmp_path: Path) -> Path:
    """A folder of Sloth files of shop and search, collected once for all services."""
    folder = tmp_path / "slo"
    folder.mkdir()
    for name in ("shop", "search"):
        (folder / f"{name}.yaml").write_text(sloth(name, "orders"))
    run("collect", "sloth", folder, "--covers", "all")
    return folder


@pytest.fixture
def refused(run: Run, company: Path, tmp_path: Path) -> str:
    """The id of a refused row of shop's."""
    files = rows(tmp_path, {"incidents": [incident("a"), incident("b", severity=9)]})
    said = run("collect", "rows", *files, "--covers", "all", code=3).stderr
    assert "incidents.jsonl:2: rejected 1: incidents.severity is 9, outside 1 to 5" in said
    (one,) = left(run)
    return str(one["id"])


def left(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(run("sources", "--json"))["left_out"]
    return found


def rows_kept(run: Run) -> dict[str, int]:
    return {one["table"]: one["rows"] for one in data(run("sources", "--json"))["sources"]}


def outcomes(run: Run, name: str) -> dict[str, str]:
    return {one["criterion"]: one["outcome"] for one in data(run("explain", name, "--json"))}


# -- files that cannot be read -----------------------------------------------------------------------------------------


def test_a_broken_file_beside_a_sound_one_is_told_with_its_place_and_what_to_do(run: Run, slo: Path) -> None:
    (slo / "shop.yaml").write_text("slos: [\n")
    said = run("collect", "sloth", slo, "--covers", "all", code=3).stderr
    assert "1 of 2 files could not be read to the end, so nothing new counts as looked at" in said
    assert f"--exclude {slo / 'shop.yaml'}" in said
    assert f"{slo / 'shop.yaml'}:2: This is not valid YAML" in said
    japanese = run("collect", "sloth", slo, "--covers", "all", "--lang", "ja", code=3)
    assert "2ファイルのうち1ファイルが最後まで読めなかったため" in japanese.stderr
    assert f"--exclude {slo / 'shop.yaml'} のように" in japanese.stderr
    assert f"{slo / 'shop.yaml'}:2: YAMLとして読めません" in japanese.stderr
    assert "確認済み" in japanese.stdout
    assert rows_kept(run)["slo_definitions"] == 2
    said = run("collect", "sloth", slo, "--covers", "all", "--exclude", slo / "shop.yaml").stderr
    assert "1 files were left out on purpose" in said
    assert left(run) == []


def test_a_file_that_can_no_longer_be_read_takes_no_verdict_away(run: Run, slo: Path) -> None:
    run("assess")
    assert outcomes(run, "shop")["slo.defined"] == "met"
    (slo / "shop.yaml").write_text("version: prometheus/v1\nservice: shop\nslos: [\n")
    run("collect", "sloth", slo, "--covers", "all", code=3)
    run("assess")
    assert outcomes(run, "shop")["slo.defined"] in ("met", "unknown")


def test_where_no_file_can_be_read_nothing_is_taken_and_it_failed(run: Run, slo: Path) -> None:
    for path in slo.iterdir():
        path.write_text("slos: [\n")
    result = run("collect", "sloth", slo, "--covers", "all", code=2)
    assert result.stdout == ""
    assert "2 of 2 files could not be read" in result.stderr
    assert rows_kept(run)["slo_definitions"] == 2
    assert {Path(one["file"]).name for one in left(run)} == {"shop.yaml", "search.yaml"}


def test_a_tab_in_one_catalog_file_withdraws_nobody(run: Run, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "one.yaml").write_text(component("shop") + component("search"))
    (folder / "two.yaml").write_text(component("pay"))
    run("catalog", "import", folder)
    (folder / "two.yaml").write_text("apiVersion: backstage.io/v1alpha1\n\tkind: Component\n")
    (folder / "one.yaml").write_text(component("shop") + component("search").replace('"2"', '"1"') + component("mail"))
    result = run("catalog", "import", folder, code=3)
    assert "2 rows added, 1 replaced, 0 withdrawn." in result.stderr  # mail and its name; search's tier
    assert f"{folder / 'two.yaml'}:2: This is not valid YAML" in result.stderr
    assert "1 of 2 files could not be read" in result.stderr
    assert f"--exclude {folder / 'two.yaml'}" in result.stderr
    assert rows_kept(run)["services"] == 4
    (folder / "two.yaml").write_text(component("cart"))
    summary = data(run("catalog", "import", folder, "--json"))
    assert (summary["added"], summary["replaced"], summary["withdrawn"], summary["units"]["broken"]) == (2, 0, 2, 0)
    assert "追加 0行、置き換え 0行、取り下げ 0行。" in run("catalog", "import", folder, "--lang", "ja").stderr


def test_another_tools_files_are_named_and_change_nothing(run: Run, slo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.yaml").write_text(openslo("shop-orders"))
    before = rows_kept(run)
    result = run("collect", "sloth", other, "--covers", "all", code=2)
    assert result.stdout == ""
    assert "yudane collect openslo" in result.stderr
    assert "yudane collect openslo" in run("collect", "sloth", other, "--lang", "ja", code=2).stderr
    (other / "a.yaml").write_text("a: 1\n")
    said = run("collect", "sloth", other, code=2).stderr
    assert "Name another folder, or another source" in said
    assert "prometheus," not in said  # it reads no folder
    assert (rows_kept(run), left(run)) == (before, [])


def test_another_tools_files_make_nothing_unmet(run: Run, company: Path, tmp_path: Path) -> None:
    (tmp_path / "slo").mkdir()
    (tmp_path / "slo" / "shop.yaml").write_text(openslo("shop-orders"))
    (tmp_path / "incidents.csv").write_bytes(b"")
    run("collect", "sloth", tmp_path / "slo", "--covers", "all", code=2)
    said = run("collect", "rows", f"incidents={tmp_path / 'incidents.csv'}", "--covers", "all", code=2).stderr
    assert "incidents.csv: rejected 1: The file is empty, which does not say that there is nothing" in said
    run("assess")
    found = outcomes(run, "shop")
    asked = ("slo.defined", "slo.error-budget-policy", "slo.journey-coverage", "incident-response.mitigation-time")
    assert {found[name] for name in asked} == {"unknown"}


# -- rows that are refused --------------------------------------------------------------------------------------------


def test_a_refused_row_is_listed_with_place_and_reason_and_whom_it_hides(run: Run, refused: str) -> None:
    said = run("sources").stdout
    assert re.search(rf"{refused}  .*incidents\.jsonl:2: incidents\.severity is 9, outside 1 to 5", said)
    assert "Unknown until then: incidents of shop." in said
    assert "それまで不明: shopの incidents。" in run("sources", "--lang", "ja").stdout
    found = run("doctor", code=1).stdout
    assert "✗ Left out until mended: 1 (0 for more than seven days)" in found
    assert "incidents.jsonl:2: incidents.severity is 9" in found


def test_a_refused_row_stands_beside_the_criteria_it_concerns(run: Run, refused: str) -> None:
    run("assess")
    by_criterion = {one["criterion"]: one for one in data(run("explain", "shop", "--json"))}
    severity = by_criterion["incident-response.severity"]
    assert (severity["outcome"], severity["cause"]) == ("unknown", "left_out")
    (line,) = severity["left_out"]
    assert "incidents.jsonl:2: incidents.severity is 9, outside 1 to 5" in line
    assert by_criterion["slo.defined"]["left_out"] == []
    printed = run("explain", "shop", "incident-response").stdout
    assert "incidents.jsonl:2: incidents.severity is 9, outside 1 to 5" in printed.split("[severity]")[1].split("[")[0]
    assert not any(one["left_out"] for one in data(run("explain", "search", "--json")))


def test_a_left_out_is_dismissed_only_with_a_reason(run: Run, refused: str) -> None:
    assert "--why" in run("sources", "--dismiss", refused, code=2).stderr
    assert "--why" in run("sources", "--dismiss", refused, "--why", "  ", code=2).stderr
    assert "理由" in run("sources", "--dismiss", refused, "--lang", "ja", code=2).stderr
    assert len(left(run)) == 1
    assert "the reason is kept" in run("sources", "--dismiss", refused, "--why", "a test alarm").stderr
    assert left(run) == []
    run("doctor")
    assert f"Nothing is left out under “{refused}”" in run("sources", "--dismiss", refused, "--why", "x", code=2).stderr


# -- taking back, naming, replacing ------------------------------------------------------------------------------------


def test_a_batch_a_source_and_a_path_are_taken_back_with_a_reason(run: Run, slo: Path, tmp_path: Path) -> None:
    files = rows(tmp_path, {"incidents": [incident("a")]})
    said = run("collect", "rows", *files, "--covers", "all").stderr
    (batch,) = re.findall(r"Kept as batch (\S+-rows)\.", said)
    assert "--why" in run("collect", "--withdraw", batch, code=2).stderr
    assert "stands alone" in run("collect", "rows", *files, "--withdraw", batch, "--why", "x", code=2).stderr
    assert "1 rows" in run("collect", "--withdraw", batch, "--why", "wrong export").stderr
    assert "incidents" not in rows_kept(run)
    assert data(run("collect", "--withdraw", slo / "shop.yaml", "--why", "a copy", "--json"))["rows"] > 0
    assert rows_kept(run)["slo_definitions"] == 1
    run("collect", "--withdraw", "sloth", "--why", "not in use")
    assert "slo_definitions" not in rows_kept(run)
    assert "Nothing stands" in run("collect", "--withdraw", "sloth", "--why", "again", code=2).stderr


def test_rows_replace_what_the_files_no_longer_hold_where_asked_to(run: Run, company: Path, tmp_path: Path) -> None:
    run("collect", "rows", *rows(tmp_path, {"incidents": [incident("a"), incident("b")]}))
    files = rows(tmp_path, {"incidents": [incident("b")]})
    run("collect", "rows", *files)
    assert rows_kept(run)["incidents"] == 2
    report = data(run("collect", "rows", *files, "--replace", "--json"))
    assert report["tables"]["incidents"]["withdrawn"] == 1
    assert rows_kept(run)["incidents"] == 1
    assert "--replace is for rows" in run("collect", "sloth", tmp_path, "--replace", code=2).stderr


def test_a_named_delivery_is_the_same_from_whatever_folder(run: Run, company: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "slo.yaml").write_text(sloth("shop", name))
        report = data(run("collect", "sloth", tmp_path / name, "--name", "ci", "--json"))
    assert (report["tables"]["slo_definitions"]["added"], report["tables"]["slo_definitions"]["withdrawn"]) == (1, 1)
    assert rows_kept(run)["slo_definitions"] == 1
    (tmp_path / "two" / "slo.yaml").write_text("slos: [\n")
    run("collect", "sloth", tmp_path / "two", "--name", "ci", code=2)
    assert left(run)[0]["file"] == "ci/slo.yaml"
    (tmp_path / "two" / "pay.yaml").write_text(sloth("pay", "orders"))
    said = run("collect", "sloth", tmp_path / "two", "--name", "ci", code=3).stderr
    assert "--exclude ci/slo.yaml" in said
    run("collect", "sloth", tmp_path / "two", "--name", "ci", "--exclude", "ci/slo.yaml")
    assert (rows_kept(run)["slo_definitions"], left(run)) == (2, [])


# -- what is covered, and asking ---------------------------------------------------------------------------------------


def test_covering_an_unknown_name_is_refused_with_near_ones(run: Run, slo: Path, tmp_path: Path) -> None:
    files = rows(tmp_path, {"incidents": [incident("a")]})
    said = run("collect", "rows", *files, "--covers", "shop,serch", code=2).stderr
    assert "nobody knows: serch. Near them: search." in said
    assert "近い名前: search" in run("collect", "rows", *files, "--covers", "serch", "--lang", "ja", code=2).stderr
    assert "incidents" not in rows_kept(run)


def test_covering_anybody_before_there_is_a_catalog_names_the_way(run: Run, home: Path, tmp_path: Path) -> None:
    files = rows(tmp_path, {"incidents": [incident("a")]})
    assert "yudane catalog import" in run("collect", "rows", *files, "--covers", "shop", code=2).stderr


def test_no_row_at_all_is_meant_only_with_yes_and_then_for_good(run: Run, company: Path, tmp_path: Path) -> None:
    (tmp_path / "i.csv").write_text(EMPTY)
    words = ("collect", "rows", f"incidents={tmp_path / 'i.csv'}", "--covers", "all")
    said = run(*words, code=2).stderr
    assert "incidents: there is no row, and --covers says of 5 services that they have none" in said
    assert "--yes" in said
    assert "5サービスで「1件もない」" in run(*words, "--lang", "ja", code=2).stderr
    assert "incidents" not in rows_kept(run)
    run(*words, "--yes")
    assert rows_kept(run)["incidents"] == 0
    run(*words)


def test_what_is_mapped_again_covers_no_more_than_was_said(run: Run, company: Path, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("deployment_id,service_id,environment,started_at,finished_at\n")
    files = [*rows(tmp_path, {"incidents": [incident("a")]}), f"deployments={tmp_path / 'd.csv'}"]
    run("collect", "rows", *files, "--covers", "all", code=3)
    said = run("collect", "rows", "--again", code=3).stderr
    assert "deployments: there is no row, and --covers says of 5 services that they have none" in said
    assert "deployments" not in rows_kept(run)
    run("collect", "rows", "--again", "--yes")
    assert rows_kept(run)["deployments"] == 0
    run("collect", "sloth", "--again")  # nothing came from it yet


def many(run: Run, tmp_path: Path) -> Path:
    """A folder whose next collection would take twelve SLOs of shop away."""
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.yaml").write_text(sloth("shop", *(f"s{n}" for n in range(12))))
    (folder / "b.yaml").write_text(sloth("search", "one"))
    run("collect", "sloth", folder)
    (folder / "a.yaml").unlink()
    return folder


def test_many_rows_go_only_with_yes(run: Run, company: Path, tmp_path: Path) -> None:
    folder = many(run, tmp_path)
    said = run("collect", "sloth", folder, code=2).stderr
    assert "slo_definitions: 12 of 13 rows told from here before would go" in said
    assert "(shop). Nothing was changed. Say --yes where that is meant." in said
    assert "何も変更していません" in run("collect", "sloth", folder, "--lang", "ja", code=2).stderr
    assert rows_kept(run)["slo_definitions"] == 13
    run("collect", "sloth", folder, "--yes")
    assert rows_kept(run)["slo_definitions"] == 1


# -- on a terminal -----------------------------------------------------------------------------------------------------


def on_a_terminal(answer: str, *words: object) -> tuple[int, str]:
    """Exit code and what a person saw on a pseudo terminal who answers once asked."""
    ours, theirs = pty.openpty()
    code = "import sys; from yudane.faces.cli.main import main; main(sys.argv[1:])"
    environment: Mapping[str, str] = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, *map(str, words)]
    running = subprocess.Popen(command, stdin=theirs, stderr=theirs, stdout=subprocess.DEVNULL, env=environment)
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 4096):
            seen += chunk
            if answer and seen.rstrip().endswith(b"[y/N]:"):
                os.write(ours, f"{answer}\n".encode())
                answer = ""
    except OSError:  # the other end was closed
        pass
    ended = running.wait(60)
    os.close(ours)
    return ended, seen.decode()


def test_on_a_terminal_it_is_asked_before_many_rows_go(run: Run, company: Path, tmp_path: Path) -> None:
    folder = many(run, tmp_path)
    code, seen = on_a_terminal("n", "collect", "sloth", folder)
    assert "slo_definitions: 12 of 13 rows told from here before would go" in seen
    assert "Is that meant? [y/N]:" in seen
    assert code == 2
    assert rows_kept(run)["slo_definitions"] == 13
    code, seen = on_a_terminal("y", "collect", "sloth", folder)
    assert code == 0
    assert rows_kept(run)["slo_definitions"] == 1


@pytest.mark.parametrize("name", [[], ["--name", "ci"]])
def test_on_a_terminal_a_first_delivery_offers_to_leave_unreadable_files_out(
    run: Run, company: Path, tmp_path: Path, name: list[str]
) -> None:
    folder = tmp_path / "slo"
    folder.mkdir()
    (folder / "shop.yaml").write_text(sloth("shop", "orders"))
    (folder / "odd.yaml").write_text("slos: [\n")
    code, seen = on_a_terminal("y", "collect", "sloth", folder, "--covers", "all", *name)
    assert f"{'ci' if name else folder}/odd.yaml:2: This is not valid YAML" in seen
    assert "Leave these files out and go on? [y/N]:" in seen
    assert "1 files were left out on purpose" in seen
    assert code == 0
    assert left(run) == []
    code, seen = on_a_terminal("", "collect", "sloth", folder, "--covers", "all", *name)
    assert "[y/N]" not in seen  # only once
    assert code == 3


# -- what is pulled, and what is not assessed --------------------------------------------------------------------------


def measured(run: Run) -> str:
    run("assess")
    (item,) = data(run("explain", "shop", "slo.measured", "--json"))
    return str(item["outcome"])


def test_a_prometheus_that_does_not_answer_makes_nothing_unmet(run: Run, slo: Path) -> None:
    with prometheus(503) as address:
        result = run("collect", "prometheus", address, "--covers", "all", code=2)
        assert (
            "2 of 2 answers could not be used, so nothing new counts as looked at for their services" in result.stderr
        )
        assert "for the SLO shop-orders with status 503" in result.stderr
        assert "--exclude" not in result.stderr
        said = run("collect", "prometheus", address, "--covers", "all", "--lang", "ja", code=2).stderr
        assert "2件の応答のうち2件が使えなかったため" in said
    assert measured(run) == "unknown"
    with prometheus(port=int(address.rpartition(":")[2])) as address:
        run("collect", "prometheus", address)
    assert measured(run) != "unknown"
    assert [one for one in left(run) if one["source"] == "prometheus"] == []


def test_services_without_a_lifecycle_are_told_at_the_import_and_at_the_assessment(
    run: Run, home: Path, tmp_path: Path
) -> None:
    assert "yudane catalog import PATH" in run("assess").stderr
    (tmp_path / "c.yaml").write_text(component("shop") + component("cart", ""))
    said = run("catalog", "import", tmp_path / "c.yaml", code=3).stderr
    assert f"{tmp_path / 'c.yaml'}:7: The entity lacks spec.lifecycle, so it was left out." in said
    assert "spec.lifecycle" in run("sources").stdout
    bare = [service(name, lifecycle=None) for name in ("mail", "pay")]
    run("collect", "rows", *rows(tmp_path, {"services": bare}))
    result = run("assess", "--json")
    assert (data(result)["services"], data(result)["left_out"]) == (1, {"no_lifecycle": 2})
    assert "does not say their lifecycle: 2 (mail, pay)" in result.stderr
