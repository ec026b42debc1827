"""What can be done about delegation, one file each."""

from yudane.records.delegation.verbs.accept_ownership import accept_ownership
from yudane.records.delegation.verbs.decline_delegation import decline_delegation
from yudane.records.delegation.verbs.object_delegation import object_delegation
from yudane.records.delegation.verbs.propose_delegation import propose_delegation
from yudane.records.delegation.verbs.propose_first import propose_first
from yudane.records.delegation.verbs.sign_delegation import sign_delegation
from yudane.records.delegation.verbs.withdraw_delegation import withdraw_delegation

__all__ = [
    "accept_ownership",
    "decline_delegation",
    "object_delegation",
    "propose_delegation",
    "propose_first",
    "sign_delegation",
    "withdraw_delegation",
]
