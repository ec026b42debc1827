"""One of the team says: everything from a day until another is entered here."""

from collections.abc import Sequence
from datetime import date

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.home import served_workspace, today_in
from yudane.records.journal.models import Row, Vouch
from yudane.records.journal.tables import contract_of, services_of, standing_recorder
from yudane.records.journal.verbs.record_here import of_team
from yudane.records.verb import OF_ITS_TABLE, Change, verb


@verb("vouch", of_team, tells=(OF_ITS_TABLE,))
def vouch(
    act: Act, team_id: str, table: str, since: date, until: date, services: Sequence[str], nothing: bool = False
) -> Change[Vouch]:
    """Both days included, the second today at most. `nothing`: and there is none. Raises ProblemsError."""
    recorder, own = standing_recorder(act, team_id, table), services_of(team_id)
    if until > today_in(served_workspace().program.zone, act.now):
        raise ProblemsError.one("vouched_ahead", Place(field="until"), value=until)
    if since > until:
        raise ProblemsError.one("ends_before", Place(field="until"), since=since, until=until)
    if strange := sorted({*services} - own.keys()):
        raise ProblemsError.one("service_of_another_team", Place(field="services"), service=strange[0][:60])
    if not services:
        raise ProblemsError.one("nothing_chosen", Place(field="services"))
    there = Row.objects.filter(table=table, team_id=team_id, removed_at=None).exists()
    if not there and not nothing:
        raise ProblemsError.one("vouched_for_nothing", Place(field="nothing"), table=table)
    if there and nothing:
        raise ProblemsError.one("vouched_none_but_some", Place(field="nothing"), table=table)
    said = {"since": since, "until": until, "services": sorted({*services}), "nothing": nothing}
    made = Vouch.make(act.now, recorder=recorder, by_id=act.actor.id, by_name=act.actor.name, **said)
    return Change(f"vouch {made.pk}", made, {"team": team_id, "table": contract_of(table).name, **said})
