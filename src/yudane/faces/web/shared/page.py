"""A page: a template in the frame that all pages share."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from yudane.faces.web.shared.reader import CHOICES, Reader, switch
from yudane.records.acting import Actor
from yudane.records.policy import may
from yudane.words import Lang, say

ACTOR = "yudane_actor"  # where the request keeps who asks

THEMES = {"auto": "half", "light": "sun", "dark": "moon"}


@dataclass(frozen=True)
class Language:
    """The one the reader does not read in."""

    lang: str
    href: str
    name: str


@dataclass(frozen=True)
class Theme:
    """One to choose."""

    icon: str
    href: str
    on: bool
    name: str


@dataclass(frozen=True)
class Keys:
    """Whether keys move, and how to change that."""

    on: bool
    href: str


def page(
    request: HttpRequest, template: str, values: Mapping[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """A whole page. Knows nothing of the home, so that it also stands when nothing else does."""
    return render(request, template, values, status=status)


def part(request: HttpRequest, template: str, values: Mapping[str, object]) -> HttpResponse:
    """A fragment that htmx puts into a page."""
    return render(request, template, values)


def wants_part(request: HttpRequest) -> bool:
    """htmx asks, so a fragment is enough; a browser by itself gets a whole page."""
    return bool(HtmxDetails(request))


def frame(request: HttpRequest) -> Mapping[str, object]:
    """What every template may use: the reader, and what the frame of all pages needs."""
    reader = Reader.of(request)
    other = "en" if reader.lang == "ja" else "ja"
    return {
        "lang": reader.lang,
        "reader": reader,
        "other": Language(other, switch(request, "lang", other), say(f"web.language_{other}", reader.lang)),
        "themes": [
            Theme(
                icon=THEMES[theme],
                href=switch(request, "theme", theme),
                on=theme == reader.theme,
                name=say(f"web.theme_{theme}", reader.lang),
            )
            for theme in CHOICES["theme"]
        ],
        "keys": Keys(reader.keys == "on", switch(request, "keys", "off" if reader.keys == "on" else "on")),
        "me": _me(request, reader.lang),
        "only_looks": _only_looks(request),
        "manages_people": _manages_people(request),
        "here": request.path_info,
        "section": request.path_info.strip("/").partition("/")[0],
        "q": "",
    }


def _me(request: HttpRequest, lang: Lang) -> str:
    """What whoever asks is called, where that is known by now."""
    actor = getattr(request, ACTOR, None)
    if not isinstance(actor, Actor) or actor.kind == "anonymous":
        return say("web.sign_in", lang)
    return say("web.only_looks", lang) if _only_looks(request) else actor.name


def _only_looks(request: HttpRequest) -> bool:
    """A browser on a machine without accounts that did not come by the link of `serve`."""
    actor = getattr(request, ACTOR, None)
    return isinstance(actor, Actor) and actor.kind == "local" and not actor.name


def _manages_people(request: HttpRequest) -> bool:
    """Where it is known by now who asks."""
    actor = getattr(request, ACTOR, None)
    return isinstance(actor, Actor) and may(actor, "add-person")
