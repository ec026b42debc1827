"""How a session stands at a moment: open, voting, revealed, proposed, agreed, or closed without a result.

Nothing runs when the time of a round is up: whoever looks after it sees the cards, and the next who acts writes it down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.delegation.making import is_open
from yudane.records.home import known_teams
from yudane.records.poker.models import DECIDING, Seat, Session, Vote
from yudane.records.policy import Subject
from yudane.records.record import found
from yudane.records.signing.sides import SRE, TEAM, Sides
from yudane.records.signing.sign import teams_for_signing

State = Literal["open", "voting", "revealed", "proposed", "agreed", "closed"]
OF_SIGNING: Mapping[str, str] = {TEAM: "dev", SRE: "sre"}  # the side of a seat by that of a signature
WIDE = 3  # so far apart, another round is suggested


@dataclass(frozen=True)
class Stand:
    """A session at the moment of an act."""

    act: Act
    session: Session

    @cached_property
    def state(self) -> State:
        proposal = self.session.proposal
        if proposal and proposal.state == "in_force":
            return "agreed"
        if self.session.closed_at:
            return "closed"
        if not self.session.round:
            return "open"
        if not self.is_revealed:
            return "voting"
        if self.missing:
            return "closed"
        return "proposed" if proposal and is_open(proposal, self.act) else "revealed"

    @property
    def is_over(self) -> bool:
        return self.state in ("agreed", "closed")

    @property
    def is_revealed(self) -> bool:
        """The cards of the round are turned over, or its time is up; never after it was closed in the middle."""
        session = self.session
        time_is_up = session.ends_at is not None and session.ends_at <= self.act.now
        return session.revealed_at is not None or (time_is_up and session.closed_at is None)

    @property
    def revealed_rounds(self) -> int:
        return self.session.round if self.is_revealed else max(self.session.round - 1, 0)

    @cached_property
    def seats(self) -> Sequence[Seat]:
        return list(self.session.seats.select_related("person").order_by("id"))

    @cached_property
    def cards(self) -> Sequence[Vote]:
        """Of the rounds whose cards are turned over, and of no other."""
        return list(Vote.objects.filter(seat__session=self.session, round__lte=self.revealed_rounds).order_by("id"))

    @cached_property
    def voted(self) -> frozenset[str]:
        """The seats that chose a card in this round; not which."""
        votes = Vote.objects.filter(seat__session=self.session, round=self.session.round)
        return frozenset(votes.values_list("seat_id", flat=True))

    @property
    def missing(self) -> list[str]:
        """The deciding sides without a card in any round that was turned over."""
        sides = {one.pk: one.side for one in self.seats}
        shown = {sides[one.seat_id] for one in self.cards}
        return [side for side in DECIDING if side not in shown]

    @property
    def unseated(self) -> list[str]:
        """The deciding sides that nobody sits for."""
        seated = {one.side for one in self.seats}
        return [side for side in DECIDING if side not in seated]

    def seat_of(self, person: str) -> Seat | None:
        return next((one for one in self.seats if one.person_id == person), None)

    def own_card(self, seat: Seat) -> int | None:
        """What they themselves chose in this round."""
        return Vote.objects.filter(seat=seat, round=self.session.round).values_list("card", flat=True).first()

    def round_cards(self, number: int) -> list[Vote]:
        return [one for one in self.cards if one.round == number]

    @property
    def extremes(self) -> list[Vote]:
        """Who chose the lowest and the highest card of the round, to be heard first; nobody where all chose the same."""
        cards = self.round_cards(self.session.round)
        ends = {min(one.card for one in cards), max(one.card for one in cards)} if cards else set()
        return sorted((one for one in cards if one.card in ends), key=lambda one: one.card) if len(ends) > 1 else []


def settled(act: Act, session_id: str) -> Stand:
    """Locked until the transaction ends; what time and signatures brought about is written down. Raises ProblemsError."""
    session = found(Session, session_id)
    if session.round and session.revealed_at is None and session.ends_at and session.ends_at <= act.now:
        reveal(session, session.ends_at)
    stand = Stand(act, session)
    if stand.is_over and session.closed_at is None:
        session.change(closed_at=act.now)
    return stand


def running(act: Act, session_id: str, *states: State) -> Stand:
    """The same where it is in one of some states. Raises ProblemsError."""
    stand = settled(act, session_id)
    if stand.is_over:
        raise ProblemsError.one("poker_over", Place())
    if stand.state not in states:
        raise ProblemsError.one(_NOT_NOW[stand.state], Place())
    return stand


_NOT_NOW: Mapping[State, str] = {
    "open": "poker_not_begun",
    "voting": "poker_still_voting",
    "revealed": "poker_time_up",
    "proposed": "poker_proposed",
}


def reveal(session: Session, at: datetime) -> None:
    """Turn the cards of the round over."""
    session.change(revealed_at=at)
    Vote.objects.filter(seat__session=session, round=session.round, revealed_at=None).update(revealed_at=at)


def of_session(session_id: str, *_: object, **__: object) -> Subject:
    session = Session.objects.filter(pk=session_id).first()
    return Subject(session.team_id) if session else Subject()


def facilitating(stand: Stand) -> None:
    """Raises ProblemsError for everybody else."""
    if stand.session.facilitator_id != stand.act.actor.id:
        raise ProblemsError.one("poker_facilitator", Place(), name=stand.session.facilitator_name)


def seated(stand: Stand) -> Seat:
    """The seat of whoever acts. Raises ProblemsError without one, or where they are of that side no more."""
    seat = stand.seat_of(stand.act.actor.id)
    if seat is None:
        raise ProblemsError.one("poker_no_seat", Place())
    if seat.side not in sides(stand.act, stand.session.team_id):
        raise ProblemsError.one("poker_side", Place(field="side"))
    return seat


def sides(act: Act, team_id: str) -> tuple[str, ...]:
    """For which sides they may sit at a session of a team. Raises ProblemsError where for none, and who is no person."""
    asked = Sides(act)
    units = {team["team_id"] for team in known_teams() if team["kind"] == "business_unit"}
    business = () if units.isdisjoint(teams_for_signing(act, asked.signer)) else ("business",)
    try:
        return (OF_SIGNING[asked.side_of_team(team_id)], *business)
    except ProblemsError:
        if business:
            return business
        raise
