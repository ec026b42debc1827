"""For tests: a home with numbers of its own, an own phase, overrides, an announced criterion, and an agreed ideal."""

import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import yaml

from yudane.evidence.batch import IMPORTED
from yudane.faces.web.testing import DATES, Row, _utc, catalog_home, take
from yudane.program.files import PRACTICES
from yudane.workspace import Workspace

_WORDS = {
    "asks": {"en": "Incidents are led by the team itself.", "ja": "障害対応は担当チームが指揮しています。"},
    "because": {
        "met": {
            "en": "The team led {led} of {events} incidents.",
            "ja": "障害{events}件のうち{led}件を担当チームが指揮しました。",
        },
        "unmet": {
            "en": "The team led only {led} of {events} incidents.",
            "ja": "障害{events}件のうち、担当チームの指揮は{led}件です。",
        },
        "empty": {"en": "There was no incident.", "ja": "障害はありませんでした。"},
    },
    "next": {"en": "Let the team lead the next one.", "ja": "次は担当チームが指揮してください。"},
    "sources": [{"en": "Made up for a test.", "ja": "テスト用です。", "mark": "O"}],
}
_INDICATOR = _WORDS | {
    "title": {"en": "Led by the team", "ja": "チームの指揮"},
    "reads": ["incidents"],
    "value": "share",
    "unit": "ratio",
    "better": "higher",
    "met": "share >= $share_min",
    "when_empty": "not_applicable",
    "params": {
        "share_min": {
            "default": 0.8,
            "unit": "ratio",
            "range": [0, 1],
            "about": {"en": "At least this share is led by the team.", "ja": "担当チームが指揮する割合の目標です。"},
        }
    },
    "stage": "experimental",
    "examples": [],
}
_SQL = """
with evidence as (
    select i.service_id, i.incident_id, case when i.lead_team_id = s.team_id then 1 else 0 end as own
    from incidents i join services s on s.service_id = i.service_id
    where i.detected_at < $as_of
)
select service_id, count(*) as events, sum(own) as led, sum(own) * 1.0 / count(*) as share,
    sum(own) as by_development_team, count(*) - sum(own) as by_company_sre, 0 as by_business_unit, 0 as by_others
from evidence group by grouping sets ((service_id), ()) having count(*) > 0
"""
_UNSEEN = "select cast(null as varchar) as service_id, count(*) as share, 0 as events, 0 as led from trainings\n"
_OVERRIDES = [
    {"check": "slo.measured", "param": "coverage_min", "value": 0.99, "tier": 1, "author": "Sora",
     "reason": "Payments need it.", "on": "2026-09-01"},
    {"check": "slo.measured", "param": "coverage_min", "value": 0.7, "service": "search", "author": "<b>Mei</b>",
     "reason": "Its meter is being replaced.", "on": "2026-09-10"},
]  # fmt: skip


def numbers_home(root: Path) -> Workspace:
    """Assessed on two dates. In the own activity one number is known and one is not."""
    home = catalog_home(root)
    _own_program(root / "program")
    take(home, {"incidents": _incidents()}, covers=("shop", "cart", "search", "checkout"))
    take(home, {"waivers": [_waiver()], "ideals": [_ideal()]}, covers="*", source=IMPORTED)
    for day in DATES[-2:]:
        home.assessor.assess(day)
    _propose(root)
    return home


def _propose(root: Path) -> None:
    """One stops rating an activity, one changes nothing, one is faulty, one sets values otherwise."""
    folder = root / "proposals"
    for name in ("no-slo", "same", "broken", "milder"):
        shutil.copytree(root / "program", folder / name)
    write(folder / "no-slo" / "slo" / "activity.yaml", {"assessed": False})
    (folder / "broken" / "slo" / "activity.yaml").write_text("target: 4\nnonsense: 1\n", "utf-8")
    write(folder / "milder" / "overrides.yaml", {"overrides": _OVERRIDES[:1]})
    write(folder / "milder" / "slo" / "activity.yaml", {"target": 4})
    (folder / ".hidden").mkdir()


def _own_program(folder: Path) -> None:
    write(folder / "leading" / "activity.yaml", _activity())
    write(folder / "bare" / "activity.yaml", _activity() | {"order": 91, "indicators": []})
    for name, definition, sql in (
        ("led", _INDICATOR, _SQL),
        ("unseen", _INDICATOR | {"reads": ["trainings"], "title": {"en": "Unseen", "ja": "未観測"}}, _UNSEEN),
    ):
        write(folder / "leading" / f"{name}.yaml", definition)
        (folder / "leading" / f"{name}.sql").write_text(sql, "utf-8")
    write(folder / "program.yaml", {"phases": _phases()})
    write(folder / "phases" / "night-watch.yaml", _INDICATOR)
    (folder / "phases" / "night-watch.sql").write_text(_SQL, "utf-8")
    write(folder / "overrides.yaml", {"overrides": _OVERRIDES})
    write(folder / "slo" / "defined.yaml", {"counts_from": "2027-04-01"})


def write(path: Path, value: Mapping[str, object]) -> None:
    """One YAML file of a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")


def _activity() -> dict[str, object]:
    return {
        "order": 90,
        "name": {"en": "Leading", "ja": "指揮"},
        "about": {"en": "Leading in incidents.", "ja": "障害対応の指揮です。"},
        "enabled": False,
        "target": 1,
        "assessed": False,
        "why": {"en": "It is tracked only.", "ja": "記録だけを行います。"},
        "indicators": ["led", "unseen"],
    }


def _phases() -> list[Mapping[str, object]]:
    """Those shipped and one more."""
    shipped: list[Mapping[str, object]] = yaml.safe_load((PRACTICES / "program.yaml").read_text("utf-8"))["phases"]
    watch = {"key": "night-watch", "name": {"en": "Night watch", "ja": "夜間対応"}}
    return [*shipped, watch | {"performs": ["development_team"], "supports": []}]


def _incidents() -> list[Row]:
    """The shop's team leads all of its own, the search's none; the cart had none."""
    leads = (("shop", "aoi-team", range(1, 90, 9)), ("search", "sora-team", range(20, 50, 10)))
    return [_incident(service, team, ago) for service, team, days in leads for ago in days]


def _incident(service: str, team: str, ago: int) -> Row:
    started_at = _utc(2026, 10, 1, 3) - timedelta(days=ago)
    return {
        "incident_id": f"INC-{service}-{ago}",
        "service_id": service,
        "severity": 2,
        "detected_by": "alert",
        "impact_started_at": started_at,
        "detected_at": started_at,
        "lead_team_id": team,
    }


def _waiver() -> Row:
    return {
        "waiver_id": "WV-1",
        "service_id": "shop",
        "criterion_id": "incident-response.rota",
        "reason": "The team hires until winter.",
        "approved_by_dev": "p-aoi",
        "approved_by_sre": "p-sora",
        "approved_on": "2026-07-01",
        "expires_on": "2026-12-01",
    }


def _ideal() -> Row:
    return {
        "ideal_id": "ID-1",
        "service_id": "shop",
        "criterion_id": "slo.journey-coverage",
        "reason": "Its journeys are measured elsewhere.",
        "agreed_by_dev": "p-aoi",
        "agreed_by_sre": "p-sora",
        "agreed_on": "2026-07-01",
        "review_on": "2027-06-01",
    }
