"""Cells of the CSV files that pages give."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def unsafe(text: str) -> str:
    """The text again."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
