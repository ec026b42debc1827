"""The company of the indicators, with more of what teams do themselves: drawn after it, so that the rest stays as it is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.oracle import company_indicators as rest
from tests.oracle.company_indicators import DEV, KINDS, _good, _team
from tests.oracle.evidence import DAY, SECOND, STRANGER, Chance, Row
from tests.oracle.indicators import Company

Draw = Callable[[Chance, Row, float], None]


def company(seed: int, as_of: datetime) -> Company:
    tables, coverage = rest.company(seed, as_of)
    chance = Chance(Random(f"own work {seed} {as_of}"), as_of, tables)
    services = [*tables["services"], {"service_id": STRANGER, "team_id": DEV[0]}]
    for service in services:
        service["business_unit_id"] = chance.one("unit", "unit", "unit", None)
        good = chance.one(1.0, 1.0, 0.9, 0.8, 0.6, 0.2)
        for draw in (_meetings, _alerts, _incidents, _postmortems, _documents, _work, _budgets, _anomalies, _findings):
            if not chance.maybe(0.1):
                draw(chance, service, good)
    for team in (*DEV[:3], None):
        _of_many(chance, team)
    return tables, coverage


def _count(chance: Chance) -> int:
    return int(chance.one(0, 1, 2, 2, 3, 3, 4, 5, 5, 5, 10))


def _meetings(chance: Chance, service: Row, good: float) -> None:
    for _ in range(_count(chance)):
        _meeting(chance, good, service_id=service["service_id"], team_id=chance.one(None, service["team_id"], *DEV))


def _meeting(chance: Chance, good: float, **where: Any) -> None:
    chance.add(
        "reviews",
        review_id=chance.name("OW-RV"),
        kind=chance.one(*["slo"] * 6, "cost", "alert"),
        held_on=chance.day(90),
        dev_attendee_count=_good(chance, good, chance.one(1, 2, 5), 0, null=0.05),
        business_attended=chance.maybe(0.7),
        **where,
    )


def _alerts(chance: Chance, service: Row, good: float) -> None:
    for _ in range(_count(chance)):
        starts, mark = chance.moment(90), chance.name("ow-fp")
        for _ in range(chance.few(0, 0.7, 0.2, 0.1)):
            chance.add(
                "alert_notifications",
                notification_id=chance.name("OW-AN"),
                service_id=service["service_id"],
                fingerprint=mark,
                severity=chance.one(*["page"] * 3, "ticket", "ticket", "info"),
                starts_at=starts,
                recipient_team_id=_team(chance, service["team_id"], good),
            )


def _incidents(chance: Chance, service: Row, good: float) -> None:
    for _ in range(_count(chance)):
        detected = chance.moment(90)
        chance.add(
            "incidents",
            incident_id=chance.shared_name("incidents", "OW-IN", service["service_id"]),
            service_id=service["service_id"],
            detected_at=detected,
            declared_at=chance.one(None, None, detected + SECOND, detected + DAY),
            lead_team_id=_team(chance, service["team_id"], good),
        )


def _postmortems(chance: Chance, service: Row, good: float) -> None:
    people = chance.tables["people"]
    own = [row["person_id"] for row in people if row["team_id"] == service["team_id"]] or ["ghost"]
    own_incidents = [row["incident_id"] for row in chance.tables["incidents"][-40:]]
    for _ in range(_count(chance)):
        reviewed = chance.moment(90)
        chance.add(
            "postmortems",
            postmortem_id=chance.name("OW-PM"),
            service_id=service["service_id"],
            incident_id=chance.one(None, "nobody knows", *own_incidents),
            status=chance.one(*["reviewed", "closed"] * 5, "draft", "in_review"),
            reviewed_at=chance.or_null(reviewed, 0.05),
            audience="team",
            owner_person_id=_good(
                chance, good, chance.one(*own), *[row["person_id"] for row in people], "ghost", null=0.04
            ),
        )


def _documents(chance: Chance, service: Row, good: float) -> None:
    for _ in range(_count(chance)):
        owner = _good(chance, good, service["team_id"], *KINDS, "gone", None)
        _document(chance, service_id=service["service_id"], owner_team_id=owner)


def _document(chance: Chance, **where: str | None) -> None:
    chance.add(
        "documents",
        document_id=chance.name("OW-DOC"),
        doc_type=chance.one("runbook", "contacts", "other"),
        title="How",
        url="https://wiki.example.com/how",
        last_modified_at=chance.one(None, chance.moment(90), chance.as_of, chance.as_of + SECOND),
        **where,
    )


def _of_many(chance: Chance, team: str | None) -> None:
    """Of a whole team; seldom of the company."""
    for part in (_meeting_of, _document_of, _anomaly_of):
        if team is not None or chance.maybe(0.3):
            for _ in range(chance.few(0.4, 0.4, 0.2)):
                part(chance, team)


def _meeting_of(chance: Chance, team: str | None) -> None:
    _meeting(chance, 0.8, service_id=None, team_id=team)


def _document_of(chance: Chance, team: str | None) -> None:
    _document(chance, service_id=None, owner_team_id=team)


def _anomaly_of(chance: Chance, team: str | None) -> None:
    _anomaly(chance, service_id=None, routed_team_id=team)


def _work(chance: Chance, service: Row, good: float) -> None:
    """At times exactly eight hours of ten, by entries of very different length."""
    for _ in range(_count(chance)):
        _entry(chance, service, _team(chance, service["team_id"], good, null=0), chance.one(0, 1, 30, 60, 480))
    if service["team_id"] is None or chance.maybe(0.3):
        team = service["team_id"] or DEV[0]
        for each, minutes in ((team, (240, 240)), ("sre", (60, 30, 30 + chance.one(0, 0, 1, -1)))):
            for number in minutes:
                _entry(chance, service, each, number)


def _entry(chance: Chance, service: Row, team: str | None, minutes: int) -> None:
    chance.add(
        "work_log",
        entry_id=chance.name("OW-WL"),
        person_id="p1",
        team_id=team or chance.one("sre", *DEV),
        service_id=service["service_id"] if not chance.maybe(0.05) else None,
        work_date=chance.day(90),
        minutes=minutes,
        category=chance.one(*["toil", "interrupt", "oncall_active"] * 4, "admin", "project"),
    )


def _budgets(chance: Chance, service: Row, good: float) -> None:
    for _ in range(chance.few(0.05, 0.8, 0.15)):
        begins, ends = chance.one((-30, 30), (-30, 30), (-30, 30), (0, 30), (-30, 0), (-30, -1), (1, 30))
        ours = chance.one(service["team_id"], service["business_unit_id"])
        chance.add(
            "budgets",
            budget_id=chance.name("OW-BU"),
            service_id=service["service_id"],
            period_start=(chance.as_of + begins * DAY).date(),
            period_end=(chance.as_of + ends * DAY).date(),
            amount=chance.one(*[100] * 9, 0),
            currency="JPY",
            owner_team_id=_good(chance, 0.9, ours, *KINDS, None),
        )


def _anomalies(chance: Chance, service: Row, good: float) -> None:
    for _ in range(_count(chance)):
        told = _good(chance, good, service["team_id"], *KINDS, "gone", None)
        _anomaly(chance, service_id=service["service_id"], routed_team_id=told)


def _anomaly(chance: Chance, **where: str | None) -> None:
    chance.add(
        "cost_anomalies",
        anomaly_id=chance.name("OW-CA"),
        detected_at=chance.moment(90),
        impact_amount=5,
        currency="JPY",
        **where,
    )


def _findings(chance: Chance, service: Row, good: float) -> None:
    """A request may come long before the fix, just before it, at the same moment or after it."""
    for _ in range(_count(chance)):
        resolved, number = chance.or_null(chance.moment(90), 0.1), f"CVE-2025-{chance.random.randint(1, 300)}"
        finding = chance.add(
            "vulnerability_findings",
            finding_id=chance.name("OW-VF"),
            asset_id="asset",
            service_id=service["service_id"],
            vulnerability_id=number,
            severity=chance.one(*["critical", "high"] * 4, "medium", "low", None),
            first_seen_at=chance.as_of - 200 * DAY,
            resolved_at=resolved,
            status=chance.one(*["resolved"] * 9, "accepted", "false_positive", "not_affected") if resolved else "open",
        )
        if chance.maybe(0.1 if chance.maybe(good) else 0.7):
            before: timedelta = chance.one(9 * DAY, 9 * DAY, 90 * DAY, SECOND, timedelta(0), -SECOND)
            _request(chance, service, chance.one(number, finding["finding_id"]), (resolved or chance.as_of) - before)


def _request(chance: Chance, service: Row, about: str, created: datetime) -> None:
    chance.add(
        "requests",
        request_id=chance.name("OW-RQ"),
        request_type=chance.one(*["urgent_vuln"] * 6, "support"),
        service_id=chance.one(*[service["service_id"]] * 4, "s00", None),
        requester_team_id=chance.one("sre", "sre", None),
        assignee_team_id=service["team_id"],
        created_at=created,
        first_response_at=chance.one(None, created + SECOND, created + SECOND),
        status=chance.one("open", "done", "rejected"),
        related_ref=about,
    )
