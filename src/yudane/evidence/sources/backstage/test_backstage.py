import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yudane.evidence.batch import Report
from yudane.evidence.sources import load_source
from yudane.evidence.testing import SHARED, Rows, collected

HERE = Path(__file__).parent
SAMPLES = HERE / "samples"
CATALOGS = SHARED / "catalogs"
TABLES = ("services", "teams", "people", "service_names")
Collected = tuple[Report, Rows]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    return collect(tmp_path_factory.mktemp("samples"), SAMPLES)


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    if not CATALOGS.is_dir():
        pytest.skip("the real catalogs kept beside the project are not here")
    return collect(tmp_path_factory.mktemp("catalogs"), CATALOGS)


def test_a_service_takes_all_its_columns_from_the_component(samples: Collected) -> None:
    _, rows = samples
    assert columns(by_id(rows)["storefront"]) == {
        "service_id": "storefront",
        "name": "オンラインストア",
        "team_id": "team-aoi",
        "business_unit_id": "retail",
        "tier": 1,
        "lifecycle": "production",
        "in_scope": True,
        "has_embedded_sre": False,
        "user_facing": True,
        "publicly_exposed": True,
        "handles_personal_data": True,
        "on_call_hours": "24x7",
        "critical_journeys": ["search", "注文する", "checkout"],
        "repo_urls": ["https://git.tsubame.example/shop/storefront", "https://github.com/Tsubame/shop"],
        "cost_scope_ids": ["123456789012", "service=storefront"],
        "production_since": date(2024, 4, 1),
        "central_commitments": True,
    }


def test_every_form_of_owner_leads_to_its_team(samples: Collected) -> None:
    _, rows = samples
    assert {key: row["team_id"] for key, row in by_id(rows).items()} == {
        "storefront": "team-aoi",  # team-aoi
        "Checkout": "team-aoi",  # group:team-aoi
        "search": "team-aoi",  # group:default/team-aoi
        "price-rules": "team-mei",  # default/team-mei
        "notices": "team-aoi",  # user:ren, a member of one group
        "coupons": None,  # a member of two
        "logistics/Tracker": "Logistics/Routes",  # the group of the same namespace, as that group writes itself
        "shelves": "Warehouse/Robots",  # described nowhere: the reference itself
        "shelf-labels": "Warehouse/Robots",  # the same in small letters
        "last-good-one": "team-aoi",
    }


def test_lifecycles_and_types_are_read_in_many_words(samples: Collected) -> None:
    _, rows = samples
    lifecycles = {key: (row["lifecycle"], row["in_scope"]) for key, row in by_id(rows).items()}
    assert lifecycles["Checkout"] == ("production", False)  # GA; left out by its annotation
    assert lifecycles["search"] == ("experimental", True)  # beta
    assert lifecycles["notices"] == ("deprecated", True)  # End of Life
    assert lifecycles["price-rules"] == (None, False)  # nobody knows; a library does not run


def test_the_nearest_business_unit_above_the_owner_counts_unless_an_annotation_names_another(
    samples: Collected,
) -> None:
    _, rows = samples
    units = {key: row["business_unit_id"] for key, row in by_id(rows).items()}
    assert units["search"] == "retail"  # by the team's parent
    assert units["price-rules"] == "retail"  # by retail's list of children
    assert units["Checkout"] == "tsubame"  # by the component's annotation
    assert units["logistics/Tracker"] == "Logistics/fleet"  # by the group's annotation
    assert units["coupons"] is None


def test_a_wrong_annotation_leaves_its_column_empty_and_the_row_in(samples: Collected) -> None:
    report, rows = samples
    assert by_id(rows)["Checkout"]["tier"] is None
    assert [t["headcount_fte"] for t in rows("teams") if t["team_id"] == "team-mei"] == [None]
    assert sorted(p.reason("en") for p in report.messages if p.code == "invalid-annotation")[-1].startswith(
        "The value cannot be used and was left empty (yudane.dev/tier: gold)"
    )


def test_a_repository_is_named_once_without_the_path_inside_it(samples: Collected) -> None:
    _, rows = samples
    assert by_id(rows)["search"]["repo_urls"] == ["https://github.com/Tsubame/search"]
    assert by_id(rows)["coupons"]["repo_urls"] == []


def test_groups_become_teams_of_a_kind(samples: Collected) -> None:
    _, rows = samples
    names = ("team_id", "name", "kind", "business_unit_id", "headcount_fte", "site_count")
    assert [tuple(row[name] for name in names) for row in rows("teams")] == [
        ("Logistics/Routes", "Routes", "dev", "Logistics/fleet", None, None),
        ("guard", "guard", "security", None, None, None),
        ("reliability", "reliability", "sre_company", "tsubame", None, None),
        ("retail", "小売事業部", "business_unit", "tsubame", None, None),
        ("team-aoi", "Aoi's team", "dev", "retail", 6.5, 2),
        ("team-mei", "team-mei", "dev", "retail", None, None),
        ("tsubame", "つばめフーズ", "business_unit", None, None, None),
    ]
    assert all(row["active"] for row in rows("teams"))


def test_people_are_pseudonyms_in_the_first_group_they_name(samples: Collected) -> None:
    report, rows = samples
    people = rows("people")
    assert Counter(row["team_id"] for row in people) == {
        "team-aoi": 1,
        "reliability": 1,
        "team-mei": 1,
        "auditors": 1,
        "guard": 1,
    }
    assert all(re.fullmatch("p-[0-9a-f]{12}", row["person_id"]) for row in people)
    stored = json.dumps([rows(table) for table in TABLES], default=str) + str(
        [p.message("en") for p in report.messages]
    )
    for personal in (
        "Ren Takagi",
        "ren@",
        "user:default/ren",
        "sora",
        "somebody else",
        "toma",
        "stranger",
        "not-to-be-read",
    ):
        assert personal not in stored


def test_annotations_name_a_service_in_other_systems(samples: Collected) -> None:
    _, rows = samples
    names = {(r["system"], r["name"]): r["service_id"] for r in rows("service_names")}
    references = {name for system, name in names if system == "backstage"}
    assert {key: value for key, value in names.items() if key[0] != "backstage"} == {
        ("github", "tsubame/search"): "search",
        ("gitlab", "shop/storefront"): "storefront",
        ("jenkins", "shop/checkout"): "Checkout",
        ("kubernetes", "storefront-web"): "storefront",
        ("openslo", "storefront"): "storefront",
        ("opsgenie", "checkout"): "Checkout",
        ("pagerduty", "PSTORE1"): "storefront",
        ("prometheus", "CheckoutDown"): "Checkout",
        ("prometheus", "checkout:errors:rate5m"): "Checkout",
        ("prometheus", "orders_total"): "Checkout",
        ("prometheus", "storefront-web"): "storefront",
        ("sentry", "checkout"): "Checkout",
    }
    assert references == {"オンラインストア", *(r["source_ref"] for r in rows("services"))}


def test_what_cannot_be_used_is_reported_with_file_and_line(samples: Collected) -> None:
    report, _ = samples
    assert sorted((Path(p.place.file).name, p.place.line, p.code) for p in report.messages) == [
        ("catalog-info.yaml", 1, "unresolved-target"),
        ("catalog-info.yaml", 1, "unresolved-target"),
        ("catalog-info.yaml", 1, "unresolved-target"),
        ("catalog-info.yaml", 13, "unresolved-name"),
        ("catalog-info.yaml", 43, "invalid-annotation"),
        ("catalog-info.yaml", 43, "invalid-annotation"),
        ("catalog-info.yaml", 43, "unknown-annotation"),
        ("catalog-info.yaml", 94, "unresolved-person"),
        ("catalog-info.yaml", 113, "unresolved-owner"),
        ("catalog-info.yaml", 122, "unresolved-owner"),
        ("catalog-info.yaml", 131, "unknown-annotation"),
        ("catalog-info.yaml", 131, "unresolved-person"),
        ("catalog-info.yaml", 140, "duplicate-entity"),
        ("odd-ones.yaml", 1, "bad-name"),
        ("odd-ones.yaml", 6, "missing-field"),
        ("odd-ones.yaml", 11, "wrong-type"),
        ("odd-ones.yaml", 16, "wrong-api-version"),
        ("odd-ones.yaml", 21, "wrong-kind"),
        ("odd-ones.yaml", 26, "missing-field"),
        ("odd-ones.yaml", 30, "missing-field"),
        ("odd-ones.yaml", 33, "missing-field"),
        ("odd-ones.yaml", 37, "bad-name"),
        ("odd-ones.yaml", 42, "wrong-type"),
        ("odd-ones.yaml", 47, "name-too-long"),
        ("odd-ones.yaml", 52, "bad-namespace"),
        ("odd-ones.yaml", 57, "template-content"),
        ("odd-ones.yaml", 63, "missing-field"),
        ("odd-ones.yaml", 67, "not-object"),
        ("odd-ones.yaml", 91, "yaml_broken"),
        ("org.yaml", 11, "unresolved-child"),
        ("org.yaml", 35, "invalid-annotation"),
        ("org.yaml", 56, "unresolved-business-unit"),
        ("org.yaml", 67, "unresolved-parent"),
        ("org.yaml", 67, "unresolved-user"),
        ("org.yaml", 100, "unresolved-member"),
        ("org.yaml", 114, "duplicate-entity"),
    ]


def test_the_report_says_which_fields_and_which_targets(samples: Collected) -> None:
    report, _ = samples
    said = [(p.code, str(p.args["detail"])) for p in report.messages if "detail" in p.args]
    assert {detail for code, detail in said if code == "missing-field"} == {
        "spec.lifecycle, spec.owner",
        "apiVersion",
        "kind",
        "metadata.name",
        "spec",
    }
    assert {detail for code, detail in said if code == "wrong-type"} == {
        "metadata.name, spec.owner, metadata.annotations",
        "spec.memberOf",
    }
    assert {detail for code, detail in said if code == "unresolved-target"} == {
        "../samples/./teams/*.yaml",
        "./payments.yaml",
        "https://git.tsubame.example/riders/catalog-info.yaml",
    }
    assert ("duplicate-entity", f"component:default/checkout, {SAMPLES / 'catalog-info.yaml'}:43") in said


def test_all_problems_have_words_and_the_samples_show_them_all(samples: Collected) -> None:
    report, _ = samples
    assert {p.code for p in report.messages} - {"yaml_broken"} == set(load_source("backstage").problems)
    assert all("{" not in p.reason("ja").replace("${{ values.name }}", "") for p in report.messages)


def test_collecting_twice_changes_nothing(tmp_path: Path) -> None:
    first, rows = collect(tmp_path, SAMPLES)
    before = {table: rows(table) for table in TABLES}
    again, rows = collect(tmp_path, SAMPLES)
    assert accounts(first) == accounts(again)
    assert all(table.changed == 0 and table.withdrawn == 0 for table in again.tables.values())
    assert {table: rows(table) for table in TABLES} == before


def test_the_first_in_path_order_stands_whatever_the_order_of_the_arguments(tmp_path: Path) -> None:
    one = written(tmp_path / "files" / "a.yaml", component("Shop", owner="aoi"))
    two = written(tmp_path / "files" / "b.yaml", component("shop", owner="mei", namespace="Default"))
    report, rows = collect(tmp_path, two, one)
    assert [(r["service_id"], r["team_id"]) for r in rows("services")] == [("Shop", "aoi")]
    assert [p.place.file for p in report.messages if p.code == "duplicate-entity"] == [str(two)]


def test_the_same_name_in_another_namespace_or_kind_is_another_entity(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.yaml",
        component("shop"),
        component("shop", namespace="north"),
        entity("Group", "shop", {"type": "team", "children": []}),
    )
    report, rows = collect(tmp_path, path)
    assert [r["service_id"] for r in rows("services")] == ["north/shop", "shop"]
    assert [r["team_id"] for r in rows("teams")] == ["shop"]
    assert "duplicate-entity" not in codes(report)


def test_targets_are_found_by_path_and_by_pattern(tmp_path: Path) -> None:
    here = tmp_path / "files"
    written(here / "deep" / "er" / "one.yaml", component("one"))
    written(here / "a+b (1).yaml", component("two"))
    targets = [
        "./deep/er/one.yaml",
        "deep/../deep/./er/one.yaml",
        "./**/one.yaml",
        "./**/a+b*.yaml",
        "./d*/er/*.yaml",
        str(here / "a+b (1).yaml"),
        "../files/deep/er/*.yaml",
    ]
    missing = ["./*/one.yaml", "./er/one.yaml", "../one.yaml", "./deep/er/one.yml", "http://one.example/one.yaml"]
    written(
        here / "root.yaml",
        entity("Location", "all", {"targets": [*targets, *missing]}),
        entity("Location", "single", {"target": "./nowhere.yaml"}),
        entity("Location", "may-be-missing", {"target": "./nowhere.yaml", "presence": "optional"}),
    )
    report, _ = collect(tmp_path, here)
    details = [p.args["detail"] for p in report.messages if p.code == "unresolved-target"]
    assert sorted(map(str, details)) == sorted([*missing, "./nowhere.yaml"])


def test_groups_in_a_circle_end_somewhere(tmp_path: Path) -> None:
    unit = {"type": "department", "children": []}
    path = written(
        tmp_path / "a.yaml",
        entity("Group", "a", unit | {"parent": "b"}),
        entity("Group", "b", unit | {"parent": "a"}),
        entity("Group", "c", unit | {"parent": "c"}),
    )
    _, rows = collect(tmp_path, path)
    assert {r["team_id"]: r["business_unit_id"] for r in rows("teams")} == {"a": "b", "b": "a", "c": None}


def test_a_name_that_several_services_claim_points_at_none(tmp_path: Path) -> None:
    slug = {"github.com/project-slug": "tsubame/all"}
    path = written(
        tmp_path / "a.yaml",
        component("one", annotations=slug),
        component("two", annotations={"github.com/project-slug": "Tsubame/All"}),
    )
    report, rows = collect(tmp_path, path)
    assert not [r for r in rows("service_names") if r["system"] == "github"]
    assert [p.args["detail"] for p in report.messages if p.code == "unresolved-name"] == ["github: tsubame/all"]


def test_other_peoples_documents_are_left_alone(tmp_path: Path) -> None:
    path = written(
        tmp_path / "values.yaml",
        {"replicas": 2},
        ["a", "b"],
        "a note",
        {"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component", "metadata": {"name": "x"}},
        {"apiVersion": "v1", "kind": "Template", "metadata": {"name": "x"}},
        {"kind": "User", "login": "x"},
    )
    report, rows = collect(tmp_path, path)
    assert codes(report) == {}
    assert not any(rows(table) for table in TABLES)


def test_an_export_of_the_catalog_as_json_is_read_when_named(tmp_path: Path) -> None:
    path = tmp_path / "entities.json"
    path.write_text(json.dumps([component("shop"), entity("Group", "aoi", {"type": "team", "children": []})]), "utf-8")
    report, rows = collect(tmp_path, path)
    assert [(r["service_id"], r["team_id"]) for r in rows("services")] == [("shop", "aoi")]
    assert codes(report) == {}


def test_no_value_in_any_field_spoils_the_rest_and_none_vanishes(tmp_path: Path) -> None:
    odd: list[Any] = [
        None,
        True,
        7,
        1e300,
        "",
        " ",
        "it's",
        'a"b',
        "a/b/c",
        "group:",
        "**[(",
        "x" * 5000,
        [],
        [None],
        [["a"]],
        {},
        {"yudane.dev/": "x", 'a"b': 1, "yudane.dev/names": ["a"]},
    ]
    complete = component("shop", title="Shop", namespace="north", annotations={"yudane.dev/tier": "1"})
    broken = [changed(complete, field, value) for field in ("metadata", "spec") for value in odd]
    broken += [
        changed(complete, part, {**complete[part], field: value})
        for part in ("metadata", "spec")
        for field in complete[part]
        for value in odd
    ]
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps(document) + "\n" for document in broken), "utf-8")
    report, rows = collect(tmp_path, path)
    reported = {
        p.place.line for p in report.messages if not p.code.startswith("unresolved-") and "annotation" not in p.code
    }
    assert len(reported) + len(rows("services")) == len(broken)


# folder: services, teams, people, service names, and what is reported: counted in the files by eye
EXPECTED_COUNTS: dict[str, tuple[int, int, int, int, dict[str, int]]] = {
    "backstage-demo": (1, 0, 0, 2, {"unresolved-owner": 9}),
    "backstage-examples": (
        2,
        3,
        5,
        2,
        {
            "bad-name": 1,
            "unresolved-owner": 1,
            "unresolved-person": 1,
            "unresolved-parent": 1,
            "unresolved-child": 2,
            "unresolved-target": 5,
        },
    ),
    "bcgov-developer-portal": (2, 1, 1, 3, {"unresolved-owner": 1}),
    "create-app-default": (1, 1, 1, 1, {"duplicate-entity": 5, "template-content": 2}),
    "elastic-ecs": (1, 0, 0, 1, {"unresolved-owner": 2}),
    "one-platform": (16, 0, 0, 32, {"unresolved-owner": 21, "unresolved-target": 1, "unresolved-name": 1}),
    "roadie-plugins": (28, 0, 0, 54, {"unresolved-owner": 28, "unresolved-target": 1, "unresolved-name": 1}),
    "tradeshift-blayze": (1, 0, 0, 2, {"unresolved-owner": 1}),
}


@pytest.mark.shared
@pytest.mark.skipif(not CATALOGS.is_dir(), reason="the real catalogs kept beside the project are not here")
@pytest.mark.parametrize("folder", EXPECTED_COUNTS)
def test_real_catalogs_give_what_stands_in_them(folder: str, tmp_path: Path) -> None:
    report, rows = collect(tmp_path, CATALOGS / folder)
    *counts, problems = EXPECTED_COUNTS[folder]
    assert [len(rows(table)) for table in TABLES] == counts
    assert codes(report) == problems
    for table in report.tables.values():
        assert table.received == table.stored + sum(refused.count for refused in table.rejected)


@pytest.mark.shared
def test_all_real_catalogs_together_share_some_entities(catalogs: Collected) -> None:
    report, rows = catalogs
    assert {path.name for path in CATALOGS.iterdir()} == set(EXPECTED_COUNTS)
    assert [len(rows(table)) for table in TABLES] == [51, 4, 5, 96]
    assert codes(report) == {
        "bad-name": 1,
        "duplicate-entity": 11,
        "template-content": 2,
        "unresolved-owner": 63,
        "unresolved-person": 1,
        "unresolved-parent": 1,
        "unresolved-child": 2,
        "unresolved-target": 7,
        "unresolved-name": 2,
    }


@pytest.mark.shared
def test_real_owners_units_and_scopes_are_understood(catalogs: Collected) -> None:
    _, rows = catalogs
    services = by_id(rows)
    assert services["alternative/different-namespace"]["team_id"] == "team-a"
    assert services["alternative/different-namespace"]["business_unit_id"] == "backstage"
    assert services["devex/one-platform-api-gateway"]["team_id"] == "redhat/one-platform-devs"
    assert services["devex/one-platform-api-gateway"]["repo_urls"] == ["https://github.com/1-Platform/one-platform"]
    assert services["ecs"]["in_scope"] is False
    assert services["github-auth-utils-react"]["in_scope"] is False
    assert Counter(s["lifecycle"] for key, s in services.items() if key.startswith("devex/")) == {
        "production": 7,
        "deprecated": 9,
    }


def collect(home: Path, *paths: Path) -> tuple[Report, Rows]:
    return collected("backstage", *paths, home=home / "home", covers=["*"])


def by_id(rows: Rows) -> dict[str, dict[str, Any]]:
    return {row["service_id"]: row for row in rows("services")}


def columns(row: dict[str, Any]) -> dict[str, Any]:
    """A row without where it came from."""
    apart = ("source_system", "source_ref", "origin", "batch_id", "received_at", "superseded_at")
    return {key: value for key, value in row.items() if key not in apart}


def codes(report: Report) -> dict[str, int]:
    return dict(Counter(problem.code for problem in report.messages))


def accounts(report: Report) -> dict[str, tuple[int, int]]:
    return {name: (table.received, table.stored) for name, table in report.tables.items()}


def entity(kind: str, name: str, spec: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {"apiVersion": "backstage.io/v1alpha1", "kind": kind, "metadata": {"name": name, **metadata}, "spec": spec}


def component(name: str, owner: str = "aoi", **metadata: Any) -> dict[str, Any]:
    return entity("Component", name, {"type": "service", "lifecycle": "production", "owner": owner}, **metadata)


def changed(document: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    return {**document, field: value}


def written(path: Path, *documents: Any) -> Path:
    """A file of several YAML documents; JSON is YAML too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n---\n".join(json.dumps(document, ensure_ascii=False) for document in documents), "utf-8")
    return path


def test_members_of_a_group_belong_to_it_whoever_says_so(tmp_path: Path) -> None:
    team = {"type": "team", "children": []}
    path = written(
        tmp_path / "a.yaml",
        component("one", owner="user:default/ann"),
        component("two", owner="user:Bob"),
        component("three", owner="user:carl"),
        entity("Group", "aoi", team | {"members": ["ann", "carl"]}),
        entity("Group", "mei", team | {"members": ["user:default/carl"]}),
        entity("Group", "rin", team),
        entity("User", "ann", {}),
        entity("User", "bob", {"memberOf": ["rin"]}),
        entity("User", "carl", {"memberOf": ["mei"]}),
    )
    report, rows = collect(tmp_path, path)
    assert {r["service_id"]: r["team_id"] for r in rows("services")} == {"one": "aoi", "two": "rin", "three": None}
    assert sorted(r["team_id"] for r in rows("people")) == ["aoi", "mei", "rin"]
    assert codes(report) == {"unresolved-person": 1}


def test_helm_charts_are_no_entities_and_no_problems(tmp_path: Path) -> None:
    files = tmp_path / "files"
    written(
        files / "chart" / "Chart.yaml", {"apiVersion": "v2", "name": "shop", "version": "1.0.0", "type": "application"}
    )
    written(files / "chart" / "values.yaml", {"image": {"tag": "1"}})
    templated = component("x") | {"metadata": {"name": "{{ .Release.Name }}"}}
    written(
        files / "chart" / "templates" / "entity.yaml",
        templated,
        templated | {"apiVersion": None},
        {"apiVersion": "v1", "kind": "Component", "metadata": {"name": "{{ .Release.Name }}"}, "spec": {}},
    )
    written(files / "catalog-info.yaml", component("shop"))
    report, rows = collect(tmp_path, files)
    assert [r["service_id"] for r in rows("services")] == ["shop"]
    assert not [code for code in codes(report) if not code.startswith("unresolved-")]
