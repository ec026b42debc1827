"""Somebody chooses a card. The audit knows that they did; which, nobody else knows before all cards are turned over."""

from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.poker.machine import Stand, of_session, reveal, running, seated
from yudane.records.poker.models import Vote
from yudane.records.poker.told import TABLES
from yudane.records.verb import Change, verb


@verb("vote-poker", of_session, tells=TABLES)
def vote_poker(act: Act, session_id: str, number: int, card: int) -> Change[Stand]:
    """`number`: the round that whoever votes has before them. A card chosen before in it is replaced. Raises ProblemsError."""
    stand = running(act, session_id, "voting")
    if number != stand.session.round:
        raise ProblemsError.one("poker_time_up", Place())
    if not 1 <= card <= 7:
        raise ProblemsError.one("delegation_level_unknown", Place(field="card"), value=card)
    seat = seated(stand)
    if vote := Vote.objects.filter(seat=seat, round=number).first():
        vote.change(card=card)
    else:
        Vote.make(act.now, seat=seat, round=number, card=card)
    if stand.voted >= {one.pk for one in stand.seats}:
        reveal(stand.session, act.now)
    return Change(f"poker {session_id}", Stand(act, stand.session), {"round": number})
