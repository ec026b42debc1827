"""What an organization may change: parameters, ideals, tables, its own indicators; and what checks need of sources."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from yudane.assessment.examples import run_check
from yudane.assessment.lint import empty_tables
from yudane.assessment.outcomes import Judge
from yudane.assessment.program_tables import snapshot_over
from yudane.assessment.variants import variants
from yudane.contracts import views
from yudane.evidence.engines.database import connect
from yudane.program import Check, Indicator, Program
from yudane.program.examples import AS_OF
from yudane.program.load import shipped
from yudane.program.model import DecisionTable
from yudane.program.overrides import Override, in_force
from yudane.words import Text

WORDS = Text("words", "言葉")
DAY = date(2026, 9, 1)
PLAIN = shipped().criterion("slo.defined")
THREE = {
    "services": [
        {"service_id": "shop", "tier": 1},
        {"service_id": "cart", "tier": 2},
        {"service_id": "mail", "tier": 2},
    ],
    "slo_definitions": [
        {"service_id": name, "slo_id": name, "sli_category": "availability"} for name in ("shop", "cart", "mail")
    ],
}


def override(value: Any, *, tier: int | None = None, service: str | None = None, on: date = DAY) -> Override:
    return Override("slo.defined", "min_slos", value, tier, service, "Sora", "tried for a quarter", on)


def judged(check: Check, program: Program, inputs: Mapping[str, Any], expect: Mapping[str, Any]) -> None:
    example = {"name": {"en": "here", "ja": "ここ"}, "given": inputs, "expect": expect}
    with connect() as con:
        verdicts = run_check(con, program, replace(check, examples=(example,)))
    assert [str(verdict) for verdict in verdicts if not verdict.holds] == []


def test_a_value_for_a_service_beats_its_tiers_and_that_beats_the_organizations() -> None:
    program = replace(shipped(), overrides=(override(1, service="mail"), override(2, tier=2), override(1)))
    judged(PLAIN, program, THREE, {"shop": "met", "cart": "unmet", "mail": "met"})


def test_an_override_counts_from_its_day_on_and_the_later_of_two_wins() -> None:
    later = replace(shipped(), overrides=(override(2, on=date(2026, 10, 2)),))
    judged(PLAIN, later, THREE, {"shop": "met"})
    twice = (override(2, on=DAY), override(1, on=date(2026, 9, 2)))
    for order in (twice, twice[::-1]):
        judged(PLAIN, replace(shipped(), overrides=order), THREE, {"shop": "met"})


def test_the_outcome_keeps_who_set_the_value_and_why() -> None:
    [first, second] = variants([override(2, tier=2)], date(2026, 10, 1), {})
    assert first.overrides_sql == "null"
    assert first.values == {}
    assert second.values == {"min_slos": 2}
    assert '"author": "Sora"' in second.overrides_sql
    assert '"reason": "tried for a quarter"' in second.overrides_sql


def test_services_with_the_same_values_share_one_query() -> None:
    many = [override(3, service=f"s{number}") for number in range(50)]
    assert len(variants(many, date(2026, 10, 1), {f"s{number}": 2 for number in range(50)})) == 2


def test_without_a_tier_no_tiers_value_is_taken() -> None:
    assert in_force([override(2, tier=2)], DAY, "shop", None) == {}


@pytest.mark.parametrize(
    ("review", "agreed", "criterion", "outcome"),
    [
        ("+1d", "-1d", "slo.calibrated", "exempt"),
        ("0d", "-30d", "slo.calibrated", "unknown"),  # the day to look again has come
        ("+1d", "0d", "slo.calibrated", "exempt"),  # what is agreed today counts today
        ("+2d", "+1d", "slo.calibrated", "unknown"),  # not agreed yet
        ("+1d", "-1d", "slo.journey-coverage", "unknown"),  # another criterion
    ],
)
def test_an_agreed_ideal_sets_a_level_3_criterion_aside_until_its_day(
    review: str, agreed: str, criterion: str, outcome: str
) -> None:
    ideal = {"criterion_id": criterion, "agreed_on": agreed, "review_on": review}
    judged(shipped().criterion("slo.calibrated"), shipped(), {"ideals": [ideal]}, {"shop": outcome})


def test_an_agreed_ideal_cannot_set_a_level_2_criterion_aside() -> None:
    ideal = {"criterion_id": "slo.defined", "agreed_on": "-1d", "review_on": "+90d"}
    judged(PLAIN, shipped(), {"ideals": [ideal], "slo_definitions": []}, {"shop": "unmet"})


def test_a_source_that_cannot_fill_a_column_leaves_the_outcome_unknown() -> None:
    check = replace(PLAIN, reads=("slo_definitions.valid_to",))
    example = {"name": {"en": "here", "ja": "ここ"}, "given": THREE, "not_filled": {"slo_definitions": ["valid_to"]}}
    with connect() as con:
        silent = replace(check, examples=(example | {"expect": {"shop": "unknown"}},))
        assert all(verdict.holds for verdict in run_check(con, shipped(), silent))
        complete = replace(check, reads=("slo_definitions.*",), examples=(example | {"expect": {"shop": "met"}},))
        assert all(verdict.holds for verdict in run_check(con, shipped(), complete))


INDICATOR = Indicator(
    activity="slo", name="share", title=WORDS, asks=WORDS, reads=("slo_definitions",), applies="true",
    met="share >= $share_min", value="share", unit="ratio", better="higher", when_empty="not_applicable",
    because={"met": WORDS, "unmet": WORDS}, next=WORDS, params=(replace(PLAIN.params[0], name="share_min", default=0.5),),
    sources=(), readings=(), stage="stable", formerly=(), examples=(),
    sql="""
        with evidence as (select service_id, case when target >= 0.99 then 1.0 else 0.0 end as high from slo_definitions)
        select service_id, avg(high) as share from evidence group by grouping sets ((service_id), ())
        having count(*) > 0""",
)  # fmt: skip


def test_an_indicator_has_a_value_for_each_service_and_the_organization() -> None:
    inputs = {
        "services": [{"service_id": "shop"}, {"service_id": "cart"}, {"service_id": "mail"}],
        "slo_definitions": [
            {"service_id": "shop", "slo_id": "a", "target": 0.999},
            {"service_id": "cart", "slo_id": "b", "target": 0.9},
        ],
    }
    expect = {
        "shop": {"outcome": "met", "value": 1.0},
        "cart": {"outcome": "unmet", "value": 0.0},
        "mail": "not_applicable",
        "*": {"outcome": "met", "value": 0.5},
    }
    judged(INDICATOR, shipped(), inputs, expect)
    judged(INDICATOR, shipped(), {}, {"shop": "unknown", "*": "unknown"})
    judged(INDICATOR, shipped(), {"slo_definitions": []}, {"shop": "not_applicable", "*": "not_applicable"})


def test_a_decision_table_of_the_program_is_read_like_a_table() -> None:
    table = DecisionTable(
        "wanted", WORDS, WORDS, {"tier": ("BIGINT", WORDS), "slos": ("BIGINT", WORDS)}, ((1, 2), (2, 1)), ()
    )
    sql = """
        with evidence as (select service_id, count(*) as slos from slo_definitions group by service_id)
        select e.service_id, e.slos, w.slos as wanted_slos
        from evidence e join services s on s.service_id = e.service_id join wanted w on w.tier = s.tier"""
    check = replace(PLAIN, sql=sql, met="slos >= wanted_slos", params=())
    judged(check, replace(shipped(), tables=(*shipped().tables, table)), THREE, {"shop": "unmet", "cart": "met"})


def test_a_check_that_fails_says_so_for_the_organization_too() -> None:
    broken = replace(INDICATOR, sql="select nonsense from slo_definitions")
    judged(broken, shipped(), THREE, {"shop": "unknown", "*": "unknown"})


def test_the_checks_of_an_activity_are_judged_in_one_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    alone: list[str] = []
    monkeypatch.setattr(Judge, "ask_one", lambda judge, check: alone.append(check.id))
    with connect() as con:
        Judge(snapshot_over(con, empty_tables(shipped()), shipped(), AS_OF), shipped()).judge(shipped().measures())
        found = con.row("select count(distinct indicator_id) from indicated")
    assert (alone, found) == ([], (46,))


def test_views_have_exactly_the_columns_of_their_contracts() -> None:
    with connect() as con:
        snapshot = snapshot_over(con, empty_tables(shipped()), shipped(), AS_OF)
        for name, view in views().items():
            snapshot.use([name])
            found = {row[0]: row[1] for row in con.rows(f"describe {name}")}
            assert found == {column.name: column.sql_type for column in view.columns}, name
