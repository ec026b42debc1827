"""A row was a mistake, or is told elsewhere."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.journal.models import Row
from yudane.records.journal.verbs.change_row import of_row
from yudane.records.record import found
from yudane.records.verb import OF_ITS_TABLE, Change, verb


@verb("remove-row", of_row, tells=(OF_ITS_TABLE,))
def remove_row(act: Act, row_id: str, why: str, seen: int | None = None) -> Change[Row]:
    """It is kept, and told no longer. Raises ProblemsError where no reason is given."""
    row, why = found(Row, row_id), " ".join(why.split())
    if not why:
        raise ProblemsError.one("why_missing", Place(field="why"))
    if row.removed_at:
        raise ProblemsError.one("record_missing", Place(), id=row_id[:40])
    row.change(seen, removed_at=act.now, removed_by=act.actor.name, why_removed=why)
    return Change(f"row {row.pk}", row, {"team": row.team_id, "table": row.table, "why": why})
