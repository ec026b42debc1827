"""What each kind of survey asks; the words stand in web.yaml as ask_KIND_QUESTION."""

from collections.abc import Mapping

GRADES = (1, 2, 3, 4, 5)  # 1 worst, 5 best
MOST_HOURS = 60
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "toil": ("hours", "shrinking"),
    "doc_quality": ("findable", "accurate", "clear"),
    "oncall_health": ("bearable", "rested", "supported"),
    "mindset": ("noticing", "deciding", "examining", "responsibility", "learning"),
}


def in_hours(question: str) -> bool:
    """Answered by hours of the last week instead of a grade."""
    return question == "hours"
