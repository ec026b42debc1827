"""The register: every decision, by search and filters; as a page, as CSV, and measured."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from yudane.faces.clock import now_utc
from yudane.faces.web.decisions.drawn import Drawn, Line
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.cells import safe
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import query
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog, program
from yudane.records.acting import Actor
from yudane.records.decisions.machine import LEVELS, turn
from yudane.records.decisions.measured import By, measured
from yudane.records.decisions.models import STATES, Part
from yudane.records.delegation.answer import level_words
from yudane.records.home import served_workspace
from yudane.records.record import told_id
from yudane.words import say

A_PAGE = 50
MOST = 10_000  # of an export, and of what may wait for somebody
_MOVING = ("asked", "open", "escalated", "stepped_in", "decided")
_BY: Mapping[str, By] = {"level": "level", "team": "team_id", "activity": "decision__activity_key"}


@dataclass(frozen=True)
class Filters:
    """What is asked for; empty is everything."""

    team: str = ""
    activity: str = ""
    area: str = ""
    level: str = ""
    state: str = ""
    text: str = ""
    waits: str = ""  # for whoever reads

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        return cls(**{name: request.GET.get(name, "")[:200].strip() for name in cls.__dataclass_fields__})

    def query(self, **more: str) -> str:
        return query(**{**self.__dict__, **more})

    def parts(self) -> QuerySet[Part]:
        found = Part.objects.all()
        for name, value in (
            ("team_id", self.team),
            ("decision__activity_key", self.activity),
            ("decision__area", self.area),
            ("level", self.level if self.level.isascii() and self.level.isdigit() else ""),
            ("state", self.state),
        ):
            found = found.filter(**{name: value}) if value else found
        for word in self.text.split()[:8]:
            names = ("question", "text", "reasons")
            found = found.filter(_or({f"decision__{name}__icontains": word for name in names}))
        return found


def _or(said: Mapping[str, str]) -> Q:
    found = Q()
    for name, value in said.items():
        found |= Q(**{name: value})
    return found


def register(request: HttpRequest) -> HttpResponse:
    filters, drawn = Filters.of(request), _drawn(request)
    by = request.GET.get("by", "level")
    chosen = _decisions(filters, drawn)
    at = max(1, int(number)) if (number := request.GET.get("page", "1")).isascii() and number.isdigit() else 1
    shown = chosen[(at - 1) * A_PAGE : at * A_PAGE + 1]
    now, lang = drawn.program, drawn.lang
    groups = measured(filters.parts(), _BY.get(by, "level"), now_utc())
    values: Mapping[str, object] = {
        "lines": _lines(shown[:A_PAGE], drawn),
        "filters": filters,
        "filtered": any(filters.__dict__.values()),
        "teams": sorted(
            ((row["team_id"], row["name"]) for row in drawn.known.teams), key=lambda one: one[1].casefold()
        ),
        "activities": [(one.key, one.name[lang]) for one in now.activities],
        "areas": _areas(filters, drawn),
        "levels": [(str(level), level_words(now, level, lang)) for level in LEVELS],
        "states": [(state, say(f"web.decision_state_{state}", lang)) for state in STATES],
        "measured": [(_group(one.about, by, drawn), one) for one in groups],
        "by": by if by in _BY else "level",
        "bys": [(name, filters.query(by=name)) for name in _BY],
        "csv": "/delegation/decisions.csv" + filters.query(),
        "earlier": filters.query(page=str(at + 1)) if len(shown) > A_PAGE else "",
        "later": filters.query(page=str(at - 1)) if at > 1 else "",
        "mine": filters.query(waits="1"),
    }
    return page(request, "decisions/register.html", values)


def _drawn(request: HttpRequest) -> Drawn:
    workspace = served_workspace()
    return Drawn(program(workspace), catalog(workspace), act_of(request), Reader.of(request).lang)


def _areas(filters: Filters, drawn: Drawn) -> list[tuple[str, str]]:
    for one in drawn.program.activities:
        if one.key == filters.activity:
            return [(key, text[drawn.lang]) for key, text in one.areas.items()]
    return []


def _group(about: str, by: str, drawn: Drawn) -> str:
    if by == "team":
        return drawn.known.name(about)
    if by == "activity":
        return next((one.name[drawn.lang] for one in drawn.program.activities if one.key == about), about)
    return level_words(drawn.program, int(about), drawn.lang)


def _decisions(filters: Filters, drawn: Drawn) -> Sequence[str]:
    """Ids, the newest first."""
    parts = filters.parts()
    if filters.waits:
        parts = parts.filter(pk__in=_waiting(parts, drawn))
    return list(parts.order_by("-decision_id").values_list("decision_id", flat=True).distinct()[:MOST])


def _waiting(parts: QuerySet[Part], drawn: Drawn) -> list[str]:
    """Those whose next step whoever reads may do, or another of their side."""
    actor, now = drawn.act.actor, drawn.act.now
    moving = parts.filter(_touches(actor), state__in=_MOVING).select_related("decision")[:MOST]
    return [part.pk for part in moving if _own(part, actor) & set(turn(part, now, part.decision.side))]


def _touches(actor: Actor) -> Q:
    if any(one.kind == "sre_company" for one in actor.teams):
        return Q()
    return Q(team_id__in=[one.team_id for one in actor.teams]) | Q(owner_id=actor.id)


def _own(part: Part, actor: Actor) -> set[str]:
    """The sides they are of, toward a part."""
    if any(one.team_id == part.team_id for one in actor.teams):
        return {"team"}
    if any(one.kind == "sre_company" for one in actor.teams):
        return {"sre"}
    return {"owner"} if part.owner_id == actor.id else set()


def _lines(chosen: Sequence[str], drawn: Drawn) -> list[Line]:
    found: dict[str, list[Part]] = {one: [] for one in chosen}
    for part in Part.objects.filter(decision_id__in=chosen).select_related("decision").order_by("id"):
        found[part.decision_id].append(part)
    return [drawn.line(parts[0].decision, parts) for parts in found.values() if parts]


def register_csv(request: HttpRequest) -> HttpResponse:
    """A row for each part, the newest first, with the headers of the contract `decisions` where it has them."""
    filters, drawn = Filters.of(request), _drawn(request)
    chosen = _decisions(filters, drawn)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for start in range(0, len(chosen), 500):
        some = Part.objects.filter(decision_id__in=chosen[start : start + 500]).select_related("decision")
        writer.writerows(_row(part, drawn) for part in some.order_by("-decision_id", "id"))
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="yudane-decisions.csv"'
    return response


_COLUMNS = (
    *("decision_id", "team_id", "service_id", "activity_key", "decision_area", "level", "state"),
    *("question", "text", "reasons", "opened_at", "decided_at", "decided_side", "duty", "duty_due_at", "duty_done_at"),
)


def _row(part: Part, drawn: Drawn) -> list[str]:
    about = part.decision
    moments = (part.opened_at, part.decided_at)
    duty = (part.duty_due_at, part.duty_done_at)
    return [
        *(told_id(about), part.team_id, part.service_id, about.activity_key, about.area, str(part.level)),
        *(drawn.state(part), *(str(safe(said)) for said in (about.question, about.text, about.reasons))),
        *(moment.isoformat() if moment else "" for moment in moments),
        part.decided_side,
        part.duty,
        *(moment.isoformat() if moment else "" for moment in duty),
    ]
