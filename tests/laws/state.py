"""What checks would see of the lake: for each table and service whether it is covered, and its rows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from tests.world import World
from yudane.contracts import shipped_contracts
from yudane.evidence.engines.database import connect
from yudane.evidence.snapshot import Snapshot

State = dict[tuple[str, str], tuple[bool, frozenset[str]]]  # (table, service) -> covered, rows
Keyed = dict[tuple[str, str], tuple[str, ...]]  # (reference table, key) -> its values


def state(world: World, tables: Iterable[str], services: Iterable[str]) -> tuple[State, Keyed]:
    lake, versions = world.store.lake, world.store.lake.versions()
    seen: State = {}
    keyed: Keyed = {}
    with connect() as con:
        snapshot = Snapshot(con, lambda name: lake.relation(name, versions), datetime(2026, 10, 1))
        evidence_tables = [table for table in tables if shipped_contracts()[table].group == "evidence"]
        snapshot.cover(evidence_tables)
        covered = {
            (table, name): is_covered
            for name, table, is_covered in con.rows(
                "select service_id, table_name, covered from covered join coverage_patterns using (pattern)"
            )
        }
        for table in tables:
            contract = shipped_contracts()[table]
            columns = ", ".join(f"cast({name} as varchar)" for name in contract.names)
            rows = lake.current_rows(table, versions)
            if table not in evidence_tables:
                key = f"cast(to_json([{', '.join(f'cast({name} as varchar)' for name in contract.key)}]) as varchar)"
                for name, *values in con.rows(f"select {key}, {columns} from {rows}"):
                    keyed[table, name] = tuple(values)
                continue
            whom = "service_id" if contract.has("service_id") else "'*'"
            found: dict[str, set[str]] = defaultdict(set)
            for name, content in con.rows(f"select {whom}, cast(to_json([{columns}]) as varchar) from {rows}"):
                found[name or "*"].add(content)
            for name in services:
                mine = found[name] if contract.has("service_id") else found["*"]
                seen[table, name] = (covered[table, name], frozenset(mine))
    return seen, keyed


def broken(before: State, after: State, found: State) -> list[str]:
    """The services that are covered and whose rows, so covered, are neither those of before nor those of after."""
    return [
        f"{table} of {name}: {sorted(rows)}"
        for (table, name), (covered, rows) in found.items()
        if covered and (covered, rows) not in (before.get((table, name)), after.get((table, name)))
    ]
