"""Rows of a table, one or many: all of them or none."""

from collections.abc import Mapping, Sequence

from yudane.records.acting import Act
from yudane.records.journal.models import Row
from yudane.records.journal.tables import standing_recorder
from yudane.records.journal.verbs.record_here import of_team
from yudane.records.journal.writing import Recorded, written
from yudane.records.verb import OF_ITS_TABLE, Change, verb


@verb("record-rows", of_team, tells=(OF_ITS_TABLE,))
def record_rows(act: Act, team_id: str, table: str, rows: Sequence[Mapping[str, object]]) -> Change[Recorded]:
    """A row whose key stands takes its place, one that stands to the letter is not written twice. Raises ProblemsError, each
    with the number of its row as line, from 1."""
    standing_recorder(act, team_id, table)
    standing = {one.key: one for one in Row.objects.filter(table=table, team_id=team_id, removed_at=None)}
    recorded = Recorded()
    for one in written(act, team_id, table, rows, {key: row.values for key, row in standing.items()}):
        before = standing.get(one.key)
        if before is None:
            by = {"by_id": act.actor.id, "by_name": act.actor.name}
            about = {"table": table, "team_id": team_id, "service_id": one.service_id, "key": one.key}
            recorded.added.append(Row.make(act.now, values=one.values, **about, **by))
        elif before.values == one.values:
            recorded.same += 1
        else:
            recorded.changed.append(before.change(service_id=one.service_id, values=one.values))
    return Change(_thing(table, recorded), recorded, {"team": team_id, "table": table, **recorded.as_json()})


def _thing(table: str, recorded: Recorded) -> str:
    rows = [*recorded.added, *recorded.changed]
    return f"row {rows[0].pk}" if len(rows) == 1 else f"{len(rows)} rows of {table}"
