"""Who may do what: the table that decides, as it decides."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse

from yudane.faces.web.shared.acting import actor_of, may_enter
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.records.policy import KINDS, RULES
from yudane.words import say


def policy(request: HttpRequest) -> HttpResponse:
    """Rules by kind, with those marked that whoever reads may."""
    lang, actor = Reader.of(request).lang, actor_of(request)
    rows = [
        (
            rule.kind,
            say(f"web.may_{rule.key.replace('-', '_')}", lang),
            [say(f"web.role_{role}", lang) for role in rule.who],
            may_enter(actor, rule.key),
        )
        for rule in sorted(RULES.values(), key=lambda rule: KINDS.index(rule.kind))
    ]
    groups = [(say(f"web.rule_{kind}", lang), list(found)) for kind, found in groupby(rows, key=lambda row: row[0])]
    return page(request, "policy/page.html", {"groups": groups})
