"""The list: what waits for whoever reads, what waits for others, what was answered and how often the doubt was right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse

from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.paths import query, service_path
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import Directory, catalog, program
from yudane.program import Program
from yudane.records.acting import Actor
from yudane.records.home import served_workspace
from yudane.records.policy import Subject, may
from yudane.records.statements.models import Dispute
from yudane.words import Lang, say
from yudane.words.values import day

MOST = 200  # of those answered
_TEAM = {"member", "lead", "deputy"}


@dataclass(frozen=True)
class Line:
    """One dispute, ready to be drawn."""

    dispute: Dispute
    service: str
    activity: str
    href: str
    asks: str
    says: str
    raised: str
    answered: str
    answers: bool  # whoever reads may answer it
    own: bool  # they raised it
    mend: str  # where both sides state what no system measures


@dataclass(frozen=True)
class Share:
    """How many of an activity were answered, and how many of them were right."""

    activity: str
    answered: int
    upheld: int
    share: str


def disputes(request: HttpRequest) -> HttpResponse:
    """`?service=&criterion=` asks to raise one."""
    workspace, actor, lang = served_workspace(), actor_of(request), Reader.of(request).lang
    drawn = _Drawn(program(workspace), catalog(workspace), actor, lang)
    waiting = [drawn.line(one) for one in Dispute.objects.filter(state="open").order_by("id")]
    ended = Dispute.objects.exclude(state="open").order_by("-ended_at")[:MOST]
    shares = _shares(program(workspace), lang)
    values: Mapping[str, object] = {
        "new": _new(request, drawn),
        "mine": [line for line in waiting if line.answers],
        "others": [line for line in waiting if not line.answers],
        "ended": [drawn.line(one) for one in ended],
        "shares": shares,
        "answered": sum(one.answered for one in shares),
        "upheld": sum(one.upheld for one in shares),
        **said(request),
    }
    return page(request, "disputes/page.html", values)


def _new(request: HttpRequest, drawn: "_Drawn") -> Mapping[str, object] | None:
    """What the form to raise one is about; None where nothing was named, or they may not."""
    asked = request.POST if "sentence" in request.POST else request.GET
    service, name = drawn.known.by_id.get(asked.get("service", "")), asked.get("criterion", "")
    if service is None or not name or not may(drawn.actor, "dispute", Subject(service["team_id"])):
        return None
    asks = drawn.asks(name)
    return {"service": service, "criterion": name, "asks": asks} if asks != name else None


@dataclass(frozen=True)
class _Drawn:
    program: Program
    known: Directory
    actor: Actor
    lang: Lang

    def line(self, one: Dispute) -> Line:
        service = self.known.by_id.get(one.service_id)
        own = self.actor.id == one.by_id
        activity, _, name = one.criterion_id.partition(".")
        return Line(
            one,
            service["name"] if service else one.service_id,
            self._activity(one.criterion_id),
            service_path(one.service_id, activity) + f"#{name}",
            self.asks(one.criterion_id),
            say(f"explanation.dispute_{one.state}", self.lang),
            say(
                "explanation.dispute_raised",
                self.lang,
                name=one.by_name or say("web.role_local", self.lang),
                side=say(f"explanation.side_{one.side}", self.lang),
                on=day(one.created_at.date(), self.lang),
                outcome=say(f"outcomes.{one.outcome}", self.lang),
            ),
            self._answered(one),
            one.state == "open" and self._of_the_other_side(one),
            own,
            f"/statements/new{query(service=one.service_id, activity=activity)}#{name}",
        )

    def asks(self, name: str) -> str:
        """The criterion's question; its id where the program knows it no more."""
        try:
            return self.program.criterion(name).asks[self.lang]
        except KeyError:
            return name

    def _activity(self, name: str) -> str:
        key = name.partition(".")[0]
        return next((each.name[self.lang] for each in self.program.activities if each.key == key), key)

    def _answered(self, one: Dispute) -> str:
        if not one.answer or not one.ended_at:
            return ""
        name, on = one.answered_by_name or say("web.role_local", self.lang), day(one.ended_at.date(), self.lang)
        return say("explanation.dispute_answered", self.lang, name=name, on=on)

    def _of_the_other_side(self, one: Dispute) -> bool:
        service = self.known.by_id.get(one.service_id)
        subject = Subject(service["team_id"] if service else None)
        if not may(self.actor, "answer-dispute", subject):
            return False
        roles = set(self.actor.roles(subject.team_id))
        side = "team" if roles & _TEAM else "sre"
        return self.actor.kind == "local" or side != one.side


def _shares(program: Program, lang: Lang) -> Sequence[Share]:
    """By activity, in the program's order."""
    found: dict[str, tuple[int, int]] = {}
    counted = Dispute.objects.filter(state__in=("upheld", "rejected")).order_by().values_list("criterion_id")
    for name, answered, upheld in counted.annotate(n=Count("id"), right=Count("id", filter=Q(state="upheld"))):
        before = found.get(key := name.partition(".")[0], (0, 0))
        found[key] = (before[0] + answered, before[1] + upheld)
    return [
        Share(each.name[lang], *found[each.key], f"{found[each.key][1] / found[each.key][0]:.0%}")
        for each in program.activities
        if each.key in found
    ]
