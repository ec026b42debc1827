"""Somebody opens a decision under the levels of today, or asks the side that may open it to do so."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.machine import ROWS, WAYS, waits_until
from yudane.records.decisions.making import Asked, asked_part, clean, decided, decision_made, open_part, spots
from yudane.records.decisions.models import Decision
from yudane.records.decisions.verbs.about import TABLES
from yudane.records.decisions.voice import said, voice
from yudane.records.home import served_workspace
from yudane.records.policy import Subject, require
from yudane.records.signing.sides import Sides
from yudane.records.verb import Change, verb


def _of_first(asked: Asked, *_: object, **__: object) -> Subject:
    return Subject(next(iter(asked.teams), None))


@verb("open-decision", _of_first, tells=TABLES)
def open_decision(act: Act, asked: Asked, *, decide: bool = False) -> Change[Decision]:
    """A part for each team, and for each service with a level of its own. `decide`: at once, where the level lets them.

    Raises ProblemsError and DeniedError.
    """
    program, (found, activity) = served_workspace().program, clean(asked)
    sides = Sides(act)
    voices = {team: voice(act, team, None, sides) for team in found.teams}
    for team in found.teams:
        require(act.actor, "open-decision", Subject(team))
    first = voices[found.teams[0]]
    if any(one.side != first.side for one in voices.values()):
        raise ProblemsError.one("decision_sides_differ", Place(field="team"))
    decision = decision_made(act, found, first.side)
    levels = {}
    for team in found.teams:
        for spot in spots(program, act, activity, team, found.service_id, found.area):
            opens = first.side in ROWS[spot.level].opens
            part = open_part(act, decision, spot) if opens else asked_part(act, decision, spot)
            said(act, part, "opened" if opens else "asked", voices[team])
            levels[" ".join(filter(None, (team, spot.service_id)))] = spot.level
            at_once = opens and part.level in WAYS["decide"].levels and waits_until(part, act.now) is None
            if decide and at_once and (first.side == "sre" or voices[team].leads):
                said(act, part, "decided", voices[team])
                decided(act, part, first.side)
    return Change(
        f"decision {decision.pk}", decision, {"activity": found.activity_key, "area": found.area, "levels": levels}
    )
