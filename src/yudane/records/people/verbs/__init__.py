"""What can be done about people, one file each."""

from yudane.records.people.verbs.accept_invitation import accept_invitation
from yudane.records.people.verbs.add_member import add_member
from yudane.records.people.verbs.add_person import add_person
from yudane.records.people.verbs.change_person import change_person
from yudane.records.people.verbs.disable_person import disable_person
from yudane.records.people.verbs.enable_person import enable_person
from yudane.records.people.verbs.end_membership import end_membership
from yudane.records.people.verbs.grant import grant
from yudane.records.people.verbs.invite import invite
from yudane.records.people.verbs.link_login import link_login
from yudane.records.people.verbs.make_token import make_token
from yudane.records.people.verbs.map_claim import map_claim
from yudane.records.people.verbs.revoke_token import revoke_token
from yudane.records.people.verbs.take_claims import take_claims
from yudane.records.people.verbs.unmap_claim import unmap_claim

__all__ = [
    "accept_invitation",
    "add_member",
    "add_person",
    "change_person",
    "disable_person",
    "enable_person",
    "end_membership",
    "grant",
    "invite",
    "link_login",
    "make_token",
    "map_claim",
    "revoke_token",
    "take_claims",
    "unmap_claim",
]
