"""Evidence tables of an organization's own: `tables/NAME.yaml` in its overlay, in the form of those shipped."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from yudane.contracts import Contract, Contracts, make_contract, shipped_contracts, views
from yudane.contracts.contract import PROVENANCE
from yudane.contracts.reserved import kept_beside, sql_word
from yudane.program.files import Folder, Layered, ProgramFile, layered, read_files
from yudane.reading import Place, Problem, ProblemsError

OWN_TABLES = "tables"
Tables = Mapping[str, tuple[str, ...]]  # their columns; none where the file does not say them as it should


def own_tables(folder: Folder) -> tuple[Contract, ...]:
    """Of valid files."""
    return tuple(make_contract(name, file.value) for name, file in _files(folder))


def known_tables(folder: Folder) -> Tables:
    """All evidence tables, valid or not."""
    own = {name: file.value.get("columns") for name, file in _files(folder)}
    return {
        **{name: tuple(columns) if isinstance(columns, dict) else () for name, columns in own.items()},
        **{name: contract.names for name, contract in shipped_contracts().items()},
    }


def read_tables(folder: Path) -> Folder:
    """The files of a folder of tables, as `tables/` of a program."""
    return layered(_inside(file) for file in read_files((folder,)))


def contracts_of(overlay: Path | None) -> Contracts:
    """The evidence tables an organization has, whatever else its overlay holds. Raises ProblemsError."""
    if overlay is None or not (overlay / OWN_TABLES).is_dir():
        return shipped_contracts()
    folder = read_tables(overlay / OWN_TABLES)
    problems = folder.problems + [p for name, file in _files(folder) for p in problems_of_table(file, name)]
    if problems:
        raise ProblemsError(problems)
    return shipped_contracts().beside(own_tables(folder))


def problems_of_table(file: Layered, name: str) -> list[Problem]:
    """Every departure of an organization's own table from what one may be, with place and mend."""
    return [*problems_of_contract(file, name), *_own(file, name)]


def problems_of_contract(file: Layered, name: str) -> list[Problem]:
    """Every departure from the form of a contract, whoever wrote it."""
    from yudane.program.schema import check  # noqa: PLC0415 -- brings jsonschema, as in load

    return [*check("evidence_table", file)] or [*_names(file, name), *_columns(file)]


def _own(file: Layered, name: str) -> Iterator[Problem]:
    if (group := file.value.get("group")) in ("reference", "program"):
        yield file.problem("value_enum", ("group",), values="evidence", value=group)
    if name in shipped_contracts() or name in views() or kept_beside(name):
        yield Problem("table_reserved", Place(file.name), {"name": name[:60]})


def _names(file: Layered, name: str) -> Iterator[Problem]:
    if not name.isidentifier() or not name.isascii() or name != name.lower() or sql_word(name):
        yield Problem("name_not_plain", Place(file.name), {"name": name[:60]})
    for column in file.value["columns"]:
        if sql_word(column) or column in PROVENANCE:
            yield file.problem("name_not_plain", ("columns", column), name=column[:60])


def _columns(file: Layered) -> Iterator[Problem]:
    """Key and clock are columns, of a kind that fits; the example has what must be there, and nothing unknown."""
    columns, known = file.value["columns"], ", ".join(file.value["columns"])
    for number, name in enumerate(file.value["key"]):
        if name not in columns:
            yield file.problem("column_unknown", ("key", number), name=name, known=known)
        elif columns[name].get("null"):
            yield file.problem("key_null", ("columns", name, "null"), name=name)
    clock = file.value.get("effective")
    if clock is not None and columns.get(clock, {}).get("type") not in ("ts", "date"):
        times = ", ".join(name for name, column in columns.items() if column["type"] in ("ts", "date"))
        yield file.problem("column_unknown", ("effective",), name=clock, known=times or "–")
    if clock is None and file.value["kind"] == "event":
        yield file.problem("field_missing", ("effective",), name="effective")
    for name, column in columns.items():
        default = column.get("default")
        if default not in (None, []) and default not in column.get("values", [default]):
            yield file.problem(
                "value_enum", ("columns", name, "default"), values=", ".join(column["values"]), value=default
            )
    for name in file.value["example"]:
        if name not in columns:
            yield file.problem("column_unknown", ("example", name), name=name, known=known)
    for name, column in columns.items():
        if column["type"] in ("enum", "list<enum>") and "values" not in column:
            yield file.problem("field_missing", ("columns", name, "values"), name="values")
        if name not in file.value["example"] and not column.get("null") and "default" not in column:
            yield file.problem("field_missing", ("example", name), name=name)


def _inside(file: ProgramFile) -> ProgramFile:
    return ProgramFile(file.layer, file.path, f"{OWN_TABLES}/{file.name}", file.text, file.problems)


def _files(folder: Folder) -> Iterator[tuple[str, Layered]]:
    for name, file in folder.yaml.items():
        key, _, rest = name.partition("/")
        if key == OWN_TABLES and rest != "activity.yaml":  # which is refused: no activity may be called so
            yield rest.removesuffix(".yaml"), file
