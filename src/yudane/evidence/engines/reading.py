"""What a text of SQL reads, by its names resolved in their scopes: the one answer for lint, plans, pages and workers.

A name is a table only where no WITH around it says otherwise, as the database resolves it; a column is one that a
relation in scope has. What cannot be resolved is refused. A column counts as read only where something that is given
depends on it, so what a WITH prepares and nobody uses is not read.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from types import MappingProxyType
from typing import Any, TypeVar, TypeVarTuple

from yudane.evidence.engines import index
from yudane.evidence.engines.resolving import Resolver, Tables
from yudane.evidence.engines.rules import MAP, Rules
from yudane.evidence.engines.scopes import Columns, Scope
from yudane.evidence.engines.syntax import MAX_DEPTH, Refusal, RefusedError, lower, parse

EVIDENCE = "evidence"  # the CTE whose rows decide
A = TypeVarTuple("A")
T = TypeVar("T", "Reading", frozenset[str])


def _remembered(reading: Callable[[*A], T]) -> Callable[[*A], T]:
    """What a text is, or why it may not run: that is asked as often."""

    @lru_cache(maxsize=1024)
    def found(*args: *A) -> T | tuple[Refusal, ...]:
        try:
            return reading(*args)
        except RefusedError as error:
            return error.refusals

    @wraps(reading)
    def again(*args: *A) -> T:
        one = found(*args)
        if isinstance(one, tuple):
            raise RefusedError(*one)
        return one

    return again


@dataclass(frozen=True)
class Reading:
    """What a text is. `tables` are those it names with the columns it needs of each; `columns` what it gives."""

    tables: Mapping[str, frozenset[str]]
    columns: tuple[str, ...]
    ctes: tuple[str, ...]
    parameters: frozenset[str]


def read(sql: str, tables: Tables, rules: Rules, only: Iterable[str] | None = None) -> Reading:
    """`only`: the columns of its own that are wanted; all where nothing is said. Raises RefusedError with everything
    that is wrong."""
    if entry := index.found(sql, rules.name, tables):
        needed = MappingProxyType(dict(sorted(index.needs(entry, only).items())))
        return Reading(needed, tuple(entry["columns"]), tuple(entry["ctes"]), frozenset(entry["parameters"]))
    return read_anew(sql, tables, rules, only)


def read_anew(sql: str, tables: Tables, rules: Rules, only: Iterable[str] | None = None) -> Reading:
    """The same without what is known beforehand."""
    return _resolved(sql, _Known(tables), rules, None if only is None else frozenset(only))


def read_expression(sql: str, columns: Iterable[str], rules: Rules) -> Reading:
    """An expression over some columns: nothing but one value. Raises RefusedError."""
    return _read_expression(sql, tuple(columns), rules)


@_remembered
def tables_named(sql: str) -> frozenset[str]:
    """The tables a text names, whatever they hold: every name after FROM that no WITH explains. Raises RefusedError."""
    resolver = Resolver({}, MAP)
    try:
        resolver.query(parse(sql), Scope())
    except RecursionError:
        raise RefusedError(Refusal("sql_depth", {"limit": MAX_DEPTH})) from None
    return frozenset(lower(str(one.args["name"])) for one in resolver.refusals if one.code == "sql_table")


def constants(sql: str, column: str) -> set[str]:
    """The texts that a column of that name is given, by itself or by a CASE. Raises RefusedError."""
    found: set[str] = set()

    def given(node: Any) -> None:
        if (
            isinstance(node, Mapping)
            and node.get("class") == "CONSTANT"
            and isinstance(node["value"].get("value"), str)
        ):
            found.add(node["value"]["value"])
        elif isinstance(node, Mapping) and node.get("class") == "CASE":
            for each in node["case_checks"]:
                given(each["then_expr"])
            given(node["else_expr"])

    def walk(node: Any) -> None:
        if isinstance(node, Mapping):
            if node.get("alias") == column:
                given(node)
            node = list(node.values())
        for each in node if isinstance(node, list) else ():
            walk(each)

    walk(parse(sql))
    return found


def evidence_of(sql: str) -> str | None:
    """The text with its WITH, selecting from `evidence`; None where it has no such part. Raises RefusedError."""
    tree = parse(sql)
    if EVIDENCE not in [lower(each["key"]) for each in tree["cte_map"]["map"]]:
        return None
    evidence_sql = f"{sql[: _body(sql)]}select * from {EVIDENCE}"
    if _placeless(parse(evidence_sql)["cte_map"]) != _placeless(tree["cte_map"]):
        raise RefusedError(Refusal("sql_construct", {"name": "with"}))
    return evidence_sql


_TOKEN = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n\r]*|/\*.*?\*/|[()]|\bselect\b""", re.DOTALL | re.IGNORECASE
)


def _body(sql: str) -> int:
    """Where the SELECT begins that stands in no parentheses."""
    depth = 0
    for token in _TOKEN.finditer(sql):
        depth += {"(": 1, ")": -1}.get(token.group(), 0)
        if not depth and lower(token.group()) == "select":
            return token.start()
    return len(sql)


class _Known(dict[str, tuple[str, ...]]):
    """Tables as a key of the store of readings."""

    def __hash__(self) -> int:  # type: ignore[override]  # never changed once it is a key
        return hash(frozenset(self))


@_remembered
def _resolved(sql: str, tables: _Known, rules: Rules, only: frozenset[str] | None) -> Reading:
    tree = parse(sql)
    resolver = Resolver(tables, rules)
    try:
        output = resolver.query(tree, Scope())
        output.use()
        for column in output.columns if only is None else only & output.columns.keys():
            output.need(column)
    except RecursionError:
        raise RefusedError(Refusal("sql_depth", {"limit": MAX_DEPTH})) from None
    resolver.refused()
    names = tuple(lower(each["key"]) for each in tree["cte_map"]["map"])
    return Reading(resolver.found(), tuple(output.columns), names, frozenset(resolver.parameters))


@_remembered
def _read_expression(sql: str, columns: tuple[str, ...], rules: Rules) -> Reading:
    alone, bracketed = parse(f"select {sql}"), parse(f"select ({sql}\n)")
    for tree in (alone, bracketed):
        plain = tree["type"] == "SELECT_NODE" and tree["from_table"]["type"] == "EMPTY"
        rest = ("modifiers", "where_clause", "group_expressions", "group_sets", "having", "qualify")
        if not plain or len(tree["select_list"]) != 1 or tree["cte_map"]["map"] or any(tree[part] for part in rest):
            raise RefusedError(Refusal("sql_not_expression"))
    if alone["select_list"][0]["alias"] or _placeless(alone) != _placeless(bracketed):
        raise RefusedError(Refusal("sql_not_expression"))
    resolver = Resolver(_Known(), rules, subqueries=False)
    scope = Scope([Columns("", {column: [] for column in columns})])
    try:
        resolver.expression(alone["select_list"][0], scope)
    except RecursionError:
        raise RefusedError(Refusal("sql_depth", {"limit": MAX_DEPTH})) from None
    resolver.refused()
    return Reading(MappingProxyType({}), ("",), (), frozenset(resolver.parameters))


def _placeless(node: object) -> object:
    """A tree without where in the text its parts stood."""
    if isinstance(node, Mapping):
        return {key: _placeless(value) for key, value in node.items() if key != "query_location"}
    return [_placeless(each) for each in node] if isinstance(node, list) else node
