"""The house rules of checks refuse what would not mean the same elsewhere, or would do more than read."""

from dataclasses import replace

import pytest

from yudane.assessment.lint import lint
from yudane.program.load import shipped
from yudane.words import Text

PLAIN = replace(
    shipped().criterion("slo.defined"),
    sql="with evidence as (select service_id from incidents) select service_id, count(*) as n from evidence group by 1",
    reads=("incidents",),
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
    assert code in {problem.code for problem in lint(replace(PLAIN, asks=asks), shipped())}


def test_what_is_wrong_with_a_sentence_is_told_at_its_field_once() -> None:
    because = {"met": Text("{n} of {m} and {m:percent}", "{n:moons}"), "empty": Text("{$most}", "{n}")}
    asks, next_step = Text("Within {$most}.", "速く。"), Text("Do {n}.", "する。")
    found = lint(replace(PLAIN, because=because, asks=asks, next=next_step), shipped())
    assert [(problem.code, problem.place.file, problem.place.field) for problem in found] == [
        ("sentence_column", "slo/defined.yaml", "because.met.en"),
        ("sentence_form", "slo/defined.yaml", "because.met.ja"),
        ("parameter_unknown", "slo/defined.yaml", "because.empty.en"),
        ("sentence_column", "slo/defined.yaml", "because.empty.ja"),
        ("parameter_unknown", "slo/defined.yaml", "asks.en"),
        ("parameter_unknown", "slo/defined.yaml", "next.en"),
    ]
    assert not any("$$" in problem.message("en") for problem in found)


def test_a_parameter_is_unknown_where_it_stands_and_its_neighbour_is_not() -> None:
    declared = shipped().criterion("slo.defined").params
    asks = Text("{$min_slos} within {$most}", "{$min_slos}")
    found = lint(replace(PLAIN, params=declared, met="n > $min_slos and n < $much", asks=asks), shipped())
    assert [(problem.args["name"], str(problem.place)) for problem in found] == [
        ("much", "slo/defined.yaml met"),
        ("most", "slo/defined.yaml asks.en"),
    ]


@pytest.mark.parametrize(
    ("reads", "told"),
    [
        (("incidents", "postmortems"), [("reads_unused", "reads.1", "postmortems")]),
        (("incidents|postmortems",), [("reads_unused", "reads.0", "postmortems")]),
        (("incidents", "services"), []),
        ((), [("reads_missing", "reads", "incidents")]),
    ],
)
def test_what_must_have_been_looked_at_is_what_the_sql_reads(
    reads: tuple[str, ...], told: list[tuple[str, str, str]]
) -> None:
    found = lint(replace(PLAIN, reads=reads), shipped())
    assert [(problem.code, problem.place.field, problem.args["table"]) for problem in found] == told


def test_a_table_is_read_through_a_derived_one_too() -> None:
    sql = PLAIN.sql.replace("from incidents", "from active_slos")
    assert lint(replace(PLAIN, sql=sql, reads=("slo_definitions",)), shipped()) == []
    assert {problem.code for problem in lint(replace(PLAIN, sql=sql), shipped())} == {"reads_unused"}


def test_reference_tables_need_not_be_named() -> None:
    sql = PLAIN.sql.replace(
        "from incidents", "from incidents join services using (service_id) join teams using (team_id)"
    )
    assert lint(replace(PLAIN, sql=sql), shipped()) == []
