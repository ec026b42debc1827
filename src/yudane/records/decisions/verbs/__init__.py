"""What can be done about decisions, one file each."""

from yudane.records.decisions.verbs.answer_ask import answer_ask
from yudane.records.decisions.verbs.approve_decision import approve_decision
from yudane.records.decisions.verbs.confirm_incident import confirm_incident
from yudane.records.decisions.verbs.decide import decide
from yudane.records.decisions.verbs.open_decision import open_decision
from yudane.records.decisions.verbs.pass_time import pass_time
from yudane.records.decisions.verbs.relevel_decision import relevel_decision
from yudane.records.decisions.verbs.reword_decision import reword_decision
from yudane.records.decisions.verbs.settle_decision import settle_decision
from yudane.records.decisions.verbs.step_in import step_in
from yudane.records.decisions.verbs.take_part import take_part
from yudane.records.decisions.verbs.withdraw_decision import withdraw_decision

__all__ = [
    "answer_ask",
    "approve_decision",
    "confirm_incident",
    "decide",
    "open_decision",
    "pass_time",
    "relevel_decision",
    "reword_decision",
    "settle_decision",
    "step_in",
    "take_part",
    "withdraw_decision",
]
