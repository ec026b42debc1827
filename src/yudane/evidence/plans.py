"""Which columns of derived tables queries need, told by how their names resolve; nothing is guessed from their text."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter

from yudane.evidence.contracts import contracts, views
from yudane.evidence.engines.reading import Reading, read
from yudane.evidence.engines.resolving import Tables
from yudane.evidence.engines.rules import VIEW
from yudane.evidence.engines.sql import bare

Columns = dict[str, set[str]]  # by table

# What every contract's table shows beside its own columns: where a row came from, and when we learned it.
SHOWN = ("source_system", "source_ref", "origin", "received_at")


@cache
def evidence_tables() -> Tables:
    """The columns of all contract and derived tables, as checks see them."""
    derived = {name: tuple(column.name for column in view.columns) for name, view in views().items()}
    return {name: (*contract.names, *SHOWN) for name, contract in contracts().items()} | derived


def columns_needed(readings: Iterable[Reading], given: Tables) -> Columns:
    """What queries need, themselves or through derived tables; `given` are the program's tables."""
    found: Columns = {}

    def add(reading: Reading) -> None:
        for table, columns in reading.tables.items():
            found.setdefault(table, set()).update(columns)

    for reading in readings:
        add(reading)
    for name in readers_first(given):
        if name in found:
            add(read_view(name, given, found[name]))
    return found


def read_view(name: str, given: Tables, only: Iterable[str] | None = None) -> Reading:
    """What a derived table reads, for some of its columns or all."""
    return read(bare(views()[name].sql), {**evidence_tables(), **given}, VIEW, only)


def readers_first(given: Tables) -> Iterator[str]:
    """The derived tables, each before those that it reads."""
    reads = {name: read_view(name, given).tables.keys() & views().keys() for name in views()}
    return reversed(tuple(TopologicalSorter(reads).static_order()))


def with_derived(names: Iterable[str], given: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Some tables, and every table that the derived ones among them are made from."""
    found: set[str] = set()
    ahead = set(names)
    while ahead:
        found |= ahead
        ahead = {n for name in ahead & views().keys() for n in read_view(name, given).tables} - found
    return found
