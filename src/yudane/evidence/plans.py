"""Which columns of derived tables queries need, told by how their names resolve; nothing is guessed from their text."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from graphlib import TopologicalSorter

from yudane.contracts import Contracts, shipped_contracts, views
from yudane.evidence.engines.reading import Reading, read
from yudane.evidence.engines.resolving import Tables
from yudane.evidence.engines.rules import VIEW
from yudane.evidence.engines.sql import bare

Columns = dict[str, set[str]]  # by table

# What every contract's table shows beside its own columns: where a row came from, and when we learned it.
PROVENANCE_COLUMNS = ("source_system", "source_ref", "origin", "received_at")


@lru_cache(maxsize=8)
def evidence_tables(contracts: Contracts) -> Tables:
    """The columns of all contract and derived tables, as checks see them."""
    derived = {name: tuple(column.name for column in view.columns) for name, view in views().items()}
    return {name: (*contract.names, *PROVENANCE_COLUMNS) for name, contract in contracts.items()} | derived


def columns_needed(readings: Iterable[Reading], program_tables: Tables) -> Columns:
    """What queries need, themselves or through derived tables; `program_tables` are the program's own."""
    found: Columns = {}

    def add(reading: Reading) -> None:
        for table, columns in reading.tables.items():
            found.setdefault(table, set()).update(columns)

    for reading in readings:
        add(reading)
    for name in readers_first(program_tables):
        if name in found:
            add(read_view(name, program_tables, found[name]))
    return found


def read_view(name: str, program_tables: Tables, only: Iterable[str] | None = None) -> Reading:
    """What a derived table reads, for some of its columns or all."""
    return read(bare(views()[name].sql), {**evidence_tables(shipped_contracts()), **program_tables}, VIEW, only)


def readers_first(program_tables: Tables) -> Iterator[str]:
    """The derived tables, each before those that it reads."""
    reads = {name: read_view(name, program_tables).tables.keys() & views().keys() for name in views()}
    return reversed(tuple(TopologicalSorter(reads).static_order()))


def with_derived(names: Iterable[str], program_tables: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Some tables, and every table that the derived ones among them are made from."""
    found: set[str] = set()
    ahead = set(names)
    while ahead:
        found |= ahead
        ahead = {n for name in ahead & views().keys() for n in read_view(name, program_tables).tables} - found
    return found
