"""Who reads: language, theme and keys, chosen by a link, kept in a cookie, else told by the browser."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from yudane.words import LANGUAGES, Lang

CHOICES = {"lang": LANGUAGES, "theme": ("auto", "light", "dark"), "keys": ("on", "off")}
_YEAR = 365 * 24 * 3600
_ACCEPTED = re.compile(r"\s*([a-zA-Z]+)[^;,]*(?:;\s*q=([0-9.]+))?")


@dataclass(frozen=True)
class Reader:
    """The choices in force for one request."""

    lang: Lang
    theme: str
    keys: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Reader":
        lang: Lang = (
            "ja" if (_chosen(request, "lang") or accepted(request.headers.get("Accept-Language"))) == "ja" else "en"
        )
        return cls(lang, _chosen(request, "theme") or "auto", _chosen(request, "keys") or "on")


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


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep in cookies what a link chose: nothing but taste, so a GET may do it."""
    for name, values in CHOICES.items():
        value = request.GET.get(name)
        if value in values:
            response.set_cookie(
                f"yudane_{name}", value, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
            )
    patch_vary_headers(response, ["Cookie", "Accept-Language", "HX-Request"])
    return response
