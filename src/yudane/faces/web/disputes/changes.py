"""What forms about disputes ask for, each by its verb."""

from django.http import HttpRequest, HttpResponse

from yudane.faces.web.disputes.view import disputes
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import seen, text
from yudane.faces.web.shared.doing import done
from yudane.reading import Place, ProblemsError
from yudane.records.statements import verbs
from yudane.records.statements.making import MOST_CHARACTERS

LIST = "/statements/disputes"


def raise_one(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        verbs.dispute(
            act_of(request),
            text(request, "service", 300),
            text(request, "criterion"),
            text(request, "sentence", MOST_CHARACTERS + 1),
            text(request, "evidence_url", 1_001),
        )

    return done(request, work, disputes, LIST, "dispute_raised_done")


def answer(request: HttpRequest, dispute_id: str) -> HttpResponse:
    def work() -> None:
        found = request.POST.get("found", "")
        if found not in ("upheld", "rejected"):
            raise ProblemsError.one("finding_missing", Place(field="found"))
        said = text(request, "answer", MOST_CHARACTERS + 1)
        verbs.answer_dispute(act_of(request), dispute_id, found == "upheld", said, seen(request))

    return done(request, work, disputes, LIST, "dispute_answered_done")


def withdraw(request: HttpRequest, dispute_id: str) -> HttpResponse:
    def work() -> None:
        verbs.withdraw_dispute(act_of(request), dispute_id, seen(request))

    return done(request, work, disputes, LIST, "dispute_withdrawn_done")
