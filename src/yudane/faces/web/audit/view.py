"""What was changed, by whom: the newest first, a page at a time, with the state of the chain."""

from django.http import HttpRequest, HttpResponse

from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import program
from yudane.records.audit.chain import head
from yudane.records.audit.models import Entry
from yudane.records.home import served_workspace
from yudane.records.policy import RULES
from yudane.words import Lang, say

_PAGE = 100


def audit(request: HttpRequest) -> HttpResponse:
    """`?before=` a number: the entries before it."""
    before = request.GET.get("before", "")
    found = Entry.objects.order_by("-seq")
    if before.isdecimal():
        found = found.filter(seq__lt=int(before))
    entries = list(found[: _PAGE + 1])
    lang, last = Reader.of(request).lang, head()
    return page(
        request,
        "audit/page.html",
        {
            "entries": [(entry, _who(entry, lang), what(entry, lang)) for entry in entries[:_PAGE]],
            "older": entries[_PAGE - 1].seq if len(entries) > _PAGE else None,
            "zone": program(served_workspace()).zone,
            "head": last,
            "command": f"yudane audit verify --head {last}",
        },
    )


def _who(entry: Entry, lang: Lang) -> str:
    """Their name then; of who has none, what they are."""
    named = entry.actor_kind in ("person", "token") or (entry.actor_kind == "local" and entry.actor_name)
    kind = {"anonymous": "anyone", "system": "operator"}.get(entry.actor_kind, entry.actor_kind)
    return entry.actor_name if named else say(f"web.role_{kind}", lang)


def what(entry: Entry, lang: Lang) -> str:
    """The verb in words."""
    code = entry.verb.replace("-", "_")
    return say(f"web.may_{code}" if entry.verb in RULES else f"web.did_{code}", lang)
