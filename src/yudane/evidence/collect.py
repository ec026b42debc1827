"""Collect: keep what came raw, see what was read to its end, map it, take the rows in, all in one commit."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from yudane.contracts import PROVENANCE, Contracts
from yudane.evidence.batch import HANDS, Answer, Batch, Report
from yudane.evidence.delivery import Delivery, from_raw
from yudane.evidence.engines.database import Connection, connect
from yudane.evidence.engines.sql import Parameter, literal, texts
from yudane.evidence.engines.syntax import UntrustedError
from yudane.evidence.intake import Intake, stage_rows
from yudane.evidence.lake import Lake, Writing
from yudane.evidence.mapping import Mapped, mapping
from yudane.evidence.raw import RawStore
from yudane.evidence.sources.source import Source, load_source, shipped_names
from yudane.evidence.units import Units, readable, units_of
from yudane.reading import File, Place, Problem, ProblemsError

_LONG_AGO = datetime(1970, 1, 1)
ROWS = "rows"


@dataclass(frozen=True)
class Store:
    """Where collected evidence goes: the lake, the raw documents, the salt of pseudonyms."""

    lake: Lake
    raw: RawStore
    salt: str


def collect(store: Store, source: Source, delivery: Delivery, batch: Batch, answer: Answer = Answer.YES) -> Report:
    """Take one delivery of a source in. Everything becomes visible at once, at the end.

    Raises ProblemsError where nothing of it is the source's or rows may not go, AskError where it wants an answer.
    """
    documents: list[dict[str, Any]] = [*delivery.kept(store.raw)]
    units = units_of(batch.source, delivery, pulled=source.pull)
    values: dict[str, Parameter] = {"since": batch.since or _LONG_AGO, "received_at": batch.received_at}
    with tempfile.TemporaryDirectory() as folder, connect() as con, store.lake.writing() as writing:
        count = _stage_documents(con, Path(folder), readable(delivery, units, batch.source), batch.source)
        with mapping(con, source, values) as mapped:
            ours = _tell_foreign(con, source, mapped, units)
            before = _ours_before(con, store.lake, writing, source) if units.foreign else set()
            found = bool(ours or (before & {*units.read} if units.foreign else units.read)) or source.pull
            found = found or not delivery.files  # mapped anew, after all of it was taken back
            if not found and not units.broken:
                raise ProblemsError([_wrong_source(con, source, units, delivery)])
            _hold_what_turned_foreign(units, before)
            for document in documents:
                if f"{batch.source}:{document['name']}" in {*units.foreign} - units.broken.keys():
                    document["foreign"] = True
            intake = Intake(con, store.lake, writing, batch, store.salt, units, answer)
            intake.report.documents = count
            for file in delivery.files:
                intake.report.problems += file.problems
            intake.report.problems += [p for o, p in units.broken.items() if o in units.foreign]
            if found:
                _take(con, source, mapped, intake)
            return intake.finish(documents)


def collect_rows(store: Store, delivery: Delivery, batch: Batch, answer: Answer = Answer.YES) -> Report:
    """Take rows in a contract's own shape in, reference tables first."""
    documents = delivery.kept(store.raw)
    _refuse_other_tables(delivery, store.lake.contracts)
    if batch.source in HANDS and not batch.vouched:
        batch = replace(batch, until=_first_told(store.lake, batch, [one["sha256"] for one in documents]))
    units = units_of(batch.source, delivery)
    with tempfile.TemporaryDirectory() as folder, connect() as con, store.lake.writing() as writing:
        intake = Intake(con, store.lake, writing, batch, store.salt, units, answer)
        for table in store.lake.contracts:
            files = [file for file in delivery.files if delivery.tables[file.name] == table]
            if files:
                intake.report.documents += len(files)
                rows = ((f"{batch.source}:{file.name}", line, row) for file in files for line, row in _rows(file))
                unread = [problem for file in files for problem in file.problems]
                intake.take(table, stage_rows(con, Path(folder), rows), unread=unread)
        return intake.finish(documents)


def _first_told(lake: Lake, batch: Batch, contents: Sequence[str]) -> date:
    """The day on which the last of these contents first came: the same files again tell nothing newer."""
    with connect() as con:
        rows = con.rows(f"""
            with told as (
                select until, unnest(from_json(documents, '["JSON"]'))->>'$.sha256' as sha256
                from {lake.relation("batches", lake.versions())}
                where source = {literal(batch.source)} and withdraws is null)
            select min(until) from told where list_contains({texts(contents)}, sha256) group by sha256""")
    days = [day for (day,) in rows]
    return min(max(days), batch.until) if days and len(days) == len({*contents}) else batch.until


def again(store: Store, source: Source | None, batch: Batch, answer: Answer = Answer.YES) -> Report:
    """Map anew what a source delivered before, batch by batch, with the maps as they are now.

    What is asked is asked as when it first came: that there is no row was perhaps never said to be meant.
    """
    report = Report(batch.id, batch.source)
    for number, earlier in enumerate(_batches(store.lake, batch.source)):
        delivery = from_raw(store.raw, earlier["documents"])
        names = tuple(file.name for file in delivery.files) if source and not source.pull else ()
        restates = tuple(earlier["restates"]) if earlier["restates"] is not None else names
        covers = tuple(earlier["covers"]) if earlier["covers"] is not None else None
        once = replace(batch, until=earlier["until"], vouched=True, covers=covers, restates=restates, again=True)
        once = replace(once, received_at=batch.received_at + timedelta(microseconds=number))
        found = (
            collect(store, source, delivery, once, answer) if source else collect_rows(store, delivery, once, answer)
        )
        open_still = [question for question in report.questions if question.table not in found.tables]
        report.questions = [*open_still, *found.questions]
        report.tables.update(found.tables)
        report.problems, report.units, report.broken = found.problems, found.units, found.broken
        report.documents += found.documents
    return report


def _batches(lake: Lake, source: str) -> list[dict[str, Any]]:
    """What a source delivered and nobody took back since, oldest first."""
    with connect() as con:
        rows = con.rows(
            f"""
            select batch_id, received_at, until, documents, covers, coalesce(restates, 'null'), withdraws
            from {lake.relation("batches", lake.versions())}
            where source = ? or withdraws is not null order by received_at""",
            [source],
        )
    taken_back = [(received_at, withdraws) for _, received_at, _, _, _, _, withdraws in rows if withdraws is not None]
    found = []
    for batch, received_at, until, documents, covers, restates, withdraws in rows:
        later = [what for when, what in taken_back if when > received_at]
        kept = [one for one in json.loads(documents) if not any(_below(one["name"], what) for what in later)]
        mapped_anew = restates == '"again"'
        if withdraws is None and not mapped_anew and not {batch, source} & {*later}:
            restated = json.loads(restates)
            found.append({"until": until, "documents": kept, "covers": json.loads(covers), "restates": restated})
    return found


def _below(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place.rstrip('/')}/")


# -- rows ---------------------------------------------------------------------------------------------------------


def _rows(file: File) -> Iterator[tuple[int, Any]]:
    """The rows of a file: a document a row, or the items of a list."""
    for document in file.documents:
        if isinstance(document.value, list):
            yield from ((document.line_of((i,)), item) for i, item in enumerate(document.value))
        else:
            yield document.line, document.value


def _refuse_other_tables(delivery: Delivery, known: Contracts) -> None:
    """Raises ProblemsError where the files given for a table have rows or a header, and none of its key columns."""
    for table in sorted(set(delivery.tables.values())):
        files = [file for file in delivery.files if delivery.tables[file.name] == table]
        names = {name for file in files for name in _columns(file)}
        contract = known[table]
        if names and not names & {*contract.key}:
            alike = max(known.values(), key=lambda other: len(names & {*other.names}))
            code = "other_table" if names & {*alike.key} else "no_table"
            args = {"table": table, "key": ", ".join(contract.key), "found": ", ".join(sorted(names)[:8])}
            raise ProblemsError.one(code, Place(files[0].name), alike=alike.name, **args)


def _columns(file: File) -> Iterator[str]:
    yield from file.header
    for _, row in _rows(file):
        if isinstance(row, dict):
            yield from row.keys() - PROVENANCE.keys()


# -- documents ----------------------------------------------------------------------------------------------------


def _stage_documents(con: Connection, folder: Path, files: Iterable[File], source: str) -> int:
    """`documents(origin, line, position, body)`: every document, the items of a list each as one."""
    items = [(f"{source}:{file.name}", line, value) for file in files for line, value in _documents(file)]
    spool = folder / "documents"
    spool.mkdir()
    staged = stage_rows(con, spool, items)
    con.execute(f"""create or replace temp table documents as
        select origin, line, row_number() over () as position, row as body from ({staged}) where row is not null""")
    return len(items)


def _documents(file: File) -> Iterator[tuple[int, Any]]:
    for document in file.documents:
        if isinstance(document.value, list):
            yield from ((document.line_of((i,)), item) for i, item in enumerate(document.value))
        elif document.value is not None:
            yield document.line, document.value


def _tell_foreign(con: Connection, source: Source, mapped: Mapped, units: Units) -> set[str]:
    """Files that are another tool's stand aside; those that are the source's.

    A file that holds nothing (only comments, `{}`) is neither: among another tool's it makes no delivery the source's,
    but where it was the source's before.
    """
    if source.pull:
        return set()
    rows = con.rows("select distinct origin from documents where cast(body as varchar) <> '{}'")
    origins = {origin for (origin,) in rows}
    ours = _ours(source, mapped) if source.ours else origins
    units.foreign = [origin for origin in units.read if origin in origins - ours]
    units.read = [origin for origin in units.read if origin not in origins - ours]
    return ours


def _ours(source: Source, mapped: Mapped) -> set[str]:
    try:
        return mapped.ours()
    except UntrustedError as error:
        raise ProblemsError(source.problems_of("ours", error)) from error


def _wrong_source(con: Connection, source: Source, units: Units, delivery: Delivery) -> Problem:
    """Whose the files are, as far as a source that came with the package knows them."""
    where = Place(os.path.commonpath([Path(file.name).parent for file in delivery.files]))
    found: dict[str, int] = {}
    others = [name for name in shipped_names() if name != source.key and not load_source(name).pull]
    for name in others:
        other = load_source(name)
        if other.ours:
            with mapping(con, other, {"since": _LONG_AGO, "received_at": _LONG_AGO}) as mapped:
                con.execute("create or replace temp table kept_documents as select * from documents")
                rename = f"select replace(origin, {literal(source.key + ':')}, {literal(name + ':')}) as origin, "
                con.execute(
                    "create or replace temp table documents as " + rename + "* exclude (origin) from kept_documents"
                )
                found[name] = len(mapped.ours())
                con.execute("create or replace temp table documents as select * from kept_documents")
    best = max(found, key=lambda name: found[name], default="")
    args = {"count": len(delivery.files), "source": source.key, "known": ", ".join(others)}
    if not found.get(best):
        return Problem("wrong_source", where, args)
    return Problem("wrong_source_known", where, {**args, "found": found[best], "try": best})


def _ours_before(con: Connection, lake: Lake, writing: Writing, source: Source) -> set[str]:
    """The files that were the source's when they last came, and that nobody took back since."""
    name = literal(source.key)
    documents = """from_json(documents, '[{"name": "VARCHAR", "foreign": "BOOLEAN"}]')"""
    rows = con.rows(f"""
        with batches as (select * from {lake.relation("batches", writing.versions)}),
        told as (
            select received_at, unnest({documents}, recursive := true)
            from batches where source = {name} and withdraws is null),
        last as (
            select name, max(received_at) as at, max_by("foreign", received_at) as was_foreign from told group by name)
        select {literal(source.key + ":")} || name from last l
        where was_foreign is not true and not exists (
            select 1 from batches w where w.received_at > l.at
              and (w.withdraws = {name} or l.name = w.withdraws or starts_with(l.name, rtrim(w.withdraws, '/') || '/')))""")
    return {origin for (origin,) in rows}


def _hold_what_turned_foreign(units: Units, before: set[str]) -> None:
    """A file that was the source's when it last came, and is another tool's now, is broken: that is not said lightly."""
    for origin in sorted(before & {*units.foreign}):
        units.broken[origin] = Problem("turned_foreign", Place(origin.partition(":")[2]))


def _take(con: Connection, source: Source, mapped: Mapped, intake: Intake) -> None:
    """Every table the source maps; one whose SQL gives nothing is told and neither taken nor covered."""
    _tell_lost(con, source, mapped, intake)
    for table in intake.lake.contracts:
        if table in source.maps:
            try:
                rows = mapped.rows(table)
            except UntrustedError as error:
                intake.report.problems += source.problems_of(table, error)
                continue
            harmless = texts(code for code, losing in source.loses.items() if table not in losing)
            lost = (
                "select * exclude (problem), problem as code from refused "
                f"where not coalesce(list_contains({harmless}, problem), false)"
            )
            intake.take(table, rows, lost)


def _tell_lost(con: Connection, source: Source, mapped: Mapped, intake: Intake) -> None:
    """`refused`: the objects the source cannot use, told as what is missing or as a remark."""
    rows: Sequence[tuple[Any, ...]] = []
    if source.rejected:
        try:
            rows = mapped.rejected()
        except UntrustedError as error:
            raise ProblemsError(source.problems_of("rejected", error)) from error
    con.execute(
        "create or replace temp table refused"
        "(origin varchar, line bigint, problem varchar, detail varchar, service_id varchar)"
    )
    listed = [f"({', '.join(literal(value) for value in row)})" for row in rows]
    for start in range(0, len(listed), 1_000):
        con.execute(f"insert into refused values {', '.join(listed[start : start + 1_000])}")
    for origin, line, code, detail, _ in rows:
        problem = source.refused(origin, line, code, detail)
        (intake.report.problems if source.lost_by(code) else intake.report.remarks).append(problem)
