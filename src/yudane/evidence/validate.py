"""Rows as they come, checked against a contract: set-wise SQL made from the contract's columns."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from yudane.contracts import Column, Contract
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import literal
from yudane.reading import Place, Problem, ProblemsError

_PSEUDONYM = "p-[0-9a-f]{12}"


_NAMED = ("team_id", "person_id")  # columns that say who
MADE_HERE = "Y-"  # how ids begin that are given here, and by nobody else


def checked_sql(
    contract: Contract, salt: str, *, made_here: bool = False, every: bool = False, staged: str = "staged"
) -> str:
    """SQL over `staged(origin, line, seq, row)`: typed columns, provenance, `fault` (null when the row is good).

    A fault is `code|column|value`; with `every` a list of all there are. Personal columns leave here as pseudonyms.
    """
    texts = ", ".join(f"{_text(c)} as t_{c.name}" for c in contract.columns)
    typed = ", ".join(f"{_typed(c)} as {c.name}" for c in contract.columns)
    one = "list_filter([{}], lambda fault: fault is not null)" if every else "coalesce({})"
    object_alone = "['row_not_object||']" if every else "'row_not_object||'"
    defects = ", ".join(
        f"({fault})"
        for fault in (*map(_fault, contract.columns), *([] if made_here else map(_reserved, _identities(contract))))
    )
    final = ", ".join(_final(c, salt) for c in contract.columns)
    return f"""
        with texts as (
            select origin, line, seq, row, json_type(row) as json_kind, {texts},
                   row->>'$.source_ref' as source_ref, row->>'$.source_system' as source_system,
                   coalesce(row->>'$.received_at', row->>'$.ingested_at') as t_received_at
            from {staged}),
        typed as (select *, {typed}, {_as_ts("t_received_at")} as told_at from texts)
        select origin, line, seq, row, source_ref, source_system, told_at, {final},
               case when json_kind <> 'OBJECT' then {object_alone} else {one.format(defects)} end as fault
        from typed"""


def refused(contract: Contract, fault: str) -> Problem:
    """Why a row is refused, of the fault that `checked_sql` tells."""
    code, column, value = fault.split("|", 2)
    return Problem(code, Place(field=column), fault_args(contract, column, value))


def fault_args(contract: Contract, name: str, value: str) -> dict[str, Any]:
    """What the message of a refused row needs to know about its column."""
    args: dict[str, Any] = {"table": contract.name, "column": name, "value": value, "key": ", ".join(contract.key)}
    args["what"] = f"{contract.name}.{name}"  # what forms and sheets call it, where somebody typed it there
    if name and contract.has(name):
        column = contract.column(name)
        args["values"] = ", ".join(column.values)
        if column.range:
            args["low"], args["high"] = (f"{bound:g}" for bound in column.range)
    return args


def _text(column: Column) -> str:
    """As it came; a template that nobody filled in names no team and nobody."""
    if column.is_json:
        return f"row->'$.{column.name}'"
    text = f"nullif(trim(row->>'$.{column.name}'), '')"
    return f"case when {text} not like '%{{{{%' then {text} end" if column.name.endswith(_NAMED) else text


_DAY, _CLOCK = r"\d{4}[-/]\d\d?[-/]\d\d?", r"[T ]\d\d?:\d\d(:\d\d(\.\d+)?)?"
_ZONES = "(select list(name) from pg_timezone_names() where name like '%/%' or name in ('UTC', 'GMT'))"


def _as_ts(text: str) -> str:
    """ISO 8601 with or without seconds and offset (Z, UTC, GMT, +09, +0900, +09:00); without an offset it is UTC. A zone in
    brackets behind an offset is taken where the zone has that offset then.

    Nothing else reaches the cast: it would keep the zone a text names for the rows after it.
    """
    zone = f"regexp_extract({text}, '\\[([^\\[\\]]+)\\]$', 1)"
    bare = f"regexp_replace({text}, '\\[[^\\[\\]]+\\]$', '')"
    clock = f"try_cast(regexp_extract({bare}, '^({_DAY}{_CLOCK}) ?(Z|UTC|GMT|[+-])', 1) as timestamp)"
    there = f"timezone({zone}, timezone('UTC', {_as_moment(bare)}))"
    named = f"case when list_contains({_ZONES}, {zone}) and {there} = {clock} then {_as_moment(bare)} end"
    return f"(case when {text} like '%]' then {named} else {_as_moment(text)} end)"


def _as_moment(text: str) -> str:
    utc = f"regexp_replace({text}, ' ?(UTC|GMT)$', 'Z')"
    colon = f"regexp_replace({utc}, ' ?([+-]\\d{{2}}):?(\\d{{2}})$', '\\1:\\2')"
    with_seconds = f"regexp_replace({colon}, '([T ]\\d\\d?:\\d{{2}})(Z|[+-]|$)', '\\1:00\\2')"
    fits = f"regexp_full_match({text}, '{_DAY}({_CLOCK}( ?(Z|UTC|GMT|[+-]\\d\\d(:?\\d\\d)?))?)?')"
    return f"(try_cast(case when {fits} then {with_seconds} end as timestamptz) at time zone 'UTC')"


def _typed(column: Column) -> str:
    text = f"t_{column.name}"
    match column.type:
        case "int":
            pattern = r"[+-]?\d{1,18}(\.0+)?"
            return f"case when regexp_full_match({text}, '{pattern}') then try_cast({text} as bigint) end"
        case "decimal":
            return f"case when isfinite(try_cast({text} as double)) then try_cast({text} as double) end"
        case "bool":
            return (
                f"case when lower({text}) in ('true', '1', 'yes', 'on') then true "
                f"when lower({text}) in ('false', '0', 'no', 'off') then false end"
            )
        case "date":
            day = f"try_cast(replace(split_part(split_part({text}, 'T', 1), ' ', 1), '/', '-') as date)"
            return f"case when regexp_matches({text}, '^\\d{{4}}[-/]\\d\\d?[-/]\\d\\d?([T ]|$)') then {day} end"
        case "ts":
            return _as_ts(text)
        case "list<str>" | "list<enum>":
            return _typed_list(text)
        case "map<str,str>":
            return _typed_map(text)
        case "json":
            parsed = f"try_cast(try_cast({text}->>'$' as json) as varchar)"
            return f"case json_type({text}) when 'VARCHAR' then {parsed} else cast({text} as varchar) end"
        case "enum":
            return text
    return f"case when json_type(row, '$.{column.name}') not in ('OBJECT', 'ARRAY') then {text} end"


def _identities(contract: Contract) -> list[str]:
    """Columns by which rows of the table are called, not those they point elsewhere with."""
    own = contract.key[0]
    pointing = {"service_id", "team_id", "person_id", "entity_id"} - (
        {own} if contract.name in ("services", "teams") else set()
    )
    return [name for name in contract.key if name.endswith("_id") and name not in pointing]


def _reserved(name: str) -> str:
    return f"case when starts_with(t_{name}, {literal(MADE_HERE)}) then 'reserved_id|{name}|' || left(t_{name}, 60) end"


def _typed_list(text: str) -> str:
    """A JSON list, or in a spreadsheet's cell names separated by semicolons."""
    cell = f"trim({text}->>'$')"
    split = f"string_split(regexp_replace({cell}, '\\s*;\\s*', ';', 'g'), ';')"
    return (
        f"case json_type({text}) when 'ARRAY' then {_items(text)} "
        f"when 'VARCHAR' then case when {cell} = '' then cast([] as varchar[]) "
        f"when {cell} like '[%' then {_items(f'try_cast({cell} as json)')} else {split} end end"
    )


def _items(array: str) -> str:
    """The texts of a JSON list; null where one of them is a list, an object or nothing."""
    wrong = f"list_filter(try_cast({array} as json[]), lambda x: coalesce(json_type(x), 'NULL') in ('OBJECT', 'ARRAY', 'NULL'))"
    return f"case when len({wrong}) = 0 then try_cast({array} as varchar[]) end"


def _typed_map(text: str) -> str:
    """An object of texts, or what a list takes: entries `key=value`, sorted."""
    pointer = "'/' || replace(replace(k, '~', '~0'), '/', '~1')"  # a path would take a quote in a key for its own
    entries = f"list_transform(json_keys({text}), lambda k: k || '=' || coalesce({text}->>({pointer}), ''))"
    return f"list_sort(case json_type({text}) when 'OBJECT' then {entries} else {_typed_list(text)} end)"


def _present(column: Column) -> str:
    text = f"t_{column.name}"
    return f"{text} is not null and json_type({text}) <> 'NULL'" if column.is_json else f"{text} is not null"


def _fault(column: Column) -> str:
    """A CASE that names the first thing wrong with one column, null when nothing is."""
    excerpt = f"left(coalesce(row->>'$.{column.name}', ''), 60)"
    cases = []
    if column.required:
        cases.append((f"not ({_present(column)})", "missing"))
    cases.append((f"({_present(column)}) and {column.name} is null", f"type_{column.type.split('<')[0]}"))
    if column.values:
        allowed = ", ".join(map(literal, column.values))
        inside = f"{column.name} in ({allowed})"
        if column.is_list:
            inside = f"len(list_filter({column.name}, lambda x: x not in ({allowed}))) = 0"
        cases.append((f"not ({inside})", "enum"))
    if column.range:
        cases.append(
            (f"not ({column.name} between {literal(column.range[0])} and {literal(column.range[1])})", "range")
        )
    if column.type in ("date", "ts"):
        end = 10_000 if column.planned else 2101
        sane = f"{column.name} >= '1970-01-01' and {column.name} < '{end}-01-01'"  # year() costs a table of all days
        cases.append((f"not ({sane})", "absurd_date"))
    whens = " ".join(f"when {test} then '{code}|{column.name}|' || {excerpt}" for test, code in cases)
    return f"case {whens} end"


def _final(column: Column, salt: str) -> str:
    value = column.name
    if column.personal and column.is_list:
        value = f"list_transform({value}, lambda x: {_pseudonym('x', salt)})"
    elif column.personal:
        value = f"case when {value} is not null then {_pseudonym(value, salt)} end"
    if column.default is not None:
        value = f"coalesce({value}, {_default(column)})"
    return f"{value} as {column.name}"


def _pseudonym(value: str, salt: str) -> str:
    is_pseudonym = f"regexp_full_match({value}, '{_PSEUDONYM}')"
    plain = f"regexp_replace(lower({value}), '^(user:)?(default/)?', '')"  # user:default/Ren and ren are one
    return f"case when {is_pseudonym} then {value} else 'p-' || left(sha256('{salt}' || {plain}), 12) end"


def pseudonym(value: str, salt: str) -> str:
    """What stands for somebody in evidence, as `checked_sql` makes it."""
    plain = re.sub("^(user:)?(default/)?", "", value.lower())
    return f"p-{hashlib.sha256((salt + plain).encode()).hexdigest()[:12]}"


def _default(column: Column) -> str:
    if column.is_list:
        return "cast([] as varchar[])"
    return literal(column.default)


def checked_rows(
    contract: Contract, rows: Sequence[Mapping[str, object]], *, made_here: bool = True
) -> list[list[Problem]]:
    """Everything the contract would refuse of some rows, row by row, each with the column in `field`."""
    if not rows:
        return []
    staged = ", ".join(
        f"('', {number}, {number}, cast({literal(json.dumps(row, default=str))} as json))"
        for number, row in enumerate(rows)
    )
    checked = checked_sql(
        contract, "", made_here=made_here, every=True, staged=f"(values {staged}) s(origin, line, seq, row)"
    )
    with connect() as con:
        found = con.rows(f"select fault from ({checked}) order by seq")
    return [[refused(contract, fault) for fault in faults] for (faults,) in found]


def checked_value(contract: Contract, name: str, value: object) -> Any:
    """One column's value as the contract takes it. Raises ProblemsError with the place in `field`."""
    row = json.dumps({**contract.example, name: value}, default=str)
    staged = f"(select '' as origin, 0 as line, 0 as seq, cast({literal(row)} as json) as row)"
    checked = checked_sql(contract, "", made_here=True, staged=staged)
    with connect() as con:
        fault, typed = con.row(f"select fault, {name} from ({checked})")
    if fault:
        raise ProblemsError([refused(contract, fault)])
    return typed
