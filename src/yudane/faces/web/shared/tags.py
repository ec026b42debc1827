"""Template tags: words in the reader's language, dates, signs."""

import json
from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yudane.assessment.explanation import LevelExplanation
from yudane.assessment.rows import LevelRow
from yudane.faces.clock import now
from yudane.faces.web.shared import draw
from yudane.words import Lang, say
from yudane.words.values import day as written_day

register = template.Library()


def _lang(context: Context) -> Lang:
    return cast("Lang", context["lang"])


@register.simple_tag(takes_context=True)
def t(context: Context, code: str, **args: object) -> str:
    """A message of words/web.yaml; with a dot, of another catalog. Whole numbers are grouped by thousands."""
    arguments = {name: f"{value:,}" if type(value) is int else value for name, value in args.items()}
    return say(code if "." in code else f"web.{code}", _lang(context), **arguments)


@register.simple_tag(takes_context=True)
def counted(context: Context, code: str, n: int, **args: object) -> str:
    """A message about a number of things: `code_one` where it is one."""
    return draw.counted(code, n, _lang(context), **args)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None) -> SafeString:
    """A date as people write it."""
    if not value:
        return SafeString("–")
    return format_html('<time datetime="{}">{}</time>', _date(value), written_day(value, _lang(context)))


@register.simple_tag(takes_context=True)
def dated(context: Context, code: str, value: date) -> str:
    """A message about a date, `{on}`."""
    return say(f"web.{code}", _lang(context), on=written_day(value, _lang(context)))


@register.simple_tag(takes_context=True)
def ago(context: Context, value: date | None) -> SafeString:
    """How long ago a date was, the date itself in the title."""
    if not value:
        return SafeString("–")
    lang = _lang(context)
    days = (now().date() - _date(value)).days
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', _date(value), written_day(value, lang), draw.ago(days, lang)
    )


def _date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None, zone: ZoneInfo) -> SafeString:
    """A moment to the minute where the organization is, with the name of its clock. Naive ones are of UTC."""
    if not value:
        return SafeString("–")
    value = value.replace(tzinfo=value.tzinfo or UTC).astimezone(zone)
    written = f"{written_day(value, _lang(context))} {value:%H:%M %Z}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), written)


@register.filter(name="json")
def as_json(value: object) -> str:
    """As one line."""
    return json.dumps(value, ensure_ascii=False, default=str)


@register.simple_tag(takes_context=True)
def outcome(context: Context, word: str) -> SafeString:
    """An outcome as a sign and its word."""
    return draw.outcome(word, _lang(context))


@register.simple_tag
def icon(name: str) -> SafeString:
    return draw.icon(name)


@register.simple_tag(takes_context=True)
def goal(context: Context, word: str) -> SafeString:
    """Whether a goal is reached, as a sign and words."""
    return draw.goal(word, _lang(context))


@register.simple_tag(takes_context=True)
def tile(context: Context, state: str, row: LevelRow | None = None) -> SafeString:
    """The square of a level, of `?` or of `–`; with the level's row also the marks of what was set aside."""
    return draw.tile(state, _lang(context), row)


@register.simple_tag(takes_context=True)
def rung(context: Context, step: LevelExplanation) -> SafeString:
    """A step of a ladder."""
    return draw.rung(step.level, step.state, _lang(context))


@register.simple_tag
def gauge(step: LevelExplanation) -> SafeString:
    """How far a step is climbed."""
    return draw.gauge(step.met, step.unmet, step.unknown)


@register.simple_tag(takes_context=True)
def marks(context: Context, row: LevelRow) -> SafeString:
    """What a level does without, as tags."""
    return format_html_join(
        " ", '<span class="tag">{}</span>', ((word,) for word in draw.marks_words(row, _lang(context)))
    )
