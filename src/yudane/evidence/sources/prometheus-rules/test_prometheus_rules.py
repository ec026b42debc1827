"""Prometheus rules: every alert becomes a rule, and burn alerts are known by their expressions."""

from datetime import datetime
from pathlib import Path

import pytest

from yudane.evidence.testing import SHARED, by, collected

SAMPLES = Path(__file__).parent / "samples"
ALERTS = SHARED / "alerts"
KEY = "prometheus-rules"


def test_rule_files_give_every_alert_to_the_value(tmp_path: Path) -> None:
    report, rows = collected(KEY, SAMPLES / "shop" / "shop.rules.yaml", home=tmp_path)
    rules = by(rows, "alert_rules", "rule_id")
    assert rules["shop/shop/checkout/OrdersFail"] == {
        "rule_id": "shop/shop/checkout/OrdersFail",
        "service_id": "checkout",
        "name": "OrdersFail",
        "severity": "page",
        "kind": "unknown",
        "golden_signal": "errors",
        "slo_id": None,
        "burn_rate_threshold": None,
        "burn_long_window_min": None,
        "burn_short_window_min": None,
        "runbook_url": "https://wiki.hoshi.example/checkout/orders",
        "owner_team_id": "kasa",
        "receiver": None,
        "enabled": True,
        "last_tested_on": None,
        "last_modified_at": None,
    }
    columns = ("service_id", "severity", "kind", "golden_signal", "runbook_url", "owner_team_id")
    templated = "https://wiki.hoshi.example/checkout/orders?from={{ $labels.shop }}"
    assert {
        key: tuple(rule[name] for name in columns)
        for key, rule in rules.items()
        if key != "shop/shop/checkout/OrdersFail"
    } == {
        "shop/shop/checkout/OrdersFail#2": ("checkout", "ticket", "unknown", "errors", templated, "kasa"),
        "shop/shop/checkout/PaymentSlow": ("checkout", "page", "symptom", "latency", None, "kasa"),
        "shop/shop/checkout/CheckoutDiskFull": ("disks", "ticket", "cause", "saturation", None, "kasa"),
        "shop/shop/heartbeat/Watchdog": (
            "heartbeat",
            "info",
            "unknown",
            "other",
            "https://wiki.hoshi.example/watchdog",
            None,
        ),
        "shop/shop/heartbeat/RequestRateOdd": ("heartbeat", "info", "unknown", "traffic", None, None),
        "shop/shop/heartbeat/NobodySaid": ("heartbeat", "info", "unknown", "errors", None, None),
    }
    assert [(p.place.line, p.code, p.args["detail"]) for p in report.messages] == [
        (2, "severity_unknown", "- (1: NobodySaid)"),
        (2, "severity_unknown", "purple (1: RequestRateOdd)"),
    ]


def test_objects_name_their_rules_by_namespace_and_name(tmp_path: Path) -> None:
    report, rows = collected(KEY, SAMPLES / "shop" / "search-object.yaml", home=tmp_path)
    assert report.complete
    columns = ("service_id", "severity", "golden_signal", "owner_team_id")
    assert {key: tuple(rule[name] for name in columns) for key, rule in by(rows, "alert_rules", "rule_id").items()} == {
        "readers/search/search/SearchMemoryHigh": ("search-engine", "info", "saturation", "hari"),
        "readers/search/search-web/SearchDown": ("search-web", "page", "errors", "hari"),
    }


def test_burn_alerts_give_a_rule_for_each_pair_of_windows(tmp_path: Path) -> None:
    report, rows = collected(KEY, SAMPLES / "shop" / "burning.yaml", home=tmp_path)
    assert report.complete
    columns = (
        "name",
        "severity",
        "kind",
        "slo_id",
        "burn_rate_threshold",
        "burn_long_window_min",
        "burn_short_window_min",
    )
    rules = by(rows, "alert_rules", "rule_id")
    assert {key: tuple(rule[name] for name in columns) for key, rule in rules.items()} == {
        "checkout-orders/page/1h": ("OrdersBudget", "page", "slo_burn", "checkout-orders", 13.44, 60, 5),
        "checkout-orders/page/6h": ("OrdersBudget", "page", "slo_burn", "checkout-orders", 5.6, 360, 30),
        "slo/sloth-slo-alerts-checkout-orders/OrdersBudgetGone": (
            "OrdersBudgetGone", "ticket", "slo_burn", "checkout-orders", None, None, None,
        ),
        "slo/by-hand/ErrorBudgetBurn/1h": ("ErrorBudgetBurn", "page", "slo_burn", None, 14.4, 60, 5),
        "reading-pages/ticket/6h": ("ErrorBudgetBurn", "ticket", "slo_burn", "reading-pages", 6, 360, 30),
        "slo/by-hand/OneWindow/90m": ("OneWindow", "ticket", "slo_burn", None, 3, 90, None),
        "slo/by-hand/BudgetFirst/1h": ("BudgetFirst", "ticket", "slo_burn", None, 14.4, 60, None),
        "slo/by-hand/PlainRatio": ("PlainRatio", "ticket", "unknown", None, None, None, None),
    }  # fmt: skip
    assert rules["checkout-orders/page/1h"]["service_id"] == "checkout"
    assert rules["checkout-orders/page/1h"]["owner_team_id"] == "kasa"


def test_rules_pyrra_made_lead_back_to_their_slo(tmp_path: Path) -> None:
    _, rows = collected(KEY, SAMPLES / "shop" / "pyrra-made.json", home=tmp_path)
    columns = (
        "service_id",
        "severity",
        "kind",
        "slo_id",
        "burn_rate_threshold",
        "burn_long_window_min",
        "burn_short_window_min",
        "owner_team_id",
    )
    assert {key: tuple(rule[name] for name in columns) for key, rule in by(rows, "alert_rules", "rule_id").items()} == {
        "readers/pages-errors/page/30m": ("pages", "page", "slo_burn", "readers/pages-errors", 14, 30, 3, "hari"),
        "readers/pages-errors/pages-errors/SLOMetricAbsent": ("pages", "page", "unknown", None, None, None, None, None),
    }


def test_generated_rules_tell_of_the_slos_they_were_made_from(tmp_path: Path) -> None:
    report, rows = collected(KEY, SAMPLES / "shop", home=tmp_path)
    assert {p.code for p in report.messages} == {"severity_unknown"}
    columns = ("service_id", "user_journey", "sli_category", "target", "window_days", "owner_team_id", "valid_from")
    assert {
        key: tuple(slo[name] for name in columns) for key, slo in by(rows, "slo_definitions", "slo_id").items()
    } == {
        "checkout-orders": ("checkout", "place-order", "availability", 0.999, 28, "kasa", datetime(1970, 1, 1)),
        "readers/pages-errors": ("reading", None, "availability", 0.99, 14, "hari", datetime(1970, 1, 1)),
    }
    asked = ("slo_id", "service_id", "good_query", "total_query", "error_query", "error_ratio_query")
    total, errors = "sum(rate(orders_total[{{.window}}]))", 'sum(rate(orders_total{result="failed"}[{{.window}}]))'
    assert [tuple(row[name] for name in asked) for row in rows("sli_queries")] == [
        ("checkout-orders", "checkout", None, total, errors, None)
    ]


def test_groups_under_namespaces_are_read(tmp_path: Path) -> None:
    report, rows = collected(KEY, SAMPLES / "shop" / "namespaces.yaml", home=tmp_path)
    assert report.complete
    columns = ("service_id", "severity", "golden_signal")
    assert {key: tuple(rule[name] for name in columns) for key, rule in by(rows, "alert_rules", "rule_id").items()} == {
        "shop/letters/LettersLate": ("letters", "ticket", "other"),
        'readers "new"/letters/LettersSlow': ("letters", "page", "latency"),
    }


def test_answers_of_the_api_are_read_as_the_files_they_came_from(tmp_path: Path) -> None:
    report, rows = collected(KEY, SAMPLES / "shop" / "answer.json", home=tmp_path)
    assert report.complete
    columns = ("service_id", "severity", "golden_signal", "runbook_url")
    assert {key: tuple(rule[name] for name in columns) for key, rule in by(rows, "alert_rules", "rule_id").items()} == {
        "gift-cards/GiftCardsFail": ("gift-cards", "page", "errors", "https://wiki.hoshi.example/gift-cards"),
        "books/covers/CoversLost": ("covers", "ticket", "other", None),
    }


def test_a_golden_signal_is_told_by_whole_words(tmp_path: Path) -> None:
    _, rows = collected(KEY, SAMPLES / "shop" / "words.yaml", home=tmp_path)
    assert {row["name"]: row["golden_signal"] for row in rows("alert_rules")} == {
        "ShopReplicasLow": "other",
        "ShopTopicPublished": "other",
        "ShopMirrorsGone": "other",
        "ShopBarcodes": "other",
        "ShopLatencyHigh": "latency",
        "ShopErrorRate": "errors",
        "ShopCPUSaturated": "saturation",
        "shop_requests_slow": "latency",
        "ShopHTTP5xx": "errors",
        "ShopOOMKilled": "saturation",
        "shop-request-rate": "traffic",
    }


@pytest.mark.parametrize(
    ("product", "factor"),
    [
        ("(0.001 * 720)", 720),
        ("(720 * 0.001)", 720),
        ("1e-3 * 720", 720),
        ("(14.4 * (1 - 0.999))", 14.4),
        ("((1 - 0.999) * 14.4)", 14.4),
        ("(0.9 * (1 - 0.99))", 0.9),
        ("14.4 * on() group_left() slo:budget", 14.4),
        ('slo:budget{job="a"} * 14.4', 14.4),
    ],
)
def test_the_factor_is_read_on_either_side_of_the_product(product: str, factor: float, tmp_path: Path) -> None:
    expr = f"job:slo:ratio_rate1h > {product} and job:slo:ratio_rate5m > {product}"
    rule = f"groups: [{{name: a, rules: [{{alert: B, expr: '{expr}', labels: {{severity: page}}}}]}}]\n"
    (tmp_path / "rules.yaml").write_text(rule, "utf-8")
    _, rows = collected(KEY, tmp_path / "rules.yaml", home=tmp_path / "home")
    columns = ("burn_rate_threshold", "burn_long_window_min", "burn_short_window_min")
    assert [tuple(float(row[name]) for name in columns) for row in rows("alert_rules")] == [(factor, 60, 5)]


@pytest.mark.parametrize("name", ["not-ours.yaml", "empty.yaml"])
def test_files_without_rules_give_nothing_and_no_complaint(name: str, tmp_path: Path) -> None:
    report, _ = collected(KEY, SAMPLES / "shop" / name, home=tmp_path)
    assert report.complete
    assert report.received == 0


def test_what_cannot_be_used_is_reported_with_file_and_line_and_spoils_nothing_else(tmp_path: Path) -> None:
    report, rows = collected(KEY, SAMPLES / "broken", home=tmp_path)
    assert [(p.place.line, p.code, p.args["detail"]) for p in report.messages] == [
        (1, "rules_wrapped", "readers/rules"),
        (12, "kind_unknown", "monitoring.coreos.com/v1 PrometheusRules"),
        (20, "answer_incomplete", "unavailable: the rules are loading"),
        (24, "answer_incomplete", "success"),
        (30, "group_broken", "no-rules-key"),
        (30, "slo_incomplete", "checkout-old"),
        (1, "groups_broken", "broken/rules"),
        (4, "groups_broken", "readers/wrong"),
        (9, "group_broken", "#1"),
        (9, "group_broken", "wrong-rules"),
        (9, "rule_broken", "mixed #1"),
        (9, "rule_incomplete", "mixed #2: NoExpression"),
        (9, "rule_incomplete", "mixed #3"),
        (9, "rule_incomplete", "mixed #4: Both"),
        (9, "rule_incomplete", 'mixed #5: {"name":"nested"}'),
    ]
    refused = [(r.code, r.args["column"], r.value) for r in report.tables["alert_rules"].rejected]
    assert refused == [("enum", "kind", "gut-feeling")]
    assert sorted(by(rows, "alert_rules", "rule_id")) == ["broken/rules/mixed/Better", "half/HalfTold"]


@pytest.mark.shared
@pytest.mark.skipif(not ALERTS.is_dir(), reason="the real files of other systems are not here")
@pytest.mark.parametrize(
    ("folder", "severities", "runbooks"),
    [
        ("kube-prometheus", {"page": 34, "ticket": 96, "info": 9}, 139),
        ("mixins", {"page": 34, "ticket": 86, "info": 8}, 79),
        ("awesome-prometheus-alerts", {"page": 82, "ticket": 126, "info": 9}, 0),
        ("alertmanager-config", {}, 0),
        ("karma-alertmanager-api", {}, 0),
        ("msteams-payload", {}, 0),
    ],
)
def test_real_files_give_every_alert(folder: str, severities: dict[str, int], runbooks: int, tmp_path: Path) -> None:
    report, rows = collected(KEY, ALERTS / folder, home=tmp_path)
    assert report.complete
    found = [row["severity"] for row in rows("alert_rules")]
    assert {name: found.count(name) for name in set(found)} == severities
    assert report.received == report.stored == sum(severities.values())
    assert sum(row["runbook_url"] is not None for row in rows("alert_rules")) == runbooks


@pytest.mark.shared
@pytest.mark.skipif(not ALERTS.is_dir(), reason="the real files of other systems are not here")
def test_the_burn_alerts_of_the_kubernetes_mixin_are_known_without_a_generator(tmp_path: Path) -> None:
    _, rows = collected(KEY, ALERTS / "mixins" / "kubernetes", home=tmp_path)
    columns = ("severity", "burn_rate_threshold", "burn_long_window_min", "burn_short_window_min", "service_id")
    burning = {
        key: tuple(rule[name] for name in columns)
        for key, rule in by(rows, "alert_rules", "rule_id").items()
        if rule["kind"] == "slo_burn"
    }
    assert burning == {
        "kubernetes/alerts/kube-apiserver-slos/KubeAPIErrorBudgetBurn/1h": ("page", 14.4, 60, 5, "kube-apiserver-slos"),
        "kubernetes/alerts/kube-apiserver-slos/KubeAPIErrorBudgetBurn/6h": ("page", 6, 360, 30, "kube-apiserver-slos"),
        "kubernetes/alerts/kube-apiserver-slos/KubeAPIErrorBudgetBurn/1d": (
            "ticket",
            3,
            1440,
            120,
            "kube-apiserver-slos",
        ),
        "kubernetes/alerts/kube-apiserver-slos/KubeAPIErrorBudgetBurn/3d": (
            "ticket",
            1,
            4320,
            360,
            "kube-apiserver-slos",
        ),
    }


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files of other systems are not here")
def test_rules_generated_by_sloth_are_read_and_specifications_left_alone(tmp_path: Path) -> None:
    report, rows = collected(KEY, SHARED / "slo", home=tmp_path)
    assert report.messages == []
    # 44 alerts with two pairs of windows each; 10 SLOs stand alike in more than one file, with four rules each.
    table = report.tables["alert_rules"]
    assert (table.received, table.stored) == (88, 88)
    assert len(by(rows, "alert_rules", "rule_id")) == 48
    assert {rule["kind"] for rule in by(rows, "alert_rules", "rule_id").values()} == {"slo_burn"}
