"""For tests: a home with as many services as wanted, whose one assessment is written directly."""

from pathlib import Path

from yudane.assessment.outcomes import COLUMNS
from yudane.assessment.publish import STATE
from yudane.assessment.store import Assessment
from yudane.contracts import shipped_contracts
from yudane.evidence.engines.database import connect, empty
from yudane.evidence.engines.sql import literal
from yudane.faces.web.testing import LAST, take
from yudane.program.load import shipped
from yudane.workspace import Workspace

_SQL = "select service_id, 0 as found from services\n"
_YAML = """\
asks: {en: Something is there., ja: 何かがあります。}
mode: measured
reads: [incidents]
met: found = 1
when_empty: unmet
because:
  met: {en: It is there., ja: あります。}
  unmet: {en: It is not there., ja: ありません。}
next: {en: Put it there., ja: 置いてください。}
sources: [{en: Made up for a test., ja: テスト用です。, mark: O}]
stage: experimental
examples: []
"""


def large_home(root: Path, services: int, per_team: int = 10) -> Workspace:
    """Every activity that has a rubric also has a criterion, so that nine columns stand in the map."""
    workspace = Workspace.create(root)
    for activity in shipped().activities:
        if activity.levels and not activity.criteria:
            _add_criterion(root / "program" / activity.key)
    take(
        workspace,
        {
            "teams": [
                {"team_id": f"team-{n:03}", "name": f"Team {n:03}", "kind": "dev"}
                for n in range(-(-services // per_team))
            ]
        },
        covers="*",
        source="catalog",
    )
    _write(workspace, services, per_team)
    return workspace


def _add_criterion(folder: Path) -> None:
    folder.mkdir()
    (folder / "activity.yaml").write_text('levels:\n  "2": {core: [present]}\n', "utf-8")
    (folder / "present.yaml").write_text(_YAML, "utf-8")
    (folder / "present.sql").write_text(_SQL, "utf-8")


def _write(workspace: Workspace, services: int, per_team: int) -> None:
    assessment = Assessment(LAST, "now", workspace.program.version, {})
    folder = workspace.assessments.folder(assessment)
    folder.mkdir(parents=True)
    keys = ", ".join(literal(a.key) for a in workspace.program.activities if a.levels)
    with connect() as con:
        for table, select in {
            "services": _services(services, per_team),
            "levels": _levels(keys, services),
            "outcomes": f"select * from {empty(COLUMNS)}",
        }.items():
            con.execute(f"copy ({select}) to {literal(str(folder / f'{table}.parquet'))} (format parquet)")
    workspace.assessments.point(assessment)


def _services(services: int, per_team: int) -> str:
    expressions = {
        "service_id": "'service-' || n",
        "name": "'Service ' || n",
        "team_id": f"printf('team-%03d', n // {per_team})",
        "tier": "1 + n % 3",
        "has_embedded_sre": "n % 50 = 7",
        "in_scope": "true",
    }
    columns = ", ".join(
        f"cast({expressions.get(name, 'null')} as {kind}) as {name}"
        for name, kind in shipped_contracts()["services"].stored.items()
    )
    return f"select {columns} from range({services}) t(n)"


def _levels(keys: str, services: int) -> str:
    """Scattered by a hash: some of every state, with every mark."""
    draw = "hash(n, activity) % 100"
    expressions = {
        "published": f"case when {draw} < 35 then 1 when {draw} < 70 then 2 when {draw} < 85 then 3 end",
        "published_on": f"{literal(LAST)} - cast(hash(activity, n) % 90 as integer)",
        "published_before": f"case when {draw} % 7 = 0 then 2 end",
        "cause": "'evidence'",
        "unconfirmed_since": f"case when {draw} % 11 = 0 then {literal(LAST)} - 9 end",
    }
    state = ", ".join(f"cast({expressions.get(name, 'null')} as {kind}) as {name}" for name, kind in STATE.items())
    return f"""
        select 'service-' || n as service_id, activity, coalesce(published, 1) as lowest,
               case when {draw} > 90 then 3 else coalesce(published, 3) end as highest,
               {draw} % 9 as met, 2 as unmet, case when published is null then 5 else 1 end as unknown,
               0 as not_applicable, case when {draw} % 13 = 0 then 1 else 0 end as exempt, 0 as ideal, 0 as attested,
               0.8 as confidence, {", ".join(STATE)}
        from (select n, activity, {state} from range({services}) t(n), unnest([{keys}]) u(activity))"""
