"""The form to state something: one activity of one team, its criteria one by one, for the services chosen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from yudane.assessment.judgment import SILENT_DAYS
from yudane.evidence.directory import not_assessed
from yudane.faces.clock import now_utc
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import Directory, catalog, program
from yudane.program import Activity, Criterion
from yudane.records.home import served_workspace
from yudane.records.statements.making import JOINT_DAYS
from yudane.records.statements.models import KINDS, Statement
from yudane.words import Lang, say
from yudane.words.values import day
from yudane.workspace import Workspace

_FEW = 3  # statements about one criterion
_LATELY = 500  # statements of the team before
OUTCOMES = {"joint": ("met", "unmet"), "attestation": ("met",), "exemption": ("exempt",), "ideal": ("exempt",)}


@dataclass(frozen=True)
class Question:
    """One criterion as the form asks it."""

    name: str
    id: str
    level: int
    asks: str
    kind: str
    measured: int  # of the services chosen, how many a system measures
    of: int
    chosen: str  # the outcome typed before
    sentence: str
    url: str
    stated: Sequence[str]  # what is stated about it already, each once


@dataclass(frozen=True)
class Earlier:
    """What is stated for a team in an activity: beside the questions of that team, and to fill in the next team's form."""

    team: str = ""
    found: Sequence[Statement] = ()  # the newest first

    @classmethod
    def of(cls, team: str, known: Directory, kind: str, activity: Activity) -> "Earlier":
        own = [row["service_id"] for row in known.services if team and row["team_id"] == team]
        found = Statement.objects.filter(
            kind=kind,
            state__in=("waiting", "standing"),
            service_id__in=own,
            criterion_id__in=[each.id for each in activity.criteria],
        )
        return cls(team, list(found.order_by("-id")[:_LATELY]))

    @property
    def until(self) -> str:
        return self.found[0].until.isoformat() if self.found else ""

    @property
    def sre(self) -> str:
        """Who was named for company SRE, before anybody had an account."""
        return self.found[0].entered_sre if self.found else ""

    def words(self, criterion: str, lang: Lang) -> list[str]:
        """What is stated about a criterion, and until when."""
        found = [one for one in self.found if one.criterion_id == criterion]
        words = (
            say(
                "web.stated_already",
                lang,
                outcome=say(f"web.find_{one.outcome}", lang),
                until=day(one.until, lang),
                sentence=one.sentence,
            )
            for one in found
        )
        return list(dict.fromkeys(words))[:_FEW]

    def answers(self, asked: Mapping[str, str]) -> Mapping[str, Statement]:
        """By criterion, where they are asked for: what a team's services have, another's do not have by that."""
        return {one.criterion_id: one for one in reversed(self.found)} if asked.get("answers") else {}


def form(request: HttpRequest) -> HttpResponse:
    """`?team=` or `?service=`, `?activity=`, `?kind=`; without them what to choose.

    `?like=` the team stated before: who signed and until when are filled in, with `?answers=1` the answers too.
    """
    workspace, lang, actor = served_workspace(), Reader.of(request).lang, actor_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    known, kind = catalog(workspace), asked.get("kind", "")
    kind = kind if kind in KINDS else "joint"
    one = known.by_id.get(asked.get("service") or asked.get("services") or "")
    team = asked.get("team", "") or (one["team_id"] or "" if one else "")
    services = [
        row for row in known.services if row["team_id"] == team or (one and row["service_id"] == one["service_id"])
    ]
    named = {row["team_id"]: row["name"] for row in known.teams}
    activities = [activity for activity in program(workspace).activities if activity.levels and activity.criteria]
    activity = next((each for each in activities if each.key == asked.get("activity", "")), activities[0])
    earlier = Earlier.of(asked.get("like", ""), known, kind, activity)
    own = earlier if earlier.team == team else Earlier.of(team, known, kind, activity)
    ticked = {one["service_id"]} if one else {row["service_id"] for row in services if not not_assessed(row)}
    if request.method == "POST":
        ticked = {*asked.getlist("services")}
    values: Mapping[str, object] = {
        "kinds": [(key, say(f"web.state_{key}", lang), say(f"web.state_{key}_about", lang)) for key in KINDS],
        "kind": kind,
        "about": say(f"web.state_{kind}_about", lang),
        "teams": known.teams,
        "team": team,
        "service": one["service_id"] if one else "",
        "activities": [(each.key, each.name[lang]) for each in activities],
        "activity": activity,
        "activity_name": activity.name[lang],
        "services": [(row, row["service_id"] in ticked, not_assessed(row)) for row in services],
        "like": earlier.team,
        "like_name": named.get(earlier.team, earlier.team),
        "earlier": earlier,
        "renews": bool(own.found),
        "owners": _owners(known),
        "outcomes": [(word, say(f"web.find_{word}", lang)) for word in OUTCOMES[kind]],
        "questions": _questions(
            request, workspace, activity, kind, [row["service_id"] for row in services], earlier.answers(asked), own
        ),
        "local": actor.kind == "local",
        "until": asked.get("until")
        or (earlier.until if earlier is not own else "")
        or (now_utc().date() + timedelta(days=JOINT_DAYS)).isoformat(),
        **said(request),
    }
    return page(request, "statements/form.html", values)


def _owners(known: Directory) -> list[tuple[str, str, int]]:
    """The teams that have services with levels: id, name, how many."""
    counts = Counter(row["team_id"] for row in known.services if not not_assessed(row))
    return [(row["team_id"], row["name"], counts[row["team_id"]]) for row in known.teams if counts[row["team_id"]]]


def _questions(
    request: HttpRequest,
    workspace: Workspace,
    activity: Activity,
    kind: str,
    services: Sequence[str],
    like: Mapping[str, Statement],
    own: "Earlier",
) -> list[Question]:
    lang, typed = Reader.of(request).lang, request.POST
    since = now_utc().date() - timedelta(days=SILENT_DAYS)
    measured = workspace.answers.measured_since(since, services) if kind == "joint" and services else set()
    return [
        Question(
            each.name,
            each.id,
            each.level,
            each.asks[lang],
            say(f"outcomes.{each.kind}", lang),
            sum((service, each.id) in measured for service in services),
            len(services),
            typed.get(f"outcome-{each.name}", like[each.id].outcome if each.id in like else ""),
            typed.get(f"sentence-{each.name}", like[each.id].sentence if each.id in like else ""),
            typed.get(f"url-{each.name}", ""),
            own.words(each.id, lang),
        )
        for each in activity.criteria
        if _stated_by(kind, each)
    ]


def _stated_by(kind: str, criterion: Criterion) -> bool:
    if kind == "attestation":
        return criterion.mode != "measured"
    return kind != "ideal" or criterion.level == 3
