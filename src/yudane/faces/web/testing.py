"""For tests of pages: small homes, filled through the same doors as real ones, and one large one.

The cast: Aoi leads a development team and Ren is on it, Mei leads another, Sora is company SRE, Kei heads the
business unit, Yui audits. Aoi's online shop is well on its way, checkout begins, Mei's search has gaps in its
evidence, and nobody has looked at her mail service yet. The cart's documents were looked at too long ago.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from yudane.evidence.batch import ALL, IMPORTED, Batch
from yudane.evidence.collect import collect_rows
from yudane.evidence.delivery import read_tables
from yudane.workspace import Workspace

Row = dict[str, Any]  # one line of JSON, as a source gives it
DATES = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 9, 16), date(2026, 10, 1))
FIRST, LAST = DATES[0], DATES[-1]
_SEEN = ("shop", "cart", "checkout", "search", "wallet")
_SECTIONS = ["summary", "impact", "timeline", "trigger", "root_causes", "detection", "lessons", "action_items"]


def small_home(root: Path) -> Workspace:
    """Two teams and a handful of services, assessed on DATES."""
    home = catalog_home(root)
    tables = {
        "slo_definitions": _slos(),
        "slo_measurements": _measurements(),
        "reviews": _reviews(),
        "alert_rules": _rules(),
        "incidents": _incidents(),
        "postmortems": _postmortems(),
        "action_items": _actions(),
        "oncall_shifts": _shifts(),
        "drills": _drills(),
        "error_budget_events": [],
    }
    take(home, tables, covers=_SEEN)
    take(home, {"documents": _documents()}, covers=("shop", "checkout"))
    take(home, {"documents": _old_documents()}, covers=("search", "cart"), until=date(2026, 9, 18), source="old-wiki")
    take(home, {"waivers": _waivers()}, covers=ALL, source=IMPORTED)
    for day in DATES:
        home.assessor.assess(day)
    return home


def catalog_home(root: Path) -> Workspace:
    """Only the catalog: nothing collected, nothing assessed."""
    workspace = Workspace.create(root)
    take(workspace, {"services": _services(), "teams": _teams(), "people": _people()}, covers=ALL, source="catalog")
    return workspace


def take(
    workspace: Workspace,
    tables: Mapping[str, Iterable[Row]],
    covers: str | Sequence[str],
    until: date = LAST,
    source: str = "tool",
) -> None:
    """Take rows in, as `yudane collect rows` would."""
    folder = workspace.root / "given" / source
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for table, rows in tables.items():
        path = folder / f"{table}.jsonl"
        path.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows) or "[]\n", "utf-8")
        paths.append((table, path))
    received = _utc(2026, 10, 1, 6, len(list((workspace.root / "given").iterdir())))
    covered = (covers,) if isinstance(covers, str) else tuple(covers)
    batch = Batch(source, received, until, since=_utc(2026, 1, 1), covers=covered)
    report = collect_rows(workspace.store, read_tables(paths), batch)
    assert report.complete, report.as_json("en")


def _utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute)


def _services() -> Iterator[Row]:
    usual = {
        "business_unit_id": "kei-unit",
        "tier": 2,
        "lifecycle": "production",
        "user_facing": True,
        "on_call_hours": "24x7",
        "critical_journeys": ["order"],
        "production_since": "2024-04-01",
    }
    yield usual | {"service_id": "shop", "name": "Online shop", "team_id": "aoi-team"}
    yield usual | {"service_id": "cart", "name": "Cart", "team_id": "aoi-team"}
    yield usual | {"service_id": "checkout", "name": "Checkout", "team_id": "aoi-team", "tier": 1}
    yield usual | {"service_id": "wallet", "name": "Wallet", "team_id": "aoi-team", "has_embedded_sre": True}
    yield usual | {"service_id": "search", "name": "Search", "team_id": "mei-team", "tier": 3}
    yield usual | {"service_id": "mail", "name": "メール配信", "team_id": "mei-team", "tier": 3}
    yield usual | {"service_id": "ledger", "name": "Ledger", "team_id": None, "tier": None}
    yield usual | {
        "service_id": "lab",
        "name": "Recommendation lab",
        "team_id": "mei-team",
        "lifecycle": "experimental",
    }
    yield usual | {"service_id": "fax", "name": "Fax gateway", "team_id": "aoi-team", "lifecycle": "deprecated"}
    yield usual | {"service_id": "partner", "name": "Partner portal", "team_id": "mei-team", "in_scope": False}


def _teams() -> Iterator[Row]:
    yield {"team_id": "aoi-team", "name": "Aoi's team", "kind": "dev", "business_unit_id": "kei-unit", "site_count": 1}
    yield {"team_id": "mei-team", "name": "検索チーム", "kind": "dev", "business_unit_id": "kei-unit", "site_count": 1}
    yield {"team_id": "sora-team", "name": "Company SRE", "kind": "sre_company"}
    yield {"team_id": "kei-unit", "name": "Commerce", "kind": "business_unit"}
    yield {"team_id": "old-team", "name": "Old team", "kind": "dev", "active": False}


def _people() -> Iterator[Row]:
    teams = {"aoi": "aoi-team", "ren": "aoi-team", "mei": "mei-team", "sora": "sora-team", "kei": "kei-unit"}
    for person in ("aoi", "ren", "mei", "sora", "kei"):
        yield {"person_id": f"p-{person}", "team_id": teams[person], "fte": 1, "active_from": "2024-04-01"}


def _slos() -> Iterator[Row]:
    for service, team, since in (
        ("shop", "aoi-team", "2026-01-01"),
        ("checkout", "aoi-team", "2026-08-20"),
        ("search", "sora-team", "2026-01-01"),
    ):
        yield {
            "slo_id": f"{service}-availability",
            "service_id": service,
            "user_journey": "order",
            "sli_category": "availability",
            "target": 0.995,
            "window_days": 28,
            "bucket_seconds": 86400,
            "owner_team_id": team,
            "valid_from": f"{since}T00:00:00Z",
            "error_budget_policy_url": "https://wiki.example.com/policy" if service == "shop" else None,
            "error_budget_policy_approved_on": "2026-06-01" if service == "shop" else None,
        }


def _measurements() -> Iterator[Row]:
    for service, first, gap in (
        ("shop", date(2026, 6, 1), 0),
        ("checkout", date(2026, 8, 20), 0),
        ("search", date(2026, 6, 1), 4),
    ):
        for number in range((LAST - first).days):
            if not gap or number % gap:
                yield {
                    "slo_id": f"{service}-availability",
                    "service_id": service,
                    "good_events": 9990,
                    "total_events": 10000,
                    "bucket_start": f"{first + timedelta(days=number)}T00:00:00Z",
                }


def _reviews() -> Iterator[Row]:
    for number, day in enumerate(("2026-06-15", "2026-07-20", "2026-09-15")):
        yield {
            "review_id": f"RV-{number}",
            "kind": "slo",
            "service_id": "shop",
            "team_id": "aoi-team",
            "slo_id": "shop-availability",
            "held_on": day,
            "attendee_count": 6,
            "dev_attendee_count": 4,
            "business_attended": True,
            "decisions_count": 1,
            "minutes_url": "https://wiki.example.com/slo",
        }


def _rules() -> Iterator[Row]:
    for name, threshold, long, short in (("fast", 14.4, 60, 5), ("slow", 6, 360, 30), ("ticket", 1, 4320, 360)):
        yield {
            "rule_id": f"shop-{name}",
            "service_id": "shop",
            "name": f"Shop{name}Burn",
            "severity": "ticket" if name == "ticket" else "page",
            "kind": "slo_burn",
            "golden_signal": "errors",
            "slo_id": "shop-availability",
            "burn_rate_threshold": threshold,
            "burn_long_window_min": long,
            "burn_short_window_min": short,
            "owner_team_id": "aoi-team",
            "receiver": "shop-primary",
            "last_tested_on": "2026-09-10",
            "last_modified_at": "2026-06-01T00:00:00Z",
        }


def _incidents() -> Iterator[Row]:
    leads = ("p-aoi", "p-ren", "p-mina", "p-sho")
    for service, days in (
        ("shop", range(6, 110, 14)),
        ("cart", range(15, 110, 20)),
        ("checkout", range(10, 130, 30)),
        ("search", (20, 50, 75, 120)),
    ):
        for number, ago in enumerate(days):
            started_at = _utc(2026, 10, 1, 3) - timedelta(days=ago)
            severe = service != "search" or number % 2
            yield {
                "incident_id": f"INC-{service}-{number}",
                "service_id": service,
                "severity": 2 if severe else None,
                "detected_by": "alert",
                "impact_started_at": started_at,
                "detected_at": started_at + timedelta(minutes=3),
                "declared_at": started_at + timedelta(minutes=5),
                "acknowledged_at": started_at + timedelta(minutes=6),
                "mitigated_at": started_at + timedelta(minutes=40),
                "resolved_at": started_at + timedelta(hours=2),
                "closed_at": started_at + timedelta(hours=3),
                "commander_person_id": leads[number % 4],
                "lead_person_id": leads[number % 4],
                "lead_team_id": "aoi-team" if service != "search" else "sora-team",
                "customer_visible": True,
                "first_update_at": started_at + timedelta(minutes=12),
            }


def _postmortems() -> Iterator[Row]:
    for row in _incidents():
        if row["service_id"] == "shop" or row["incident_id"] == "INC-checkout-0":
            closed = row["closed_at"]
            number = row["incident_id"].removeprefix("INC-")
            yield {
                "postmortem_id": f"PM-{number}",
                "incident_id": row["incident_id"],
                "service_id": row["service_id"],
                "status": "reviewed",
                "owner_person_id": "p-ren",
                "draft_completed_at": closed + timedelta(days=2),
                "meeting_held_on": (closed + timedelta(days=3)).date(),
                "reviewed_at": closed + timedelta(days=4),
                "published_at": closed + timedelta(days=5),
                "audience": "company",
                "sections_present": _SECTIONS,
                "impact_quantified": True,
                "blameless_checked": True,
                "url": f"https://wiki.example.com/pm/{number}",
            }


def _actions() -> Iterator[Row]:
    for row in _postmortems():
        created = row["published_at"]
        number = row["postmortem_id"].removeprefix("PM-")
        late = number in ("shop-3", "shop-4")
        yield {
            "action_item_id": f"AI-{number}",
            "source_kind": "postmortem",
            "source_id": row["postmortem_id"],
            "service_id": row["service_id"],
            "kind": "prevent",
            "priority": "P1",
            "owner_team_id": "aoi-team",
            "owner_person_id": "p-ren",
            "tracker_url": f"https://tracker.example.com/{number}",
            "created_at": created,
            "due_on": (created + timedelta(days=14)).date(),
            "closed_at": created + timedelta(days=40 if late else 8),
        }


def _shifts() -> Iterator[Row]:
    people = ("p-aoi", "p-ren", "p-mina", "p-sho")
    for service, crew in (("shop", people), ("cart", people), ("checkout", people[:2]), ("search", people[:1])):
        for week in range(30):
            start = _utc(2026, 4, 6) + timedelta(weeks=week)
            yield {
                "shift_id": f"SH-{service}-{week}",
                "schedule_id": f"{service}-primary",
                "service_id": service,
                "person_id": crew[week % len(crew)],
                "role": "primary",
                "starts_at": start,
                "ends_at": start + timedelta(weeks=1),
            }


def _drills() -> Iterator[Row]:
    yield {
        "drill_id": "DR-1",
        "service_id": "shop",
        "kind": "game_day",
        "held_on": "2026-07-15",
        "commander_person_id": "p-aoi",
        "participants_count": 5,
        "findings_count": 2,
        "report_url": "https://wiki.example.com/drill",
        "roles": ["commander", "ops", "comms"],
    }


def _documents() -> Iterator[Row]:
    for service in ("shop", "checkout"):
        for kind in ("incident_flow", "severity_scale", "postmortem_policy"):
            if kind != "postmortem_policy":
                yield _document(service, kind, "aoi-team")
    yield _document("shop", "postmortem_policy", "aoi-team") | {"last_reviewed_on": "2025-08-20"}


def _old_documents() -> Iterator[Row]:
    yield _document("search", "incident_flow", "mei-team")
    for kind in ("incident_flow", "severity_scale"):
        yield _document("cart", kind, "aoi-team")


def _document(service: str, kind: str, team: str) -> Row:
    return {
        "document_id": f"DOC-{service}-{kind}",
        "service_id": service,
        "doc_type": kind,
        "title": f"{service}: {kind}",
        "url": f"https://wiki.example.com/{service}/{kind}",
        "owner_team_id": team,
        "http_status": 200,
        "last_modified_at": "2026-05-10T00:00:00Z",
        "last_reviewed_on": "2026-05-10",
        "version_controlled": True,
        "links_total": 4,
        "links_broken": 0,
        "link_checked_at": "2026-07-20T00:00:00Z",
        "states": ["contacts", "severities", "triggers"],
    }


def _waivers() -> Iterator[Row]:
    yield {
        "waiver_id": "WV-1",
        "service_id": "checkout",
        "criterion_id": "incident-response.rota",
        "reason": "The team hires until winter.",
        "approved_by_dev": "p-aoi",
        "approved_by_sre": "p-sora",
        "approved_on": "2026-07-01",
        "expires_on": "2026-12-01",
    }
