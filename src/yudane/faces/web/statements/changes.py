"""What forms about statements ask for, each by its verb."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from yudane.assessment.judgment import SILENT_DAYS
from yudane.faces.clock import now_utc
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import day, seen, text
from yudane.faces.web.shared.doing import done
from yudane.faces.web.shared.paths import query
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog, program
from yudane.faces.web.statements.form import OUTCOMES, form
from yudane.faces.web.statements.view import statements
from yudane.reading import Place, ProblemsError
from yudane.records.home import served_workspace
from yudane.records.statements import verbs
from yudane.records.statements.making import JOINT_DAYS, MOST_CHARACTERS, Said
from yudane.records.statements.models import Statement
from yudane.words import say

LIST = "/statements"
_MOST = 2_000  # statements in one form


def state(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        verbs.state(act_of(request), _kind(request), _all_said(request), _until(request))

    return done(request, work, form, _next_team(request), "stated_done")


def enter(request: HttpRequest) -> HttpResponse:
    """Before anybody has an account."""

    def work() -> None:
        said = _all_said(request)
        verbs.enter_joint(act_of(request), said, _until(request), text(request, "dev"), text(request, "sre"))
        services = catalog(served_workspace()).by_id
        first = sum(services[one.service_id]["tier"] in (1, None) for one in said if one.service_id in services)
        if first:
            messages.warning(request, say("web.stated_at_tier_1", Reader.of(request).lang, n=first))

    return done(request, work, form, _next_team(request), "entered_done")


def _next_team(request: HttpRequest) -> str:
    """The form again: a meeting goes through an activity team by team."""
    asked = {name: text(request, name) for name in ("kind", "activity")}
    return f"{LIST}/new{query(**asked, like=text(request, 'team'))}#y-next"


def sign(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.getlist("ids")[:_MOST]
    return done(request, lambda: verbs.sign_statements(act_of(request), chosen), statements, LIST, "signed_done")


def renew(request: HttpRequest) -> HttpResponse:
    """The same words until a later day, for the other side to sign."""

    def work() -> None:
        chosen = Statement.objects.filter(pk__in=request.POST.getlist("ids")[:_MOST], state="standing")
        kinds: dict[str, list[Said]] = {}
        for one in chosen.order_by("pk"):
            said = Said(one.service_id, one.criterion_id, one.outcome, one.sentence, one.evidence_url)
            kinds.setdefault(one.kind, []).append(said)
        if not kinds:
            raise ProblemsError.one("nothing_chosen", Place())
        with transaction.atomic():  # all or none
            for kind, found in kinds.items():
                verbs.state(act_of(request), kind, found, _until(request))

    return done(request, work, statements, LIST, "renewed_done")


def decline(request: HttpRequest, statement_id: str) -> HttpResponse:
    def work() -> None:
        verbs.decline_statement(act_of(request), statement_id, text(request, "why", MOST_CHARACTERS), seen(request))

    return done(request, work, statements, LIST, "declined_done")


def withdraw(request: HttpRequest, statement_id: str) -> HttpResponse:
    def work() -> None:
        verbs.withdraw_statement(act_of(request), statement_id, text(request, "why", MOST_CHARACTERS), seen(request))

    return done(request, work, statements, LIST, "withdrawn_done")


def verify(request: HttpRequest, statement_id: str) -> HttpResponse:
    return done(
        request, lambda: verbs.verify_statement(act_of(request), statement_id), statements, LIST, "verified_done"
    )


def _kind(request: HttpRequest) -> str:
    kind = text(request, "kind")
    return kind if kind in OUTCOMES else "joint"


def _until(request: HttpRequest) -> date:
    return day(request, "until") or now_utc().date() + timedelta(days=JOINT_DAYS)


def _all_said(request: HttpRequest) -> list[Said]:
    """Each criterion that was answered, for each service chosen; of a joint statement but those a system measures, which the
    reader is told. Raises ProblemsError where nothing is left."""
    found, workspace = list(_each_said(request)), served_workspace()
    if not found:
        raise ProblemsError.one("nothing_stated", Place(field="outcome"))
    if len(found) > _MOST:
        raise ProblemsError.one("too_much_stated", Place(), most=_MOST, count=len(found))
    if _kind(request) != "joint":
        return found
    since = now_utc().date() - timedelta(days=SILENT_DAYS)
    measured = workspace.answers.measured_since(since, {one.service_id for one in found})
    left = [one for one in found if (one.service_id, one.criterion_id) not in measured]
    if len(left) < len(found) and left:
        lang = Reader.of(request).lang
        messages.info(request, say("web.measured_passed_over", lang, n=len(found) - len(left)))
    return left or found


def _each_said(request: HttpRequest) -> Iterator[Said]:
    activity = text(request, "activity")
    for criterion in program(served_workspace()).criteria():
        if criterion.activity != activity:
            continue
        outcome = text(request, f"outcome-{criterion.name}")
        if not outcome:
            continue
        sentence = text(request, f"sentence-{criterion.name}", MOST_CHARACTERS + 1) or text(
            request, "sentence", MOST_CHARACTERS + 1
        )
        for service in request.POST.getlist("services"):
            yield Said(service[:300], criterion.id, outcome, sentence, text(request, f"url-{criterion.name}", 1_001))
