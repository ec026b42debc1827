"""Makes the readings of everything shipped (see evidence.engines.index): `python -m yudane.assessment.indexing`."""

import json
from collections.abc import Iterator
from typing import Any

from yudane.assessment.guard import program_tables
from yudane.contracts import shipped_contracts, views
from yudane.evidence.engines.index import FILE, digest, shape
from yudane.evidence.engines.reading import Reading, read_anew
from yudane.evidence.engines.rules import CHECK, VIEW, Rules
from yudane.evidence.engines.sql import bare
from yudane.evidence.plans import evidence_tables
from yudane.program.load import shipped


def entries() -> dict[str, Any]:
    """By hash, in the order of the hashes."""
    return dict(sorted((digest(sql, rules.name), _entry(sql, rules)) for sql, rules in _texts()))


def _texts() -> Iterator[tuple[str, Rules]]:
    yield from ((bare(check.sql), CHECK) for check in shipped().checks())
    yield from ((bare(view.sql), VIEW) for view in views().values())


def _entry(sql: str, rules: Rules) -> dict[str, Any]:
    tables = {**evidence_tables(shipped_contracts()), **program_tables(shipped())}
    complete = read_anew(sql, tables, rules)
    always = _needs(read_anew(sql, tables, rules, ()))
    return {
        "shapes": {name: shape(tables[name]) for name in complete.tables},
        "columns": complete.columns,
        "ctes": complete.ctes,
        "parameters": sorted(complete.parameters),
        "always": always,
        "by_column": {
            column: _more(_needs(read_anew(sql, tables, rules, (column,))), always) for column in complete.columns
        },
    }


def _needs(reading: Reading) -> dict[str, list[str]]:
    return {name: sorted(columns) for name, columns in reading.tables.items() if columns}


def _more(needs: dict[str, list[str]], always: dict[str, list[str]]) -> dict[str, list[str]]:
    """What is needed beside what always is."""
    more = {name: [c for c in columns if c not in always.get(name, ())] for name, columns in needs.items()}
    return {name: columns for name, columns in more.items() if columns}


if __name__ == "__main__":
    FILE.write_text(json.dumps(entries(), separators=(",", ":")).replace('},"', '},\n"') + "\n", "utf-8")
