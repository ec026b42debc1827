"""For which side somebody speaks about a decision: one person, one side, in all its parts and for good."""

from dataclasses import dataclass

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.models import OBJECT, RELEVEL, Decision, Entry, Part
from yudane.records.people.models import Person
from yudane.records.signing.models import Signature
from yudane.records.signing.sides import TEAM, Sides


@dataclass(frozen=True)
class Voice:
    """`leads`: for the team they may sign."""

    person: Person
    side: str
    leads: bool


def voice(act: Act, team_id: str, decision: Decision | None = None, sides: Sides | None = None) -> Voice:
    """Toward a team. Raises ProblemsError where they are of neither side, or spoke for the other one before."""
    sides = sides or Sides(act)
    side, leads = sides.side_of_team(team_id), True
    if side == TEAM:
        try:
            sides.side_of_team(team_id, leading=True)
        except ProblemsError:
            leads = False
    if decision is not None:
        of_one_side(decision, sides.signer, side)
    return Voice(sides.signer, side, leads)


def of_one_side(decision: Decision, person: Person, side: str) -> None:
    """Raises ProblemsError."""
    said = Entry.objects.filter(decision=decision, person=person).exclude(side=side)
    parts = [part.pk for part in decision.parts.all()]
    signed = Signature.objects.filter(subject__kind__in=(OBJECT, RELEVEL), subject__object_id__in=parts, person=person)
    if said.exists() or signed.exclude(side=side).exists():
        raise ProblemsError.one("signed_other_side", Place(), name=person.name)


def said(
    act: Act, part: Part | Decision, kind: str, by: Voice | None, text: str = "", *, yes: bool | None = None
) -> Entry:
    """One more line of its time line; `by` None: the clock."""
    about = {"decision": part.decision, "part": part} if isinstance(part, Part) else {"decision": part}
    return Entry.make(
        act.now,
        **about,
        kind=kind,
        side=by.side if by else "",
        person=by.person if by else None,
        by_name=by.person.name if by else "",
        text=text,
        yes=yes,
    )
