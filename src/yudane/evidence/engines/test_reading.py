"""A text is read as the engine resolves its names."""

import pytest

from yudane.evidence.engines.reading import evidence_of, read, read_expression, tables_named
from yudane.evidence.engines.rules import CHECK, MAP
from yudane.evidence.engines.syntax import MAX_DEPTH, MAX_LENGTH, RefusedError

TABLES: dict[str, tuple[str, ...]] = {
    "incidents": ("service_id", "severity", "tags"),
    "services": ("service_id", "tier", "name"),
}
DOCUMENTS: dict[str, tuple[str, ...]] = {"documents": ("origin", "line", "position", "body")}


def codes(sql: str, rules: object = CHECK) -> set[str]:
    with pytest.raises(RefusedError) as error:
        read(sql, TABLES | DOCUMENTS, MAP if rules is MAP else CHECK)
    return {one.code for one in error.value.refusals}


@pytest.mark.parametrize(
    ("sql", "needed"),
    [
        ("select service_id from incidents", {"incidents": {"service_id"}}),
        ("select count(*) as n from incidents where severity = 1", {"incidents": {"severity"}}),
        ("select i.service_id from incidents i join services s on s.service_id = i.service_id",
         {"incidents": {"service_id"}, "services": {"service_id"}}),
        ("select n from (select service_id as n, severity as m from incidents) t", {"incidents": {"service_id"}}),
        ("with a as (select *, severity + 1 as more from incidents) select more from a", {"incidents": {"severity"}}),
        ("with a as (select * from incidents) select 1 as one from a", {"incidents": set()}),
        ("with a as (select severity from incidents) select 1 as one from services", {"incidents": set(), "services": set()}),
        ("select distinct n from (select service_id as n, severity as m from incidents) t", {"incidents": {"service_id"}}),
        ("select n from (select distinct service_id as n, severity as m from incidents) t",
         {"incidents": {"service_id", "severity"}}),
        ("select n from (select service_id as n, severity from incidents union select service_id, tier from services) t",
         {"incidents": {"service_id", "severity"}, "services": {"service_id", "tier"}}),
        ("select n from (select service_id as n, severity from incidents union all select service_id, tier from services) t",
         {"incidents": {"service_id"}, "services": {"service_id"}}),
        ("select service_id from services s where exists (select 1 from incidents i where i.service_id = s.service_id)",
         {"services": {"service_id"}, "incidents": {"service_id"}}),
        ("select tier as t, t + 1 as more from services", {"services": {"tier"}}),
        ("select service_id from services order by tier", {"services": {"service_id", "tier"}}),
        ("select name from services group by 1, tier having max(service_id) > 'a'",
         {"services": {"name", "tier", "service_id"}}),
        ("with services as (select service_id as x from incidents) select x from services", {"incidents": {"service_id"}}),
        ("with services as (select * from services where tier = 1) select name from services",
         {"services": {"tier", "name"}}),
        ('select "Service_ID" from INCIDENTS', {"incidents": {"service_id"}}),
        ("select u.x from incidents i, unnest(i.tags) as u(x)", {"incidents": {"tags"}}),
        ("select service_id from incidents join services using (service_id) where tier = 1",
         {"incidents": {"service_id"}, "services": {"service_id", "tier"}}),
    ],
)  # fmt: skip
def test_a_table_is_read_for_the_columns_something_given_needs(sql: str, needed: dict[str, set[str]]) -> None:
    assert {table: set(columns) for table, columns in read(sql, TABLES, CHECK).tables.items()} == needed


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("with a as (select * from b), b as (select 1 as x) select x from a", "sql_table"),  # seen only further on
        ("select * from (with f as (select 1 as x) select x from f) t, f", "sql_table"),  # and not outside
        ("select * from \"/etc/passwd\"", "sql_table"),
        ("with \"/etc/passwd\" as (select 1 as x) select * from (select 2 as y) t", "sql_construct"),
        ("select * from (with \"a.csv\" as (select 1 as x) select x from \"a.csv\") t, \"a.csv\"", "sql_construct"),
        ("select current_date as d", "sql_column"),
        ("select rowid from incidents", "sql_column"),
        ("select nothing from incidents", "sql_column"),
        ("select i.tier from incidents i", "sql_column"),
        ("select * from main.incidents", "sql_construct"),
        ("select service_id from incidents limit 1", "sql_order"),
        ("select string_agg(service_id, ',') as x from incidents", "sql_order"),
        ("select row_number() over () as n from incidents", "sql_order"),
        ("select any_value(service_id) as x from incidents", "sql_function"),
        ("select * from incidents using sample 1", "sql_construct"),
        ("select * from incidents tablesample 10%", "sql_construct"),
        ("select * from incidents positional join services", "sql_construct"),
        ("select cast(service_id as json) as x from incidents where cast(tags as uuid) is null", "sql_type"),
        ("select " + "(" * 5 + "select " * 1 + "1" + ")" * 5 + " as x; select 2", "sql_not_select"),
        ("select " + "not " * (MAX_DEPTH + 5) + "true as x", "sql_depth"),
        ("select " + "not " * 900 + "true as x", "sql_depth"),
        ("select " + "abs(" * 70 + "1" + ")" * 70 + " as x", "sql_construct"),
        ("with a0 as (select 1 as x), " + ", ".join(f"a{n} as (select x from a{n - 1})" for n in range(1, 600))
         + " select x from a599", "sql_depth"),
        ("with a0 as (select * from services), " + ", ".join(f"a{n} as (select *, * from a{n - 1})" for n in range(1, 19))
         + " select count(*) as n from a18", "sql_construct"),
        ("select " + "case " * 20 + "tier" + " when 1 then 1 when 2 then 2 end" * 20 + " as x from services", "sql_construct"),
        ("select case tier in (" + "1," * 60 + "1) when true then 1 end as x from services", "sql_construct"),
        ("select sum(tier) over w as x from services window v as (order by name), w as (partition by "
         + "tier, " * 30 + "name)", "sql_construct"),
        ("with \"/x/\u00c9.csv\" as (select 1 as a) select a from \"/x/\u00e9.csv\"", "sql_construct"),
        ("with a\u00c9 as (select 1 as a) select a from a\u00e9", "sql_construct"),
        ("select ran\u212a() over (order by name) as x from services", "sql_function"),
        ("with t as (select 1 as current_date) select (select current_date) as x from t", "sql_column"),
        ("with t as (select 1 as rowid) select (select max(rowid) from services) as x from t", "sql_column"),
        ("select tier as \"current_date\" from services qualify current_date > date '2030-01-01'", "sql_column"),
        ("select string_agg(name, ',') over () as x from services", "sql_order"),
        ("select string_agg(name, ',' order by 1) as x from services", "sql_order"),
        ("select row_number() over (order by 1) as x from services", "sql_order"),
        ("select sum(tier) over (rows unbounded preceding) as x from services", "sql_order"),
        ("select name from services order by null limit 1", "sql_order"),
        ("select E'\\x41' as x", "sql_construct"),
        ("select 1 as a --\r, $$x$$ as b", "sql_construct"),
        ("select 1 as x from services where tier > 1window w as (order by name)", "sql_construct"),
        ("select 1 as x from services window\u200b w as (order by name)", "sql_construct"),
        ("select case(s.when + 1)when 1 then 1 end as x from services s", "sql_construct"),
        ("select case (select 1 as when) when 1 then 1 end as x from services", "sql_construct"),
        ("select name from services group by cube(name, tier)", "sql_construct"),
        ("with c as (select " + ", ".join(f"1 as c{n}" for n in range(900)) + ") select " + "*, " * 900 + "1 as x from c",
         "sql_construct"),
        ("with c as (select " + ", ".join(f"1 as c{n}" for n in range(900)) + ") select count(*) as n from "
         + ", ".join(f"c c{n}" for n in range(60)), "sql_construct"),
        ("select $$a$$ as x", "sql_construct"),
        ("select 1 as x /* /* */", "sql_construct"),
        ("select ? as x", "sql_construct"),
        ("select $1 as x", "sql_construct"),
        ("select '" + "x" * MAX_LENGTH + "' as x", "sql_too_long"),
        ("select 1 as x\0; drop table y", "sql_broken"),
        ("select \ud800 as x", "sql_construct"),
    ],
)  # fmt: skip
def test_what_means_something_else_is_refused(sql: str, code: str) -> None:
    assert code in codes(sql)


@pytest.mark.parametrize(
    "sql",
    ["n) from read_text('/etc/passwd') --", "n, 1", "n as m", "n from services", "(select 1)", "n; select 1", "*",
     "n order by 1", "n) + (1 where true", "exists (select 1)", "n in (select 1)", "all n", "distinct n", "", "sum(n) over ()",
     "nothing", "now()"],
)  # fmt: skip
def test_an_expression_is_one_value_over_known_columns(sql: str) -> None:
    with pytest.raises(RefusedError):
        read_expression(sql, ("n", "tier"), CHECK)


def test_an_expression_may_name_parameters() -> None:
    assert read_expression("n >= $least -- enough", ("n",), CHECK).parameters == {"least"}


def test_documents_are_taken_apart_with_more() -> None:
    sql = "select origin, line, list_transform(string_split(body->>'$.a', ','), lambda x: upper(x)) as names from documents"
    assert read(sql, DOCUMENTS, MAP).columns == ("origin", "line", "names")
    assert {"sql_function", "sql_construct"} <= codes(sql)


def test_the_rows_that_decide_are_shown_by_the_text_itself() -> None:
    sql = "with evidence as (select ')select' as x from incidents), later as (select 1 as y) select y from later"
    evidence_sql = evidence_of(sql)
    assert evidence_sql is not None
    assert evidence_sql.endswith("later as (select 1 as y) select * from evidence")
    assert evidence_of("select 1 as evidence") is None


def test_the_tables_a_text_names_are_those_no_with_explains() -> None:
    assert tables_named("with a as (select * from b) select * from a join c on true join (select * from d) e on true") == {
        "b", "c", "d"}  # fmt: skip
