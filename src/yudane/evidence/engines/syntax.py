"""Text to syntax tree, by the database's own parser, so that what is read is what would run.

The forms a text may take are a closed list: a form, or a part of one, that is not named here is refused. So a newer
database is safe before anybody has looked at what it added.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

from yudane.evidence.engines import tokens
from yudane.evidence.engines.database import Connection, DatabaseError, connect

Node = Mapping[str, Any]

PLAIN = re.compile("[A-Za-z_][A-Za-z0-9_]*")  # what a table may be called
MAX_LENGTH = 20_000
MAX_BYTES = 4 * MAX_LENGTH
MAX_SETS = 100  # of groups in one query
MAX_DEPTH = 100  # of expressions and subqueries in one another


@dataclass(frozen=True)
class Refusal:
    """Why a text may not run: the code of a message and what it names."""

    code: str
    args: Mapping[str, object] = field(default_factory=dict)
    at: int | None = field(default=None, compare=False)  # bytes into the text, where that is known

    def line(self, sql: str) -> int | None:
        """The line of the text it is about."""
        return None if self.at is None else sql.encode()[: self.at].count(b"\n") + 1


class UntrustedError(Exception):
    """SQL that did not come with the package gave no rows: refused, ended or failed."""

    part: str | None = None  # of a source: the text that several share and in which it went wrong


class RefusedError(UntrustedError):
    """A text that may not run."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("; ".join(f"{one.code} {dict(one.args)}" for one in refusals))
        self.refusals = refusals


_LOWER = str.maketrans({chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)})


def lower(name: str) -> str:
    """A name as the database compares it: only A to Z are folded, so É and é are two names."""
    return name.translate(_LOWER)


def parse(sql: str) -> Node:
    """The tree of the one SELECT a text is. Raises RefusedError."""
    if len(sql) > MAX_LENGTH:
        raise RefusedError(Refusal("sql_too_long", {"limit": MAX_LENGTH}))
    if "\0" in sql:  # the parser would take it for the end
        raise RefusedError(Refusal("sql_broken", {"what": "NUL"}))
    if what := tokens.refused(sql):
        raise RefusedError(Refusal("sql_construct", {"name": what}))
    serialized = _serialized(sql)
    if serialized["error"]:
        kind, what = serialized.get("error_type"), str(serialized.get("error_message", "")).split("\n")[0]
        at = int(found) if (found := str(serialized.get("position", ""))).isdigit() else None
        raise RefusedError(Refusal("sql_not_select") if kind == "not implemented" else _broken(what, at))
    statements = serialized["statements"]
    if len(statements) != 1:
        raise RefusedError(Refusal("sql_not_select"))
    node: Node = statements[0]["node"]
    try:
        _closed(node, "query", 0)
    except RecursionError:
        raise RefusedError(Refusal("sql_depth", {"limit": MAX_DEPTH})) from None
    return node


def _broken(what: str, at: int | None = None) -> Refusal:
    if "depth limit" in what:
        return Refusal("sql_depth", {"limit": MAX_DEPTH})
    return Refusal("sql_broken", {"what": what}, at)


def _serialized(sql: str) -> dict[str, Any]:
    with _LOCK:
        try:
            (text,) = _parser().row("select json_serialize_sql(?)", [sql])
        except (DatabaseError, UnicodeError) as error:
            raise RefusedError(_broken(str(error).split("\n")[0])) from error
    try:
        found: dict[str, Any] = json.loads(text)
    except RecursionError:
        raise RefusedError(Refusal("sql_depth", {"limit": MAX_DEPTH})) from None
    return found


_LOCK = Lock()


@cache
def _parser() -> Connection:
    """A connection that only ever parses: it reads no file and cannot be told to."""
    return connect(threads=1, enable_external_access=False, lock_configuration=False).execute(
        "set lock_configuration = true"
    )


# -- the forms -----------------------------------------------------------------------------------------------------------
#
# For each form its parts: what kind of thing a part holds. A part that is not named must be empty. `query` is a node
# that gives rows, `from` what stands after FROM, `expr` an expression; `?` may be absent, `*` is a list.

_IGNORED = frozenset({"type", "class", "alias", "query_location", "null_order"})
_Check = Callable[[Any], bool]


def _one_of(*values: object) -> _Check:
    return lambda value: value in values


def _any(value: Any) -> bool:
    return True


_SHAPES: Mapping[str, Mapping[str, str | _Check]] = {
    "SELECT_NODE": {
        "modifiers": "modifier*",
        "cte_map": "ctes",
        "select_list": "expr*",
        "from_table": "from",
        "where_clause": "expr?",
        "group_expressions": "expr*",
        "group_sets": lambda sets: len(sets) <= MAX_SETS,
        "aggregate_handling": _one_of("STANDARD_HANDLING"),
        "having": "expr?",
        "qualify": "expr?",
    },
    "SET_OPERATION_NODE": {
        "modifiers": "modifier*",
        "cte_map": "ctes",
        "setop_type": _one_of("UNION", "EXCEPT", "INTERSECT"),
        "setop_all": _any,
        "left": "query",
        "right": "query",
    },
    "RECURSIVE_CTE_NODE": {"cte_map": "ctes", "cte_name": _any, "union_all": _any, "left": "query", "right": "query"},
    # what stands after FROM
    "EMPTY": {},
    "BASE_TABLE": {"table_name": _any, "column_name_alias": _any},
    "SUBQUERY_REF": {"subquery": "nested", "column_name_alias": _any},
    "JOIN": {
        "left": "from",
        "right": "from",
        "condition": "expr?",
        "join_type": _one_of("INNER", "LEFT", "RIGHT", "FULL", "OUTER", "SEMI", "ANTI"),
        "ref_type": _one_of("REGULAR", "CROSS"),
        "using_columns": _any,
    },
    "TABLE_FUNCTION": {
        "function": "expr",
        "column_name_alias": _any,
        "with_ordinality": _one_of("WITHOUT_ORDINALITY", "WITH_ORDINALITY"),
    },
    "EXPRESSION_LIST": {"expected_names": _any, "values": "expr**"},
    # what comes after
    "ORDER_MODIFIER": {"orders": "modifier*"},
    "ORDER_DEFAULT": {"expression": "expr"},
    "ASCENDING": {"expression": "expr"},
    "DESCENDING": {"expression": "expr"},
    "DISTINCT_MODIFIER": {"distinct_on_targets": "expr*"},
    "LIMIT_MODIFIER": {"limit": "expr?", "offset": "expr?"},
    # expressions
    "BETWEEN": {"input": "expr", "lower": "expr", "upper": "expr"},
    "CASE": {"case_checks": "cases", "else_expr": "expr"},
    "CAST": {"child": "expr", "cast_type": "kind", "try_cast": _any},
    "COLUMN_REF": {"column_names": _any},
    "COMPARISON": {"left": "expr", "right": "expr"},
    "CONJUNCTION": {"children": "expr*"},
    "CONSTANT": {"value": _any},
    "FUNCTION": {
        "function_name": _any,
        "schema": _one_of("", "main"),
        "children": "expr*",
        "filter": "expr?",
        "order_bys": "modifier",
        "distinct": _any,
        "is_operator": _any,
    },
    "LAMBDA": {"lhs": "expr", "expr": "expr", "syntax_type": _any},
    "OPERATOR": {"children": "expr*"},
    "PARAMETER": {"identifier": _any},
    "STAR": {"relation_name": _any, "exclude_list": _any, "replace_list": "named*"},
    "SUBQUERY": {
        "subquery_type": _one_of("ANY", "SCALAR", "EXISTS", "NOT_EXISTS"),
        "subquery": "nested",
        "child": "expr?",
        "comparison_type": _any,
    },
    "WINDOW": {
        "function_name": _any,
        "schema": _one_of("", "main"),
        "children": "expr*",
        "partitions": "expr*",
        "orders": "modifier*",
        "start": _any,
        "end": _any,
        "start_expr": "expr?",
        "end_expr": "expr?",
        "offset_expr": "expr?",
        "default_expr": "expr?",
        "ignore_nulls": _any,
        "filter_expr": "expr?",
        "exclude_clause": _one_of("NO_OTHER"),
        "distinct": _any,
        "arg_orders": "modifier*",
    },
}

_QUERIES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE"})
_FROMS = frozenset({"EMPTY", "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST"})
_MODIFIERS = frozenset(
    {"ORDER_MODIFIER", "ORDER_DEFAULT", "ASCENDING", "DESCENDING", "DISTINCT_MODIFIER", "LIMIT_MODIFIER"}
)

# How a value's type is called; what a cast may ask for.
KINDS = frozenset(
    {"VARCHAR", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "DATE"}
    | {"TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "INTERVAL", "LIST", "MAP", "STRUCT"}
)
_NAMED_KINDS = frozenset({"json"})


def _closed(node: Any, what: str, depth: int) -> None:
    """Go down a tree; raise RefusedError at the first form that is not known."""
    if depth > MAX_DEPTH:
        raise RefusedError(Refusal("sql_depth", {"limit": MAX_DEPTH}))
    if what.endswith("*"):
        for item in node:
            _closed(item, what[:-1], depth)
        return
    if what.endswith("?"):
        if node is not None:
            _closed(node, what[:-1], depth)
        return
    match what:
        case "ctes":
            for each in node["map"]:
                _cte(each, depth)
        case "nested":
            _closed(node["node"], "query", depth + 1)
        case "cases":
            for each in node:
                _closed(each["when_expr"], "expr", depth + 1)
                _closed(each["then_expr"], "expr", depth + 1)
        case "named":
            _closed(node["value"], "expr", depth + 1)
        case "kind":
            _kind(node, depth)
        case _:
            _form(node, what, depth)


def _cte(each: Node, depth: int) -> None:
    value = each["value"]
    if value["aliases"] or value["key_targets"] or not PLAIN.fullmatch(each["key"]):
        raise _refused(f"with {each['key'][:40]}", each)
    _closed(value["query"]["node"], "query", depth + 1)


def _form(node: Node, what: str, depth: int) -> None:
    kind, groups = node.get("type"), {"query": _QUERIES, "from": _FROMS, "modifier": _MODIFIERS}
    name = (
        "SUBQUERY_REF" if what == "from" and kind == "SUBQUERY" else str(kind if what in groups else node.get("class"))
    )
    known = kind in groups[what] if what in groups else "class" in node
    if not known or name not in _SHAPES:
        raise _refused(str(kind), node)
    shape = _SHAPES[name]
    for part, value in node.items():
        wanted = shape.get(part)
        if isinstance(wanted, str):
            _closed(value, wanted, depth + (what != "modifier"))
        elif callable(wanted):
            if not wanted(value):
                raise _refused(f"{name} {value}", node)
        elif part not in _IGNORED and not _nothing(value):
            raise _refused(part, node)


def _kind(kind: Node, depth: int) -> None:
    """A type that a cast names."""
    if depth > MAX_DEPTH:
        raise RefusedError(Refusal("sql_depth", {"limit": MAX_DEPTH}))
    info = kind.get("type_info") or {}
    name = str(kind["id"])
    known = info.get("name") in _NAMED_KINDS and not info.get("schema") if name == "UNBOUND" else name in KINDS
    if not known:
        raise RefusedError(Refusal("sql_type", {"name": info.get("name") or name}))
    for inner in [info["child_type"]] if "child_type" in info else [c["second"] for c in info.get("child_types", ())]:
        _kind(inner, depth + 1)


def _refused(what: str, node: Node) -> RefusedError:
    return RefusedError(Refusal("sql_construct", {"name": what.lower().replace("_", " ")}, place_in(node)))


def place_in(node: Node) -> int | None:
    """Where in the text a part stands; the parser counts from nothing where it does not know."""
    at = node.get("query_location")
    return at if isinstance(at, int) and at < MAX_BYTES else None


def _nothing(value: Any) -> bool:
    return value in (None, "", [], {}, False) or value in (["CTE_MATERIALIZE_DEFAULT"], "INVALID")
