"""Goes through a syntax tree: every name to what it means in its scope, every form and function to whether it may be used."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache, partial
from types import MappingProxyType

from yudane.evidence.engines.rules import AGGREGATES, ORDERED, PLACED, SORTS, TABLES, Rules
from yudane.evidence.engines.scopes import SYSTEM, AnyColumns, Columns, Scope, Use
from yudane.evidence.engines.syntax import Node, Refusal, RefusedError, lower, place_in

Tables = Mapping[str, tuple[str, ...]]  # the columns of every table a text may name


class Resolver:
    """Goes through one tree, notes what is refused, and gives what uses what."""

    def __init__(self, tables: Tables, rules: Rules, subqueries: bool = True) -> None:
        self.tables, self.rules, self.subqueries = tables, rules, subqueries
        self.refusals: list[Refusal] = []
        self.parameters: set[str] = set()
        self.needed: dict[str, set[str]] = {}
        self.named: set[str] = set()
        self.charged = 0
        self.sorted: set[int] = set()  # right below a function that sorts, as the parser writes list(x order by x)

    def found(self) -> Mapping[str, frozenset[str]]:
        return MappingProxyType({name: frozenset(self.needed.get(name, ())) for name in sorted(self.named)})

    def refuse(self, code: str, node: Node | None = None, **args: object) -> None:
        refusal = Refusal(code, args, place_in(node) if node else None)
        if len(self.refusals) < MAX_REFUSALS and refusal not in self.refusals:
            self.refusals.append(refusal)

    def charge(self, columns: int) -> None:
        """Every column of every relation costs a little: a text that makes many is refused before it has made them."""
        self.charged += columns
        if self.charged > MAX_CHARGED:
            raise RefusedError(Refusal("sql_construct", {"name": f"more than {MAX_CHARGED} columns in all"}))

    def refused(self) -> None:
        """Raise what was found. Columns are not told beside a table nobody knows: they follow from it."""
        unknown = any(one.code == "sql_table" for one in self.refusals)
        found = [one for one in self.refusals if not unknown or one.code != "sql_column"]
        if found:
            raise RefusedError(*found)

    # queries

    def query(self, node: Node, scope: Scope) -> Columns:
        scope = scope.inner()
        for each in node["cte_map"]["map"]:
            name = lower(each["key"])
            scope.ctes[name] = self.query(each["value"]["query"]["node"], scope)
        match node["type"]:
            case "SET_OPERATION_NODE":
                return self._together(node, scope)
            case "RECURSIVE_CTE_NODE":
                return self._recursive(node, scope)
        return self._select(node, scope)

    def _together(self, node: Node, scope: Scope) -> Columns:
        left, right = self.query(node["left"], scope), self.query(node["right"], scope)
        if len(left.columns) != len(right.columns):
            self.refuse("sql_broken", what="set operation of different widths")
        columns: dict[str, list[Use]] = {}
        for one, other in zip(left.columns, right.columns, strict=False):
            columns[one] = [partial(left.need, one), partial(right.need, other)]
        entire_rows = not node["setop_all"] or node["setop_type"] != "UNION"
        always = [left.all, right.all] if entire_rows else [left.use, right.use]
        output = Columns("", columns, always)
        inner = scope.inner()
        inner.relations.append(output)
        output.always += self._modifiers(node["modifiers"], inner, output)
        return output

    def _recursive(self, node: Node, scope: Scope) -> Columns:
        if not self.rules.documents:
            self.refuse("sql_construct", name="recursive CTE")
        first = self.query(node["left"], scope)
        inner = scope.inner()
        name = lower(node["cte_name"])
        inner.ctes[name] = first.called(name)
        later = self.query(node["right"], inner)
        return Columns(name, {column: [] for column in first.columns}, [first.all, later.all])

    def _select(self, node: Node, scope: Scope) -> Columns:
        always: list[Use] = []
        self._from(node["from_table"], scope, always)
        output = Columns("", {})
        for expression in node["select_list"]:
            for name, uses in self._projected(expression, scope):
                output.columns[_free(name, output.columns)] = uses
                self._own_name(name)
                if len(output.columns) > MAX_COLUMNS:  # each WITH could double them
                    raise RefusedError(Refusal("sql_construct", {"name": f"more than {MAX_COLUMNS} columns"}))
                if expression["alias"]:
                    scope.aliases[name] = [partial(output.need, name)]
        for part in ("where_clause", "having", "qualify"):
            if node[part] is not None:
                always += self.expression(node[part], scope)
        for expression in node["group_expressions"]:
            always += self._ordinal(expression, output) or self.expression(expression, scope)
        always += [relation.use for relation in scope.relations]
        always += self._modifiers(node["modifiers"], scope, output)
        output.always = always
        return output

    def _own_name(self, name: str) -> None:
        if name in SYSTEM:
            self.refuse("sql_column", name=name)

    def _projected(self, node: Node, scope: Scope) -> list[tuple[str, list[Use]]]:
        """The columns that one entry of a select list gives."""
        if node["class"] == "STAR":
            return self._star(node, scope)
        name = node["alias"] or (
            node["column_names"][-1] if node["class"] == "COLUMN_REF" else node.get("function_name")
        )
        return [(lower(str(name or node["type"])), self.expression(node, scope))]

    def _star(self, node: Node, scope: Scope) -> list[tuple[str, list[Use]]]:
        which, left_out = lower(node["relation_name"]), {lower(name) for name in node["exclude_list"]}
        if (left_out or node["replace_list"]) and not self.rules.documents:
            self.refuse("sql_construct", node, name="select * exclude")
        changed = {lower(each["key"]): self.expression(each["value"], scope) for each in node["replace_list"]}
        chosen = [relation for relation in scope.relations if which in ("", relation.name)]
        if not chosen:
            self.refuse("sql_table", node, name=which or "*")
        columns: dict[str, list[Use]] = {}
        self.charge(sum(len(relation.columns) for relation in chosen))
        for relation in chosen:
            for column in (name for name in relation.columns if name not in left_out):
                columns.setdefault(column, []).append(partial(relation.need, column))
        return [(name, changed.get(name, uses)) for name, uses in columns.items()]

    def _modifiers(self, modifiers: Collection[Node], scope: Scope, output: Columns) -> list[Use]:
        found: list[Use] = []
        ordered = any(each["type"] == "ORDER_MODIFIER" and _ordered(each["orders"], output) for each in modifiers)
        for each in modifiers:
            match each["type"]:
                case "ORDER_MODIFIER":
                    for order in each["orders"]:
                        if order["expression"]["class"] == "STAR":
                            found.append(output.all)
                            continue
                        found += self._ordinal(order["expression"], output) or self.expression(
                            order["expression"], scope
                        )
                case "DISTINCT_MODIFIER":
                    if each["distinct_on_targets"] and not ordered:
                        self.refuse("sql_order", name="distinct on")
                    for target in each["distinct_on_targets"]:
                        found += self.expression(target, scope)
                    found.append(output.all)
                case _:
                    if not ordered:
                        self.refuse("sql_order", name="limit")
                    for part in ("limit", "offset"):
                        found += self.expression(each[part], scope) if each[part] is not None else []
        return found

    def _ordinal(self, node: Node, output: Columns) -> list[Use]:
        """`group by 1` means the first column given."""
        value = node["value"]["value"] if node["class"] == "CONSTANT" and not node["value"]["is_null"] else None
        names = list(output.columns)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= len(names):
            return []
        return [partial(output.need, names[value - 1])]

    # what stands after FROM

    def _from(self, node: Node, scope: Scope, always: list[Use]) -> None:
        match node["type"]:
            case "BASE_TABLE":
                scope.relations.append(self._table(node, scope))
            case "SUBQUERY":
                inside = self.query(node["subquery"]["node"], scope)
                self.charge(len(inside.columns))
                scope.relations.append(inside.called(node["alias"], node["column_name_alias"]))
            case "JOIN":
                self._join(node, scope, always)
            case "TABLE_FUNCTION":
                scope.relations.append(self._function(node, scope))
            case "EXPRESSION_LIST":
                scope.relations.append(self._values(node, scope))

    def _table(self, node: Node, scope: Scope) -> Columns:
        name = lower(node["table_name"])
        alias = node["alias"] or node["table_name"]
        if name in scope.ctes:
            self.charge(len(scope.ctes[name].columns))
            return scope.ctes[name].called(alias, node["column_name_alias"])
        if name not in self.tables:
            self.refuse("sql_table", node, name=node["table_name"])
            return AnyColumns(lower(alias))
        self.named.add(name)
        self.charge(2 * len(self.tables[name]))
        needed = self.needed.setdefault(name, set())
        columns: dict[str, list[Use]] = {column: [partial(needed.add, column)] for column in self.tables[name]}
        return Columns(name, columns).called(alias, node["column_name_alias"])

    def _join(self, node: Node, scope: Scope, always: list[Use]) -> None:
        before = len(scope.relations)
        self._from(node["left"], scope, always)
        middle = len(scope.relations)
        self._from(node["right"], scope, always)
        if node["condition"] is not None:
            always += self.expression(node["condition"], scope)
        for column in (lower(name) for name in node["using_columns"]):
            sides = scope.relations[before:middle], scope.relations[middle:]
            for side in sides:
                having = [relation for relation in side if column in relation.columns]
                if not having:
                    self.refuse("sql_column", name=column)
                always += [partial(relation.need, column) for relation in having]

    def _function(self, node: Node, scope: Scope) -> Columns:
        function = node["function"]
        name = lower(str(function.get("function_name", "")))
        if name not in TABLES or name not in self.rules.functions:
            self._unknown_function(node, name)
            return AnyColumns(lower(node["alias"] or name))
        uses = self.expression(function, scope)
        columns = [*TABLES[name]]
        if node["with_ordinality"] == "WITH_ORDINALITY":
            columns.append("ordinality")
        alias = node["alias"] or name
        # over a list of structs unnest gives a column for each of its fields, which only the values know
        kind = AnyColumns if name == "unnest" and not node["column_name_alias"] else Columns
        relation = kind(lower(alias), {}, uses)
        aliases = [*node["column_name_alias"], *columns[len(node["column_name_alias"]) :]]
        relation.columns.update({lower(column): [] for column in aliases})
        return relation

    def _values(self, node: Node, scope: Scope) -> Columns:
        uses = [use for row in node["values"] for each in row for use in self.expression(each, scope)]
        width = max((len(row) for row in node["values"]), default=0)
        names = [*node["expected_names"], *(f"col{n}" for n in range(len(node["expected_names"]), width))]
        return Columns(lower(node["alias"]), {lower(name): [] for name in names}, uses)

    # expressions

    def expression(self, node: Node, scope: Scope) -> list[Use]:
        """What an expression uses."""
        kind = node["class"]
        match kind:
            case "COLUMN_REF":
                return self._column(node, scope)
            case "PARAMETER":
                self.parameters.add(node["identifier"])
                return []
            case "CONSTANT":
                return []
            case "STAR":
                self.refuse("sql_construct", node, name="columns(*)")
                return []
            case "SUBQUERY":
                return self._subquery(node, scope)
            case "LAMBDA":
                return self._lambda(node, scope)
            case "FUNCTION" | "WINDOW":
                self._called(node)
            case "OPERATOR":
                self._operator(node)
        return [use for child in _children(node) for use in self.expression(child, scope)]

    def _column(self, node: Node, scope: Scope) -> list[Use]:
        parts = tuple(lower(name) for name in node["column_names"])
        self.charge(len(scope.relations))
        found = scope.column(parts)
        if found is None or parts[-1] in SYSTEM:
            self.refuse("sql_column", node, name=".".join(node["column_names"]))
        return found or []

    def _subquery(self, node: Node, scope: Scope) -> list[Use]:
        if not self.subqueries:
            self.refuse("sql_not_expression")
            return []
        inside = self.query(node["subquery"]["node"], scope)
        child = self.expression(node["child"], scope) if node["child"] is not None else []
        return [*child, inside.use if "EXISTS" in node["subquery_type"] else inside.all]

    def _lambda(self, node: Node, scope: Scope) -> list[Use]:
        if not self.rules.documents:
            self.refuse("sql_construct", node, name="lambda")
        named = [node["lhs"]] if node["lhs"]["class"] == "COLUMN_REF" else node["lhs"].get("children", ())
        own = frozenset(lower(name) for each in named for name in each.get("column_names", ()))
        for name in own:
            self._own_name(name)
        if not own:  # an arrow between two documents
            self._name("->", node)
            return [*self.expression(node["lhs"], scope), *self.expression(node["expr"], scope)]
        inner = scope.inner()
        inner.own = own
        outer_uses = [] if scope.column((next(iter(own)),)) is None else self.expression(node["lhs"], scope)
        return [*outer_uses, *self.expression(node["expr"], inner)]

    def _called(self, node: Node) -> None:
        name = lower(node["function_name"])
        self._name(name, node)
        window = node["class"] == "WINDOW"
        if window and not _ordered(node["orders"]):
            framed = (node["start"], node["end"]) != _DEFAULT_FRAME
            unordered = name in PLACED or name in ORDERED or framed
        else:
            unordered = not window and name in ORDERED and not _ordered(node["order_bys"]["orders"])
        if unordered and id(node) not in self.sorted:
            self.refuse("sql_order", node, name=name)
        if not self.subqueries and (window or name in AGGREGATES):
            self.refuse("sql_not_expression")
        if name in SORTS:
            self.sorted |= {id(child) for child in node["children"]}

    def _name(self, name: str, node: Node) -> None:
        if name not in self.rules.functions:
            self._unknown_function(node, name)

    def _unknown_function(self, node: Node, name: str) -> None:
        self.refuse("sql_function", node, name=name, near=_near(name[:60], self.rules.functions))

    def _operator(self, node: Node) -> None:
        if node["type"] not in _OPERATORS and not (self.rules.documents and node["type"] in _DOCUMENT_OPERATORS):
            self.refuse("sql_construct", node, name=lower(node["type"]).replace("_", " "))


@lru_cache(maxsize=256)
def _near(name: str, functions: frozenset[str]) -> str:
    """Functions that are called alike."""
    return ", ".join(get_close_matches(name, sorted(functions), 3, 0.5)) or "–"


_OPERATORS = frozenset(
    [
        "OPERATOR_NOT",
        "OPERATOR_IS_NULL",
        "OPERATOR_IS_NOT_NULL",
        "OPERATOR_COALESCE",
        "OPERATOR_NULLIF",
        "COMPARE_IN",
        "COMPARE_NOT_IN",
        "GROUPING_FUNCTION",
    ]
)
_DOCUMENT_OPERATORS = frozenset({"ARRAY_EXTRACT", "ARRAY_SLICE", "STRUCT_EXTRACT", "ARRAY_CONSTRUCTOR", "OPERATOR_TRY"})


def _children(node: Node) -> Iterable[Node]:
    """The expressions right below one."""
    for part in ("children", "partitions"):
        yield from node.get(part) or ()
    single = ("child", "left", "right", "input", "lower", "upper", "filter", "filter_expr", "else_expr", "start_expr",
              "end_expr", "offset_expr", "default_expr")  # fmt: skip
    yield from (node[part] for part in single if node.get(part) is not None)
    for each in node.get("case_checks", ()):
        yield from (each["when_expr"], each["then_expr"])
    orders = [*(node.get("orders") or ()), *(node.get("arg_orders") or ())]
    if isinstance(node.get("order_bys"), Mapping):
        orders += node["order_bys"]["orders"]
    yield from (order["expression"] for order in orders)


# The frame where none is said: without an order, all rows.
_DEFAULT_FRAME = ("UNBOUNDED_PRECEDING", "CURRENT_ROW_RANGE")
MAX_COLUMNS = 1_000  # of one query
MAX_CHARGED = 50_000  # of all relations of a text, and lookups among them
MAX_REFUSALS = 100  # told of one text


def _ordered(orders: Collection[Node], output: Columns | None = None) -> bool:
    """Whether an order depends on the rows: it names a column, or its place where that means one."""
    return any(_depends(order["expression"], output) for order in orders)


def _depends(node: Node, output: Columns | None) -> bool:
    place = output is not None and node["class"] == "CONSTANT" and not node["value"]["is_null"]
    return place or node["class"] == "COLUMN_REF" or any(_depends(child, None) for child in _children(node))


def _free(name: str, taken: Collection[str]) -> str:
    """A name of its own for a column that another one given is called like."""
    number, free = 1, name
    while free in taken:
        number, free = number + 1, f"{name}:{number}"
    return free
