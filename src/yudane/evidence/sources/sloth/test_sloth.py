"""Sloth: plain files, Kubernetes objects and alert windows become SLOs, queries and burn alerts."""

from datetime import datetime
from pathlib import Path

import pytest

from yudane.evidence.testing import ORDERS, SHARED, by, collected, contract_columns

SAMPLES = Path(__file__).parent / "samples"
EXAMPLES = SHARED / "slo" / "sloth-examples"


def test_plain_files_and_objects_give_slos_to_the_value(tmp_path: Path) -> None:
    report, rows = collected("sloth", SAMPLES / "shop", home=tmp_path)
    assert report.messages == []
    assert (report.received, report.stored) == (5 + 4 + 12, 5 + 4 + 12)
    slos = by(rows, "slo_definitions", "slo_id")
    assert slos["checkout-orders-availability"] == {
        **ORDERS,
        "slo_id": "checkout-orders-availability",
        "window_days": 30,
    }
    columns = ("target", "window_days", "sli_category", "owner_team_id", "user_journey", "valid_from")
    assert {key: tuple(slo[name] for name in columns) for key, slo in slos.items()} == {
        "checkout-orders-availability": (0.999, 30, "availability", "kasa", "place-order", datetime(2026, 4, 1)),
        "checkout-payment-latency": (0.95, 30, "latency", "kasa", None, datetime(1970, 1, 1)),
        "gift-cards-balance": (0.99, 30, "correctness", None, None, datetime(1970, 1, 1)),
        "reviews-writing": (0.99, 30, "availability", None, None, datetime(1970, 1, 1)),
        "search-new-titles": (0.995, 28, "freshness", "kasa", "find-a-book", datetime(1970, 1, 1)),
    }


def test_queries_keep_their_window_and_a_plugin_has_none(tmp_path: Path) -> None:
    _, rows = collected("sloth", SAMPLES / "shop", home=tmp_path)
    asked = ("system", "good_query", "total_query", "error_query", "error_ratio_query")
    assert {row["slo_id"]: tuple(row[name] for name in asked) for row in rows("sli_queries")} == {
        "checkout-orders-availability": (
            "prometheus",
            None,
            "sum(\n  rate(orders_total[{{.window}}])\n)",
            'sum(rate(orders_total{result="failed"}[{{.window}}]))',
            None,
        ),
        "gift-cards-balance": (
            "prometheus",
            None,
            None,
            None,
            "1 - (balance_right[{{.window}}] / balance_asked[{{.window}}])",
        ),
        "reviews-writing": ("prometheus", None, "all[{{.window}}]", "bad[{{.window}}]", None),
        "search-new-titles": (
            "prometheus",
            None,
            "sum(rate(titles_total[{{.window}}]))",
            "sum(rate(titles_late_total[{{.window}}]))",
            None,
        ),
    }


def test_each_alert_that_is_not_disabled_gives_its_two_burn_rules(tmp_path: Path) -> None:
    _, rows = collected("sloth", SAMPLES / "shop", home=tmp_path)
    rules = by(rows, "alert_rules", "rule_id")
    assert rules["checkout-orders-availability/page/1h"] == {
        "rule_id": "checkout-orders-availability/page/1h",
        "service_id": "checkout",
        "name": "CheckoutOrdersFail",
        "severity": "page",
        "kind": "slo_burn",
        "golden_signal": "errors",
        "slo_id": "checkout-orders-availability",
        "burn_rate_threshold": 14.4,
        "burn_long_window_min": 60,
        "burn_short_window_min": 5,
        "runbook_url": "https://wiki.hoshi.example/checkout/orders-page",
        "owner_team_id": "kasa",
        "receiver": None,
        "enabled": True,
        "last_tested_on": None,
        "last_modified_at": None,
    }
    windows = ("burn_rate_threshold", "burn_long_window_min", "burn_short_window_min", "runbook_url")
    assert {key: tuple(rule[name] for name in windows) for key, rule in rules.items()} == {
        "checkout-orders-availability/page/1h": (14.4, 60, 5, "https://wiki.hoshi.example/checkout/orders-page"),
        "checkout-orders-availability/page/6h": (6, 360, 30, "https://wiki.hoshi.example/checkout/orders-page"),
        "checkout-orders-availability/ticket/1d": (3, 1440, 120, "https://wiki.hoshi.example/checkout/orders"),
        "checkout-orders-availability/ticket/3d": (1, 4320, 360, "https://wiki.hoshi.example/checkout/orders"),
        "checkout-payment-latency/ticket/1d": (3, 1440, 120, None),
        "checkout-payment-latency/ticket/3d": (1, 4320, 360, None),
        "reviews-writing/page/1h": (14.4, 60, 5, None),
        "reviews-writing/page/6h": (6, 360, 30, None),
        "reviews-writing/ticket/1d": (3, 1440, 120, None),
        "reviews-writing/ticket/3d": (1, 4320, 360, None),
        "search-new-titles/page/1h": (13.44, 60, 5, None),
        "search-new-titles/page/6h": (5.6, 360, 30, None),
    }
    assert rules["checkout-payment-latency/ticket/1d"]["golden_signal"] == "latency"


def test_the_only_alert_windows_of_a_delivery_set_period_and_numbers(tmp_path: Path) -> None:
    report, rows = collected("sloth", SAMPLES / "windows", home=tmp_path)
    assert report.complete
    days = {row["slo_id"]: row["window_days"] for row in rows("slo_definitions")}
    assert days == {"delivery-parcels-availability": 14, "delivery-labels-availability": 28}
    windows = ("burn_rate_threshold", "burn_long_window_min", "burn_short_window_min")
    assert {row["rule_id"]: tuple(row[name] for name in windows) for row in rows("alert_rules")} == {
        "delivery-parcels-availability/page/45m": (13.44, 45, 4),
        "delivery-parcels-availability/page/4h": (5.04, 240, 20),
        "delivery-parcels-availability/ticket/12h": (3.5, 720, 60),
        "delivery-parcels-availability/ticket/2d": (1.05, 2880, 240),
        "delivery-labels-availability/page/1h": (13.44, 60, 5),
        "delivery-labels-availability/page/6h": (5.6, 360, 30),
        "delivery-labels-availability/ticket/1d": (2.8, 1440, 120),
        "delivery-labels-availability/ticket/3d": (0.933333333, 4320, 360),
    }


def test_what_cannot_be_used_is_reported_with_file_and_line_and_spoils_nothing_else(tmp_path: Path) -> None:
    report, rows = collected("sloth", SAMPLES / "broken", home=tmp_path)
    found = [(Path(p.place.file).name, p.place.line, p.code, p.args.get("detail")) for p in report.messages]
    assert found == [
        ("not-yaml.yaml", 3, "yaml_broken", None),
        ("slos.yaml", 1, "slos_missing", "empty"),
        ("slos.yaml", 5, "alert_name_missing", "checkout-no-alert-name"),
        ("slos.yaml", 5, "name_missing", "checkout-?"),
        ("slos.yaml", 5, "period_unreadable", "checkout-odd-period: soon"),
        ("slos.yaml", 5, "period_without_windows", "checkout-quarter: 90d"),
        ("slos.yaml", 5, "sli_missing", "checkout-no-sli"),
        ("slos.yaml", 5, "slo_broken", "checkout #1"),
        ("slos.yaml", 35, "windows_broken", "90d"),
        ("versions.yaml", 1, "version_unknown", "prometheus/v2"),
        ("versions.yaml", 5, "version_unknown", "-"),
        ("versions.yaml", 8, "version_unknown", "sloth.slok.dev/v2"),
        ("versions.yaml", 11, "kind_unknown", "ServiceLevel"),
    ]
    refused = [(r.code, r.args["column"], r.count, r.value) for r in report.tables["slo_definitions"].rejected]
    assert refused == [("missing", "slo_id", 1, ""), ("type_decimal", "target", 1, "nearly always")]
    assert {row["slo_id"]: row["window_days"] for row in rows("slo_definitions")} == {
        "checkout-no-sli": 30,
        "checkout-no-alert-name": 30,
        "checkout-odd-period": 30,
        "checkout-quarter": 90,
    }
    assert {row["slo_id"] for row in rows("alert_rules")} == {"checkout-no-sli", "checkout-odd-period"}
    assert [row["slo_id"] for row in rows("sli_queries")] == [
        "checkout-no-alert-name",
        "checkout-no-sli",
        "checkout-odd-period",
        "checkout-quarter",
        "checkout-wordy",
    ]


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the real files of other systems are not here")
def test_real_sloth_files_give_every_slo_once(tmp_path: Path) -> None:
    report, rows = collected("sloth", EXAMPLES, home=tmp_path)
    counts = {name: (t.received, t.stored) for name, t in report.tables.items()}
    # 23 SLOs in 16 files, 10 of them written again elsewhere; 2 use a plugin, 1 has both alerts disabled.
    assert counts == {"alert_rules": (88, 88), "sli_queries": (21, 21), "slo_definitions": (23, 23)}
    for table in report.tables.values():
        assert table.received == table.stored + sum(r.count for r in table.rejected)
        assert table.rejected == []
    assert [p.code for p in report.messages] == ["windows_several", "windows_several"]
    assert {row["window_days"] for row in rows("slo_definitions")} == {30}


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the real files of other systems are not here")
@pytest.mark.parametrize("name", [
    "contrib-denominator-corrected.yaml", "contrib-slo-plugins.yml", "getting-started.yml", "home-wifi.yml",
    "k8s-getting-started.yml", "k8s-home-wifi.yml", "k8s-multifile.yml", "kubernetes-apiserver.yml", "multifile.yml",
    "no-alerts.yml", "plugin-getting-started.yml", "plugin-k8s-getting-started.yml", "raw-home-wifi.yml",
    "slo-plugin-getting-started.yml", "slo-plugin-k8s-getting-started.yml", "victoria-metrics.yml",
])  # fmt: skip
def test_what_is_derived_from_a_spec_is_what_sloth_generated_from_it(name: str, tmp_path: Path) -> None:
    _, derived = collected("sloth", EXAMPLES / name, home=tmp_path / "spec")
    _, generated = collected("prometheus-rules", EXAMPLES / "_gen" / name, home=tmp_path / "generated")
    assert contract_columns(derived, "alert_rules") == contract_columns(generated, "alert_rules")
    assert contract_columns(derived, "slo_definitions") == contract_columns(generated, "slo_definitions")
    queries = by(derived, "sli_queries", "slo_id")
    recovered = by(generated, "sli_queries", "slo_id")
    assert {key: row for key, row in recovered.items() if key in queries}.items() <= queries.items()
    # a plugin's query is in what Sloth generated alone; one plugin rewrites the queries beyond telling them apart
    assert len(recovered) == {"contrib-denominator-corrected.yaml": 0}.get(
        name, len(contract_columns(derived, "slo_definitions"))
    )
    assert len(contract_columns(derived, "alert_rules")) % 4 == 0


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the real files of other systems are not here")
def test_collecting_what_sloth_generated_after_its_spec_changes_nothing(tmp_path: Path) -> None:
    collected("sloth", EXAMPLES / "kubernetes-apiserver.yml", home=tmp_path)
    report, _ = collected("prometheus-rules", EXAMPLES / "_gen" / "kubernetes-apiserver.yml", home=tmp_path)
    assert {name: (t.stored, t.changed) for name, t in report.tables.items()} == {
        "alert_rules": (8, 0),
        "sli_queries": (2, 0),
        "slo_definitions": (2, 0),
    }


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files of other systems are not here")
@pytest.mark.parametrize(
    "folder", ["alerts", "slo/openslo-oslo", "slo/pyrra-examples", "slo/slo-generator", "catalogs"]
)
def test_files_of_other_tools_are_left_alone(folder: str, tmp_path: Path) -> None:
    report, _ = collected("sloth", SHARED / folder, home=tmp_path)
    assert report.received == 0
    assert [p for p in report.messages if p.text] == []


AS_SHARE = """\
version: prometheus/v1
service: shop
slos:
  - {name: a, objective: 0.999, sli: {raw: {error_ratio_query: "x"}}, alerting: {page_alert: {disable: true}, ticket_alert: {disable: true}}}
  - {name: b, objective: 99.9, sli: {raw: {error_ratio_query: "x"}}, alerting: {page_alert: {disable: true}, ticket_alert: {disable: true}}}
"""


def test_a_target_written_as_a_share_where_percent_is_meant_is_told(tmp_path: Path) -> None:
    (tmp_path / "slo.yaml").write_text(AS_SHARE)
    report, rows = collected("sloth", tmp_path / "slo.yaml", home=tmp_path / "home")
    (message,) = (one for one in (each.message("en") for each in report.messages) if "99.9, not 0.999" in one)
    assert "a: 0.999" in message
    assert [(row["slo_id"].rpartition("-")[2], row["target"]) for row in rows("slo_definitions")] == [("b", 0.999)]
