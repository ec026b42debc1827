"""A source as two text files: source.yaml says what it reads, <table>.sql maps it to a contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from yudane.contracts import Contracts, shipped_contracts
from yudane.evidence.batch import HANDS
from yudane.evidence.engines.database import DatabaseError
from yudane.evidence.engines.syntax import RefusedError, UntrustedError
from yudane.evidence.engines.untrusted import EndedError, FailedError
from yudane.evidence.sources.shape import check
from yudane.reading import Place, Problem, ProblemsError
from yudane.reading.files import read_text
from yudane.reading.yaml import read_yaml
from yudane.words import Text

SHIPPED = Path(str(files("yudane.evidence.sources")))


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
    ours: str  # SELECT origin from documents: the files that are of this source at all; empty: every file is
    rejected: str  # SELECT origin, line, problem, detail [, service_id] from documents: what cannot be used
    problems: Mapping[str, Text]
    loses: Mapping[str, tuple[str, ...]]  # by problem: the tables that lack a row for it; none: it is only told
    not_filled: Mapping[str, tuple[str, ...]]
    recovered: tuple[str, ...]  # tables it tells of by the way: never said of a service that has no row there
    complete_tables: tuple[str, ...]  # tables in which it tells an object for all its services or not at all
    pull: bool  # fetched from an address by fetch.py beside source.yaml
    shipped: bool  # came with the package, and so did its SQL
    folder: str

    @property
    def fetches(self) -> bool:
        """There is Python beside it that asks an address; the package's alone."""
        return self.pull and self.shipped and (Path(self.folder) / "fetch.py").is_file()

    def lost_by(self, code: str) -> tuple[str, ...]:
        """The tables that lack a row for a problem; all, where source.yaml does not say."""
        return self.loses.get(code, tuple(self.maps))

    @property
    def texts(self) -> dict[str, str]:
        """All its texts by name, `ours` and `rejected` among them."""
        beside = {"ours": self.ours, "rejected": self.rejected}
        return {**self.maps, **{name: text for name, text in beside.items() if text}}

    def problems_of(self, name: str, error: UntrustedError | DatabaseError) -> list[Problem]:
        """Why a text gave nothing, with the file and the line."""
        text = self.texts[name] if error.part is None else self.shared[error.part]
        file = self.file_of(name, error.part)
        if isinstance(error, RefusedError):
            return [Problem(one.code, Place(file, one.line(text)), one.args) for one in error.refusals]
        if isinstance(error, EndedError):
            return [Problem(error.code, Place(file), error.message_args)]
        line = error.line if isinstance(error, FailedError | DatabaseError) else None
        return [Problem("sql_broken", Place(file, line), {"what": str(error)})]

    def file_of(self, name: str, part: str | None = None) -> str:
        """Of a text, or of a part that it shares."""
        if part is None:
            return str(Path(self.folder) / f"{name}.sql")
        own = Path(self.folder) / "shared" / f"{part}.sql"
        return str(own if own.is_file() else SHIPPED / "shared" / f"{part}.sql")

    def refused(self, origin: str, line: int | None, code: str, detail: str | None) -> Problem:
        """A document the source cannot use, in its own words."""
        place = Place(origin.partition(":")[2], line)
        if code not in self.problems:
            return Problem("source_problem_unknown", place, {"code": str(code)[:60], "detail": (detail or "")[:200]})
        return Problem(code, place, {"detail": (detail or "")[:2_000]}, text=self.problems[code])


def source_names(own: Path | None = None) -> list[str]:
    """All sources: those shipped and those in the organization's own folder."""
    added = {e.parent.name for e in own.glob("*/source.yaml")} if own else set()
    return sorted({*shipped_names(), *added})


def shipped_names() -> list[str]:
    """Those that came with the package."""
    return sorted(path.parent.name for path in SHIPPED.glob("*/source.yaml"))


def load_source(key: str, own: Path | None = None, contracts: Contracts | None = None) -> Source:
    """One source; the organization's own folder stands before the shipped one. `contracts`: the tables that it may fill,
    those shipped where nothing is said. Raises ProblemsError."""
    known = shipped_contracts() if contracts is None else contracts
    if own and key in HANDS and (own / key).is_dir():
        raise ProblemsError.one("source_name_taken", Place(str(own / key)), name=key)
    if own and (own / key / "source.yaml").is_file():
        return _load(key, own / key, known, shipped=False)
    if (SHIPPED / key / "source.yaml").is_file():
        return _load(key, SHIPPED / key, known, shipped=True)
    raise ProblemsError.one("source_unknown", Place(key), known=", ".join(["rows", *source_names(own)]))


def _load(key: str, folder: Path, known: Contracts, *, shipped: bool) -> Source:
    file = folder / "source.yaml"
    place = Place(str(file))
    document = next(read_yaml(read_text(file, folder.resolve()), place.file), None)
    raw: Any = document.value if document else None
    if document is None or not isinstance(raw, dict):
        raise ProblemsError.one("yaml_not_mapping", place)
    sql, shared = _sql(folder, folder), _sql(folder / "shared", folder)
    check(raw, sql, shared, place, document.line_of, known)
    if raw.get("pull") and not shipped:  # what fetches is Python, and comes with the package alone
        raise ProblemsError.one("pull_not_own", Place(place.file, document.line_of(("pull",)), "pull"))
    if raw.get("pull") and not (folder / "fetch.py").is_file():
        raise ProblemsError.one("fetcher_missing", Place(place.file, document.line_of(("pull",)), "pull"), source=key)
    return Source(
        key=key,
        name=Text.of(raw["name"]),
        about=Text.of(raw["about"]),
        files=tuple(raw.get("files", ())),
        names=tuple(raw.get("names", ())),
        shared=_sql(SHIPPED / "shared", SHIPPED) | shared,
        ours=sql.pop("ours", ""),
        rejected=sql.pop("rejected", ""),
        maps=dict(sorted(sql.items())),
        problems={code: _words(entry) for code, entry in raw.get("problems", {}).items()},
        loses={code: tuple(entry.get("loses", ())) for code, entry in raw.get("problems", {}).items()},
        not_filled={table: tuple(columns) for table, columns in raw.get("not_filled", {}).items()},
        recovered=tuple(raw.get("recovered", ())),
        complete_tables=tuple(raw.get("whole", ())),
        pull=raw.get("pull", False),
        shipped=shipped,
        folder=str(folder),
    )


def _words(entry: Mapping[str, Any]) -> Text:
    return Text.of({lang: words for lang, words in entry.items() if lang != "loses"})


def _sql(folder: Path, within: Path) -> dict[str, str]:
    """The texts of a folder by name. `shared/` holds what several maps need alike, each a SELECT from documents or from
    one another; that beside the shipped sources serves every source."""
    if not folder.is_dir():
        return {}
    resolved = within.resolve()
    return {path.stem: read_text(path, resolved) for path in sorted(folder.glob("*.sql")) if path.is_file()}
