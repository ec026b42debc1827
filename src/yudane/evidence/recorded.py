"""What people entered here, into the lake: a source like any other, which tells its tables anew and in full."""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from yudane.evidence.batch import ALL, RECORDS, Answer, Batch, Interval, Report
from yudane.evidence.collect import Store
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import literal
from yudane.evidence.intake import Intake, stage_rows
from yudane.evidence.lake import Lake
from yudane.evidence.units import Units

AUDIT = "audit"  # the name under which a batch keeps how far the audit had come
Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Mark:
    """An entry of the audit: how far the lake knows what people entered."""

    seq: int = 0
    hash: str = ""
    owners: str = ""  # whose services are, where something was told by that


def take_recorded(
    store: Store,
    tables: Mapping[str, Rows],
    received_at: datetime,
    mark: Mark,
    intervals: Mapping[str, Sequence[Interval]] = MappingProxyType({}),
) -> Report:
    """All rows there are of some tables, as of an entry of the audit. The same told again changes nothing. `intervals`: of
    tables that teams record, what they vouched for; what people state here covers everybody."""
    batch = Batch(RECORDS, received_at, received_at.date(), covers=(ALL,), restates=tuple(tables), intervals=intervals)
    origins = {f"{RECORDS}:{table}": table for table in tables}
    with tempfile.TemporaryDirectory() as folder, connect() as con, store.lake.writing() as writing:
        units = Units(read=[*origins], tables=origins)
        intake = Intake(con, store.lake, writing, batch, store.salt, units, Answer.YES)
        for table in store.lake.contracts:
            if table in tables:
                rows = ((f"{RECORDS}:{table}", line, row) for line, row in enumerate(tables[table], 1))
                intake.take(table, stage_rows(con, Path(folder), rows))
        return intake.finish([{"name": AUDIT, **asdict(mark)}], marked=True)


def recorded_until(lake: Lake) -> Mark:
    """The entry of the audit up to which the lake has what people entered; none where it has nothing of it."""
    with connect() as con:
        rows = con.rows(
            f"""
            select documents from {lake.relation("batches", lake.versions())}
            where source = {literal(RECORDS)} and withdraws is null order by received_at desc limit 1"""
        )
    return next(
        (Mark(one["seq"], one.get("hash", ""), one.get("owners", "")) for (text,) in rows for one in json.loads(text)),
        Mark(),
    )
