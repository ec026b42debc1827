"""Spreadsheets of services, teams and people, as people keep them: read with the headers and words they use, into rows."""

from yudane.workspace.sheets.columns import KINDS
from yudane.workspace.sheets.convert import sheet_delivery

__all__ = ["KINDS", "sheet_delivery"]
