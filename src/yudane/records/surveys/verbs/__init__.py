"""What can be done about surveys, one file each."""

from yudane.records.surveys.verbs.answer_survey import answer_survey
from yudane.records.surveys.verbs.close_survey import close_survey
from yudane.records.surveys.verbs.open_survey import open_survey

__all__ = ["answer_survey", "close_survey", "open_survey"]
