"""Somebody else says that the incident during which company SRE stepped in was one of severity 1."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.models import Part, StepIn
from yudane.records.decisions.verbs.about import TABLES, of_part, part_of
from yudane.records.decisions.voice import said, voice
from yudane.records.verb import Change, verb


@verb("confirm-incident", of_part, tells=TABLES)
def confirm_incident(act: Act, part_id: str) -> Change[Part]:
    """Raises ProblemsError for whoever stepped in, and where nothing is to be confirmed."""
    part = part_of(part_id)
    one = StepIn.objects.select_for_update().filter(part=part).first()
    if one is None or one.matched_at is not None:
        raise ProblemsError.one("decision_nothing_owed", Place())
    by = voice(act, part.team_id, part.decision)
    if by.person.pk == one.person_id:
        raise ProblemsError.one("step_in_own_incident", Place())
    one.change(matched_at=act.now, unfounded_at=None)
    said(act, part, "incident_confirmed", by)
    return Change(f"part {part.pk}", part, {"incident": one.incident_key})
