"""What the organization decided, read from files into one frozen Program."""

from yudane.program.checks import Check, Criterion, Indicator, Param
from yudane.program.load import load_program
from yudane.program.model import Activity, Program

__all__ = ["Activity", "Check", "Criterion", "Indicator", "Param", "Program", "load_program"]
