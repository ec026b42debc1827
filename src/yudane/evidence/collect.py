"""Collect: read the files, keep them raw, map them, take the rows in."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from yudane.evidence.batch import Batch, Report
from yudane.evidence.contracts import contracts
from yudane.evidence.engines.database import Connection, connect
from yudane.evidence.engines.sql import Parameter
from yudane.evidence.engines.syntax import StrangeError
from yudane.evidence.intake import Intake, stage_rows
from yudane.evidence.lake import Lake
from yudane.evidence.mapping import mapping
from yudane.evidence.raw import RawStore
from yudane.evidence.sources.source import Source
from yudane.reading import Document, File, Place, ProblemsError, read_file, walk

_LONG_AGO = datetime(1970, 1, 1)
ROWS = "rows"


@dataclass(frozen=True)
class Store:
    """Where collected evidence goes: the lake, the raw documents, the salt of pseudonyms."""

    lake: Lake
    raw: RawStore
    salt: str


@dataclass
class Delivery:
    """The files of one collection; for `rows`, each with the table it is for."""

    files: list[File] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)  # file name -> table

    def kept(self, raw: RawStore) -> list[dict[str, str]]:
        """Keep every file raw, the unreadable ones too, and say under which hash."""
        return [
            {"name": file.name, "sha256": raw.keep(file.content)}
            | ({"table": self.tables[file.name]} if file.name in self.tables else {})
            for file in self.files
        ]


def read_paths(source: Source, paths: Sequence[Path]) -> Delivery:
    """The files of a source under some paths. Raises ProblemsError when a path is missing or nothing fits."""
    found = [read_file(path) for path in walk([plain(path) for path in paths], source.files)]
    if not found:
        where = ", ".join(map(str, paths))
        raise ProblemsError.one("nothing_to_collect", Place(where), patterns=", ".join(source.files))
    return Delivery(found)


def read_tables(tables: Iterable[tuple[str, Path]]) -> Delivery:
    """The files of `rows`, table by table. Raises ProblemsError for an unknown table or a missing file."""
    delivery = Delivery()
    for table, path in tables:
        if table not in contracts():
            raise ProblemsError.one("table_unknown", Place(str(path)), table=table, known=", ".join(contracts()))
        for file in map(read_file, walk([plain(path)], ("*.jsonl", "*.ndjson", "*.json", "*.csv"))):
            delivery.files.append(file)
            delivery.tables[file.name] = table
    return delivery


def plain(path: Path) -> Path:
    """Absolute and without `..`, so that the same file always has the same name."""
    return Path(os.path.abspath(path))  # noqa: PTH100 -- resolve() would follow links


def collect(store: Store, source: Source, delivery: Delivery, batch: Batch) -> Report:
    """Take one delivery of a source in. Everything becomes visible at once, at the end."""
    documents = delivery.kept(store.raw)
    with tempfile.TemporaryDirectory() as folder, connect() as con, store.lake.writing() as writing:
        intake = Intake(con, store.lake, writing, batch, store.salt)
        for file in delivery.files:
            intake.report.problems += file.problems
        intake.report.documents = _stage_documents(con, Path(folder), delivery, batch.source)
        _map(con, source, batch, intake)
        return intake.finish(documents)


def collect_rows(store: Store, delivery: Delivery, batch: Batch) -> Report:
    """Take rows in a contract's own shape in, reference tables first."""
    documents = delivery.kept(store.raw)
    with tempfile.TemporaryDirectory() as folder, connect() as con, store.lake.writing() as writing:
        intake = Intake(con, store.lake, writing, batch, store.salt)
        for table in contracts():
            files = [file for file in delivery.files if delivery.tables[file.name] == table]
            if files:
                intake.report.documents += len(files)
                rows = ((f"{ROWS}:{file.name}", line, row) for file in files for line, row in _rows(file))
                intake.take(table, stage_rows(con, Path(folder), rows))
                intake.refuse(table, [problem for file in files for problem in file.problems])
                intake.cover(table)
        return intake.finish(documents)


def again(store: Store, source: Source | None, batch: Batch) -> Report:
    """Map anew what a source delivered before, batch by batch, with the maps as they are now."""
    report = Report(batch.id, batch.source)
    for told in _batches(store.lake, batch.source):
        delivery = _from_raw(store.raw, told["documents"])
        covers = told["covers"]
        names = tuple(file.name for file in delivery.files) if source else ()
        looked = tuple(covers) if covers is not None else None
        once = replace(batch, until=told["until"], covers=looked, restates=names)
        found = collect(store, source, delivery, once) if source else collect_rows(store, delivery, once)
        report.tables.update(found.tables)
        report.problems = found.problems
        report.documents += found.documents
    return report


def _batches(lake: Lake, source: str) -> list[dict[str, Any]]:
    with connect() as con:
        rows = con.rows(
            f"""
            select until, documents, covers from {lake.relation("batches", lake.versions())}
            where source = ? order by received_at""",
            [source],
        )
    return [
        {"until": until, "documents": json.loads(docs), "covers": json.loads(covers)} for until, docs, covers in rows
    ]


def _from_raw(raw: RawStore, documents: Sequence[dict[str, str]]) -> Delivery:
    delivery = Delivery()
    with tempfile.TemporaryDirectory() as folder:
        for number, document in enumerate(documents):
            path = Path(folder) / f"{number}{Path(document['name']).suffix}"
            path.write_bytes(raw.read(document["sha256"]))
            file = read_file(path)
            file.problems = [p.at(replace(p.place, file=document["name"])) for p in file.problems]
            file.name = document["name"]
            delivery.files.append(file)
            if "table" in document:
                delivery.tables[file.name] = document["table"]
    return delivery


def _rows(file: File) -> Iterator[tuple[int, Any]]:
    """The rows of a file: a document a row, or the items of a list."""
    for document in file.documents:
        if isinstance(document.value, list):
            yield from ((document.line_of((i,)), item) for i, item in enumerate(document.value))
        else:
            yield document.line, document.value


def _stage_documents(con: Connection, folder: Path, delivery: Delivery, source: str) -> int:
    """`documents(origin, line, position, body)`: every document, the items of a list each as one."""
    items = [(f"{source}:{file.name}", line, value) for file in delivery.files for line, value in _documents(file)]
    spool = folder / "documents"
    spool.mkdir()
    staged = stage_rows(con, spool, items)
    con.execute(f"""create or replace temp table documents as
        select origin, line, row_number() over () as position, row as body from ({staged}) where row is not null""")
    return len(items)


def _documents(file: File) -> Iterator[tuple[int, Any]]:
    for document in file.documents:
        if isinstance(document.value, list):
            yield from ((_line(document, i), item) for i, item in enumerate(document.value))
        elif document.value is not None:
            yield document.line, document.value


def _line(document: Document, index: int) -> int:
    return document.line_of((index,))


def _map(con: Connection, source: Source, batch: Batch, intake: Intake) -> None:
    """Every table the source maps; one whose SQL gives nothing is told and neither taken nor covered."""
    told: dict[str, Parameter] = {"since": batch.since or _LONG_AGO, "received_at": batch.received_at}
    with mapping(con, source, told) as mapped:
        for table in contracts():
            if table in source.maps:
                try:
                    rows = mapped.rows(table)
                except StrangeError as error:
                    intake.report.problems += source.problems_of(table, error)
                    continue
                intake.take(table, rows)
                intake.cover(table)
        if source.rejected:
            try:
                intake.report.problems += [source.refused(*row[:4]) for row in mapped.rejected()]
            except StrangeError as error:
                intake.report.problems += source.problems_of("rejected", error)
