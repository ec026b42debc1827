"""Every problem in the files of a program, each with its place and how to mend it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from yudane.program.business_days import has_holidays
from yudane.program.files import PRACTICES, Folder, Layered
from yudane.program.listed import GATES, PHASES, READINESS, RESERVED, TOP, Listed, listed, sql_of, what_is
from yudane.program.own_tables import OWN_TABLES, Tables, known_tables, problems_of_table
from yudane.program.schema import check
from yudane.reading import Place, Problem
from yudane.reading.values import Path as ValuePath
from yudane.words import Text

STEPS, ANY = "delegation-steps", "any"
MAX_SETTING = 100_000
BESIDE_GIVEN = ("name", "expect", "not_filled", "measured")  # of an example
BESIDE_COLUMNS = {"each", "count", "source_ref"}  # of a row of one


def problems_of(folder: Folder) -> Iterator[Problem]:
    tables = known_tables(folder)
    for name, file in folder.yaml.items():
        key, _, rest = name.partition("/")
        if name in TOP:
            yield from check(name.removesuffix(".yaml"), file)
        elif not rest:
            yield Problem("file_not_expected", Place(file.name))
        elif rest == "activity.yaml" and key in RESERVED:
            yield Problem("activity_reserved", Place(file.name), {"activity": key})
        elif key == OWN_TABLES:
            yield from problems_of_table(file, rest.removesuffix(".yaml"))
        elif rest == "activity.yaml":
            yield from check("activity", file)
            yield from _listed(folder, key, file)
        else:
            yield from _file(folder, key, rest.removesuffix(".yaml"), file, tables)
    yield from _overrides(folder)
    yield from _settings(folder)


def _listed(folder: Folder, key: str, file: Layered) -> Iterator[Problem]:
    """What activity.yaml lists is there, as a pair, once."""
    seen: set[str] = set()
    for item in listed(file.value):
        needed = [f"{key}/{item.name}.yaml"] + ([sql_of(folder, key, item.name)] if item.what != "table" else [])
        if item.name in seen:
            yield file.problem("criterion_twice", item.path, name=item.name)
        elif not all(path in folder.yaml or path in folder.texts for path in needed):
            yield file.problem("criterion_missing", item.path, name=item.name, activity=key)
        seen.add(item.name)
    yield from _left_out(folder, key, file, seen)


def _left_out(folder: Folder, key: str, file: Layered, seen: set[str]) -> Iterator[Problem]:
    """A list of the overlay's takes the place of the one shipped, so it repeats what that lists."""
    lost: dict[ValuePath, list[str]] = {}
    for item in _shipped_list(folder, key):
        if item.name not in seen:
            lost.setdefault(item.path[:-1], []).append(item.name)
    for path, names in lost.items():
        yield file.problem("list_replaced", path, where=".".join(map(str, path)), names=", ".join(names))


def _shipped_list(folder: Folder, key: str) -> Iterator[Listed]:
    activity = folder.shipped.yaml.get(f"{key}/activity.yaml") if folder.shipped else None
    return listed(activity.value) if activity else iter(())


def _file(folder: Folder, key: str, stem: str, file: Layered, tables: Tables) -> Iterator[Problem]:
    if key not in (PHASES, *GATES) and f"{key}/activity.yaml" not in folder.yaml:
        yield Problem("activity_missing", Place(file.name), {"activity": key})
        return
    what = what_is(folder, key, stem)
    if what is None:
        if stem not in [item.name for item in _shipped_list(folder, key)]:  # else the list that left it out is told of
            yield Problem("criterion_not_listed", Place(file.name), {"name": stem})
        return
    departs = [*check(what, file)]
    yield from departs
    if key == PHASES:
        yield from _phase(folder, stem, file)
    if what in ("condition", "trigger"):
        yield from _gate(folder, key, stem, file)
    if what == "table":
        yield from () if departs else _rows(file)
        yield from _steps(folder, file) if (key, stem) == (READINESS, STEPS) else ()
    else:
        yield from _check(file, tables)


def _phase(folder: Folder, stem: str, file: Layered) -> Iterator[Problem]:
    phases = folder.yaml["program.yaml"].value.get("phases") if "program.yaml" in folder.yaml else None
    keys = [phase.get("key") for phase in phases if isinstance(phase, dict)] if isinstance(phases, list) else []
    if stem not in keys:
        yield Problem("phase_unknown", Place(file.name), {"name": stem, "known": ", ".join(map(str, keys))})
    if sql_of(folder, PHASES, stem) not in folder.texts:
        yield Problem("criterion_missing", Place(file.name), {"name": stem, "activity": PHASES})


def _gate(folder: Folder, key: str, stem: str, file: Layered) -> Iterator[Problem]:
    """Its SQL is there, and the activities it names."""
    if sql_of(folder, key, stem) not in folder.texts:
        yield Problem("criterion_missing", Place(file.name), {"name": stem, "activity": key})
    known = _activities(folder)
    named = file.value.get("activities")
    for number, name in enumerate(named if isinstance(named, list) else ()):
        if name not in known:
            yield file.problem("activity_unknown", ("activities", number), name=str(name)[:60])


def _steps(folder: Folder, file: Layered) -> Iterator[Problem]:
    """Every row of the table of steps names an activity, a level, a tier and a condition that there are."""
    known: dict[str, set[Any]] = {
        "activity": {ANY, *_activities(folder)},
        "to_level": set(range(2, 8)),
        "tier": {ANY, "1", "2", "3"},
        "condition": {
            name.removeprefix(f"{READINESS}/").removesuffix(".yaml")
            for name in folder.yaml
            if name.startswith(f"{READINESS}/") and what_is(folder, *_parts_of(name)) == "condition"
        },
    }
    rows = file.value.get("rows")
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        for column, values in known.items():
            if isinstance(row, dict) and row.get(column) not in values:
                said, listed_values = str(row.get(column))[:60], ", ".join(sorted(map(str, values)))
                yield file.problem("value_enum", ("rows", number, column), values=listed_values, value=said)


def _parts_of(name: str) -> tuple[str, str]:
    key, _, rest = name.partition("/")
    return key, rest.removesuffix(".yaml")


def _activities(folder: Folder) -> set[str]:
    return {name.partition("/")[0] for name in folder.yaml if name.endswith("/activity.yaml")}


def _rows(file: Layered) -> Iterator[Problem]:
    """Every row of a decision table has exactly its columns with values of their kind, once for a key; and what counts as
    something else does so in the end."""
    columns, given = file.value.get("columns"), file.value.get("rows")
    if not isinstance(columns, dict) or not isinstance(given, list):
        return
    rows = [(number, row) for number, row in enumerate(given) if isinstance(row, dict)]
    fit = []
    for number, row in rows:
        if set(row) != set(columns):
            yield file.problem("table_row", ("rows", number), columns=", ".join(columns))
        elif wrong := [name for name, column in columns.items() if not _fits(row[name], column)]:
            for name in wrong:
                values = {"name": name, "what": _WHAT[columns[name]["type"]], "range": _bounds(columns[name])}
                yield file.problem("table_value", ("rows", number, name), value=str(row[name])[:60], **values)
        else:
            fit.append((number, row))
    yield from _once(file, fit)
    yield from _in_the_end(file, fit)


_WHAT = {
    "str": Text("a text", "文字列"),
    "int": Text("a whole number", "整数"),
    "decimal": Text("a number", "数値"),
    "bool": Text("true or false", "true か false"),
}
_KINDS: Mapping[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "decimal": (int, float), "bool": (bool,)}
Numbered = Sequence[tuple[int, Mapping[str, Any]]]


def _fits(value: object, column: Mapping[str, Any]) -> bool:
    if value is None:
        return True
    if isinstance(value, bool) != (column["type"] == "bool") or not isinstance(value, _KINDS[column["type"]]):
        return False
    low, high = column.get("range", (None, None))
    return low is None or low <= value <= high


def _bounds(column: Mapping[str, Any]) -> str:
    return "" if "range" not in column else f" ({column['range'][0]:g}–{column['range'][1]:g})"


def _once(file: Layered, rows: Numbered) -> Iterator[Problem]:
    """No two rows answer the same."""
    key = file.value.get("key", [])
    seen: set[tuple[object, ...]] = set()
    for number, row in rows if key else ():
        asked = tuple(row.get(name) for name in key)
        if asked in seen:
            yield file.problem(
                "table_row_twice", ("rows", number), key=", ".join(f"{n}: {v}" for n, v in zip(key, asked, strict=True))
            )
        seen.add(asked)


def _in_the_end(file: Layered, rows: Numbered) -> Iterator[Problem]:
    """What `from` is counted as `to` is not itself counted as something else."""
    chain = file.value.get("final")
    if not isinstance(chain, dict):
        return
    becomes = {row.get(chain["from"]): row.get(chain["to"]) for _, row in rows}
    for number, row in rows:
        said = row.get(chain["to"])
        if becomes.get(said, said) != said:
            yield file.problem(
                "table_chain", ("rows", number, chain["to"]), value=str(said)[:60], end=str(becomes[said])[:60]
            )


def _check(file: Layered, tables: Tables) -> Iterator[Problem]:
    reads = file.value.get("reads")
    for number, read in enumerate(reads if isinstance(reads, list) else ()):
        for one in str(read).split("|"):
            table, dot, column = one.partition(".")
            yield from _named(file, ("reads", number), table, [column] if dot and column != "*" else [], tables)
    examples = file.value.get("examples")
    for number, example in enumerate(examples if isinstance(examples, list) else ()):
        if isinstance(example, dict):
            yield from _example(file, ("examples", number), example, tables)
    yield from _day(file, ("counts_from",), file.value.get("counts_from"))
    params = file.value.get("params")
    for name, param in (params if isinstance(params, dict) else {}).items():
        if isinstance(param, dict):
            yield from _param(file, name, param)


def _named(file: Layered, path: ValuePath, table: str, columns: Iterable[str], tables: Tables) -> Iterator[Problem]:
    """The table is there, and has the columns."""
    if table not in tables:
        yield file.problem("table_unknown", path, table=table, known=", ".join(sorted(tables)))
        return
    for column in columns:
        if tables[table] and column not in tables[table]:
            yield file.problem("column_missing", path, table=table, name=column, known=", ".join(tables[table]))


def _example(file: Layered, path: ValuePath, example: Mapping[str, Any], tables: Tables) -> Iterator[Problem]:
    given, left_out = (example.get(name) for name in ("given", "not_filled"))
    for name, rows in given.items() if isinstance(given, dict) else ():
        if name in BESIDE_GIVEN:
            yield file.problem("example_beside", (*path, "given", name), name=name)
        else:
            yield from _rows_given(file, (*path, "given", name), rows, tables)
    for table, columns in left_out.items() if isinstance(left_out, dict) else ():
        if isinstance(columns, list):
            named = [str(column) for column in columns if column != "*"]
            yield from _named(file, (*path, "not_filled", table), table, named, tables)


def _rows_given(file: Layered, path: ValuePath, rows: object, tables: Tables) -> Iterator[Problem]:
    table = str(path[-1])
    if table not in tables:
        yield from _named(file, path, table, (), tables)
    elif not isinstance(rows, list):
        yield file.problem("value_type", path, wanted="array", value=str(rows)[:60])
    else:
        for number, row in enumerate(rows):
            yield from _row_given(file, (*path, number), table, row, tables)


def _row_given(file: Layered, path: ValuePath, table: str, row: object, tables: Tables) -> Iterator[Problem]:
    if not isinstance(row, dict):
        yield file.problem("value_type", path, wanted="object", value=str(row)[:60])
        return
    each = row.get("each", {})
    if isinstance(each, dict) and all(map(_is_range, each.values())):
        yield from _named(file, path, table, sorted((row.keys() | each.keys()) - BESIDE_COLUMNS), tables)
    else:
        yield file.problem("example_each", (*path, "each"), value=str(each)[:60])


def _is_range(bounds: object) -> bool:
    return isinstance(bounds, list) and len(bounds) == 3 and all(isinstance(bound, str) for bound in bounds)


def _param(file: Layered, name: str, param: Mapping[str, Any]) -> Iterator[Problem]:
    path = ("params", name, "default")
    yield from _range(file, path, name, param.get("default"), param)
    for part in ("default", "range", "unit"):  # of a check that is shipped, by the file's first layer
        said = file.place(("params", name, part)).file
        if part in param and _shipped(file.name) and not _shipped(said):
            yield file.problem("param_not_overridden", ("params", name, part), name=name)


def _shipped(file: str) -> bool:
    return Path(file).is_relative_to(PRACTICES)


def _settings(folder: Folder) -> Iterator[Problem]:
    """A setting keeps the kind of value it was shipped with, and numbers stay within reason."""
    file, base = folder.yaml.get("program.yaml"), (folder.shipped or folder).yaml.get("program.yaml")
    settings, known = (layer.value.get("settings") if layer else None for layer in (file, base))
    for name, setting in settings.items() if file and isinstance(settings, dict) else ():
        value = setting.get("value") if isinstance(setting, dict) else None
        first = known.get(name) if isinstance(known, dict) else None
        wanted = _kind(first.get("value")) if isinstance(first, dict) else _kind(value)
        path = ("settings", name, "value")
        if file and _kind(value) != wanted:
            yield file.problem("setting_kind", path, name=name, wanted=wanted)
        elif file and wanted == "number" and not 0 <= float(str(value)) <= MAX_SETTING:
            yield file.problem("param_range", path, name=name, value=value, low=0, high=MAX_SETTING)
        elif file and name == "zone" and value not in available_timezones():
            yield file.problem("zone_unknown", path, value=str(value)[:60])
        elif file and name == "holidays" and value and not has_holidays(str(value)):
            yield file.problem("country_unknown", path, value=str(value)[:60])
        elif file and name == "joint_statements_off":
            yield from _parts(folder, file, path, str(value))


def _parts(folder: Folder, file: Layered, path: ValuePath, value: str) -> Iterator[Problem]:
    """`all`, activities and criteria, separated by commas."""
    for one in filter(None, (part.strip() for part in value.split(","))):
        key, _, stem = one.partition(".")
        is_criterion = f"{key}/{stem}.yaml" in folder.yaml and what_is(folder, key, stem) == "criterion"
        if one != "all" and f"{one}/activity.yaml" not in folder.yaml and not is_criterion:
            yield file.problem("criterion_unknown", path, name=one[:80])


def _kind(value: object) -> str:
    return "bool" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "text"


def _day(file: Layered, path: ValuePath, value: object) -> Iterator[Problem]:
    """A day that there is, where one is said; that it is one at all is the schema's."""
    if isinstance(value, str):
        try:
            plain = value.isascii() and date.fromisoformat(value).isoformat() == value
        except ValueError:
            plain = False
        if not plain:
            yield file.problem("date_broken", path, value=value[:40])


def _range(file: Layered, path: ValuePath, name: str, value: Any, param: Mapping[str, Any]) -> Iterator[Problem]:
    bounds = param.get("range")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    numbers = isinstance(bounds, list) and len(bounds) == 2 and all(_kind(bound) == "number" for bound in bounds)
    if isinstance(bounds, list) and numbers and number and not bounds[0] <= value <= bounds[1]:
        yield file.problem("param_range", path, name=name, value=value, low=bounds[0], high=bounds[1])


def _overrides(folder: Folder) -> Iterator[Problem]:
    file = folder.yaml.get("overrides.yaml")
    overrides = file.value.get("overrides") if file else None
    seen = set()
    for number, item in enumerate(overrides if isinstance(overrides, list) else ()):
        if file and isinstance(item, dict):
            yield from _override(folder, file, ("overrides", number), item)
            about = tuple(str(item.get(name)) for name in ("check", "param", "tier", "service", "on"))
            if about in seen:
                yield file.problem("override_twice", ("overrides", number), name=about[1], check=about[0], on=about[4])
            seen.add(about)


def _override(folder: Folder, file: Layered, path: ValuePath, item: Mapping[str, Any]) -> Iterator[Problem]:
    key, _, stem = str(item.get("check", "")).partition(".")
    found = folder.yaml.get(f"{key}/{stem}.yaml")
    if found is None or what_is(folder, key, stem) in (None, "table"):
        yield file.problem("override_check", (*path, "check"), name=item.get("check"))
        return
    params = found.value.get("params") or {}
    params = params if isinstance(params, dict) else {}
    yield from _day(file, (*path, "on"), item.get("on"))
    param = params.get(str(item.get("param")))
    if not isinstance(param, dict):
        yield file.problem("override_param", (*path, "param"), name=item.get("param"), known=", ".join(params) or "–")
        return
    value, default = item.get("value"), param.get("default")
    kinds = (int, float) if isinstance(default, int | float) and not isinstance(default, bool) else type(default)
    if not isinstance(value, kinds) or isinstance(value, bool) is not isinstance(default, bool):
        yield file.problem("value_type", (*path, "value"), wanted=type(default).__name__, value=value)
    yield from _range(file, (*path, "value"), str(item.get("param")), value, param)
