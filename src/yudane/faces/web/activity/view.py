"""The numbers of an activity that has no level here, and each of them with all services."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.assessment.reason import value_words
from yudane.assessment.unseen import unseen_words
from yudane.faces.web.activity.cards import SORTS, card, decision, table
from yudane.faces.web.shared.assessed import columns, unrated
from yudane.faces.web.shared.indicators import Number, number
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import activity_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import RequestContext, request_context
from yudane.program import Activity
from yudane.words import Lang

FEW = 5  # services shown under each number


def activity(request: HttpRequest, key: str) -> HttpResponse:
    """All numbers of one activity. One that has levels and no numbers is shown by the map."""
    context, lang, day = request_context(request), Reader.of(request).lang, request.GET.get("at", "")
    found = _activity(context, key)
    if found in columns(context.program) and not found.indicators:
        return HttpResponseRedirect(f"/map?activity={key}" + (f"&at={day}" if day else ""))
    numbers = [number(context, indicator) for indicator in found.indicators]
    cards = [card(context, each, day, lang) for each in numbers]
    return page(
        request,
        "activity/page.html",
        {
            "context": context,
            "name": found.name[lang],
            "about": found.about[lang],
            "why": unrated(found, lang) if found not in columns(context.program) else "",
            "reached": sum(each.word == "met" for each in numbers),
            "cards": [
                (shown, table(context, each, "worst", lang, day, FEW))
                for each, shown in zip(numbers, cards, strict=True)
            ],
            "drawn": any(each.line for each in cards),
            "unseen": unseen_words(
                (each.organization for each in numbers if each.organization), context.program.contracts, lang
            ),
        },
    )


def _activity(context: RequestContext, key: str) -> Activity:
    try:
        return context.program.activity(key)
    except KeyError:
        raise Http404 from None


def indicator(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One number with all services; `?sort=` worst, name or team."""
    context, lang = request_context(request), Reader.of(request).lang
    found = _activity(context, key)
    day = next((each for each in found.indicators if each.name == name), None)
    if day is None:
        raise Http404
    back = {"back": activity_path(key, request.GET.get("at", "")), "back_name": found.name[lang]}
    return one(request, context, number(context, day), back, lang)


def one(
    request: HttpRequest, context: RequestContext, indicator_number: Number, known: Mapping[str, object], lang: Lang
) -> HttpResponse:
    """The page of one number: of an activity, or of a phase."""
    day, sort = request.GET.get("at", ""), request.GET.get("sort", "")
    chosen = sort if sort in SORTS else SORTS[0]
    return page(
        request,
        "activity/one.html",
        {
            **known,
            "context": context,
            "card": card(context, indicator_number, day, lang),
            "unseen": unseen_words(
                [indicator_number.organization] if indicator_number.organization else indicator_number.services,
                context.program.contracts,
                lang,
            ),
            "how": decision(indicator_number.indicator, indicator_number.organization, lang),
            "services": table(context, indicator_number, chosen, lang, day) if indicator_number.of_services else [],
            "sorts": [(each, f"?sort={each}" + (f"&at={day}" if day else ""), each == chosen) for each in SORTS],
            "past": [
                (
                    row["as_of"],
                    value_words(row["value"], indicator_number.indicator.unit, lang),
                    indicator_number.past_outcome(row),
                )
                for row in reversed(indicator_number.past)
            ],
        },
    )
