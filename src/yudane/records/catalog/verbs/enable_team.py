"""A team takes part in the program, in a wave, from a day on."""

from datetime import date

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.entities import known
from yudane.records.catalog.models import Enablement
from yudane.records.policy import Subject
from yudane.records.verb import Change, verb


def _of_team(team_id: str, *_: object, **__: object) -> Subject:
    return Subject(team_id)


@verb("enable-team", _of_team, tells=("enablements",))
def enable_team(act: Act, team_id: str, wave: str, started_on: date | None = None) -> Change[Enablement]:
    """From today where no day is said; a day ahead is a plan."""
    row, wave = known("team", team_id, "team"), " ".join(wave.split())
    if not wave:
        raise ProblemsError.one("name_missing", Place(field="wave"))
    there = Enablement.objects.filter(team_id=team_id, ended_on=None).first()
    if there:
        raise ProblemsError.one("enabled_already", Place(), name=row["name"], wave=there.wave)
    made = Enablement.make(act.now, team_id=team_id, wave=wave[:100], started_on=started_on or act.on)
    return Change(f"team {team_id}", made, {"wave": wave, "started_on": made.started_on})
