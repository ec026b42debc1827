"""OpenSLO: v1 and v1alpha objects become SLOs, queries and burn alerts."""

from datetime import datetime
from pathlib import Path

import pytest

from yudane.evidence.testing import ORDERS, SHARED, by, collected

SAMPLES = Path(__file__).parent / "samples"
REAL = SHARED / "slo"


def test_objects_give_an_slo_for_each_objective_to_the_value(tmp_path: Path) -> None:
    report, rows = collected("openslo", SAMPLES / "shop", home=tmp_path)
    assert [(p.code, p.args["detail"]) for p in report.messages] == [("category_unclear", "mail-lost")]
    slos = by(rows, "slo_definitions", "slo_id")
    assert slos["orders-availability"] == {**ORDERS, "slo_id": "orders-availability", "window_days": 28}
    columns = (
        "service_id",
        "sli_category",
        "indicator_type",
        "target",
        "window_days",
        "window_type",
        "bucket_seconds",
        "owner_team_id",
    )
    assert {key: tuple(slo[name] for name in columns) for key, slo in slos.items() if key != "orders-availability"} == {
        "search-speed/good": ("search", "latency", "threshold", 0.995, 91, "calendar", 300, "hari"),
        "search-speed/usable": ("search", "latency", "threshold", 0.999, 91, "calendar", 7200, "hari"),
        "titles/1": ("search", "availability", "ratio", 0.95, 30, "calendar", 3600, None),
        "titles/2": ("search", "availability", "ratio", 0.99, 30, "calendar", 3600, None),
        "balance": ("gift-cards", "latency", "ratio", 0.99, 14, "rolling", 3600, None),
        "mail": ("letters", "latency", "threshold", 0.9, 30, "calendar", 3600, None),
        "mail-lost": ("letters", None, "threshold", 0.99, 7, "rolling", 3600, None),
    }
    assert slos["mail"]["valid_from"] == datetime(1970, 1, 1)


def test_ratio_queries_are_kept_as_written_with_their_system(tmp_path: Path) -> None:
    _, rows = collected("openslo", SAMPLES / "shop", home=tmp_path)
    asked = ("service_id", "system", "good_query", "total_query", "error_query", "error_ratio_query")
    assert {row["slo_id"]: tuple(row[name] for name in asked) for row in rows("sli_queries")} == {
        "orders-availability": (
            "checkout",
            "prometheus",
            None,
            "sum(rate(orders_total[{{.window}}]))",
            'sum(rate(orders_total{result="failed"}[{{.window}}]))',
            None,
        ),
        "titles/1": ("search", "prometheus", None, None, None, "1 - (titles:fresh:ratio)"),
        "titles/2": ("search", "prometheus", None, None, None, "1 - (titles:fresh:ratio)"),
        "balance": (
            "gift-cards",
            "prometheus",
            'sum(rate(asked_bucket{le="0.3"}[{{.window}}]))',
            "sum(rate(asked_count[{{.window}}]))",
            None,
            None,
        ),
    }


def test_conditions_of_one_policy_with_one_threshold_are_the_two_windows_of_a_rule(tmp_path: Path) -> None:
    _, rows = collected("openslo", SAMPLES / "shop", home=tmp_path)
    rules = by(rows, "alert_rules", "rule_id")
    assert rules["orders-availability/fast-burn/1h"] == {
        "rule_id": "orders-availability/fast-burn/1h",
        "service_id": "checkout",
        "name": "fast-burn",
        "severity": "page",
        "kind": "slo_burn",
        "golden_signal": "errors",
        "slo_id": "orders-availability",
        "burn_rate_threshold": 13.44,
        "burn_long_window_min": 60,
        "burn_short_window_min": 5,
        "runbook_url": "https://wiki.hoshi.example/checkout/orders",
        "owner_team_id": "kasa",
        "receiver": "checkout-duty",
        "enabled": True,
        "last_tested_on": None,
        "last_modified_at": None,
    }
    columns = (
        "name",
        "severity",
        "burn_rate_threshold",
        "burn_long_window_min",
        "burn_short_window_min",
        "receiver",
        "enabled",
    )
    assert {key: tuple(rule[name] for name in columns) for key, rule in rules.items()} == {
        "orders-availability/fast-burn/1h": ("fast-burn", "page", 13.44, 60, 5, "checkout-duty", True),
        "orders-availability/fast-burn/6h": ("fast-burn", "ticket", 6, 360, None, "checkout-duty", True),
        "orders-availability/slow-burn/3d": ("Orders budget melts", "ticket", 1, 4320, None, "checkout-board", True),
        "search-speed/good/policy-1/30m": ("policy-1", "page", 10, 30, None, None, False),
        "search-speed/usable/policy-1/30m": ("policy-1", "page", 10, 30, None, None, False),
    }


def test_what_cannot_be_used_is_reported_with_file_and_line_and_spoils_nothing_else(tmp_path: Path) -> None:
    report, rows = collected("openslo", SAMPLES / "broken", home=tmp_path)
    assert [(Path(p.place.file).name, p.place.line, p.code, p.args["detail"]) for p in report.messages] == [
        ("slos.yaml", 1, "objectives_missing", "empty"),
        ("slos.yaml", 6, "window_unreadable", "odd-window: 36h"),
        ("slos.yaml", 15, "window_unreadable", "no-window: -"),
        ("slos.yaml", 23, "category_unclear", "queue"),
        ("slos.yaml", 32, "condition_missing", "lost-success: missing"),
        ("slos.yaml", 32, "condition_unusable", "lost-success: no-lookback"),
        ("slos.yaml", 32, "condition_unusable", "lost-success: upside-down"),
        ("slos.yaml", 32, "indicator_missing", "lost-success: nowhere"),
        ("slos.yaml", 32, "policy_missing", "lost-success: nobody"),
        ("slos.yaml", 32, "severity_unknown", "lost-success: shout"),
        ("slos.yaml", 53, "name_missing", "nobodys-success, -"),
        ("slos.yaml", 61, "datasource_missing", "whose-errors: unknown-metrics"),
        ("slos.yaml", 74, "condition_missing", "half-success: without-conditions"),
        ("slos.yaml", 74, "query_missing", "half-success"),
        ("versions.yaml", 1, "version_too_new", "openslo.com/v2alpha"),
        ("versions.yaml", 5, "version_unknown", "openslo/v3 SLO"),
        ("versions.yaml", 9, "version_unknown", "opensol/v1 SLO"),
        ("versions.yaml", 13, "helper_unread", "draft Service"),
        ("versions.yaml", 17, "kind_unknown", "SLOs"),
    ]
    refused = [(r.code, r.args["column"], r.value, r.first.line) for r in report.tables["slo_definitions"].rejected]
    assert refused == [("missing", "service_id", "", 53), ("range", "target", "99.9", 32)]
    assert [(row["slo_id"], row["sli_category"]) for row in rows("slo_definitions")] == [
        ("half-success", "availability"),
        ("queue", None),
        ("whose-errors", "availability"),
    ]
    assert [(row["rule_id"], row["severity"]) for row in rows("alert_rules")] == [("lost-success/mixed/1h", "info")]


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ("{count: 1, unit: Week}", 7),
        ("{count: 4, unit: weeks}", 28),
        ("{count: 28, unit: DAY}", 28),
        ("{count: 1, unit: Quarter}", 91),
        ("{duration: 1 Week}", 7),
        ("{duration: 28D}", 28),
        ("{duration: 1m}", 30),
        ("{count: 36, unit: Hours}", None),
        ("{count: 1, unit: fortnight}", None),
    ],
)
def test_windows_are_read_in_any_spelling_of_their_unit(window: str, days: int | None, tmp_path: Path) -> None:
    slo = "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: up-availability}\n"
    spec = f"spec: {{service: shop, timeWindow: [{window}], objectives: [{{target: 0.9}}]}}\n"
    (tmp_path / "slo.yaml").write_text(slo + spec, "utf-8")
    report, rows = collected("openslo", tmp_path / "slo.yaml", home=tmp_path / "home")
    assert [row["window_days"] for row in rows("slo_definitions")] == ([days] if days else [])
    assert ("window_unreadable" in {p.code for p in report.messages}) == (days is None)


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the real files of other systems are not here")
def test_real_files_of_the_command_line_tool_are_read_or_reported(tmp_path: Path) -> None:
    report, rows = collected("openslo", REAL / "openslo-oslo", home=tmp_path)
    columns = ("service_id", "sli_category", "target", "window_days", "window_type", "bucket_seconds", "owner_team_id")
    slos = by(rows, "slo_definitions", "slo_id")
    assert {key: tuple(slo[name] for name in columns) for key, slo in slos.items()} == {
        "web-availability": ("web", "availability", 0.995, 7, "calendar", 60, "team-a"),
        "ratio": ("my-test-service", "availability", 0.98, 28, "rolling", 3600, None),
        "my-amazing-slo": ("my-awesome-service", "latency", 0.99, 30, "calendar", 3600, None),
    }
    assert [row["slo_id"] for row in rows("sli_queries")] == ["ratio", "web-availability"]
    places = [(Path(p.place.file).name, p.place.line, p.code) for p in report.messages]
    assert places == [
        ("invalid-apiversion.yaml", 1, "helper_unread"),
        ("3.yaml", 1, "helper_unread"),
        ("2.yaml", 1, "helper_unread"),
        ("3.yaml", 1, "helper_unread"),
        ("v2alpha.yaml", 1, "version_too_new"),
        ("v2alpha.yaml", 38, "helper_unread"),
        ("v2alpha.yaml", 47, "helper_unread"),
    ]


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="the real files of other systems are not here")
def test_real_examples_of_the_specification_and_of_sloth_are_read(tmp_path: Path) -> None:
    report, rows = collected("openslo", REAL / "openslo-spec", REAL / "sloth-examples", home=tmp_path)
    assert report.complete
    columns = ("target", "window_days", "window_type", "sli_category")
    slos = by(rows, "slo_definitions", "slo_id")
    assert {key: tuple(slo[name] for name in columns) for key, slo in slos.items()} == {
        "main-page": (0.99, 14, "rolling", "availability"),
        "search-slo": (0.99, 14, "rolling", "latency"),
        "service-availability": (0.9995, 7, "calendar", "availability"),
        "service-availability/Internal objective": (0.995, 30, "calendar", "availability"),
        "service-availability/SLA": (0.99, 30, "calendar", "availability"),
        "sloth-slo-my-service": (0.999, 30, "rolling", "availability"),
        "requests-availability-openslo": (0.999, 30, "rolling", "availability"),
        "requests-latency-openslo/1": (0.99, 30, "rolling", "latency"),
        "requests-latency-openslo/2": (0.999, 30, "rolling", "latency"),
    }
    assert len(rows("sli_queries")) == 8
    assert rows("alert_rules") == []


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files of other systems are not here")
@pytest.mark.parametrize("folder", ["alerts", "slo/pyrra-examples", "slo/slo-generator", "catalogs"])
def test_files_of_other_tools_are_left_alone(folder: str, tmp_path: Path) -> None:
    report, _ = collected("openslo", SHARED / folder, home=tmp_path)
    assert report.received == 0
    assert [p for p in report.messages if p.text] == []


AS_SHARE = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: a}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 28d, isRolling: true}]
  objectives: [{targetPercent: 0.999}]
  indicator: {metadata: {name: i}, spec: {ratioMetric: {counter: true, good: {metricSource: {type: Prometheus, spec: {query: g}}}, total: {metricSource: {type: Prometheus, spec: {query: t}}}}}}

---
apiVersion: openslo/v1
kind: SLO
metadata: {name: b}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 28d, isRolling: true}]
  objectives: [{targetPercent: 99.9}]
  indicator: {metadata: {name: i}, spec: {ratioMetric: {counter: true, good: {metricSource: {type: Prometheus, spec: {query: g}}}, total: {metricSource: {type: Prometheus, spec: {query: t}}}}}}
"""


def test_a_target_written_as_a_share_where_percent_is_meant_is_told(tmp_path: Path) -> None:
    (tmp_path / "slo.yaml").write_text(AS_SHARE)
    report, rows = collected("openslo", tmp_path / "slo.yaml", home=tmp_path / "home")
    (message,) = (one for one in (each.message("en") for each in report.messages) if "99.9, not 0.999" in one)
    assert "a: 0.999" in message
    assert [(row["slo_id"].rpartition("-")[2], row["target"]) for row in rows("slo_definitions")] == [("b", 0.999)]
