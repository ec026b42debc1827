"""What one collection delivers: files, each a unit or, where it was pulled, a part of one."""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from yudane.contracts import Contracts, shipped_contracts
from yudane.evidence.raw import RawStore
from yudane.evidence.sources.source import Source
from yudane.reading import File, Place, Problem, ProblemsError, read_file, walk
from yudane.reading.files import Found

ROW_FILES = ("*.jsonl", "*.ndjson", "*.json", "*.csv")


@dataclass
class Delivery:
    """The files of one collection, by name; those left out on purpose beside them."""

    files: list[File] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)  # rows: by file the table it is for
    scopes: dict[str, str] = field(default_factory=dict)  # pulled: by file the service its unit speaks for
    left_out: list[str] = field(default_factory=list)

    def kept(self, raw: RawStore) -> list[dict[str, str]]:
        """Keep every file raw, the unreadable ones too, and say under which hash."""
        return [
            {"name": file.name, "sha256": raw.store(file.content)}
            | ({"table": self.tables[file.name]} if file.name in self.tables else {})
            | ({"scope": self.scopes[file.name]} if file.name in self.scopes else {})
            for file in self.files
        ]

    def renamed(self, name: str, paths: Sequence[Path]) -> "Delivery":
        """The same with a name of the delivery's own in the place of where the files happened to lie."""
        roots = [path if path.is_dir() else path.parent for path in map(plain, paths)]

        def new_name(file: str) -> str:
            root = next((root for root in roots if Path(file).is_relative_to(root)), Path(file).parent)
            return f"{name}/{Path(file).relative_to(root)}" if Path(file) != root else name

        names = {file.name: new_name(file.name) for file in self.files}
        if len(set(names.values())) < len(names):
            raise ProblemsError.one("delivery_name_twice", name=name)
        for file in self.files:
            file.problems = [p.placed(replace(p.place, file=new_name(p.place.file))) for p in file.problems]
            file.name = names[file.name]
        return Delivery(
            self.files,
            {names[file]: table for file, table in self.tables.items()},
            {names[file]: scope for file, scope in self.scopes.items()},
            [new_name(file) for file in self.left_out],
        )


def read_paths(source: Source, paths: Sequence[Path], exclude: Sequence[str] = ()) -> Delivery:
    """The files of a source under some paths. Raises ProblemsError when a path is missing or nothing fits."""
    found = walk([plain(path) for path in paths], source.files, exclude)
    if not found.files and not found.closed:
        where = ", ".join(map(str, paths))
        raise ProblemsError.one("nothing_to_collect", Place(where), patterns=", ".join(source.files))
    return Delivery(_read(found), left_out=[str(path) for path in found.left_out])


def read_tables(
    tables: Iterable[tuple[str, Path]], exclude: Sequence[str] = (), contracts: Contracts | None = None
) -> Delivery:
    """The files of `rows`, table by table. Raises ProblemsError for an unknown table or a missing file."""
    delivery, known = Delivery(), shipped_contracts() if contracts is None else contracts
    for table, path in tables:
        if table not in known:
            raise ProblemsError.one("table_unknown", Place(str(path)), table=table, known=", ".join(known))
        found = walk([plain(path)], ROW_FILES, exclude)
        delivery.left_out += map(str, found.left_out)
        for file in _read(found):
            delivery.files.append(file)
            delivery.tables[file.name] = table
    return delivery


def from_raw(raw: RawStore, documents: Sequence[Mapping[str, str]]) -> Delivery:
    """What was delivered before. Its files are named as they were."""
    delivery = Delivery()
    with tempfile.TemporaryDirectory() as folder:
        for number, document in enumerate(documents):
            path = Path(folder) / f"{number}{Path(document['name']).suffix}"
            path.write_bytes(raw.read(document["sha256"]))
            file = read_file(path)
            file.problems = [p.placed(replace(p.place, file=document["name"])) for p in file.problems]
            file.name = document["name"]
            delivery.files.append(file)
            if "table" in document:
                delivery.tables[file.name] = document["table"]
            if "scope" in document:
                delivery.scopes[file.name] = document["scope"]
                if not any(one.value is not None for one in file.documents):
                    file.problems.append(Problem("no_answer_then", Place(file.name)))
    return delivery


def plain(path: Path) -> Path:
    """Absolute and without `..`, so that the same file always has the same name."""
    return Path(os.path.abspath(path))  # noqa: PTH100 -- resolve() would follow links


def _read(found: Found) -> list[File]:
    return [*map(read_file, found.files), *found.closed]
