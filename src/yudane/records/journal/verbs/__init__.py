"""What can be done with the journal, one file each."""

from yudane.records.journal.verbs.change_row import change_row
from yudane.records.journal.verbs.end_recording import end_recording
from yudane.records.journal.verbs.record_here import record_here
from yudane.records.journal.verbs.record_rows import record_rows
from yudane.records.journal.verbs.remove_row import remove_row
from yudane.records.journal.verbs.vouch import vouch
from yudane.records.journal.verbs.withdraw_vouch import withdraw_vouch

__all__ = ["change_row", "end_recording", "record_here", "record_rows", "remove_row", "vouch", "withdraw_vouch"]
