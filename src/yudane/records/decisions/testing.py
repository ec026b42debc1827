"""For tests: what must hold of decisions whatever anybody did, by verbs or on pages."""

from dataclasses import dataclass, field
from datetime import datetime

from yudane.records.decisions.machine import state_at, turn
from yudane.records.decisions.making import business_days, wording
from yudane.records.decisions.models import OBJECT, Decision, Entry, Part
from yudane.records.signing.sign import signed_by

_MAY = {1: {"sre"}, 2: {"sre"}, 3: {"sre"}, 4: {"both", "owner"}, 5: {"team"}, 6: {"team"}, 7: {"team"}}


@dataclass
class Held:
    """Asked after every step of a walk; remembers what must not change."""

    levels: dict[str, int] = field(default_factory=dict)  # of parts, as they were opened or moved by both
    words: dict[str, str] = field(default_factory=dict)  # of decided ones

    def check(self, now: datetime) -> None:
        for one in Part.objects.select_related("decision").order_by("id"):
            self._level(one)
            if one.decided_at and one.state in ("decided", "settled"):
                _decided(one)
            assert one.decision.text == self.words.get(one.decision_id, one.decision.text)
            if one.decided_at:
                self.words[one.decision_id] = one.decision.text
            _approved(one)
            if state_at(one, now) in ("asked", "open", "escalated", "stepped_in"):
                assert turn(one, now, one.decision.side)  # no dead end
        for decision in Decision.objects.all():
            said = Entry.objects.filter(decision=decision, person__isnull=False).values_list("person", "side")
            sides = set(said)
            assert len({person for person, _ in sides}) == len(sides)  # one person, one side

    def _level(self, one: Part) -> None:
        if one.opened_at is None:
            return
        before = self.levels.setdefault(one.pk, one.level)
        if before != one.level:
            moved = Entry.objects.filter(part=one, kind="leveled", text=str(one.level)).values_list("side", flat=True)
            assert {"team", "sre"} <= set(moved)
            self.levels[one.pk] = one.level


def _approved(one: Part) -> None:
    """What a part says of approvals is what was signed, of the words as they stand."""
    if one.level == 4 and one.state == "open":
        assert set(signed_by(OBJECT, one.pk, wording(one))) == ({one.approved} if one.approved else set())


def _decided(one: Part) -> None:
    assert one.decided_side in _MAY[one.level]
    if one.decided_side == "both":
        signed = signed_by(OBJECT, one.pk, wording(one))
        assert len({signed["team"].person_id, signed["sre"].person_id}) == 2
    confirmed = Entry.objects.filter(part=one, kind="stepped_in").exists()
    if one.level in (2, 3, 5) and not one.given and not confirmed:
        assert one.window_began_at
        assert one.decided_at
        assert one.decided_at >= business_days().end_of(one.window_began_at, 5)
        assert one.level != 3 or Entry.objects.filter(part=one, kind="reminded").count() >= 2
