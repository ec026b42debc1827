"""Why an outcome is what it is, as one sentence in the reader's language."""

import json
from collections.abc import Mapping
from typing import Any

from yudane.evidence.contracts import contracts
from yudane.program import Criterion
from yudane.words import Lang, say
from yudane.words.values import day, fill

_OWN_WORDS = {"never", "stale", "not_yet", "attribute", "incomplete", "error", "expired", "rule"}


def because(criterion: Criterion, outcome: Mapping[str, Any], lang: Lang) -> str:
    """The sentence of reason of one outcome row (see outcomes.COLUMNS)."""
    word, cause = outcome["outcome"], outcome["cause"]
    if cause == "empty":
        empty = criterion.because.get("empty")
        return fill(empty, {}, criterion.values, lang) if empty else say(f"outcomes.empty_{word}", lang)
    if cause == "statement":
        return say(f"outcomes.statement_{word}", lang)
    if cause in _OWN_WORDS:
        until = day(outcome["looked_until"], lang) if outcome.get("looked_until") else "–"
        detail = outcome["detail"] or ""
        return say(f"outcomes.{cause}", lang, tables=_titles(detail, lang), detail=detail, until=until)
    return fill(criterion.because[word], measured(outcome), criterion.values, lang)


def _titles(tables: str, lang: Lang) -> str:
    """Names of tables as people call them."""
    titles = (contracts()[name].title[lang] if name in contracts() else name for name in tables.split(", "))
    return ("、" if lang == "ja" else ", ").join(titles)


def measured(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """The columns the check measured, without the service's id."""
    values: dict[str, Any] = json.loads(outcome["measured"]) if outcome["measured"] else {}
    values.pop("service_id", None)
    return values


def level_words(lowest: int, highest: int, lang: Lang) -> str:
    """The interval in words: Level 2; Level 2, possibly 3; Level 1 to 3."""
    if lowest == highest:
        return say("outcomes.level", lang, level=lowest)
    code = "level_possibly" if lowest >= 2 else "level_between"
    return say(f"outcomes.{code}", lang, lowest=lowest, highest=highest)
