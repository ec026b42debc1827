"""Bytes from outside become plain values here, or a Problem that says what, where and the mend."""

from yudane.reading.files import File, read_file, walk
from yudane.reading.problem import Place, Problem, ProblemsError
from yudane.reading.values import Document, Value

__all__ = ["Document", "File", "Place", "Problem", "ProblemsError", "Value", "read_file", "walk"]
