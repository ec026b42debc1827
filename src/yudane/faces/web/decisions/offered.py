"""What the page of a decision offers whoever reads it: what the machine allows, as far as their verb would do it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from yudane.faces.web.decisions.drawn import Drawn, PartLine
from yudane.reading import ProblemsError
from yudane.records.decisions.making import Spot, all_today, frozen, moving, own_words, wording
from yudane.records.decisions.models import OBJECT, RELEVEL, Decision, Part, StepIn
from yudane.records.decisions.voice import of_one_side
from yudane.records.delegation.answer import level_words
from yudane.records.delegation.owner import owner_there
from yudane.records.signing.models import Signature
from yudane.records.signing.sign import both_of_sre
from yudane.records.signing.sign import wording as hashed


@dataclass(frozen=True)
class Offered:
    """Asks once for all parts."""

    drawn: Drawn
    decision: Decision
    parts: Sequence[Part]

    @cached_property
    def lines(self) -> list[PartLine]:
        """The parts, with what is offered."""
        lines = [replace(line, can=[*self._can(line)]) for line in map(self.drawn.part, self.parts)]
        decides = [line.part for line in lines if "decide" in line.can]
        kept = {"decide"} if self.decision.text or own_words(self.decision, decides, self.parts) else set()
        open_ = [line for line in lines if line.part.state in ("open", "escalated")]
        if not frozen(self.decision) and all("reword" in line.can for line in open_):
            kept.add("reword")
        return [
            replace(line, can=[one for one in line.can if one not in ("decide", "reword") or one in kept])
            for line in lines
        ]

    @property
    def own_words(self) -> bool:
        """Deciding gives other words."""
        return own_words(self.decision, [line.part for line in self.lines if "decide" in line.can], self.parts)

    @cached_property
    def today(self) -> dict[str, Spot]:
        """By part where it would stand today."""
        return dict(all_today(self.drawn.program, self.drawn.act, self.decision, self.parts))

    @property
    def levels(self) -> dict[str, str]:
        """By part the level to which whoever reads may ask to move it."""
        moves = [line.part.pk for line in self.lines if "relevel" in line.can]
        return {one: level_words(self.drawn.program, self.today[one].level, self.drawn.lang) for one in moves}

    @cached_property
    def _signed(self) -> list[Signature]:
        found = Signature.objects.filter(
            subject__kind__in=(OBJECT, RELEVEL), subject__object_id__in=[part.pk for part in self.parts]
        )
        return list(found.select_related("subject", "person").prefetch_related("person__memberships"))

    def approved(self, part: Part) -> list[str]:
        """Who approved the words as they stand."""
        signed = self._of(OBJECT, part, wording(part)) if part.level == 4 else []
        return [one.person.name for one in sorted(signed, key=lambda one: one.created_at)]

    def _of(self, kind: str, part: Part, said: dict[str, object]) -> list[Signature]:
        key = (kind, part.pk, hashed(said))
        return [
            one for one in self._signed if (one.subject.kind, one.subject.object_id, one.subject.wording_hash) == key
        ]

    def _can(self, line: PartLine) -> Iterator[str]:
        part, decision = line.part, self.decision
        for action in line.can:
            if action in ("approve", "settle") and not decision.text:
                continue
            if action == "approve" and not self._signs(OBJECT, part, wording(part)):
                continue
            if action == "relevel" and not self._moves(part):
                continue
            if action in ("settle", "send_back") and not self._settles(part):
                continue
            yield action
        if self._confirms(part):
            yield "incident"

    def _moves(self, part: Part) -> bool:
        level = self.today[part.pk].level
        return level != part.level and self._signs(RELEVEL, part, moving(part, level))

    def _signs(self, kind: str, part: Part, said: dict[str, object]) -> bool:
        """Nobody of their side did, nor they themselves, and two of company SRE are no pair."""
        by = self.drawn.voice(part)
        signed = self._of(kind, part, said)
        if by is None or any(one.side == by.side or one.person_id == by.person.pk for one in signed):
            return False
        return not signed or not both_of_sre(self.drawn.act, by.person, [one.person for one in signed])

    def _settles(self, part: Part) -> bool:
        act = self.drawn.act
        try:
            of_one_side(self.decision, self.drawn.sides.signer, "owner")
        except ProblemsError:
            return False
        return owner_there(act.actor.id, part.team_id, act.now)

    def _confirms(self, part: Part) -> bool:
        """The incident of a step-in: anybody of a side but whoever stepped in."""
        one: StepIn | None = getattr(part, "step_in", None)
        if one is None or one.matched_at is not None:
            return False
        by = self.drawn.voice(part)
        return by is not None and by.person.pk != one.person_id


def offered(drawn: Drawn, decision: Decision, parts: Sequence[Part]) -> Offered:
    """What was asked for is opened under the level of today, and drawn with it."""
    found = Offered(drawn, decision, parts)
    for part in parts:
        if part.state == "asked":
            part.level = found.today[part.pk].level
    return found
