"""What the organization decided, read from files into one frozen Program."""

from yudane.program.load import load_program
from yudane.program.model import Activity, Criterion, Param, Program

__all__ = ["Activity", "Criterion", "Param", "Program", "load_program"]
