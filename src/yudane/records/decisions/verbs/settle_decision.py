"""Where both sides did not agree in time: whoever was named for it decides, or sends it back to them."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.machine import OWNER, refuse
from yudane.records.decisions.making import as_seen, begin_again, decided
from yudane.records.decisions.models import Part
from yudane.records.decisions.verbs.about import TABLES, part_of
from yudane.records.decisions.voice import Voice, of_one_side, said
from yudane.records.delegation.owner import neutral
from yudane.records.people.models import Person
from yudane.records.policy import Subject
from yudane.records.statements.making import worded
from yudane.records.verb import Change, verb


def _of_owner(part_id: str, *_: object, **__: object) -> Subject:
    part = Part.objects.filter(pk=part_id).first()
    return Subject(part.team_id, part.owner_id or None) if part else Subject()


@verb("settle-decision", _of_owner, tells=TABLES)
def settle_decision(act: Act, part_id: str, decides: bool, why: str, seen: int | None = None) -> Change[Part]:
    """By the words as they stand. Raises ProblemsError."""
    part, why = part_of(part_id), worded(why, "why", "reason_missing")
    as_seen(part.decision, seen)
    refuse(part, "settle" if decides else "send_back", OWNER, True, act.now)
    person = Person.objects.filter(pk=act.actor.id).first()
    if person is None or not neutral(person, part.team_id, act.on):
        raise ProblemsError.one("owner_of_a_side", Place())
    of_one_side(part.decision, person, OWNER)
    by = Voice(person, OWNER, leads=True)
    said(act, part, "decided" if decides else "sent_back", by, why)
    part.change(escalated_at=part.escalated_at or part.window_ends_at)
    found = decided(act, part, OWNER) if decides else begin_again(part, act.now)
    return Change(f"part {part.pk}", found, {"decides": decides, "why": why})
