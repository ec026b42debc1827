"""What a team records here: the tables, and one table with its rows and until when the team vouched for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse

from yudane.assessment.outcomes import parts_of
from yudane.contracts import Contract
from yudane.faces.clock import now_utc
from yudane.faces.web.journal.about import About, team_of
from yudane.faces.web.journal.vouching import decided, first_day
from yudane.faces.web.shared.acting import actor_of
from yudane.faces.web.shared.doing import said
from yudane.faces.web.shared.judged import judged
from yudane.faces.web.shared.page import page
from yudane.faces.web.shared.reader import Reader
from yudane.faces.web.shared.request_context import catalog, program
from yudane.program import Program
from yudane.records.home import served_workspace, today_in
from yudane.records.journal.models import Recorder, Row, Vouch
from yudane.records.journal.told import joined
from yudane.records.policy import Subject, may
from yudane.words import Lang, say
from yudane.words.values import day
from yudane.workspace.sheets.columns import RECORDED

SHOWN = 200  # rows
_FEW_COLUMNS = 5
LATE = timedelta(days=30)


@dataclass(frozen=True)
class TableLine:
    """One table in the team's journal."""

    table: str
    title: str
    about: str
    rows: int
    recorded: bool
    vouched: str  # until when, in words
    stale: bool
    criteria: int  # that read it


@dataclass(frozen=True)
class RowLine:
    row: Row
    cells: Sequence[str]
    late: bool


def journal(request: HttpRequest) -> HttpResponse:
    """`?team=`; the reader's own where nothing is said."""
    workspace, lang, team = served_workspace(), Reader.of(request).lang, team_of(request)
    known = catalog(workspace)
    counts = dict(
        Row.objects.filter(team_id=team, removed_at=None).values_list("table").annotate(Count("id")).order_by()
    )
    recorded = set(Recorder.objects.filter(team_id=team, until=None).values_list("table", flat=True))
    vouches = Vouch.objects.filter(recorder__team_id=team, withdrawn_at=None)
    until = dict(vouches.values_list("recorder__table").annotate(Max("until")).order_by())
    readers = _readers(program(workspace))
    lines = [
        _line(
            workspace.contracts[table],
            counts.get(table, 0),
            table in recorded,
            until.get(table),
            readers.get(table, 0),
            lang,
        )
        for table in RECORDED
    ]
    lines.sort(key=lambda line: (-line.criteria, line.title))
    values: Mapping[str, object] = {
        "team": team,
        "teams": known.teams,
        "services": sum(row["team_id"] == team for row in known.services) if team else 0,
        "here": [line for line in lines if line.recorded],
        "others": [line for line in lines if not line.recorded],
        "records": bool(team) and may(actor_of(request), "record-rows", Subject(team)),
        "lang": lang,
        **said(request),
    }
    return page(request, "journal/page.html", values)


def _readers(program: Program) -> Mapping[str, int]:
    """By table how many criteria read it."""
    found: dict[str, int] = {}
    for activity in program.activities:
        for criterion in activity.criteria:
            for table in {part.partition(".")[0] for part in parts_of(criterion.reads)}:
                found[table] = found.get(table, 0) + 1
    return found


def _line(contract: Contract, rows: int, recorded: bool, until: date | None, criteria: int, lang: Lang) -> TableLine:
    stale = until is not None and until < now_utc().date() - timedelta(days=contract.fresh_for_days)
    vouched = day(until, lang) if until else ""
    return TableLine(
        contract.name, contract.title[lang], contract.about[lang], rows, recorded, vouched, stale, criteria
    )


def one_table(request: HttpRequest, table: str) -> HttpResponse:
    about = About.of(request, table)
    today = today_in(about.program.zone, now_utc())
    rows = about.rows
    vouches = Vouch.objects.filter(recorder__team_id=about.team, recorder__table=table, withdrawn_at=None)
    standing = list(vouches.order_by("-until", "-id")[:SHOWN])
    spans = joined([(one.since, one.until) for one in standing])
    names = list(about.columns)[:_FEW_COLUMNS]
    values: Mapping[str, object] = {
        "about": about,
        "team": about.team,
        "heads": [about.columns[name].head[about.lang] for name in names],
        "lines": [RowLine(row, _cells(about, row, names), late(about.contract, row)) for row in rows[:SHOWN]],
        "more": len(rows) - SHOWN,
        "count": len(rows),
        "vouches": standing,
        "spans": [(day(since, about.lang), day(until, about.lang)) for since, until in spans],
        "since": request.POST.get("since") or first_day(about, rows, spans, today),
        "until": request.POST.get("until") or today.isoformat(),
        "ticked": request.POST.getlist("services") or [name for name in about.services if name not in about.systems],
        "decides": decided(about, today),
        "judged": judged({table}),
        "system_lines": [(about.services[key], system) for key, system in about.systems.items()],
        **said(request),
    }
    return page(request, "journal/table.html", values)


def _cells(about: About, row: Row, names: Sequence[str]) -> list[str]:
    shown = about.understanding.shown(row.values)
    service = about.services.get(row.service_id, row.service_id) or say("web.whole_team", about.lang)
    return [service if name == "service_id" else shown.get(name, "–") for name in names]


def late(contract: Contract, row: Row) -> bool:
    """Entered long after it happened: it counts for what is judged, not for how long a level was held."""
    told = str(row.values.get(contract.effective or "") or "")[:10]
    return contract.happens and bool(told) and row.created_at.date() - date.fromisoformat(told) > LATE
