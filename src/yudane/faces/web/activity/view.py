"""The numbers of an activity that has no level here, and each of them with all services."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.assessment.reason import value_words
from yudane.assessment.unseen import unseen_words
from yudane.faces.web.activity.told import SORTS, card, how, table
from yudane.faces.web.shared.indicated import Number, number, shown
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import activity_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.standing import columns, unrated
from yudane.faces.web.shared.state import Scene, scene
from yudane.program import Activity
from yudane.words import Lang

FEW = 5  # services shown under each number


def activity(request: HttpRequest, key: str) -> HttpResponse:
    """All numbers of one activity. One that has levels and no numbers is shown by the map."""
    at, lang, asked = scene(request), Reader.of(request).lang, request.GET.get("at", "")
    found = _activity(at, key)
    if found in columns(at.program) and not found.indicators:
        return HttpResponseRedirect(f"/map?activity={key}" + (f"&at={asked}" if asked else ""))
    numbers = [number(at, indicator) for indicator in found.indicators]
    cards = [card(at, each, asked, lang) for each in numbers]
    return page(
        request,
        "activity/page.html",
        {
            "scene": at,
            "name": found.name[lang],
            "about": found.about[lang],
            "why": unrated(found, lang) if found not in columns(at.program) else "",
            "reached": sum(each.word == "met" for each in numbers),
            "cards": [
                {**told, "services": table(at, each, "worst", lang, asked, FEW)}
                for each, told in zip(numbers, cards, strict=True)
            ],
            "drawn": any(told["line"] for told in cards),
            "unseen": unseen_words((each.whole for each in numbers if each.whole), lang),
        },
    )


def _activity(at: Scene, key: str) -> Activity:
    try:
        return at.program.activity(key)
    except KeyError:
        raise Http404 from None


def indicator(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One number with all services; `?sort=` worst, name or team."""
    at, lang = scene(request), Reader.of(request).lang
    found = _activity(at, key)
    asked = next((each for each in found.indicators if each.name == name), None)
    if asked is None:
        raise Http404
    back = {"back": activity_path(key, request.GET.get("at", "")), "back_name": found.name[lang]}
    return one(request, at, number(at, asked), back, lang)


def one(request: HttpRequest, at: Scene, told: Number, known: dict[str, Any], lang: Lang) -> HttpResponse:
    """The page of one number: of an activity, or of a phase."""
    asked, sort = request.GET.get("at", ""), request.GET.get("sort", "")
    chosen = sort if sort in SORTS else SORTS[0]
    return page(
        request,
        "activity/one.html",
        {
            **known,
            "scene": at,
            "card": card(at, told, asked, lang),
            "unseen": unseen_words([told.whole] if told.whole else told.services, lang),
            "how": how(told.indicator, told.whole, lang),
            "services": table(at, told, chosen, lang, asked) if told.of_services else [],
            "sorts": [(each, f"?sort={each}" + (f"&at={asked}" if asked else ""), each == chosen) for each in SORTS],
            "past": [
                (row["as_of"], value_words(row["value"], told.indicator.unit, lang), shown(row))
                for row in reversed(told.past)
            ],
        },
    )
