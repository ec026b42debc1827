"""Small drawings that several pages share."""

from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from yudane.assessment.reason import rests_on_word
from yudane.assessment.rows import LevelRow
from yudane.words import Lang, say

SIGNS = {"met": "✓", "unmet": "✗", "unknown": "?", "not_applicable": "–", "exempt": "○"}
STATES = ("1", "2", "3", "unknown", "na")  # what a cell can say
_FACES = {"unknown": "?", "na": "–"}
_CLASSES = {"1": "l1", "2": "l2", "3": "l3", "unknown": "lu", "na": "ln"}


def face(state: str) -> str:
    """The digit or sign of a state."""
    return _FACES.get(state, state)


def css(state: str) -> str:
    return _CLASSES[state]


def state_words(state: str, lang: Lang) -> str:
    """Level 2; no data; not applicable."""
    return say(f"web.state_{state}", lang) if state in _FACES else say("outcomes.level", lang, level=state)


def set_aside(row: LevelRow | None) -> tuple[int, int]:
    """Exemptions and criteria the agreed ideal leaves out; assessments made before ideals were do not tell them."""
    if row is None:
        return 0, 0
    ideal = int(row.get("ideal") or 0)
    return int(row["exempt"] or 0) - ideal, ideal


def marks_css(row: LevelRow | None) -> str:
    """A corner for exemptions, another for the agreed ideal; outlined where the level rests on people's word."""
    exempt, ideal = set_aside(row)
    return " ex" * (exempt > 0) + " id" * (ideal > 0) + " wd" * (row is not None and rests_on_word(row))


def marks_words(row: LevelRow | None, lang: Lang) -> list[str]:
    """Rests on people's word; with 2 exemptions; agreed ideal: 1 criterion set aside."""
    exempt, ideal = set_aside(row)
    words = [say("web.on_word", lang)] if row is not None and rests_on_word(row) else []
    words += [counted("with_exempt", exempt, lang)] if exempt > 0 else []
    return words + ([counted("with_ideal", ideal, lang)] if ideal > 0 else [])


def tile(state: str, lang: Lang, row: LevelRow | None = None) -> SafeString:
    """The square of a state; with the row of the level also the corners for what was set aside."""
    return format_html(
        '<span class="tile {}"><span class="vh">{}</span><span aria-hidden="true">{}</span></span>',
        css(state) + marks_css(row),
        state_words(state, lang),
        face(state),
    )


def rung(level: int, state: str, lang: Lang) -> SafeString:
    """A step of a ladder: reached, not reached, or hatched with a question mark where nobody knows."""
    return format_html(
        '<span class="rung {}"><span aria-hidden="true">{}{}</span><span class="vh">{}</span></span>',
        {"on": f"l{level}", "may": "lu"}.get(state, ""),
        level,
        "?" * (state == "may"),
        say(f"web.step_{state}", lang),
    )


def gauge(met: int, unmet: int, unknown: int) -> SafeString:
    """A bar: filled as far as met, then empty, and hatched where nobody knows. Its words stand beside it."""
    of = met + unmet + unknown
    if not of:
        return SafeString("")
    return format_html(
        '<svg class="gauge" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="yes" width="{}" height="1"/><rect class="no" x="{}" width="{}" height="1"/></svg>',
        of,
        met,
        met,
        unmet,
    )


def outcome(word: str, lang: Lang) -> SafeString:
    return format_html(
        '<span class="out {}"><span aria-hidden="true">{}</span>{}</span>',
        word,
        SIGNS[word],
        say(f"outcomes.{word}", lang),
    )


def goal(word: str, lang: Lang) -> SafeString:
    """Whether an indicator reaches its goal, as a sign and words; `open` is unknown although there is a value."""
    return format_html(
        '<span class="out {}"><span aria-hidden="true">{}</span>{}</span>',
        word,
        SIGNS.get(word, "?"),
        goal_words(word, lang),
    )


def goal_words(word: str, lang: Lang) -> str:
    return say(f"web.goal_{word}", lang) if word in ("met", "unmet", "open") else say(f"outcomes.{word}", lang)


@lru_cache(maxsize=32)
def icon(name: str) -> SafeString:
    """A drawing of the sprite in the frame."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


def counted(code: str, n: int, lang: Lang, **args: object) -> str:
    return say(f"web.{code}_one" if n == 1 else f"web.{code}", lang, n=f"{n:,}", **args)


def ago(days: int, lang: Lang) -> str:
    """Today; 3 days ago; 5 months ago."""
    if days <= 0:
        return say("web.today", lang)
    if days < 60:
        return counted("days_ago", days, lang)
    return counted("months_ago", days // 30, lang) if days < 730 else counted("years_ago", days // 365, lang)


def joined(parts: list[str]) -> SafeString:
    """Pieces that are escaped already, as one."""
    return mark_safe("".join(parts))  # noqa: S308 -- every piece went through escape()


def text(value: object) -> str:
    return escape(str(value))
