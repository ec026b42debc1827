"""A text in both languages."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Lang = Literal["en", "ja"]
LANGUAGES: tuple[Lang, ...] = ("en", "ja")


@dataclass(frozen=True)
class Text:
    """The same sentence in English and Japanese."""

    en: str
    ja: str

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Text":
        return cls(en=str(value["en"]).strip(), ja=str(value["ja"]).strip())

    def __getitem__(self, lang: Lang) -> str:
        return self.ja if lang == "ja" else self.en

    def as_dict(self) -> dict[str, str]:
        return {"en": self.en, "ja": self.ja}


def language(filters: str | None = None) -> Lang:
    """The reader's language: what was asked for, else YUDANE_LANG, else the locale's variables."""
    for value in (filters, *map(os.environ.get, ("YUDANE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))):
        if value:
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"
