"""Every word a person reads, in Japanese and English, and the one way to say it."""

from yudane.words.catalog import Catalog, codes, say
from yudane.words.text import LANGUAGES, Lang, Text, language

__all__ = ["LANGUAGES", "Catalog", "Lang", "Text", "codes", "language", "say"]
