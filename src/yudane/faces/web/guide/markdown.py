"""Guides: Markdown into clean HTML, with anchors as `## Heading {#anchor}`."""

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import count, pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_ANCHOR = re.compile(r"\s*\{#([a-z0-9][a-z0-9-]*)\}\s*$")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "dd",
    "dl",
    "dt",
    "em",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    *_HEADINGS,
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, **{heading: {"id"} for heading in _HEADINGS}}

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def render(text: str) -> str:
    """HTML that is safe to show: no raw HTML, no images, no styles, links only to http, https and mail."""
    tokens = _parser.parse(text)
    _anchor(tokens)
    html = str(_parser.renderer.render(tokens, _parser.options, {}))
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def framed(html: str, label: Callable[[int], str]) -> str:
    """Each table in a region of its own that scrolls, so that the page does not; `label` names it by its number."""
    numbers = count(1)

    def region(_: re.Match[str]) -> str:
        return f'<div class="region" role="region" tabindex="0" aria-label="{escape(label(next(numbers)))}"><table>'

    return re.sub("<table>", region, html).replace("</table>", "</table></div>")


def anchors(text: str) -> set[str]:
    """The anchors a guide has."""
    return {match.group(1) for line in text.splitlines() if line.startswith("#") and (match := _ANCHOR.search(line))}


def _anchor(tokens: Sequence[Token]) -> None:
    for opening, inline in pairwise(tokens):
        last = inline.children[-1] if opening.type == "heading_open" and inline.children else None
        if last is not None and (match := _ANCHOR.search(last.content)):
            opening.attrSet("id", match.group(1))
            last.content = last.content[: match.start()]
