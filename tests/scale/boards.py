"""`scripts/bench boards --services N --teams M`: milliseconds of the pages of delegation, asked in process and warm, and
seconds of the conditions of its steps within an assessment.

Evidence is made as for `assess`, every team agreed on a level in every activity that is handed over, and one decision in
each of twenty teams is open; nothing here is a test.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

from tests.scale.bench import AS_OF, make, rows_of
from yudane.assessment.assess import Assessor
from yudane.evidence.engines.database import connect
from yudane.workspace import Workspace

_MOMENT = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 3, tzinfo=UTC)
_TEAM = "team-7"


def bench(services: int, teams: int, repeat: int) -> Iterator[dict[str, object]]:
    """Seconds of the assessment and of the conditions in it, then of each page the middle and the longest of several."""
    folder = Path(tempfile.mkdtemp(prefix="yudane-bench-"))
    try:
        workspace = Workspace.create(folder / "home")
        keys = [one.key for one in workspace.program.activities if one.enabled]
        make(workspace.lake, services, teams)
        _delegate(workspace, services, keys)
        yield {"services": services, "teams": teams, **_assessed(workspace)}
        os.environ |= {"YUDANE_HOME": str(workspace.root), "DJANGO_SETTINGS_MODULE": "yudane.site.settings.local"}
        django.setup()
        yield from _pages(workspace, teams, keys, repeat)
    finally:
        shutil.rmtree(folder)


def _delegate(workspace: Workspace, services: int, keys: list[str]) -> None:
    """As records would tell it."""
    said = {
        "agreement_id": "'A-' || s || '-' || i",
        "team_id": "'team-' || s",
        "activity_key": f"{keys}[i + 1]",
        "level_current": "1 + (s + i) % 6",
        "level_target": "6",
        "effective_from": "date '2026-01-01'",
    }
    with connect() as con, workspace.lake.writing() as writing:
        writing.append("delegations", con.stream(rows_of(workspace.lake, "delegations", len(keys), said, 0, services)))
        writing.commit()


def _assessed(workspace: Workspace) -> dict[str, object]:
    """The second of two, so that there is something to look back at."""
    took: list[float] = []
    judge: Callable[..., None] = Assessor._judge_gates

    def timed(*arguments: Any) -> None:
        begun = time.perf_counter()
        judge(*arguments)
        took.append(time.perf_counter() - begun)

    with patch.object(Assessor, "_judge_gates", timed):
        workspace.assessor.assess(AS_OF - timedelta(days=1))
        begun = time.perf_counter()
        workspace.assessor.assess(AS_OF)
    return {"assess_seconds": round(time.perf_counter() - begun, 2), "gates_seconds": round(took[-1], 2)}


def _pages(workspace: Workspace, teams: int, keys: list[str], repeat: int) -> Iterator[dict[str, object]]:
    from django.conf import settings
    from django.test import Client

    from yudane.records.decisions.models import Decision
    from yudane.records.ready import make_ready
    from yudane.records.testing import account

    make_ready(workspace.root)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    _agree(workspace, teams, keys)
    sora = _somebody("Sora", f"team-{teams - 1}")
    aoi = _somebody("Aoi", _TEAM)
    clients = {}
    for name, person in (("company SRE", sora), ("the team's lead", aoi)):
        clients[name] = Client(headers={"accept-language": "en"})
        clients[name].force_login(account(person))
    _decide(clients["company SRE"], keys[0], teams)
    decision = Decision.objects.order_by("-id").first()
    matter = f"/delegation/matter?team={_TEAM}&activity={keys[0]}"
    pages = [
        "/delegation",
        f"/delegation?activity={keys[0]}",
        f"/delegation?team={_TEAM}",
        matter,
        "/delegation/decisions",
        f"/delegation/decisions/{decision.pk}" if decision else "/delegation/decisions",
    ]
    for name, client in clients.items():
        for page in pages:
            yield {"page": page, "for": name, **_timed(client, page, repeat)}


def _timed(client: Any, page: str, repeat: int) -> dict[str, object]:
    """`cpu_ms`: what it takes however busy the machine is."""
    took, cpu = [], []
    for _ in range(repeat + 1):
        begun, worked = time.perf_counter(), time.process_time()
        response = client.get(page)
        took.append(round(1_000 * (time.perf_counter() - begun)))
        cpu.append(round(1_000 * (time.process_time() - worked)))
        assert response.status_code == 200, response.content.decode()[:500]
    first, *warm = took
    middle = repeat // 2
    return {
        "ms": sorted(warm)[middle],
        "cpu_ms": sorted(cpu[1:])[middle],
        "longest_ms": max(warm),
        "first_ms": first,
        "kb": len(response.content) // 1_000,
    }


def _somebody(name: str, team: str) -> Any:
    from yudane.records.acting import OPERATOR, Act
    from yudane.records.people.verbs import add_member, add_person

    act = Act(OPERATOR, _MOMENT)
    person = add_person(act, name)
    add_member(act, person.pk, team, "lead", AS_OF)
    return person


def _agree(workspace: Workspace, teams: int, keys: list[str]) -> None:
    """Written directly: signed one by one it would take longer than all that is measured."""
    from yudane.records.delegation.models import Agreement, Proposal
    from yudane.records.record import new_id

    proposals, agreements = [], []
    for team in range(teams - 1):
        for place, key in enumerate(keys):
            about = {"team_id": f"team-{team}", "activity_key": key, "level": 1 + (team + place) % 6, "target": 6}
            about |= {"reason": "So it is today.", "trigger": "initial", "effective_from": AS_OF - timedelta(days=200)}
            waits = (team + place) % 40 == 0  # and a proposal for one in forty
            by = {"side": "sre", "by_id": "sora", "by_name": "Sora", "created_at": _MOMENT}
            proposals.append(Proposal(id=new_id(_MOMENT), **about, **by, state="in_force"))
            agreements.append(Agreement(id=new_id(_MOMENT), created_at=_MOMENT, proposal=proposals[-1], **about))
            if waits:
                proposals.append(Proposal(id=new_id(_MOMENT), **about | {"trigger": "step_up"}, **by))
    Proposal.objects.bulk_create(proposals)
    Agreement.objects.bulk_create(agreements)


def _decide(client: Any, key: str, teams: int) -> None:
    """One about all of twenty teams, one in each of twenty others."""
    from yudane.program.load import shipped

    areas = next(one.areas for one in shipped().activities if one.key == key)
    said = {"activity": key, "area": next(iter(areas), ""), "question": "Which?", "text": "This.", "reasons": "So."}
    some = [f"team-{n}" for n in range(min(40, teams - 1))]
    for chosen in (*([one] for one in some[20:]), some[:20]):
        response = client.post("/delegation/decisions/open", {**said, "team": chosen})
        assert response.status_code == 303, response.content.decode()
