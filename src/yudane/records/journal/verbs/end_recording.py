"""A team records a table elsewhere from now on; what it recorded here stands."""

from yudane.records.acting import Act
from yudane.records.journal.models import Recorder
from yudane.records.journal.tables import standing_recorder
from yudane.records.journal.verbs.record_here import of_team
from yudane.records.verb import Change, verb


@verb("end-recording", of_team)
def end_recording(act: Act, team_id: str, table: str) -> Change[Recorder]:
    recorder = standing_recorder(act, team_id, table).change(until=act.on)
    return Change(f"recorder {recorder.pk}", recorder, {"team": team_id, "table": table})
