"""Decisions and their parts as pages and exports show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from yudane.faces.web.shared.paths import service_path
from yudane.faces.web.shared.request_context import Directory
from yudane.program import Program
from yudane.reading import ProblemsError
from yudane.records.acting import Act
from yudane.records.decisions.machine import ROWS, WAYS, out_of_time, overdue, refusals, state_at, turn, waits_until
from yudane.records.decisions.models import Decision, Entry, Link, Part
from yudane.records.decisions.voice import Voice, of_one_side, voice
from yudane.records.delegation.answer import level_words
from yudane.records.signing.sides import Sides
from yudane.words import Lang, say
from yudane.words.values import day

_OWED = ("acknowledged", "used", "followed", "answer", "confirmed")


@dataclass(frozen=True)
class PartLine:
    """One part, ready to be drawn."""

    part: Part
    team: str
    service: str
    level: str
    needs: str
    state: str  # the word of the machine
    says: str
    clock: str  # until when what; empty where time matters no more
    late: bool
    turn: str  # whose it is
    can: Sequence[str]  # what whoever reads may do now


@dataclass(frozen=True)
class EntryLine:
    """One line of the time line."""

    entry: Entry
    says: str
    about: str  # the team or service, where there are several parts
    text: str


@dataclass(frozen=True)
class LinkLine:
    """One thing a decision is about."""

    kind: str
    ref: str
    href: str


@dataclass(frozen=True)
class Line:
    """One decision in the register."""

    decision: Decision
    about: str
    teams: str
    levels: str
    states: Sequence[str]
    opened_at: datetime
    late: bool
    href: str


@dataclass(frozen=True)
class Drawn:
    """Reads names and the reader's side once for all parts."""

    program: Program
    known: Directory
    act: Act
    lang: Lang
    voices: dict[str, Voice | None] = field(default_factory=dict)
    spoken: dict[tuple[str, str], ProblemsError | None] = field(default_factory=dict)

    @cached_property
    def sides(self) -> Sides:
        return Sides(self.act)

    @property
    def zone(self) -> ZoneInfo:
        return self.program.zone

    def about(self, decision: Decision) -> str:
        """Activity and area."""
        activity = next((one for one in self.program.activities if one.key == decision.activity_key), None)
        if activity is None:
            return decision.activity_key
        area = activity.areas.get(decision.area)
        return " · ".join(filter(None, (activity.name[self.lang], area[self.lang] if area else decision.area)))

    def team(self, part: Part) -> str:
        return self.known.name(part.team_id)

    def service(self, part: Part) -> str:
        row = self.known.by_id.get(part.service_id)
        return str(row["name"]) if row else part.service_id

    def name(self, part: Part) -> str:
        """The team, and the service where it is about one alone."""
        return " · ".join(filter(None, (self.team(part), self.service(part))))

    def line(self, decision: Decision, parts: Sequence[Part]) -> Line:
        now = self.act.now
        states = dict.fromkeys(self.state(part) for part in parts)
        return Line(
            decision,
            self.about(decision),
            ", ".join(dict.fromkeys(self.name(part) for part in parts)),
            ", ".join(str(level) for level in sorted({part.level for part in parts})),
            list(states),
            decision.created_at,
            any(overdue(part, now) or out_of_time(part, now) for part in parts),
            f"/delegation/decisions/{decision.pk}",
        )

    def state(self, part: Part) -> str:
        return say(f"web.decision_state_{state_at(part, self.act.now)}", self.lang)

    def part(self, part: Part) -> PartLine:
        now = self.act.now
        return PartLine(
            part,
            self.team(part),
            self.service(part),
            level_words(self.program, part.level, self.lang),
            say(f"delegation.needs_{part.level}", self.lang),
            state_at(part, now),
            self.state(part),
            self._clock(part),
            overdue(part, now) or out_of_time(part, now),
            self.turn(part),
            self.can(part),
        )

    def turn(self, part: Part) -> str:
        sides = turn(part, self.act.now, part.decision.side)
        return ", ".join(say(f"web.decision_turn_{side}", self.lang) for side in sides)

    def _clock(self, part: Part) -> str:
        now, state = self.act.now, state_at(part, self.act.now)
        if state == "asked" and part.asked_until:
            return self._until("asked", part.asked_until)
        if out_of_time(part, now):
            return say("web.decision_clock_out_of_time", self.lang)
        if state == "open" and part.window_ends_at and (waits_until(part, now) or part.level == 4):
            return self._until(ROWS[part.level].asks or "both", part.window_ends_at)
        owed = (
            part.duty if part.duty in _OWED and part.duty_done_at is None and state in ("decided", "stepped_in") else ""
        )
        return self._until(owed, part.duty_due_at) if owed and part.duty_due_at else ""

    def _until(self, code: str, moment: datetime) -> str:
        return say(f"web.decision_clock_{code}", self.lang, until=self.moment(moment))

    def moment(self, moment: datetime) -> str:
        here = moment.astimezone(self.zone)
        return f"{day(here, self.lang)} {here:%H:%M %Z}"

    def voice(self, part: Part) -> Voice | None:
        """For which side whoever reads speaks toward a part; None where for neither."""
        if part.team_id not in self.voices:
            try:
                found = voice(self.act, part.team_id, None, self.sides)
                self._of_one_side(part.decision, found)
            except ProblemsError:
                found = None
            self.voices[part.team_id] = found
        return self.voices[part.team_id]

    def _of_one_side(self, decision: Decision, by: Voice) -> None:
        """Asked once for each side, however many parts there are. Raises ProblemsError."""
        key = (decision.pk, by.side)
        if key not in self.spoken:
            self.spoken[key] = None
            try:
                of_one_side(decision, by.person, by.side)
            except ProblemsError as problem:
                self.spoken[key] = problem
        if found := self.spoken[key]:
            raise found

    def can(self, part: Part) -> list[str]:
        """What whoever reads may do to a part now, by the words of the machine."""
        found = []
        if by := self.voice(part):
            found = [action for action in WAYS if not any(self._refusals(part, action, by.side, by.leads))]
        if part.owner_id == self.act.actor.id:
            found += [
                action for action in ("settle", "send_back") if not any(self._refusals(part, action, "owner", True))
            ]
        return found

    def _refusals(self, part: Part, action: str, side: str, leads: bool) -> Iterator[object]:
        return refusals(part, action, side, leads, self.act.now, part.decision.side)

    def entries(self, decision: Decision, parts: Sequence[Part]) -> list[EntryLine]:
        """The time line, the earliest first."""
        names = {part.pk: self.name(part) for part in parts} if len(parts) > 1 else {}
        found = decision.entries.order_by("created_at", "id")
        return [EntryLine(one, self._says(one), names.get(one.part_id or "", ""), self._text(one)) for one in found]

    def _says(self, one: Entry) -> str:
        code = f"web.decision_said_{one.kind}"
        if one.yes is not None:
            code += "_yes" if one.yes else "_no"
        side = say(f"web.decision_turn_{one.side}", self.lang) if one.side else ""
        return say(code, self.lang, name=one.by_name, side=side, text=one.text)

    def _text(self, one: Entry) -> str:
        return "" if one.kind in ("leveled", "reminded", "stepped_in") else one.text

    def links(self, decision: Decision) -> list[LinkLine]:
        return [
            LinkLine(say(f"web.decision_link_{one.kind}", self.lang), one.ref, _href(one))
            for one in decision.links.order_by("kind", "ref")
        ]


def _href(one: Link) -> str:
    """Where it leads: to what was said, or for a criterion of a service to why it stands as it does."""
    service, _, criterion = one.ref.rpartition(" ")
    if one.kind == "criterion" and service and not one.url:
        activity, _, name = criterion.partition(".")
        return service_path(service, activity) + f"#{name}"
    return one.url
