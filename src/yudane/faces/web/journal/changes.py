"""What forms of the journal ask for, each by its verb."""

from django.http import HttpRequest, HttpResponse

from yudane.faces.web.journal.about import About, team_of
from yudane.faces.web.journal.form import cells_of, form
from yudane.faces.web.journal.view import one_table
from yudane.faces.web.shared.acting import act_of
from yudane.faces.web.shared.asked import day, seen, text
from yudane.faces.web.shared.doing import done
from yudane.faces.web.shared.paths import query
from yudane.reading import Place, ProblemsError
from yudane.reading.values import Value
from yudane.records.journal import verbs
from yudane.records.journal.tables import contract_of


def place(table: str, team: str) -> str:
    return f"/journal/{table}" + query(team=team)


def record_here(request: HttpRequest, table: str) -> HttpResponse:
    team = team_of(request)

    def work() -> None:
        verbs.record_here(act_of(request), team, table)

    back = place(f"quick/{table}" if request.POST.get("quick") else table, team)
    return done(request, work, lambda again: one_table(again, table), back, "recorded_here")


def end(request: HttpRequest, table: str) -> HttpResponse:
    team = team_of(request)

    def work() -> None:
        verbs.end_recording(act_of(request), team, table)

    return done(request, work, lambda again: one_table(again, table), place(table, team), "recording_ended")


def record(request: HttpRequest, table: str) -> HttpResponse:
    """A new row, or with `row` that one changed."""
    team = team_of(request)

    def work() -> None:
        about = About.of(request, contract_of(table).name)
        row, key = _understood(request, about), request.POST.get("row")
        if key:
            verbs.change_row(act_of(request), key, row, seen(request))
        else:
            verbs.record_rows(act_of(request), team, table, [row])

    return done(request, work, lambda again: form(again, table), place(table, team), "row_recorded")


def _understood(request: HttpRequest, about: About) -> dict[str, Value]:
    row, problems = about.understanding.row(cells_of(request, about))
    if problems:
        raise ProblemsError(problems)
    return row


def remove(request: HttpRequest, table: str, row_id: str) -> HttpResponse:
    team = team_of(request)

    def work() -> None:
        verbs.remove_row(act_of(request), row_id, text(request, "why", 2_000), seen(request))

    return done(request, work, lambda again: one_table(again, table), place(table, team), "row_removed")


def vouch(request: HttpRequest, table: str) -> HttpResponse:
    team = team_of(request)

    def work() -> None:
        since, until = day(request, "since"), day(request, "until")
        if since is None or until is None:
            raise ProblemsError.one("day_missing", Place(field="since" if since is None else "until"))
        chosen, nothing = request.POST.getlist("services"), bool(request.POST.get("nothing"))
        verbs.vouch(act_of(request), team, table, since, until, chosen, nothing)

    return done(request, work, lambda again: one_table(again, table), place(table, team), "vouched")


def withdraw_vouch(request: HttpRequest, table: str, vouch_id: str) -> HttpResponse:
    team = team_of(request)

    def work() -> None:
        verbs.withdraw_vouch(act_of(request), vouch_id)

    return done(request, work, lambda again: one_table(again, table), place(table, team), "vouch_withdrawn")
