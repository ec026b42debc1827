"""A row says something else from now on."""

from collections.abc import Mapping

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.journal.models import Row
from yudane.records.journal.tables import contract_of
from yudane.records.journal.writing import given_id, written
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import OF_ITS_TABLE, Change, verb


def of_row(row_id: str, *_: object, **__: object) -> Subject:
    one = Row.objects.filter(pk=row_id, removed_at=None).first()
    return Subject(one.team_id if one else None)


@verb("change-row", of_row, tells=(OF_ITS_TABLE,))
def change_row(act: Act, row_id: str, values: Mapping[str, object], seen: int | None = None) -> Change[Row]:
    """The whole row as it is from now on; its id stays. Raises ProblemsError."""
    row = found(Row, row_id)
    (one,) = written(act, row.team_id, row.table, [{**values, **_id(row)}], {row.key: row.values})
    others = Row.objects.filter(table=row.table, key=one.key, removed_at=None).exclude(pk=row.pk)
    if others.exists():
        raise ProblemsError.one("row_there", Place())
    was = {name for name in {*row.values, *one.values} if row.values.get(name) != one.values.get(name)}
    row.change(seen, key=one.key, service_id=one.service_id, values=one.values)
    return Change(f"row {row.pk}", row, {"team": row.team_id, "table": row.table, "columns": sorted(was)})


def _id(row: Row) -> Mapping[str, object]:
    """By which the row is called, where it has an id of its own."""
    name = given_id(contract_of(row.table))
    return {name: row.values[name]} if name else {}
