"""In an emergency company SRE decides at any level; whoever decides at that level confirms it, or it lapses."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.emergency import open_sev1
from yudane.records.decisions.machine import ANSWERED_IN
from yudane.records.decisions.making import Asked, business_days, clean, decision_made, spots, stepped_in
from yudane.records.decisions.models import Decision, StepIn
from yudane.records.decisions.verbs.about import TABLES
from yudane.records.decisions.voice import said, voice
from yudane.records.home import served_workspace
from yudane.records.policy import Subject
from yudane.records.statements.making import worded
from yudane.records.verb import Change, verb


def _of_first(asked: Asked, *_: object, **__: object) -> Subject:
    return Subject(next(iter(asked.teams), None))


@verb("step-in", _of_first, tells=TABLES)
def step_in(act: Act, asked: Asked, incident: str) -> Change[Decision]:
    """About one service, during an incident of severity 1 of it. Raises ProblemsError."""
    found, activity = clean(asked)
    if len(found.teams) > 1 or not found.service_id:
        raise ProblemsError.one("step_in_one_service", Place(field="service"))
    if not found.text:
        raise ProblemsError.one("decision_text_missing", Place(field="text"))
    key = worded(incident, "incident", "step_in_incident")
    by = voice(act, found.teams[0])
    if by.side != "sre":
        raise ProblemsError.one("step_in_by_sre", Place())
    matched = open_sev1(key, found.service_id, by.person.pk, act.now)
    decision = decision_made(act, found, by.side)
    (spot,) = spots(served_workspace().program, act, activity, found.teams[0], found.service_id, found.area)
    part = stepped_in(act, decision, spot, business_days().end_of(act.now, ANSWERED_IN))
    StepIn.make(act.now, part=part, incident_key=key, person=by.person, matched_at=act.now if matched else None)
    said(act, part, "stepped_in", by, key)
    return Change(f"decision {decision.pk}", decision, {"incident": key, "level": spot.level, "matched": matched})
