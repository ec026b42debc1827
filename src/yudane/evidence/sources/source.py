"""A source as two text files: source.yaml says what it reads, <table>.sql maps it to a contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from yudane.evidence.contracts import contracts
from yudane.evidence.engines.duckdb import parameters_of
from yudane.reading import Place, Problem, ProblemsError
from yudane.reading.files import SUFFIXES
from yudane.reading.yaml import read_yaml
from yudane.words import Text

PARAMETERS = {"since", "received_at"}
_FIELDS = {"name", "about", "files", "names", "problems", "not_filled", "pull"}


@dataclass(frozen=True)
class Source:
    """One source: which files it reads and how their documents become rows."""

    key: str
    name: Text
    about: Text
    files: tuple[str, ...]
    names: tuple[str, ...]  # systems of service_names its service ids may be names of
    maps: Mapping[str, str]  # table -> SELECT from documents(origin, line, position, body)
    shared: Mapping[str, str]  # name -> SELECT, staged once as a table of that name for the maps that use it
    rejected: str  # SELECT origin, line, problem [, detail] from documents: what cannot be used
    problems: Mapping[str, Text]
    not_filled: Mapping[str, tuple[str, ...]]
    pull: bool  # fetched from an address by Python beside source.yaml


def source_names(own: Path | None = None) -> list[str]:
    """All sources: those shipped and those in the organization's own folder."""
    shipped = {e.name for e in files("yudane.evidence.sources").iterdir() if (e / "source.yaml").is_file()}
    added = {e.parent.name for e in own.glob("*/source.yaml")} if own else set()
    return sorted(shipped | added)


def load_source(key: str, own: Path | None = None) -> Source:
    """One source; the organization's own folder stands before the shipped one. Raises ProblemsError."""
    folders: list[Any] = [own / key] if own else []
    folders.append(files("yudane.evidence.sources") / key)
    for folder in folders:
        if (folder / "source.yaml").is_file():
            return _load(key, folder)
    raise ProblemsError.one("source_unknown", Place(key), known=", ".join(["rows", *source_names(own)]))


def _load(key: str, folder: Any) -> Source:
    place = Place(str(folder / "source.yaml"))
    document = next(read_yaml((folder / "source.yaml").read_text("utf-8"), place.file))
    raw: Any = document.value
    sql = {e.name.removesuffix(".sql"): e.read_text("utf-8") for e in folder.iterdir() if e.name.endswith(".sql")}
    _check(raw, sql, place, document.line_of)
    return Source(
        key=key,
        name=Text.of(raw["name"]),
        about=Text.of(raw["about"]),
        files=tuple(raw.get("files", ())),
        names=tuple(raw.get("names", ())),
        shared=_shared(files("yudane.evidence.sources") / "shared") | _shared(folder / "shared"),
        rejected=sql.pop("rejected", ""),
        maps=dict(sorted(sql.items())),
        problems={code: Text.of(text) for code, text in raw.get("problems", {}).items()},
        not_filled={table: tuple(columns) for table, columns in raw.get("not_filled", {}).items()},
        pull=raw.get("pull", False),
    )


def _shared(folder: Any) -> dict[str, str]:
    """What several maps need alike: shared/<name>.sql, each a SELECT from documents or from one another.

    Those in sources/shared serve every source.
    """
    if not folder.is_dir():
        return {}
    return {e.name.removesuffix(".sql"): e.read_text("utf-8") for e in folder.iterdir() if e.name.endswith(".sql")}


def _check(raw: Any, sql: Mapping[str, str], place: Place, line_of: Any) -> None:
    problems = [
        Problem("field_unknown", Place(place.file, line_of((field,)), field), {"known": ", ".join(sorted(_FIELDS))})
        for field in sorted(set(raw) - _FIELDS)
    ]
    problems += [
        Problem("text_missing", Place(place.file, line_of((field,)), field))
        for field in ("name", "about")
        if not (isinstance(raw.get(field), dict) and {"en", "ja"} <= set(raw[field]))
    ]
    for pattern in raw.get("files", ()):
        if not pattern.endswith(SUFFIXES):
            at = Place(place.file, line_of(("files",)), "files")
            problems.append(Problem("file_kind_unknown", at, {"kinds": ", ".join(SUFFIXES)}))
    for table, text in sql.items():
        at = Place(str(Path(place.file).with_name(f"{table}.sql")))
        if table not in ("rejected", *contracts()):
            problems.append(Problem("table_unknown", at, {"table": table, "known": ", ".join(contracts())}))
        problems += [
            Problem("parameter_unknown", at, {"name": name, "known": ", ".join(sorted(PARAMETERS))})
            for name in sorted(parameters_of(text) - PARAMETERS)
        ]
    if problems:
        raise ProblemsError(problems)
