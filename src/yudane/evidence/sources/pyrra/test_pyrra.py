"""Pyrra: ServiceLevelObjective objects become SLOs, queries and the burn alerts Pyrra makes of them."""

from pathlib import Path

import pytest

from yudane.evidence.testing import ORDERS, SHARED, by, collected

SAMPLES = Path(__file__).parent / "samples"
EXAMPLES = SHARED / "slo" / "pyrra-examples"


def test_objects_give_slos_to_the_value(tmp_path: Path) -> None:
    report, rows = collected("pyrra", SAMPLES / "shop", home=tmp_path)
    assert report.complete
    assert {name: table.stored for name, table in report.tables.items()} == {
        "alert_rules": 16, "sli_queries": 7, "slo_definitions": 7,
    }  # fmt: skip
    slos = by(rows, "slo_definitions", "slo_id")
    assert slos["shop/orders-errors"] == {**ORDERS, "slo_id": "shop/orders-errors", "window_days": 28}
    columns = ("service_id", "sli_category", "target", "window_days", "owner_team_id")
    assert {key: tuple(slo[name] for name in columns) for key, slo in slos.items() if key != "shop/orders-errors"} == {
        "search-success": ("search", "availability", 0.99, 7, None),
        "gift-cards": ("gift-cards", "availability", 0.995, 7, None),
        "pages-latency": ("pages-latency", "latency", 0.95, 14, "hari"),
        "covers": ("covers", "latency", 0.9, 30, None),
        "front-door": ("front-door", "quality", 0.9999, 1, None),
        "letters-errors": ("letters", "availability", 0.99, 7, None),
    }


def test_selectors_become_queries_with_a_window(tmp_path: Path) -> None:
    _, rows = collected("pyrra", SAMPLES / "shop", home=tmp_path)
    asked = ("good_query", "total_query", "error_query")
    assert {row["slo_id"]: tuple(row[name] for name in asked) for row in rows("sli_queries")} == {
        "shop/orders-errors": (
            None,
            "sum(rate(orders_total[{{.window}}] offset 1m))",
            'sum(rate(orders_total{result="failed"}[{{.window}}] offset 1m))',
        ),
        "search-success": (
            "sum(rate(searches_answered_total[{{.window}}]))",
            "sum(rate(searches_total[{{.window}}]))",
            None,
        ),
        "gift-cards": (
            None,
            "sum(rate(gift_cards_bad_total[{{.window}}])) + sum(rate(gift_cards_good_total[{{.window}}]))",
            "sum(rate(gift_cards_bad_total[{{.window}}]))",
        ),
        "pages-latency": (
            'sum(rate(pages_seconds_bucket{le="0.5"}[{{.window}}]))',
            "sum(rate(pages_seconds_count[{{.window}}]))",
            None,
        ),
        "covers": (
            'histogram_fraction(0, 1.5, sum(rate(covers_seconds{size="big"}[{{.window}}])))'
            ' * histogram_count(sum(rate(covers_seconds{size="big"}[{{.window}}])))',
            'histogram_count(sum(rate(covers_seconds{size="big"}[{{.window}}])))',
            None,
        ),
        "letters-errors": (
            None,
            "sum(rate(letters_total[{{.window}}]))",
            "sum(rate(letters_lost_total[{{.window}}]))",
        ),
        "front-door": (
            'sum(sum_over_time(probe_success{job="door"}[{{.window}}]))',
            'sum(count_over_time(probe_success{job="door"}[{{.window}}]))',
            None,
        ),
    }
    assert {row["system"] for row in rows("sli_queries")} == {"prometheus"}


def test_burn_windows_grow_and_shrink_with_the_window_of_the_slo(tmp_path: Path) -> None:
    _, rows = collected("pyrra", SAMPLES / "shop", home=tmp_path)
    rules = by(rows, "alert_rules", "rule_id")
    assert rules["shop/orders-errors/page/1h"] == {
        "rule_id": "shop/orders-errors/page/1h",
        "service_id": "checkout",
        "name": "ErrorBudgetBurn",
        "severity": "page",
        "kind": "slo_burn",
        "golden_signal": "errors",
        "slo_id": "shop/orders-errors",
        "burn_rate_threshold": 14,
        "burn_long_window_min": 60,
        "burn_short_window_min": 5,
        "runbook_url": "https://wiki.hoshi.example/checkout/orders",
        "owner_team_id": "kasa",
        "receiver": None,
        "enabled": True,
        "last_tested_on": None,
        "last_modified_at": None,
    }
    columns = ("burn_rate_threshold", "burn_long_window_min", "burn_short_window_min")
    assert {key: tuple(rule[name] for name in columns) for key, rule in rules.items()} == {
        "shop/orders-errors/page/1h": (14, 60, 5),
        "shop/orders-errors/page/6h": (7, 360, 30),
        "shop/orders-errors/ticket/1d": (2, 1440, 120),
        "shop/orders-errors/ticket/4d": (1, 5760, 360),
        "pages-latency/page/30m": (14, 30, 3),
        "pages-latency/page/3h": (7, 180, 15),
        "pages-latency/ticket/12h": (2, 720, 60),
        "pages-latency/ticket/2d": (1, 2880, 180),
        "search-success/page/15m": (14, 15, 1),
        "search-success/ticket/90m": (7, 90, 8),
        "search-success/info/6h": (2, 360, 30),
        "search-success/ticket/1d": (1, 1440, 90),
        "front-door/page/2m": (14, 2, None),
        "front-door/page/13m": (7, 13, 1),
        "front-door/ticket/51m": (2, 51, 4),
        "front-door/ticket/206m": (1, 206, 13),
    }
    assert rules["search-success/page/15m"]["name"] == "SearchFails"
    assert rules["pages-latency/page/30m"]["golden_signal"] == "latency"


def test_what_cannot_be_used_is_reported_with_file_and_line_and_spoils_nothing_else(tmp_path: Path) -> None:
    report, rows = collected("pyrra", SAMPLES / "broken", home=tmp_path)
    assert [(p.place.line, p.code, p.args["detail"]) for p in report.messages] == [
        (1, "version_unknown", "pyrra.dev/v1beta1"),
        (5, "version_unknown", "-"),
        (8, "kind_unknown", "Objective"),
        (11, "window_unreadable", "half-days: 36h"),
        (19, "window_unreadable", "no-window: -"),
        (26, "indicator_missing", "no-total"),
        (34, "severity_unknown", "loud, fastBurn: shout"),
        (43, "name_missing", "-"),
        (51, "version_unknown", "pyra.dev/v1alpha1"),
    ]
    refused = [
        (r.code, r.args["column"], r.count, r.value, r.first.line) for r in report.tables["slo_definitions"].rejected
    ]
    assert refused == [("missing", "slo_id", 1, "", 43), ("type_decimal", "target", 1, "99,9", 34)]
    assert [row["slo_id"] for row in rows("slo_definitions")] == ["no-total"]
    assert by(rows, "alert_rules", "rule_id")["loud/info/1h"]["burn_rate_threshold"] == 14


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the real files of other systems are not here")
def test_real_pyrra_files_give_every_slo_with_its_four_alerts(tmp_path: Path) -> None:
    report, rows = collected("pyrra", EXAMPLES, home=tmp_path)
    assert report.complete
    counts = {name: (t.received, t.stored) for name, t in report.tables.items()}
    assert counts == {"alert_rules": (108, 108), "sli_queries": (27, 27), "slo_definitions": (27, 27)}
    categories = [row["sli_category"] for row in rows("slo_definitions")]
    assert (categories.count("latency"), categories.count("availability")) == (6, 21)
    days = [row["window_days"] for row in rows("slo_definitions")]
    assert {n: days.count(n) for n in set(days)} == {7: 6, 14: 17, 28: 4}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real files of other systems are not here")
@pytest.mark.parametrize(
    "folder", ["alerts", "slo/openslo-oslo", "slo/sloth-examples", "slo/slo-generator", "catalogs"]
)
def test_files_of_other_tools_are_left_alone(folder: str, tmp_path: Path) -> None:
    report, _ = collected("pyrra", SHARED / folder, home=tmp_path)
    assert report.received == 0
    assert [p for p in report.messages if p.text] == []


AS_SHARE = """\
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: a, labels: {pyrra.dev/service: shop}}
spec: {target: "0.999", window: 4w, indicator: {bool_gauge: {metric: up}}}
---
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: b, labels: {pyrra.dev/service: shop}}
spec: {target: "99.9", window: 4w, indicator: {bool_gauge: {metric: up}}}
"""


def test_a_target_written_as_a_share_where_percent_is_meant_is_told(tmp_path: Path) -> None:
    (tmp_path / "slo.yaml").write_text(AS_SHARE)
    report, rows = collected("pyrra", tmp_path / "slo.yaml", home=tmp_path / "home")
    (message,) = (one for one in (each.message("en") for each in report.messages) if "99.9, not 0.999" in one)
    assert "a: 0.999" in message
    assert [(row["slo_id"].rpartition("-")[2], row["target"]) for row in rows("slo_definitions")] == [("b", 0.999)]
