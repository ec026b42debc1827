"""A page: a template in the frame that all pages share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from yudane.faces.web.shared.reader import CHOICES, Reader, switch
from yudane.words import say

THEMES = {"auto": "half", "light": "sun", "dark": "moon"}


def page(request: HttpRequest, template: str, values: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A whole page. Knows nothing of the home, so that it also stands when nothing else does."""
    return render(request, template, values, status=status)


def part(request: HttpRequest, template: str, values: dict[str, Any]) -> HttpResponse:
    """A fragment that htmx puts into a page."""
    return render(request, template, values)


def wants_part(request: HttpRequest) -> bool:
    """htmx asks, so a fragment is enough; a browser by itself gets a whole page."""
    return bool(HtmxDetails(request))


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the reader, and what the frame of all pages needs."""
    reader = Reader.of(request)
    other = "en" if reader.lang == "ja" else "ja"
    return {
        "lang": reader.lang,
        "reader": reader,
        "other": {
            "lang": other,
            "href": switch(request, "lang", other),
            "name": say(f"web.language_{other}", reader.lang),
        },
        "themes": [
            {
                "key": theme,
                "icon": THEMES[theme],
                "href": switch(request, "theme", theme),
                "on": theme == reader.theme,
                "name": say(f"web.theme_{theme}", reader.lang),
            }
            for theme in CHOICES["theme"]
        ],
        "keys": {"on": reader.keys == "on", "href": switch(request, "keys", "off" if reader.keys == "on" else "on")},
        "here": request.path,
        "section": request.path.strip("/").partition("/")[0],
        "q": "",
    }
