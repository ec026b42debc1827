"""What verbs about decisions share."""

from yudane.records.acting import Act
from yudane.records.decisions.making import allowed
from yudane.records.decisions.models import Decision, Part
from yudane.records.decisions.voice import Voice, said, voice
from yudane.records.policy import Subject
from yudane.records.record import found

TABLES = ("decisions",)


def of_part(part_id: str, *_: object, **__: object) -> Subject:
    part = Part.objects.filter(pk=part_id).first()
    return Subject(part.team_id) if part else Subject()


def of_decision(decision_id: str, *_: object, **__: object) -> Subject:
    """Of the first team that it is open for; a verb about all parts asks about each."""
    parts = list(Part.objects.filter(decision_id=decision_id).order_by("id"))
    part = next((part for part in parts if part.state in ("open", "escalated")), next(iter(parts), None))
    return Subject(part.team_id) if part else Subject()


def part_of(part_id: str) -> Part:
    """Locked, its decision first, as everything locks them. Raises ProblemsError."""
    about = Part.objects.filter(pk=part_id).values_list("decision_id", flat=True).first()
    decision = found(Decision, about or part_id)
    part = found(Part, part_id)
    part.decision = decision
    return part


def done_by(act: Act, part: Part, action: str, text: str = "", *, yes: bool | None = None) -> Voice:
    """Somebody does something to a part, if they may now. Raises ProblemsError."""
    by = voice(act, part.team_id, part.decision)
    allowed(act, part, action, by)
    said(act, part, _KIND.get(action, action), by, text, yes=yes)
    return by


_KIND = {"open": "opened", "decline": "declined", "withdraw": "withdrawn", "decide": "decided", "approve": "approved"}
