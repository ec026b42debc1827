"""What can be done in delegation poker, one file each."""

from yudane.records.poker.verbs.ask_poker_round import ask_poker_round
from yudane.records.poker.verbs.begin_poker_round import begin_poker_round
from yudane.records.poker.verbs.close_poker import close_poker
from yudane.records.poker.verbs.confirm_poker import confirm_poker
from yudane.records.poker.verbs.explain_poker import explain_poker
from yudane.records.poker.verbs.join_poker import join_poker
from yudane.records.poker.verbs.lead_poker import lead_poker
from yudane.records.poker.verbs.open_poker import open_poker
from yudane.records.poker.verbs.vote_poker import vote_poker

__all__ = [
    "ask_poker_round",
    "begin_poker_round",
    "close_poker",
    "confirm_poker",
    "explain_poker",
    "join_poker",
    "lead_poker",
    "open_poker",
    "vote_poker",
]
