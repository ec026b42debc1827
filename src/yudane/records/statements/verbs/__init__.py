"""What can be done about statements, one file each."""

from yudane.records.statements.verbs.answer_dispute import answer_dispute
from yudane.records.statements.verbs.decline_statement import decline_statement
from yudane.records.statements.verbs.dispute import dispute
from yudane.records.statements.verbs.enter_joint import enter_joint
from yudane.records.statements.verbs.sign_statements import sign_statements
from yudane.records.statements.verbs.state import state
from yudane.records.statements.verbs.verify_statement import verify_statement
from yudane.records.statements.verbs.withdraw_dispute import withdraw_dispute
from yudane.records.statements.verbs.withdraw_statement import withdraw_statement

__all__ = [
    "answer_dispute",
    "decline_statement",
    "dispute",
    "enter_joint",
    "sign_statements",
    "state",
    "verify_statement",
    "withdraw_dispute",
    "withdraw_statement",
]
