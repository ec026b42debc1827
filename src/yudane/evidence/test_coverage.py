"""Coverage is earned: what could not be read is never bad news (docs/decisions/0011-coverage-is-earned.md)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.world import AS_OF, World, ago, row, service
from yudane.contracts import shipped_contracts
from yudane.evidence.accounts import displaced
from yudane.evidence.batch import Answer, AskError, Batch, Report
from yudane.evidence.collect import again, collect, collect_rows
from yudane.evidence.delivery import read_paths, read_tables
from yudane.evidence.engines.database import connect
from yudane.evidence.left_outs import dismiss, left_outs
from yudane.evidence.snapshot import Snapshot
from yudane.evidence.sources import load_source
from yudane.evidence.testing import current_rows
from yudane.evidence.withdrawal import withdraw
from yudane.reading import ProblemsError

SERVICES = ("shop", "search", "pay", "mail", "ads")
TAKEN_BACK = datetime(2026, 10, 2, 8)


def sloth(name: str, *slos: str) -> str:
    listed = "".join(
        f"  - name: {slo}\n    objective: 99\n    sli: {{raw: {{error_ratio_query: up}}}}\n"
        f"    alerting: {{name: {slo}, page_alert: {{disable: true}}, ticket_alert: {{disable: true}}}}\n"
        for slo in slos
    )
    return f"version: prometheus/v1\nservice: {name}\nslos:\n{listed}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "home")
    world.collect({"services": [service(name) for name in SERVICES]})
    (tmp_path / "slo").mkdir()
    return world


@pytest.fixture
def slo(tmp_path: Path, world: World) -> Path:
    """A folder of Sloth files of shop and search, collected once for all services."""
    folder = tmp_path / "slo"
    for name in ("shop", "search"):
        (folder / f"{name}.yaml").write_text(sloth(name, "orders"))
    assert collect_folder(world, folder, covers="*").complete
    return folder


def collect_folder(
    world: World,
    folder: Path,
    *,
    covers: str | None = None,
    exclude: Sequence[str] = (),
    answer: Answer = Answer.YES,
    key: str = "sloth",
) -> Report:
    world.delivered += 1
    source = load_source(key)
    received_at = datetime(2026, 10, 1, 9, 0, world.delivered)
    covered = tuple(covers.split(",")) if covers else None
    batch = Batch(key, received_at, AS_OF, covers=covered, restates=(str(folder),), names=source.names)
    return collect(world.store, source, read_paths(source, [folder], exclude), batch, answer)


def rows(
    world: World,
    table: str,
    path: Path,
    *,
    covers: str | None = None,
    answer: Answer = Answer.YES,
    replace: bool = False,
) -> Report:
    world.delivered += 1
    received_at = datetime(2026, 10, 1, 9, 0, world.delivered)
    covered = tuple(covers.split(",")) if covers else None
    batch = Batch("rows", received_at, AS_OF, covers=covered, restates=("",) if replace else ())
    return collect_rows(world.store, read_tables([(table, path)]), batch, answer)


def states(world: World, table: str, known_at: datetime | None = None) -> dict[str, str]:
    """By service whether it is covered in a table, and if not why not."""
    lake = world.store.lake
    with connect() as con:
        as_of = datetime(2026, 10, 1)
        snapshot = Snapshot(con, lambda name: lake.relation(name, lake.versions()), as_of, known_at)
        snapshot.cover([table])
        return dict(con.rows("select service_id, state from covered join coverage_patterns using (pattern) order by 1"))


def stand(world: World, table: str, column: str) -> list[Any]:
    return sorted(one[column] for one in current_rows(world.store.lake, table))


# -- places that are told anew ---------------------------------------------------------------------------------------


def test_a_file_that_can_no_longer_be_read_withdraws_nothing(world: World, slo: Path) -> None:
    (slo / "shop.yaml").write_text("version: prometheus/v1\nservice: shop\nslos: [\n")
    report = collect_folder(world, slo, covers="*")
    assert not report.complete
    assert report.units == {"read": 1, "broken": 1, "foreign": 0, "left_out": 0}
    assert stand(world, "slo_definitions", "slo_id") == ["search-orders", "shop-orders"]
    assert set(states(world, "slo_definitions").values()) == {"covered"}  # by what was seen before


def test_what_a_batch_with_a_broken_file_changed_is_unknown_until_the_file_is_mended(world: World, slo: Path) -> None:
    (slo / "shop.yaml").write_text("slos: [\n")
    (slo / "search.yaml").write_text(sloth("search", "answers"))
    collect_folder(world, slo, covers="*")
    assert stand(world, "slo_definitions", "slo_id") == ["search-answers", "shop-orders"]
    assert states(world, "slo_definitions") == {
        "shop": "covered", "search": "left_out", "pay": "covered", "mail": "covered", "ads": "covered"
    }  # fmt: skip
    (slo / "shop.yaml").write_text(sloth("shop", "orders"))
    collect_folder(world, slo, covers="*")
    assert set(states(world, "slo_definitions").values()) == {"covered"}
    assert left_outs(world.store.lake) == []


def test_a_first_delivery_with_a_broken_file_covers_nobody(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "slo"
    (folder / "shop.yaml").write_text(sloth("shop", "orders"))
    (folder / "pay.yaml").write_bytes(b"version: \xff\xfe\xfa prometheus/v1")
    collect_folder(world, folder, covers="*")
    assert states(world, "slo_definitions") == dict.fromkeys(SERVICES, "never") | {"shop": "left_out"}
    collect_folder(world, folder, covers="*", exclude=["pay.yaml"])
    assert set(states(world, "slo_definitions").values()) == {"covered"}


def test_a_readable_file_that_no_longer_holds_an_slo_still_withdraws_it(world: World, slo: Path) -> None:
    (slo / "shop.yaml").write_text(sloth("shop", "baskets"))
    (slo / "search.yaml").unlink()
    report = collect_folder(world, slo)
    assert stand(world, "slo_definitions", "slo_id") == ["shop-baskets"]
    assert (report.tables["slo_definitions"].added, report.tables["slo_definitions"].withdrawn) == (1, 2)
    assert states(world, "slo_definitions")["search"] == "covered"


def test_a_file_left_out_on_purpose_keeps_what_it_told_and_closes_what_it_hid(world: World, slo: Path) -> None:
    (slo / "shop.yaml").write_text("slos: [\n")
    collect_folder(world, slo)
    assert [one.problem.place.file.endswith("shop.yaml") for one in left_outs(world.store.lake)] == [True]
    report = collect_folder(world, slo, exclude=[str(slo / "shop.yaml")])
    assert report.complete
    assert left_outs(world.store.lake) == []
    assert stand(world, "slo_definitions", "slo_id") == ["search-orders", "shop-orders"]


def test_another_tools_files_are_named_and_change_nothing(world: World, slo: Path) -> None:
    before = world.store.lake.versions()
    for path in slo.iterdir():
        path.unlink()
    (slo / "a.yaml").write_text("apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\nspec: {}\n")
    with pytest.raises(ProblemsError) as raised:
        collect_folder(world, slo, covers="*")
    (problem,) = raised.value.problems
    assert (problem.code, problem.args["try"]) == ("wrong_source_known", "openslo")
    assert world.store.lake.versions() == before


@pytest.mark.parametrize("nothing", ["# no rules yet\n", "{}\n", "null\n", "[]\n"])
def test_a_file_that_holds_nothing_makes_no_folder_of_another_tool_the_sources(
    world: World, tmp_path: Path, nothing: str
) -> None:
    folder = tmp_path / "rules"
    (folder / "etcd").mkdir(parents=True)
    (folder / "etcd" / "rules.yaml").write_text(nothing)
    (folder / "shop.yaml").write_text("groups:\n- name: shop\n  rules:\n  - {alert: ShopDown, expr: up == 0}\n")
    for key in ("sloth", "openslo", "pyrra", "backstage"):
        with pytest.raises(ProblemsError) as raised:
            collect_folder(world, folder, covers="*", key=key)
        (problem,) = raised.value.problems
        assert problem.code == "wrong_source_known"
        assert (problem.args["try"], problem.args["count"]) == ("prometheus-rules", 2)
        assert problem.place.file == str(folder)
    report = collect_folder(world, folder, covers="*", key="prometheus-rules")
    assert report.complete
    assert report.units == {"read": 2, "broken": 0, "foreign": 0, "left_out": 0}


def test_a_file_of_the_sources_that_now_holds_nothing_is_still_believed(world: World, slo: Path) -> None:
    (slo / "search.yaml").unlink()
    (slo / "shop.yaml").write_text("# moved elsewhere\n")
    (slo / "a.yaml").write_text("apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\nspec: {}\n")
    collect_folder(world, slo, covers="*")
    assert stand(world, "slo_definitions", "slo_id") == []


def test_a_file_that_became_another_tools_keeps_its_rows_and_is_told(world: World, slo: Path) -> None:
    (slo / "shop.yaml").write_text("apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\nspec: {}\n")
    report = collect_folder(world, slo, covers="*")
    assert [problem.code for problem in report.problems] == ["turned_foreign"]
    assert stand(world, "slo_definitions", "slo_id") == ["search-orders", "shop-orders"]


def test_a_folder_that_cannot_be_looked_into_withdraws_nothing(world: World, slo: Path, monkeypatch: Any) -> None:
    import os

    (slo / "deep").mkdir()
    (slo / "shop.yaml").rename(slo / "deep" / "shop.yaml")
    collect_folder(world, slo)
    scandir = os.scandir

    def refused(path: Any) -> Any:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    report = collect_folder(world, slo)
    assert report.units["broken"] == 1
    assert stand(world, "slo_definitions", "slo_id") == ["search-orders", "shop-orders"]


def test_an_object_refused_is_a_gap_for_its_service_alone(world: World, slo: Path) -> None:
    (slo / "shop.yaml").write_text(sloth("shop", "orders") + "  - name: fast\n    objective: 99\n")  # no indicator
    (slo / "search.yaml").write_text(sloth("search") + "\n---\n" + sloth("search", "orders"))  # a list of nothing
    report = collect_folder(world, slo, covers="*")
    found = states(world, "sli_queries")
    assert not report.complete
    assert (found["shop"], found["pay"]) == ("left_out", "covered")
    assert "shop-orders" in stand(world, "sli_queries", "slo_id")


# -- rows ---------------------------------------------------------------------------------------------------------


def incident(name: str, **values: Any) -> dict[str, Any]:
    return row("incidents", **{"incident_id": name, "service_id": "shop", "detected_at": ago(3), **values})


def lines(path: Path, *found: Any) -> Path:
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in found), "utf-8")
    return path


def test_a_refused_row_hides_its_service_until_its_key_is_accepted(world: World, tmp_path: Path) -> None:
    path = lines(tmp_path / "i.jsonl", incident("a"), incident("b", severity="high"), incident("c", service_id="pay"))
    assert not rows(world, "incidents", path, covers="*").complete
    assert states(world, "incidents") == dict.fromkeys(SERVICES, "covered") | {"shop": "left_out"}
    (one,) = left_outs(world.store.lake)
    assert (one.tables, one.services, one.problem.place.line) == (("incidents",), ("shop",), 2)
    assert "severity" in one.problem.reason("en")
    rows(world, "incidents", lines(tmp_path / "other.jsonl", incident("b", severity=2)))
    assert states(world, "incidents")["shop"] == "covered"
    assert left_outs(world.store.lake) == []


def test_a_refused_row_leaves_the_row_of_its_key_standing(world: World, tmp_path: Path) -> None:
    rows(world, "incidents", lines(tmp_path / "i.jsonl", incident("a", severity=1)), covers="*")
    rows(world, "incidents", lines(tmp_path / "i.jsonl", incident("a", severity="bad")), replace=True)
    assert stand(world, "incidents", "severity") == [1]


def test_a_refused_row_of_a_name_nobody_knows_hides_those_it_may_mean(world: World, tmp_path: Path) -> None:
    path = lines(
        tmp_path / "i.jsonl", incident("a", service_id="serch", severity=9), incident("b", service_id="q", severity=9)
    )
    rows(world, "incidents", path, covers="*")
    assert states(world, "incidents") == dict.fromkeys(SERVICES, "covered") | {"search": "left_out"}
    assert [one.services for one in left_outs(world.store.lake)] == [("search",), ()]


def test_a_refused_row_that_names_nobody_covers_nobody(world: World, tmp_path: Path) -> None:
    path = lines(tmp_path / "i.jsonl", incident("a"), incident("b", service_id=None))
    rows(world, "incidents", path, covers="*")
    assert states(world, "incidents") == dict.fromkeys(SERVICES, "never") | {"shop": "left_out"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("i.csv", b""),
        ("i.json", b" \n"),
        ("i.jsonl", b'{"incident_id": "a", "service_id": "shop"'),
        ("i.csv", b"incident_id,service_id,severity,severity,detected_at\nD1,shop,1,5,2026-09-20T00:00:00Z\n"),
        ("i.jsonl", b'{"incident_id": "a", "source_ref": "bad \\ud83d here"}'),
        ("i.csv", b"incident_id,service_id\n\xff\xfe\xfa,shop\n"),
    ],
)
def test_a_file_that_cannot_be_read_says_nothing_of_anybody(
    world: World, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    report = rows(world, "incidents", tmp_path / name, covers="*")
    table = report.tables["incidents"]
    assert (table.received, table.stored, sum(one.count for one in table.rejected)) == (1, 0, 1)
    assert states(world, "incidents") == dict.fromkeys(SERVICES, "never")
    assert [one.services for one in left_outs(world.store.lake)] == [()]


def test_a_row_with_a_wrong_quote_is_counted_and_the_file_covers_nobody(world: World, tmp_path: Path) -> None:
    good = "".join(f"I{n},shop,2026-09-2{n}T00:00:00Z,fine\n" for n in range(9))
    broken = good.replace("I3,shop,2026-09-23T00:00:00Z,fine", 'I3,shop,2026-09-23T00:00:00Z,"a "big" one"')
    (tmp_path / "i.csv").write_text("incident_id,service_id,detected_at,lead_team_id\n" + broken)
    report = rows(world, "incidents", tmp_path / "i.csv", covers="*").tables["incidents"]
    (rejection,) = report.rejected
    assert (report.received, report.stored, rejection.code) == (9, 8, "csv_row_broken")
    assert states(world, "incidents")["shop"] == "left_out"


@pytest.mark.parametrize(
    ("table", "content", "code"),
    [
        ("incidents", "deployment_id,environment\nD1,production\n", "other_table"),
        ("incidents", "spaceship,captain\nD1,Kei\n", "no_table"),
        ("incidents", "spaceship,captain\n", "no_table"),
    ],
)
def test_rows_of_another_table_are_named_and_change_nothing(
    world: World, tmp_path: Path, table: str, content: str, code: str
) -> None:
    (tmp_path / "x.csv").write_text(content)
    with pytest.raises(ProblemsError) as raised:
        rows(world, table, tmp_path / "x.csv", covers="*")
    assert [problem.code for problem in raised.value.problems] == [code]


# -- asking ------------------------------------------------------------------------------------------------------


def test_no_row_and_everybody_said_is_asked_and_covers_nobody_unanswered(world: World, tmp_path: Path) -> None:
    (tmp_path / "i.csv").write_text("incident_id,service_id,detected_at\n")
    with pytest.raises(AskError):
        rows(world, "incidents", tmp_path / "i.csv", covers="*", answer=Answer.ASK)
    report = rows(world, "incidents", tmp_path / "i.csv", covers="*", answer=Answer.NO)
    assert [question.code for question in report.questions] == ["ask_empty"]
    assert set(states(world, "incidents").values()) == {"never"}
    rows(world, "incidents", tmp_path / "i.csv", covers="*", answer=Answer.YES)
    assert set(states(world, "incidents").values()) == {"covered"}
    assert rows(world, "incidents", tmp_path / "i.csv", covers="*", answer=Answer.ASK).complete  # said before


def test_no_row_and_nobody_said_covers_nobody_and_asks_nothing(world: World, tmp_path: Path) -> None:
    (tmp_path / "i.json").write_text("[]")
    assert rows(world, "incidents", tmp_path / "i.json", answer=Answer.ASK).complete
    assert set(states(world, "incidents").values()) == {"never"}


def test_many_rows_go_only_where_it_is_meant(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "slo"
    (folder / "a.yaml").write_text(sloth("shop", *(f"s{n}" for n in range(12))))
    (folder / "b.yaml").write_text(sloth("search", "one"))
    collect_folder(world, folder)
    (folder / "a.yaml").unlink()
    with pytest.raises(AskError) as asked:
        collect_folder(world, folder, answer=Answer.ASK)
    assert {(q.code, q.args["rows"]) for q in asked.value.questions} == {("ask_withdraw", 12)}
    with pytest.raises(ProblemsError):
        collect_folder(world, folder, answer=Answer.NO)
    assert len(current_rows(world.store.lake, "slo_definitions")) == 13
    collect_folder(world, folder, answer=Answer.YES)
    assert len(current_rows(world.store.lake, "slo_definitions")) == 1


def test_four_services_lose_their_last_row_only_where_it_is_meant(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "slo"
    for name in SERVICES:
        (folder / f"{name}.yaml").write_text(sloth(name, "one"))
    collect_folder(world, folder)
    for name in SERVICES[1:]:
        (folder / f"{name}.yaml").unlink()
    with pytest.raises(AskError) as asked:
        collect_folder(world, folder, answer=Answer.ASK)
    assert {q.args["services"] for q in asked.value.questions} == {4}


def test_names_that_nobody_knows_are_refused_with_near_ones(world: World, tmp_path: Path) -> None:
    path = lines(tmp_path / "i.jsonl", incident("a"))
    with pytest.raises(ProblemsError) as raised:
        rows(world, "incidents", path, covers="shop,serch")
    (problem,) = raised.value.problems
    assert (problem.code, problem.args) == ("covers_unknown", {"names": "serch", "near": "search"})
    with pytest.raises(ProblemsError) as raised:
        rows(World(tmp_path / "other"), "incidents", path, covers="shop")
    assert raised.value.problems[0].code == "covers_before_catalog"


# -- taking back --------------------------------------------------------------------------------------------------


def test_a_batch_taken_back_no_longer_covers_and_stays_known_for_its_time(world: World, tmp_path: Path) -> None:
    report = rows(world, "incidents", lines(tmp_path / "i.jsonl", incident("a")), covers="*")
    then = datetime(2026, 10, 1, 20)
    taken = withdraw(world.store.lake, report.batch_id, "wrong export", TAKEN_BACK)
    assert (taken.rows, taken.looks) == (1, 1)
    assert stand(world, "incidents", "incident_id") == []
    assert set(states(world, "incidents").values()) == {"never"}
    assert set(states(world, "incidents", known_at=then).values()) == {"covered"}


def test_a_source_taken_back_takes_all_it_told_and_nothing_else(world: World, slo: Path, tmp_path: Path) -> None:
    rows(world, "incidents", lines(tmp_path / "i.jsonl", incident("a")), covers="*")
    withdraw(world.store.lake, "sloth", "not in use", TAKEN_BACK)
    assert stand(world, "slo_definitions", "slo_id") == []
    assert stand(world, "incidents", "incident_id") == ["a"]
    assert set(states(world, "slo_definitions").values()) == {"never"}
    with pytest.raises(ProblemsError):
        withdraw(world.store.lake, "sloth", "again", TAKEN_BACK)


def test_a_path_taken_back_makes_its_services_unknown_until_its_place_is_collected_again(
    world: World, slo: Path
) -> None:
    withdraw(world.store.lake, str(slo / "shop.yaml"), "a copy of the template", TAKEN_BACK)
    assert stand(world, "slo_definitions", "slo_id") == ["search-orders"]
    assert states(world, "slo_definitions")["shop"] == "left_out"
    (slo / "shop.yaml").unlink()
    collect_folder(world, slo, covers="*")
    assert states(world, "slo_definitions")["shop"] == "covered"


def test_a_left_out_is_dismissed_with_a_reason_and_counts_no_more(world: World, tmp_path: Path) -> None:
    rows(world, "incidents", lines(tmp_path / "i.jsonl", incident("a", severity="high")), covers="*")
    (one,) = left_outs(world.store.lake)
    dismiss(world.store.lake, one.id, "sora", "a test alarm", datetime.now(UTC).replace(tzinfo=None))
    assert left_outs(world.store.lake) == []
    with pytest.raises(ProblemsError):
        dismiss(world.store.lake, one.id, "sora", "again", datetime.now(UTC).replace(tzinfo=None))


def test_replace_takes_away_what_the_rows_no_longer_hold(world: World, tmp_path: Path) -> None:
    rows(world, "incidents", lines(tmp_path / "i.jsonl", incident("a"), incident("b")))
    report = rows(world, "incidents", lines(tmp_path / "new.jsonl", incident("b")), replace=True)
    assert report.tables["incidents"].withdrawn == 1
    assert stand(world, "incidents", "incident_id") == ["b"]


def test_a_named_delivery_is_the_same_wherever_its_files_lie(world: World, tmp_path: Path) -> None:
    source = load_source("sloth")
    for number, name in enumerate(("one", "two")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.yaml").write_text(sloth("shop", name))
        delivery = read_paths(source, [folder]).renamed("ci", [folder])
        batch = Batch("sloth", datetime(2026, 10, 1, 10, number), date(2026, 10, 1), restates=("ci",))
        collect(world.store, source, delivery, batch)
    assert stand(world, "slo_definitions", "slo_id") == ["shop-two"]
    assert stand(world, "slo_definitions", "origin") == ["sloth:ci/two.yaml"]


def test_mapping_anew_brings_nothing_back_that_left_or_was_taken_back(world: World, slo: Path) -> None:
    (slo / "search.yaml").unlink()
    collect_folder(world, slo)
    later = Batch("sloth", datetime(2026, 10, 2), AS_OF, names=load_source("sloth").names)
    again(world.store, load_source("sloth"), later)
    assert stand(world, "slo_definitions", "slo_id") == ["shop-orders"]
    withdraw(world.store.lake, str(slo / "shop.yaml"), "a copy of the template", datetime(2026, 10, 3))
    again(world.store, load_source("sloth"), replace(later, received_at=datetime(2026, 10, 4)))
    assert stand(world, "slo_definitions", "slo_id") == []


# -- keys ----------------------------------------------------------------------------------------------------------


def deployment(name: str, day: float, **values: Any) -> dict[str, Any]:
    defaults = {"deployment_id": name, "service_id": "shop", "started_at": ago(day), "finished_at": ago(day)}
    return row("deployments", **{**defaults, "environment": "production", **values})


def test_a_corrected_event_stands_once_wherever_its_time_moved(world: World) -> None:
    world.collect({"deployments": [deployment(f"D{n}", n + 1) for n in range(9)]})
    world.collect({"deployments": [deployment("D3", 60, caused_failure=False)]})
    found = [one for one in current_rows(world.store.lake, "deployments") if one["deployment_id"] == "D3"]
    assert [one["finished_at"].isoformat() for one in found] == [ago(60)]


def test_one_run_that_deploys_two_services_stands_for_both(world: World) -> None:
    world.collect({"deployments": [deployment("R0", 1)]}, covers=["shop"])
    world.collect({"deployments": [deployment("R0", 1, service_id="search")]}, covers=["search"])
    assert stand(world, "deployments", "service_id") == ["search", "shop"]


def test_a_lake_of_the_version_before_is_read_and_what_its_keys_displaced_is_counted_and_brought_back(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then a run of two services stood for the one told last, and coverage knew no taking back."""
    with monkeypatch.context() as then:
        narrow = replace(shipped_contracts()["deployments"], key=("deployment_id",))
        then.setitem(shipped_contracts()._found, "deployments", narrow)
        world.collect({"deployments": [deployment("R0", 1)]}, covers=["shop"])
        world.collect({"deployments": [deployment("R0", 1, service_id="search")]}, covers=["search"])
        assert stand(world, "deployments", "service_id") == ["search"]
    lake = world.store.lake
    with connect() as con, lake.writing() as writing:
        known = con.stream(f"select * exclude (withdrawn_at) from {lake.relation('coverage', writing.versions)}")
        writing._put("coverage", known, mode="overwrite", schema_mode="overwrite")
        writing.commit()
    assert displaced(world.store.lake) == [("deployments", "rows", 1)]
    again(world.store, None, Batch("rows", datetime(2026, 10, 2), AS_OF))
    assert stand(world, "deployments", "service_id") == ["search", "shop"]
    assert displaced(world.store.lake) == []
    assert states(world, "deployments")["shop"] == "covered"


def test_what_only_tells_how_things_stand_says_nothing_of_the_days_before_it_was_seen(tmp_path: Path) -> None:
    world = World(tmp_path)
    probe = row("monitors", service_id="shop", kind="blackbox", last_success_at="2026-10-01T08:55:00Z")
    world.collect({"services": [service("shop")], "monitors": [probe], "incidents": []})
    for day, outcome in ((date(2019, 10, 1), "unknown"), (date(2026, 9, 30), "unknown"), (date(2026, 10, 1), "met")):
        assert world.outcomes(world.assess(day))["shop", "monitoring.blackbox"] == outcome
