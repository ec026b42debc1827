"""The surveys of a team, and the page to answer one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count, Q
from django.http import Http404, HttpRequest, HttpResponse

from yudane.faces.clock import now_utc
from yudane.faces.web.journal.about import team_of
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.doing import reasons, said
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import Directory, catalog
from yudane.records.home import served_workspace
from yudane.records.policy import Subject, may
from yudane.records.surveys.models import Answer, Survey
from yudane.records.surveys.questions import GRADES, MOST_HOURS, QUESTIONS, in_hours
from yudane.records.surveys.told import FEWEST, usual_since
from yudane.words import Lang, say
from yudane.words.values import day

_USUAL = timedelta(days=14)
_SHOWN = 50


@dataclass(frozen=True)
class Result:
    """One question's answers together."""

    asks: str
    mean: str
    share: int  # of the best, 0 to 100; of hours 0
    graded: bool


@dataclass(frozen=True)
class Round:
    """One survey, ready to be drawn."""

    survey: Survey
    title: str
    about: str  # service or the whole team
    until: str
    invited: int
    answered: int
    over: bool  # nobody can answer any more
    waits: bool  # for whoever reads
    results: Sequence[Result]
    few: bool  # closed, and too few answered


@dataclass(frozen=True)
class Question:
    name: str
    asks: str
    hours: bool
    value: str
    wrong: Sequence[str]


def surveys(request: HttpRequest) -> HttpResponse:
    """`?team=`; the reader's own where nothing is said."""
    actor, lang, team = actor_of(request), Reader.of(request).lang, team_of(request)
    known, today = catalog(served_workspace()), now_utc().date()
    mine = Survey.objects.filter(invited__person_id=actor.id, invited__answered=False, closed_at=None, until__gte=today)
    rounds = _rounds(Survey.objects.filter(team_id=team).order_by("-id")[:_SHOWN], actor.id, known, lang)
    services = [(row["service_id"], row["name"]) for row in known.services if team and row["team_id"] == team]
    values: Mapping[str, object] = {
        "team": team,
        "team_name": known.name(team) if team else "",
        "teams": known.teams,
        "waiting": _rounds(mine.order_by("until"), actor.id, known, lang),
        "open": [one for one in rounds if one.survey.closed_at is None],
        "closed": [one for one in rounds if one.survey.closed_at is not None],
        "opens": bool(team) and may(actor, "open-survey", Subject(team)),
        "closes": bool(team) and may(actor, "close-survey", Subject(team)),
        "kinds": [(kind, say(f"web.survey_{kind}", lang)) for kind in QUESTIONS],
        "services": services,
        "usual_until": (today + _USUAL).isoformat(),
        "usual_since": usual_since(team, today).isoformat(),
        "fewest": FEWEST,
        **said(request),
    }
    return page(request, "surveys/page.html", values)


def one_survey(request: HttpRequest, survey_id: str) -> HttpResponse:
    """The form to answer. Where they are not invited there is none."""
    actor, lang = actor_of(request), Reader.of(request).lang
    survey = Survey.objects.filter(pk=survey_id).first()
    if survey is None:
        raise Http404
    (drawn,) = _rounds([survey], actor.id, catalog(served_workspace()), lang)
    wrong = reasons(request)
    values: Mapping[str, object] = {
        "one": drawn,
        "team": survey.team_id,
        "questions": [
            Question(
                name,
                say(f"web.ask_{survey.kind}_{name}", lang),
                in_hours(name),
                request.POST.get(name, "")[:10],
                wrong.get(name, ()),
            )
            for name in QUESTIONS[survey.kind]
        ],
        "grades": [(str(grade), say(f"web.grade_{grade}", lang)) for grade in GRADES],
        "most_hours": MOST_HOURS,
        **said(request),
    }
    return page(request, "surveys/answer.html", values)


def _rounds(found: Iterable[Survey], person: str, known: Directory, lang: Lang) -> list[Round]:
    """Each with how many answered; what they said only where enough did, and it is over."""
    asked = list(found)
    keys = [one.pk for one in asked]
    counted = {
        key: (invited, answered, waits > 0)
        for key, invited, answered, waits in Survey.objects.filter(pk__in=keys)
        .annotate(
            n=Count("invited"),
            done=Count("invited", filter=Q(invited__answered=True)),
            waits=Count("invited", filter=Q(invited__answered=False, invited__person_id=person)),
        )
        .values_list("pk", "n", "done", "waits")
    }
    shown = [one.pk for one in asked if one.closed_at and counted[one.pk][1] >= FEWEST]
    means: dict[str, dict[str, float]] = {}
    for key, question, mean in (
        Answer.objects.filter(survey__in=shown).values_list("survey", "question").annotate(mean=Avg("value")).order_by()
    ):
        means.setdefault(key, {})[question] = mean
    return [_round(one, *counted[one.pk], means.get(one.pk, {}), known, lang) for one in asked]


def _round(
    one: Survey, invited: int, answered: int, waits: bool, means: Mapping[str, float], known: Directory, lang: Lang
) -> Round:
    service = known.by_id.get(one.service_id)
    over = one.closed_at is not None or one.until < now_utc().date()
    return Round(
        one,
        say(f"web.survey_{one.kind}", lang),
        service["name"] if service else one.service_id or say("web.whole_team", lang),
        day(one.until, lang),
        invited,
        answered,
        over,
        waits and not over,
        [_result(one.kind, name, means[name], lang) for name in QUESTIONS[one.kind] if name in means],
        one.closed_at is not None and answered < FEWEST,
    )


def _result(kind: str, name: str, mean: float, lang: Lang) -> Result:
    asks = say(f"web.ask_{kind}_{name}", lang)
    if in_hours(name):
        return Result(asks, say("web.mean_hours", lang, n=f"{mean:.1f}"), 0, False)
    return Result(asks, say("web.mean_grade", lang, n=f"{mean:.1f}"), round(20 * mean), True)
