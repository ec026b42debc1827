"""What a service stands on in an activity, as one typed read model that every face draws from.

A service has activities, an activity has three levels, a level has criteria, a criterion has an outcome, parameters with
who set them, what is left out, and rows behind it. Each says itself in the reader's language; no face composes such a
sentence.
"""

from yudane.assessment.explanation.activity import ActivityExplanation, explain_activity
from yudane.assessment.explanation.check import ParameterExplanation, explain_parameters
from yudane.assessment.explanation.criterion import CriterionExplanation, explain_criteria
from yudane.assessment.explanation.indicator import IndicatorExplanation
from yudane.assessment.explanation.level import LevelExplanation
from yudane.assessment.explanation.service import ServiceExplanation
from yudane.assessment.explanation.statement import StatementExplanation

__all__ = [
    "ActivityExplanation",
    "CriterionExplanation",
    "IndicatorExplanation",
    "LevelExplanation",
    "ParameterExplanation",
    "ServiceExplanation",
    "StatementExplanation",
    "explain_activity",
    "explain_criteria",
    "explain_parameters",
]
