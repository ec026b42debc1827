"""A session ready to be drawn for whoever looks: their own card, and of others' only what is turned over."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from yudane.faces.web.delegation.about import about_words
from yudane.faces.web.shared.request_context import Directory
from yudane.program import Program
from yudane.reading import ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.answer import level_words
from yudane.records.delegation.models import Proposal
from yudane.records.poker.machine import OF_SIGNING, WIDE, Stand, sides
from yudane.records.poker.models import SIDES, Seat, Session, Vote
from yudane.records.signing.sides import Sides
from yudane.words import Lang, say
from yudane.words.values import day


@dataclass(frozen=True)
class Player:
    name: str
    mine: bool
    voted: bool
    card: int | None  # once it is turned over


@dataclass(frozen=True)
class Side:
    """The players of one side, and their cards together once they are turned over."""

    name: str
    players: Sequence[Player]
    middle: str  # the median; empty without cards
    span: str  # lowest to highest

    @property
    def cards(self) -> list[int]:
        return [one.card for one in self.players if one.card is not None]


@dataclass(frozen=True)
class Voice:
    """Who chose the lowest or the highest card, and why."""

    name: str
    side: str
    level: str
    lowest: bool
    mine: bool
    text: str


@dataclass(frozen=True)
class Summary:
    """A line of the list."""

    pk: str
    team: str
    about: str
    by: str
    on: str
    state: str
    over: bool
    level: str  # what was agreed; empty where nothing


@dataclass(frozen=True)
class Drawn:
    """One session. What takes a look at the catalog is asked only where it is shown."""

    stand: Stand
    program: Program
    lang: Lang

    @property
    def pk(self) -> str:
        return self.stand.session.pk

    @property
    def stamp(self) -> str:
        """Another one whenever something shown here is. Before the cards are turned over it knows the own one alone."""
        session, proposal = self.stand.session, self.stand.session.proposal
        shown = (
            (self.state, session.version, self.own_card, sorted(self.stand.voted), proposal and proposal.version),
            [(one.pk, one.version) for one in (*self.stand.seats, *self.stand.cards)],
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]

    @property
    def state(self) -> str:
        return self.stand.state

    @property
    def round(self) -> int:
        return self.stand.session.round

    @cached_property
    def seat(self) -> Seat | None:
        return self.stand.seat_of(self.stand.act.actor.id)

    @cached_property
    def own_card(self) -> int | None:
        return self.stand.own_card(self.seat) if self.seat else None

    @property
    def own_side(self) -> str:
        return self._side(self.seat.side) if self.seat else ""

    @cached_property
    def says(self) -> str:
        """How it stands, in a sentence."""
        if self.state == "closed" and self.stand.revealed_rounds and self.stand.missing:
            return say(f"poker.without_{self.stand.missing[0]}", self.lang)
        agreed = self.stand.session.proposal
        level = level_words(self.program, agreed.level, self.lang) if agreed else ""
        counts = {"n": len(self.stand.voted), "of": len(self.stand.seats)} if self.state == "voting" else {}
        return say(f"poker.says_{self.state}", self.lang, **counts, **({"level": level} if level else {}))

    @cached_property
    def hands(self) -> list[Side]:
        """The round of now, or before the first who sits there."""
        return self._hands(self.round if self.stand.is_revealed else 0)

    @cached_property
    def before(self) -> list[tuple[int, list[Side]]]:
        """The rounds before, the newest first."""
        last = self.stand.revealed_rounds - (1 if self.stand.is_revealed else 0)
        return [(number, self._hands(number)) for number in range(last, 0, -1)]

    @cached_property
    def together(self) -> Side:
        """All cards of the round."""
        return self._of("", [one for side in self.hands for one in side.players])

    @property
    def is_wide(self) -> bool:
        cards = self.together.cards
        return bool(cards) and max(cards) - min(cards) >= WIDE

    @cached_property
    def voices(self) -> list[Voice]:
        found = self.stand.extremes if self.state in ("revealed", "proposed", "agreed", "closed") else []
        return [self._voice(one, found[0].card) for one in found]

    @property
    def asks_me(self) -> Voice | None:
        return next((one for one in self.voices if one.mine), None)

    @property
    def asking(self) -> list[str]:
        """Who asks for another round."""
        return [one.person.name for one in self.stand.seats if self.round and one.asks_after == self.round]

    @property
    def asks(self) -> bool:
        """Whoever looks may ask for another."""
        return self.state == "revealed" and self.seat is not None and self.seat.asks_after < self.round

    @property
    def leads(self) -> bool:
        return self.stand.session.facilitator_id == self.stand.act.actor.id

    @cached_property
    def joins(self) -> list[tuple[str, str]]:
        """The sides whoever looks may sit down for."""
        if self.stand.is_over or self.seat:
            return []
        return [(side, self._side(side)) for side in self._sides]

    @property
    def takes_over(self) -> bool:
        return not self.stand.is_over and not self.leads and bool({"sre", "dev"} & {*self._sides})

    @property
    def unseated(self) -> list[str]:
        return [self._side(side) for side in self.stand.unseated]

    @property
    def begins(self) -> bool:
        return self.leads and self.state in ("open", "revealed")

    @property
    def closes(self) -> bool:
        return self.leads and self.stand.session.closed_at is None

    @cached_property
    def confirms(self) -> bool:
        return self.state == "revealed" and self._signing != ""

    @property
    def proposal(self) -> Proposal | None:
        return self.stand.session.proposal if self.state in ("proposed", "agreed") else None

    @property
    def proposed(self) -> str:
        return level_words(self.program, self.proposal.level, self.lang) if self.proposal else ""

    @cached_property
    def signs(self) -> bool:
        """Whoever looks may sign what the other side confirmed."""
        return self.state == "proposed" and self.proposal is not None and self._signing not in ("", self.proposal.side)

    @cached_property
    def _sides(self) -> tuple[str, ...]:
        try:
            return sides(self.stand.act, self.stand.session.team_id)
        except ProblemsError:
            return ()

    @cached_property
    def _signing(self) -> str:
        """For which side they may sign; empty where for none, or they sit for another."""
        try:
            side = Sides(self.stand.act).side_of_team(self.stand.session.team_id, leading=True)
        except ProblemsError:
            return ""
        return side if self.seat is None or self.seat.side == OF_SIGNING[side] else ""

    def _side(self, side: str) -> str:
        return say(f"poker.side_{side}", self.lang)

    def _hands(self, number: int) -> list[Side]:
        cards = {one.seat_id: one.card for one in self.stand.round_cards(number)}
        voted = self.stand.voted if self.state == "voting" else frozenset[str]()
        found = []
        for side in SIDES:
            seats = [one for one in self.stand.seats if one.side == side]
            players = [Player(one.person.name, one == self.seat, one.pk in voted, cards.get(one.pk)) for one in seats]
            if players:
                found.append(self._of(self._side(side), players))
        return found

    def _of(self, name: str, players: Sequence[Player]) -> Side:
        cards = [one.card for one in players if one.card is not None]
        if not cards:
            return Side(name, players, "", "")
        return Side(name, players, f"{median(cards):g}", "–".join(dict.fromkeys((f"{min(cards)}", f"{max(cards)}"))))

    def _voice(self, one: Vote, lowest: int) -> Voice:
        seat = next(each for each in self.stand.seats if each.pk == one.seat_id)
        level = level_words(self.program, one.card, self.lang)
        return Voice(
            seat.person.name, self._side(seat.side), level, one.card == lowest, seat == self.seat, one.explanation
        )


def summary(act: Act, one: Session, program: Program, known: Directory, lang: Lang) -> Summary:
    stand = Stand(act, one)
    agreed = stand.state == "agreed" and one.proposal
    return Summary(
        one.pk,
        known.name(one.team_id),
        about_words(one.matter, program, known, lang),
        one.facilitator_name,
        day(one.created_at, lang),
        say(f"poker.state_{stand.state}", lang),
        stand.is_over,
        level_words(program, agreed.level, lang) if agreed else "",
    )
