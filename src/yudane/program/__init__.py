"""What the organization decided, read from files into one frozen Program."""

from yudane.program.checks import Check, Condition, Criterion, Gate, Indicator, Param, Trigger
from yudane.program.load import load_program
from yudane.program.model import Activity, Program

__all__ = [
    "Activity",
    "Check",
    "Condition",
    "Criterion",
    "Gate",
    "Indicator",
    "Param",
    "Program",
    "Trigger",
    "load_program",
]
