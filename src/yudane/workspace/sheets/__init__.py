"""Spreadsheets of services, teams and people, as people keep them: read with the headers and words they use, into rows."""

from yudane.workspace.sheets.columns import KINDS
from yudane.workspace.sheets.convert import sheet_delivery
from yudane.workspace.sheets.template import write_template

__all__ = ["KINDS", "sheet_delivery", "write_template"]
