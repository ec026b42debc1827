"""House rules of checks: the portable subset of SQL, and that words, parameters and columns fit together."""

from collections.abc import Iterator
from functools import cache

import duckdb
import sqlglot
from sqlglot import exp

from yudane.assessment.given import snapshot_over
from yudane.evidence.contracts import contracts, views
from yudane.evidence.engines.duckdb import bind, connect, parameters_of
from yudane.evidence.lake import columns_of
from yudane.program import Check, Indicator, Program
from yudane.program.examples import AS_OF
from yudane.reading import Place, Problem
from yudane.words import LANGUAGES
from yudane.words.values import FORMS, placeholders

MAX_LENGTH = 20_000

# Functions that mean the same on DuckDB, PostgreSQL and Spark (dependencies.md section 3), by sqlglot's class or name.
_FUNCTIONS = frozenset(
    {
        "and",
        "or",
        "case",
        "if",
        "cast",
        "coalesce",
        "nullif",
        "count",
        "sum",
        "min",
        "max",
        "avg",
        "median",
        "percentile_disc",
        "abs",
        "round",
        "floor",
        "ceil",
        "greatest",
        "least",
        "lower",
        "upper",
        "length",
        "trim",
        "replace",
        "substring",
        "concat",
        "string_agg",
        "group_concat",
        "extract",
        "date_trunc",
        "timestamp_trunc",
        "row_number",
        "rank",
        "dense_rank",
        "lag",
        "lead",
        "first_value",
        "last_value",
        "exists",
        "any",
        "unnest",
        "explode",
        "logical_or",
        "logical_and",
        "split_part",
        "position",
        "str_position",
        "regexp_like",
        "array",
        "any_value",
        "interval",
        "mod",
        "ln",
        "exp",
        "power",
        "sqrt",
        "sign",
        "grouping",
    }
)
_FORBIDDEN: tuple[tuple[type[exp.Expression], str], ...] = (
    (exp.Lambda, "lambda"),
    (exp.Pivot, "pivot"),
    (exp.Into, "into"),
    (exp.Command, "command"),
)


def lint(check: Check, program: Program) -> list[Problem]:
    """Every departure from the house rules, in the order of the text."""
    place = Place(f"{check.activity}/{check.name}.sql")
    if len(check.sql) > MAX_LENGTH:
        return [Problem("sql_too_long", place, {"limit": MAX_LENGTH})]
    try:
        statements = sqlglot.parse(check.sql, dialect="duckdb")
    except sqlglot.errors.SqlglotError as error:
        return [Problem("sql_broken", place, {"what": str(error).split("\n")[0]})]
    tree = statements[0]
    if len(statements) != 1 or not isinstance(tree, exp.Query):
        return [Problem("sql_not_select", place)]
    found = [*_tree(tree, program, place), *_parameters(check, program, place)]
    return found or [*_compiled(check, program, place)]


def _tree(tree: exp.Query, program: Program, place: Place) -> Iterator[Problem]:
    ctes = {cte.alias_or_name for cte in tree.find_all(exp.CTE)}
    if "evidence" not in ctes:
        yield Problem("sql_no_evidence", place)
    known = ctes | contracts().keys() | views().keys() | {table.name for table in program.tables}
    for table in tree.find_all(exp.Table):
        if table.name not in known:
            yield Problem("sql_table", place, {"name": table.name or table.sql()})
    for kind, name in _FORBIDDEN:
        if tree.find(kind):
            yield Problem("sql_construct", place, {"name": name})
    for with_ in tree.find_all(exp.With):
        if with_.args.get("recursive"):
            yield Problem("sql_construct", place, {"name": "recursive CTE"})
    for group in tree.find_all(exp.Group):
        if group.args.get("all"):
            yield Problem("sql_construct", place, {"name": "group by all"})
    for star in tree.find_all(exp.Star):
        if star.args.get("except_") or star.args.get("except") or star.args.get("replace"):
            yield Problem("sql_construct", place, {"name": "select * exclude"})
    names = {_name(function) for function in tree.find_all(exp.Func)}
    for name in sorted(names - _FUNCTIONS):
        yield Problem("sql_function", place, {"name": name})


def _name(function: exp.Func) -> str:
    if isinstance(function, exp.Anonymous):
        return function.name.lower()
    return function.sql_name().lower()


def _parameters(check: Check, program: Program, place: Place) -> Iterator[Problem]:
    used = parameters_of(check.text) - {"as_of"} - program.settings.keys()
    said = {
        name[1:]
        for text in check.because.values()
        for lang in LANGUAGES
        for name, _ in placeholders(text[lang])
        if name.startswith("$")
    }
    declared = {param.name for param in check.params}
    for name in sorted((used | said) - declared - program.settings.keys()):
        yield Problem("parameter_unknown", place, {"name": name, "known": ", ".join(sorted(declared))})
    left = {place for text in (check.asks, check.next) for lang in LANGUAGES for place in placeholders(text[lang])}
    for name, form in sorted(left):  # what could be filled in was, when the program was made
        if form not in FORMS:
            yield Problem("sentence_form", place, {"name": form, "known": ", ".join(sorted(FORMS - {""}))})
        else:
            yield Problem("parameter_unknown", place, {"name": name, "known": ", ".join(sorted(declared))})
    for name in sorted(declared - used):
        yield Problem("parameter_unused", place, {"name": name})


def _compiled(check: Check, program: Program, place: Place) -> Iterator[Problem]:
    """Over empty tables: the SQL plans, its columns are right, the expressions and sentences fit them."""
    values = program.settings_values | {"as_of": AS_OF} | check.values
    value = check.value if isinstance(check, Indicator) else "null"
    with connect() as con:
        snapshot_over(con, empty_table, program, AS_OF).use(f"{check.text} services")
        try:
            described = con.execute(f"describe {bind(check.sql, values)}").fetchall()
            columns = [row[0] for row in described]
            con.execute(f"create table judged as {bind(check.sql.rstrip().rstrip(';'), values)}")
            con.execute(
                f"select ({bind(check.applies, values)}), ({bind(check.met, values)}), ({bind(value, values)}) "
                "from services s left join judged m on m.service_id = s.service_id"
            )
        except duckdb.Error as error:
            yield Problem("sql_broken", place, {"what": str(error).split("\n")[0]})
            return
    yield from _columns(columns, place)
    yield from _sentences(check, set(columns), place)


def _columns(columns: list[str], place: Place) -> Iterator[Problem]:
    if columns[:1] != ["service_id"]:
        yield Problem("sql_first_column", place)
    for name in sorted(set(columns[1:]) & set(contracts()["services"].names)):
        yield Problem("sql_column_taken", place, {"name": name})


def _sentences(check: Check, columns: set[str], place: Place) -> Iterator[Problem]:
    for which, text in check.because.items():
        for lang in LANGUAGES:
            for name, form in sorted(placeholders(text[lang])):
                if not name.startswith("$") and (name not in columns or which == "empty"):
                    yield Problem("sentence_column", place, {"name": name, "which": which})
                if form not in FORMS:
                    yield Problem("sentence_form", place, {"name": form, "known": ", ".join(sorted(FORMS - {""}))})


@cache
def empty_table(table: str) -> str:
    columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns_of(table).items())
    return f"(select {columns} where false)"
