"""A team no longer takes part in the program, from today on."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.catalog.models import Enablement
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.verb import Change, verb


def _of_its_team(enablement_id: str, *_: object, **__: object) -> Subject:
    there = Enablement.objects.filter(pk=enablement_id).first()
    return Subject(there.team_id) if there else Subject()


@verb("end-enablement", _of_its_team, tells=("enablements",))
def end_enablement(act: Act, enablement_id: str, seen: int | None = None) -> Change[Enablement]:
    one = found(Enablement, enablement_id)
    if one.ended_on:
        raise ProblemsError.one("ended_already", Place())
    one.change(seen, ended_on=max(act.on, one.started_on))
    return Change(f"team {one.team_id}", one, {"wave": one.wave})
