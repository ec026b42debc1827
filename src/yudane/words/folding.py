"""Text as it is compared and searched."""

import unicodedata


def folded(text: str) -> str:
    """Full-width and half-width, capital and small are the same; so is any space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
