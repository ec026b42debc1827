"""An incident as it runs: begun with one tap, each moment of its time line with one more; then its postmortem and what is to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yudane.faces.clock import now_utc
from yudane.faces.web.journal.about import About, team_of
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import seen, text
from yudane.faces.web.shared.doing import done, said, tried
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import query
from yudane.reading import Place, ProblemsError
from yudane.records.acting import Act
from yudane.records.journal import verbs
from yudane.records.journal.models import Row
from yudane.records.record import found
from yudane.words import say

MOMENTS = (
    "impact_started_at",
    "detected_at",
    "declared_at",
    "acknowledged_at",
    "first_update_at",
    "mitigated_at",
    "resolved_at",
    "closed_at",
)
# How long what took, from when until when.
_SPANS = (
    ("to_detect", "impact_started_at", "detected_at"),
    ("to_respond", "detected_at", "acknowledged_at"),
    ("to_mitigate", "detected_at", "mitigated_at"),
    ("to_resolve", "detected_at", "resolved_at"),
)
_SHOWN = 20


@dataclass(frozen=True)
class Moment:
    """One moment of the time line."""

    name: str
    label: str
    about: str
    value: str  # as the form takes it, in the organization's zone
    shown: str


@dataclass(frozen=True)
class Line:
    """One incident in the list."""

    row: Row
    service: str
    began: str
    severity: str
    over: bool


def incidents(request: HttpRequest) -> HttpResponse:
    """`?team=`, and `?row=` for one of them."""
    about = About.of(request, "incidents")
    asked = request.POST.get("row") or request.GET.get("row")
    rows = about.rows
    row = next((one for one in rows if one.pk == asked), None)
    if asked and row is None and about.records:
        raise Http404
    values: Mapping[str, object] = {
        "about": about,
        "team": about.team,
        "begun": about.recorder is not None,
        "row": row,
        **(_one(request, about, row) if row else _list(about, rows)),
        **said(request),
    }
    return page(request, "journal/incident.html", values)


def _list(about: About, rows: Sequence[Row]) -> Mapping[str, object]:
    newest = sorted(rows, key=lambda row: str(row.values.get("detected_at")), reverse=True)
    return {
        "lines": [_line(about, row) for row in newest[:_SHOWN]],
        "services": [(key, name) for key, name in about.services.items() if key not in about.systems],
        "severities": range(1, 6),
        "noticed": _words(about, "detected_by"),
    }


def _words(about: About, column: str) -> list[tuple[str, str]]:
    """The contract's words, as people say them."""
    return [(word, about.columns[column].label(word, about.lang)) for word in about.contract.column(column).values]


def _line(about: About, row: Row) -> Line:
    shown = about.understanding.shown(row.values)
    over = bool(row.values.get("resolved_at") or row.values.get("closed_at"))
    return Line(
        row,
        about.services.get(row.service_id, row.service_id),
        shown.get("detected_at", ""),
        shown.get("severity", ""),
        over,
    )


def _one(request: HttpRequest, about: About, row: Row) -> Mapping[str, object]:
    shown = about.understanding.shown(row.values)
    key = row.values["incident_id"]
    postmortems, items = About.of(request, "postmortems"), About.of(request, "action_items")
    found = [one for one in postmortems.rows if one.values.get("incident_id") == key]
    ids = {one.values["postmortem_id"] for one in found}
    todo = [one for one in items.rows if one.values.get("source_id") in ids]
    return {
        "line": _line(about, row),
        "moments": [
            Moment(
                name,
                about.columns[name].head[about.lang],
                about.contract.column(name).about[about.lang],
                shown.get(name, "").replace(" ", "T", 1),
                shown.get(name, ""),
            )
            for name in MOMENTS
        ],
        "severities": [str(n) for n in range(1, 6)],
        "spans": _spans(about, row),
        "postmortems": [(one, postmortems.understanding.shown(one.values).get("status", "")) for one in found],
        "audiences": _words(postmortems, "audience"),
        "writes": postmortems.recorder is not None,
        "items": [_item(items, one) for one in todo],
        "lists": items.recorder is not None,
        "kinds": _words(items, "kind"),
        "priorities": _words(items, "priority"),
        "usual_due": (now_utc().date() + timedelta(days=14)).isoformat(),
    }


def _item(about: About, row: Row) -> tuple[Row, str]:
    shown = about.understanding.shown(row.values)
    told = [shown.get(name, "") for name in ("priority", "kind", "tracker_url", "due_on")]
    done = say("web.item_done", about.lang) if row.values.get("closed_at") else ""
    return row, " · ".join(part for part in (*told, done) if part)


def _spans(about: About, row: Row) -> list[str]:
    """In words how long each part took, where both its ends are known and stand in order."""
    at = {name: datetime.fromisoformat(str(row.values[name])) for name in MOMENTS if row.values.get(name)}
    told = []
    for word, since, until in _SPANS:
        if since in at and until in at and at[until] >= at[since]:
            minutes = round((at[until] - at[since]) / timedelta(minutes=1))
            hours, rest = divmod(minutes, 60)
            long = (
                say("web.hours_minutes", about.lang, hours=hours, minutes=rest)
                if hours
                else say("web.n_minutes", about.lang, n=rest)
            )
            told.append(say(f"web.took_{word}", about.lang, long=long))
    return told


def place(team: str, row: str = "") -> str:
    return "/journal/quick/incidents" + query(team=team, row=row)


def begin(request: HttpRequest) -> HttpResponse:
    """It is noticed now. On the way its page."""
    team, made = team_of(request), []

    def work() -> None:
        act = act_of(request)
        row = {"service_id": text(request, "service"), "detected_at": act.now.isoformat(timespec="seconds")}
        for name in ("severity", "detected_by"):
            if value := text(request, name):
                row[name] = value
        made.extend(verbs.record_rows(act, team, "incidents", [row]).added)

    def there(_: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(place(team, made[0].pk if made else ""), status=303)

    return tried(request, work, there, incidents)


def mark(request: HttpRequest, row_id: str) -> HttpResponse:
    """One moment of the time line, now or when it was; or how bad it is."""
    team = team_of(request)

    def work() -> None:
        act, row, name = act_of(request), found(Row, row_id), text(request, "moment")
        now = "now" in request.POST
        if name not in (MOMENTS if now else (*MOMENTS, "severity")):
            raise ProblemsError.one("moment_unknown", Place(field="moment"))
        value = act.now.isoformat(timespec="seconds") if now else _typed(request, name)
        verbs.change_row(act, row_id, {**row.values, name: value}, seen(request))

    return done(request, work, incidents, place(team, row_id), "row_recorded")


def _typed(request: HttpRequest, name: str) -> object:
    understood, problems = About.of(request, "incidents").understanding.row({name: text(request, "at")})
    if problems:
        raise ProblemsError(problems)
    return understood.get(name)


def write_up(request: HttpRequest, row_id: str) -> HttpResponse:
    """A postmortem of it is begun."""
    team = team_of(request)

    def work() -> None:
        incident = found(Row, row_id)
        row = {
            "incident_id": incident.values["incident_id"],
            "service_id": incident.service_id,
            "status": "draft",
            "audience": text(request, "audience"),
        }
        verbs.record_rows(act_of(request), team, "postmortems", [row])

    return done(request, work, incidents, place(team, row_id), "postmortem_begun")


def add_item(request: HttpRequest, row_id: str) -> HttpResponse:
    """Something is to be done, by its postmortem."""
    team = team_of(request)

    def work() -> None:
        act, incident = act_of(request), found(Row, row_id)
        row: dict[str, object] = {
            "source_kind": "postmortem",
            "source_id": _postmortem(act, team, incident),
            "service_id": incident.service_id,
            "created_at": act.now.isoformat(timespec="seconds"),
            **{name: text(request, name, 1_000) for name in ("kind", "priority", "due_on", "tracker_url")},
        }
        verbs.record_rows(act, team, "action_items", [row])

    return done(request, work, incidents, place(team, row_id), "item_added")


def _postmortem(act: Act, team: str, incident: Row) -> object:
    """The newest of an incident. Raises ProblemsError where there is none."""
    rows = Row.objects.filter(table="postmortems", team_id=team, removed_at=None).order_by("-id")
    for row in rows:
        if row.values.get("incident_id") == incident.values["incident_id"]:
            return row.values["postmortem_id"]
    raise ProblemsError.one("postmortem_first", Place())
