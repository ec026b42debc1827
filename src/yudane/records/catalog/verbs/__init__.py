"""What can be done about the catalog, one file each."""

from yudane.records.catalog.verbs.add_entity import add_entity
from yudane.records.catalog.verbs.edit_entity import edit_entity
from yudane.records.catalog.verbs.enable_team import enable_team
from yudane.records.catalog.verbs.end_activity_owner import end_activity_owner
from yudane.records.catalog.verbs.end_enablement import end_enablement
from yudane.records.catalog.verbs.move_entity import move_entity
from yudane.records.catalog.verbs.own_activity import own_activity
from yudane.records.catalog.verbs.take_back_edit import take_back_edit
from yudane.records.catalog.verbs.take_back_move import take_back_move

__all__ = [
    "add_entity",
    "edit_entity",
    "enable_team",
    "end_activity_owner",
    "end_enablement",
    "move_entity",
    "own_activity",
    "take_back_edit",
    "take_back_move",
]
