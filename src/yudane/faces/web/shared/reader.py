"""Who reads: language, theme and keys, chosen by a link, kept in a cookie, else told by the browser."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import override

from yudane.words import LANGUAGES, Lang

CHOICES = {"lang": LANGUAGES, "theme": ("auto", "light", "dark"), "keys": ("on", "off")}
_YEAR = 365 * 24 * 3600
_KEPT = "yudane_reader"
_ACCEPTED = re.compile(r"\s*([a-zA-Z]+)[^;,]*(?:;\s*q=([0-9.]+))?")


@dataclass(frozen=True)
class Reader:
    """The choices in force for one request."""

    lang: Lang
    theme: str
    keys: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Reader":
        """Told once for each request."""
        found = getattr(request, _KEPT, None)
        if not isinstance(found, Reader):
            lang = _chosen(request, "lang") or accepted(request.headers.get("Accept-Language"))
            theme, keys = _chosen(request, "theme") or "auto", _chosen(request, "keys") or "on"
            found = cls("ja" if lang == "ja" else "en", theme, keys)
            setattr(request, _KEPT, found)
        return found


def _chosen(request: HttpRequest, name: str) -> str | None:
    """The link followed decides, else the cookie."""
    for value in (request.GET.get(name), request.COOKIES.get(f"yudane_{name}")):
        if value in CHOICES[name]:
            return value
    return None


def accepted(header: str | None) -> Lang:
    """Of our languages the one the browser likes best; English where it says nothing of them."""
    best: tuple[float, Lang] = (0.0, "en")
    for part in (header or "")[:500].split(","):
        found = _ACCEPTED.match(part)
        if found and found.group(1).lower() in LANGUAGES:
            weight = _weight(found.group(2))
            if weight > best[0]:
                best = (weight, "ja" if found.group(1).lower() == "ja" else "en")
    return best[1]


def _weight(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def switch(request: HttpRequest, name: str, value: str) -> str:
    """A link to the same page with one choice changed."""
    kept = [(key, item) for key, items in request.GET.lists() for item in items if key not in CHOICES]
    return "?" + urlencode([*kept, (name, value)])


def remembering(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answers in the reader's language, Django's own words too, and keeps what a link chose in cookies.

    That is nothing but taste, so a GET may do it.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        with override(Reader.of(request).lang):
            response = get_response(request)
        for name, values in CHOICES.items():
            value = request.GET.get(name)
            if value in values:
                response.set_cookie(
                    f"yudane_{name}", value, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
                )
        patch_vary_headers(response, ["Cookie", "Accept-Language", "HX-Request"])
        return response

    return answer
