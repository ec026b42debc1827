"""House rules of a source's SQL: the closed parse, and that each text runs, over no documents."""

from collections.abc import Iterator
from datetime import datetime

from yudane.contracts import Contracts
from yudane.evidence.engines.database import DatabaseError, connect, empty
from yudane.evidence.engines.reading import constants
from yudane.evidence.engines.sql import bare
from yudane.evidence.engines.syntax import RefusedError, UntrustedError
from yudane.evidence.engines.untrusted import Limits, trying
from yudane.evidence.mapping import mapping, read_map
from yudane.evidence.sources.source import Source
from yudane.reading import Place, Problem

_DOCUMENTS = {"origin": "VARCHAR", "line": "BIGINT", "position": "BIGINT", "body": "JSON"}
_BESIDE = ("origin", "line", "source_ref", "source_system", "received_at", "ingested_at")
_VALUES = {"since": datetime(1970, 1, 1), "received_at": datetime(1970, 1, 1)}


def problems(source: Source) -> list[Problem]:
    """Why a source's SQL may not run, by the closed parse alone; nothing where it may."""
    found: list[Problem] = []
    for name in source.texts:
        try:
            read_map(source, name)
        except RefusedError as error:
            found += source.problems_of(name, error)
    return found


def lint(source: Source, contracts: Contracts, limits: Limits | None = None) -> list[Problem]:
    """Every departure from the house rules. SQL that did not come with the package runs in a worker."""
    return problems(source) or [
        *_columns(source, contracts),
        *_undeclared(source),
        *_ran(source, limits or trying()),
    ]


def _columns(source: Source, contracts: Contracts) -> Iterator[Problem]:
    """What a map gives and its table lacks would be passed over in silence."""
    for table in source.maps:
        known = {*contracts[table].names, *_BESIDE}
        for name in read_map(source, table).columns:
            if name not in known:
                args = {"name": name, "known": ", ".join(contracts[table].names)}
                yield Problem("column_unknown", Place(source.file_of(table)), args)


def _undeclared(source: Source) -> Iterator[Problem]:
    """Problems that rejected.sql names and source.yaml has no words for."""
    if source.rejected:
        for code in sorted(constants(bare(source.rejected), "problem") - source.problems.keys()):
            yield Problem("source_problem_unknown", Place(source.file_of("rejected")), {"code": code, "detail": "–"})


def _ran(source: Source, limits: Limits) -> Iterator[Problem]:
    with connect() as con:
        con.execute(f"create temp table documents as select * from {empty(_DOCUMENTS)}")
        with mapping(con, source, _VALUES, limits) as mapped:
            for name in source.texts:
                try:
                    if name == "rejected":
                        mapped.rejected()
                    elif name == "ours":
                        mapped.ours()
                    else:
                        con.rows(mapped.rows(name))
                except (UntrustedError, DatabaseError) as error:
                    yield from source.problems_of(name, error)
