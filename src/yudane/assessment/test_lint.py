"""The house rules of checks refuse what would not mean the same elsewhere, or would do more than read."""

from dataclasses import replace

import pytest

from yudane.assessment.lint import lint
from yudane.program.load import shipped
from yudane.words import Text

PLAIN = replace(
    shipped().criterion("slo.defined"),
    sql="with evidence as (select service_id from incidents) select service_id, count(*) as n from evidence group by 1",
    met="n > 0",
    applies="true",
    params=(),
    because={},
)


def codes(sql: str) -> set[str]:
    return {problem.code for problem in lint(replace(PLAIN, sql=sql), shipped())}


def test_a_plain_check_passes() -> None:
    assert lint(PLAIN, shipped()) == []


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("drop table incidents", "sql_not_select"),
        ("select service_id from incidents; select 1", "sql_not_select"),
        ("copy incidents to '/tmp/x'", "sql_not_select"),
        ("attach 'x.db'", "sql_not_select"),
        ("with evidence as (select * from read_parquet('/etc/passwd')) select service_id from evidence", "sql_function"),
        ("with evidence as (select * from '/etc/passwd') select service_id from evidence", "sql_table"),
        ("with evidence as (select * from secrets) select service_id from evidence", "sql_table"),
        ("with evidence as (select service_id, getenv('HOME') h from incidents) select service_id from evidence",
         "sql_function"),
        ("with evidence as (select service_id, now() h from incidents) select service_id from evidence", "sql_function"),
        ("with evidence as (select service_id, date_diff('day', detected_at, closed_at) d from incidents) "
         "select service_id from evidence", "sql_function"),
        ("with evidence as (select service_id, approx_quantile(severity, 0.5) d from incidents group by all) "
         "select service_id from evidence", "sql_construct"),
        ("with evidence as (select service_id, list_filter(activity_tags, lambda x: x > 'a') t from incidents) "
         "select service_id from evidence", "sql_construct"),
        ("with recursive evidence as (select service_id from incidents union all select service_id from evidence) "
         "select service_id from evidence", "sql_construct"),
        ("select service_id, 1 as n from incidents", "sql_no_evidence"),
        ("with evidence as (select 1) select nothing from evidence", "sql_column"),
        ("with evidence as (select service_id from incidents) select service_id, sum('x') as n from evidence "
         "group by 1", "sql_broken"),
        ("with evidence as (select service_id from incidents) select 1 as n, service_id from evidence",
         "sql_first_column"),
        ("with evidence as (select service_id from incidents) select service_id, 1 as tier, 2 as n from evidence",
         "sql_column_taken"),
        ("select (", "sql_broken"),
    ],
)  # fmt: skip
def test_what_a_check_may_not_hold_is_refused(sql: str, code: str) -> None:
    assert code in codes(sql)


def test_parameters_must_be_declared_and_used() -> None:
    sql = PLAIN.sql.replace("from incidents", "from incidents where severity <= $worst")
    assert {problem.code for problem in lint(replace(PLAIN, sql=sql), shipped())} == {"parameter_unknown"}
    declared = shipped().criterion("slo.defined").params
    assert {problem.code for problem in lint(replace(PLAIN, params=declared), shipped())} == {"parameter_unused"}


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("{$minutes}", "parameter_unknown"),
        ("{$zone}", "parameter_unknown"),  # a setting
        ("{n}", "parameter_unknown"),  # a column
        ("{$minutes:moons}", "sentence_form"),
    ],
)
def test_what_is_asked_names_only_parameters(named: str, code: str) -> None:
    asks = Text(en=f"We answer within {named}.", ja=f"{named}以内に答えます。")
    assert {problem.code for problem in lint(replace(PLAIN, asks=asks), shipped())} == {code}
