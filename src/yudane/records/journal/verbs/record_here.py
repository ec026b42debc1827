"""A team records a table here from now on."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.journal.models import Recorder
from yudane.records.journal.tables import contract_of, recorder_of, services_of, told_by_systems
from yudane.records.policy import Subject
from yudane.records.verb import Change, verb


def of_team(team_id: str, *_: object, **__: object) -> Subject:
    return Subject(team_id)


@verb("record-here", of_team)
def record_here(act: Act, team_id: str, table: str) -> Change[Recorder]:
    """Nothing counts as looked at by that. Raises ProblemsError where a system tells it of all the team's services."""
    services = services_of(team_id)
    if not services:
        raise ProblemsError.one("team_without_services", Place(field="team"), team=team_id)
    systems = told_by_systems(contract_of(table).name, services, act.on)
    if len(systems) == len(services):
        raise ProblemsError.one("told_by_a_system", Place(), system=", ".join(sorted({*systems.values()})))
    if recorder_of(team_id, table):
        raise ProblemsError.one("recorded_already", Place(), table=table, team=team_id)
    made = Recorder.make(act.now, team_id=team_id, table=table, since=act.on)
    return Change(f"recorder {made.pk}", made, {"team": team_id, "table": table})
