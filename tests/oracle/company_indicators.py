"""A company whose requests, changes, security tasks, logs, alerts and sessions lie at the edges of the indicators."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from tests.oracle.evidence import DAY, HOUR, MINUTE, SECOND, STRANGER, Chance, Row
from yudane.contracts import shipped_contracts

DEV = ("aoi-team", "mei-team", "quiet-team", "small-team", "new-team")
KINDS = {**dict.fromkeys(DEV, "dev"), "sre": "sre_company", "unit": "business_unit", "guard": "security"}
ACTIVITIES = ("slo", "monitoring", "postmortem", "toil", "cost")
SERVICES = 30
READ = [
    "requests",
    "infra_changes",
    "maintenance_events",
    "security_tasks",
    "trainings",
    "training_attendance",
    "log_sources",
    "assessment_results",
    "deployments",
    "changes",
    "alert_notifications",
    "incidents",
    "vulnerability_findings",
    "reviews",
    "calendar_days",
    "teams",
    "postmortems",
    "people",
    "documents",
    "work_log",
    "cost_anomalies",
    "budgets",
]
COLUMNS = {
    "requests": "review_dimensions",
    "log_sources": "last_event_at pii_reviewed_on",
    "training_attendance": "rating",
    "documents": "owner_team_id",
    "cost_anomalies": "routed_team_id",
    "budgets": "owner_team_id",
}


def company(seed: int, as_of: datetime) -> tuple[dict[str, list[Row]], list[Row]]:
    chance = Chance(Random(f"indicators {seed} {as_of}"), as_of)
    _organization(chance)
    names = [_service(chance, number) for number in range(SERVICES)]
    for name in [*names, STRANGER]:
        team = next((row["team_id"] for row in chance.tables["services"] if row["service_id"] == name), DEV[0])
        good = chance.one(1.0, 1.0, 0.9, 0.6, 0.2)
        for part in (
            _reviews,
            _admin,
            _urgent,
            _infra,
            _maintenance,
            _security,
            _logs,
            _growth,
            _alerts,
            _releases,
            _meetings,
        ):
            if not chance.maybe(0.12):
                part(chance, name, team, good)
    for part in (_reviews, _admin, _urgent, _meetings):
        part(chance, None, chance.one(*DEV, None), 0.8)
    sessions(chance, [*names, STRANGER])
    return chance.tables, _coverage(chance, names)


def _organization(chance: Chance) -> None:
    for team, kind in KINDS.items():
        chance.add("teams", team_id=team, name=team, kind=kind, active=team != "small-team" or chance.maybe(0.5))
    gap = chance.one(None, None, None, 1, chance.random.randint(2, 80), chance.random.randint(80, 185))
    holidays = [chance.random.randint(0, 90) for _ in range(3)]
    for number in range(-2, chance.one(100, 190, 190)):
        day = (chance.as_of - number * DAY).date()
        if number != gap:
            chance.add("calendar_days", date=day, is_business_day=day.weekday() < 5 and number not in holidays)


def _service(chance: Chance, number: int) -> str:
    name = f"s{number:02}"
    chance.add(
        "services",
        service_id=name,
        name=name,
        team_id=chance.one(*DEV[:4] * 4, "sre", "gone", None),
        lifecycle=chance.one(*["production"] * 12, "experimental"),
        in_scope=not chance.maybe(0.05),
        handles_personal_data=chance.one(True, True, False, False, None),
        production_since=chance.one(None, chance.day(90, 180), chance.day(180), chance.day(600)),
    )
    return name


def _good(chance: Chance, good: float, yes: Any, *no: Any, null: float = 0.02) -> Any:
    return None if chance.maybe(null) else yes if chance.maybe(good) else chance.one(*no)


def _count(chance: Chance) -> int:
    return int(chance.one(0, 1, 1, 2, 4, 5, 5, 10, 20))


def _hour(chance: Chance, when: datetime) -> datetime:
    """Now and then at a full hour, so that so many days later is so much business time later."""
    return datetime.combine(when.date(), time(chance.one(0, 0, 3, 9, 15))) if chance.maybe(0.5) else when


def _later(chance: Chance, since: datetime, good: float, *limits: timedelta) -> datetime | None:
    """At a limit, just before or after it; early where things go well; at times not at all."""
    if chance.maybe(0.05):
        return None
    limit = chance.one(*limits)
    early = [limit / 9, limit / 5, timedelta(0), limit, limit - SECOND]
    later: timedelta = (
        chance.one(*early) if chance.maybe(good) else chance.one(limit, limit + SECOND, 2 * limit, 4 * limit)
    )
    return since + later - timedelta(microseconds=later.microseconds)


def _team(chance: Chance, team: str | None, good: float, null: float = 0.03) -> str | None:
    found: str | None = _good(chance, good, team, *KINDS, "gone", null=null)
    return found


def _request(chance: Chance, name: str | None, kind: str, created: datetime, **columns: Any) -> Row:
    ended = columns.get("completed_at")
    status = chance.one("open", "waiting") if ended is None else chance.one("done", "done", "done", "rejected")
    return chance.add(
        "requests",
        request_id=chance.name("RQ"),
        request_type=kind,
        service_id=name,
        created_at=created,
        **{"status": status, **columns},
    )


def _reviews(chance: Chance, name: str | None, team: str | None, good: float) -> None:
    designs = [chance.name("design") for _ in range(2)]
    ends: set[datetime] = set()
    for _ in range(_count(chance)):
        created = _hour(chance, chance.moment(90, 180))
        ended = _later(chance, created, good, 5 * DAY, 10 * DAY, 7 * DAY)
        if chance.maybe(0.2) and ended is not None:
            ended = chance.as_of - chance.one(90, 180) * DAY + chance.one(0, -1, 1) * SECOND
            created = min(created, ended - 2 * DAY)
        if ended in ends:  # which of two that end at once is the second is nobody's to say
            continue
        ends |= {ended} if ended else set()
        both = ["availability", "security"]
        _request(
            chance,
            name,
            chance.one("design_review", "design_review", "infra_review"),
            created,
            completed_at=ended,
            first_response_at=_later(chance, created, good, 2 * DAY, 1 * DAY, 4 * DAY),
            requester_team_id=_team(chance, team, good),
            assignee_team_id=_good(chance, good, "sre", *DEV, "gone"),
            review_dimensions=_good(chance, good, chance.one(both, [*both, "cost"]), ["security"], [], null=0),
            review_outcome=chance.one("approved", "approved", "changes_requested", "rejected", None),
            joint_decision=_good(chance, good, True, False),
            reopened_count=_good(chance, good, 0, 1, 2),
            related_ref=chance.one(None, *designs),
        )


def _admin(chance: Chance, name: str | None, team: str | None, good: float) -> None:
    for _ in range(_count(chance) * chance.one(1, 1, 2)):
        created = _hour(chance, chance.moment(45, 90))
        quick, slow = (2 * HOUR, 4 * HOUR, 7 * DAY), (HOUR, DAY, 3 * DAY, 5 * DAY)
        ended = _later(chance, created, good, *slow)
        if chance.maybe(0.1):
            ended = chance.as_of - chance.one(90, 180, 0) * DAY + chance.one(0, -1, 1) * SECOND
            created = min(created, ended - chance.one(1, 9, 300) * DAY)
        _request(
            chance,
            name,
            chance.one("admin", "admin", "access", "infra_work", "support"),
            created,
            completed_at=ended,
            first_response_at=_later(chance, created, good, *quick),
            assignee_team_id=_good(chance, good, chance.one("sre", "sre", team), *DEV, "gone"),
            automatable=_good(chance, good, False, True),
            effort_minutes=chance.one(None, 0, 1, 30, 60),
            reopened_count=_good(chance, good, 0, 1),
        )


def _urgent(chance: Chance, name: str | None, team: str | None, good: float) -> None:
    for _ in range(chance.few(0.2, 0.3, 0.2, 0.2, 0.1)):
        numbers = [f"CVE-2024-{chance.random.randint(1, 6)}" for _ in range(2)]
        seen = chance.moment(180, 200)
        if name is not None:
            resolved = chance.or_null(chance.one(chance.moment(180), seen + 9 * DAY), 0.2)
            finding = chance.add(
                "vulnerability_findings",
                finding_id=chance.name("VF"),
                asset_id="asset",
                service_id=name,
                vulnerability_id=numbers[0],
                first_seen_at=min(seen, resolved or seen),
                resolved_at=resolved,
                status="resolved" if resolved else "open",
            )
            numbers.append(finding["finding_id"])
        for _ in range(chance.few(0.5, 0.4, 0.1)):
            created = _hour(chance, chance.moment(180))
            _request(
                chance,
                name,
                "urgent_vuln",
                created,
                requester_team_id=_good(chance, good, "sre", *DEV, "gone"),
                assignee_team_id=_team(chance, team, good),
                first_response_at=_later(chance, created, good, 3 * DAY, 3 * DAY, 5 * DAY),
                completed_at=chance.one(None, _later(chance, created, good, 3 * DAY)),
                related_ref=chance.one(None, *numbers),
            )


def _infra(chance: Chance, name: str, team: str | None, good: float) -> None:
    since = next((row["production_since"] for row in chance.tables["services"] if row["service_id"] == name), None)
    own = [row for row in chance.tables["requests"] if row["service_id"] in (name, None)]
    for _ in range(_count(chance)):
        applied = chance.moment(90, 180)
        if since is not None and chance.maybe(0.3):
            applied = datetime.combine(since, time()) + chance.one(0, -1, 1, -86400, 90000) * SECOND
        review = chance.one(*own)["request_id"] if own and chance.maybe(0.4) else chance.one(None, None, "nobody knows")
        near = [row["completed_at"] for row in own if row["completed_at"] is not None]
        if near and chance.maybe(0.3):
            applied = chance.one(*near) + chance.one(0, 1, 90 * 86400, 90 * 86400 + 1) * SECOND
        chance.add(
            "infra_changes",
            infra_change_id=chance.shared_name("infra_changes", "IC", name),
            service_id=name,
            applied_at=applied,
            method=_good(chance, good, "iac_pipeline", "iac_manual", "console", "console", "api"),
            is_major=chance.one(True, False, False, None),
            actor_team_id=_team(chance, team, good),
            review_request_id=review,
        )


def _maintenance(chance: Chance, name: str, team: str | None, good: float) -> None:
    for _ in range(_count(chance)):
        announced = chance.moment(180)
        read, done = chance.maybe(0.8), chance.maybe(0.7)
        soon = min(announced + DAY, chance.as_of - SECOND)
        chance.add(
            "maintenance_events",
            maintenance_id=chance.name("MT"),
            service_id=name,
            kind="restart",
            announced_at=announced,
            acknowledged_at=soon if read and announced < soon else None,
            acknowledged_team_id=_team(chance, team, good) if read and announced < soon else None,
            performed_team_id=_team(chance, team, good) if done else None,
            completed_at=soon if done and announced < soon and chance.maybe(0.7) else None,
        )


def _security(chance: Chance, name: str, team: str | None, good: float) -> None:
    for _ in range(_count(chance)):
        kind = chance.one("policy_notice", "policy_notice", "audit_finding", "posture_finding", "security_incident")
        issued = _hour(chance, chance.moment(*{"security_incident": (365,), "posture_finding": (30,)}.get(kind, (90,))))
        limit = HOUR if kind == "security_incident" else 3 * DAY
        due = chance.or_null(chance.day(0, 180), 0.3)
        done = _later(chance, issued, good, 9 * DAY)
        if due is not None and chance.maybe(0.8):
            end = datetime.combine(due, time())
            done = end + (chance.one(0, 86399) if chance.maybe(good) else chance.one(86400, 90000)) * SECOND
        chance.add(
            "security_tasks",
            security_task_id=chance.name("ST"),
            service_id=name,
            kind=kind,
            severity=chance.one("critical", "high", "medium", "low", "low", None),
            issued_at=issued,
            acknowledged_at=_later(chance, issued, good, limit, limit, 2 * limit),
            due_on=due,
            completed_at=chance.or_null(done, 0.5 if kind == "posture_finding" else 0.05),
        )


def _logs(chance: Chance, name: str, team: str | None, good: float) -> None:
    for _ in range(_count(chance)):
        chance.add(
            "log_sources",
            log_source_id=chance.name("LG"),
            service_id=name,
            log_kind=chance.one("app", "access", "audit", "db", "os", "cloud_control_plane"),
            centralised=_good(chance, good, True, False),
            retention_hot_days=_good(chance, good, chance.one(90, 400), 0, 89),
            retention_total_days=_good(chance, good, chance.one(365, 400), 89, 90, 364),
            destination=chance.one(None, "s3://logs", f"s3://{name}"),
            daily_bytes=chance.one(None, 1000, 5_000_000_000),
            structured=_good(chance, good, True, False),
            immutable=_good(chance, good, True, False),
            pii_reviewed_on=_good(chance, good, chance.day(100), chance.day(365), null=0.1),
            last_event_at=_good(
                chance, good, chance.as_of - chance.one(1, 86399, 86400) * SECOND, chance.as_of - 86401 * SECOND
            ),
        )


def _growth(chance: Chance, name: str, team: str | None, good: float) -> None:
    """Charges of logs and events of SLOs in both halves of 90 days; at times a tenth apart."""
    logs = [row for row in chance.tables["log_sources"] if row["service_id"] == name]
    places = [place for row in logs for place in (row["log_source_id"], row["destination"])]
    currency = chance.one("JPY", "JPY", "JPY", None)
    for days, amount in ((chance.one(46, 60, 90, 91), 100), (chance.one(1, 30, 45), chance.one(110, 120, 130))):
        for _ in range(chance.few(0.05, 0.9, 0.05)):
            chance.add(
                "costs",
                charge_period_start=(chance.as_of - days * DAY).date(),
                service_id=name,
                resource_id=chance.one(*places[:2] * 3, "i-1") if places else "i-1",
                provider="cloud",
                service_category="Management",
                sku=chance.name("sku"),
                charge_category="Usage",
                billed_cost=1,
                effective_cost=amount,
                billing_currency=currency or chance.one("USD", "JPY"),
            )
    for slo in range(chance.few(0.05, 0.7, 0.25)):
        halves = ((chance.one(45, 60, 90), 100), (chance.one(1, 30, 45), chance.one(110, 110, 130, None, 0)))
        for days, events in halves:
            begins = chance.as_of - days * DAY + chance.one(0, 0, -1) * HOUR
            chance.add(
                "slo_measurements",
                slo_id=f"{name}-{slo}",
                service_id=name,
                bucket_start=begins,
                good_events=0,
                total_events=events,
            )


def _alerts(chance: Chance, name: str, team: str | None, good: float) -> None:
    for _ in range(_count(chance)):
        starts, mark = chance.moment(180), chance.name("fp")
        for _ in range(chance.few(0, 0.7, 0.2, 0.1)):
            chance.add(
                "alert_notifications",
                notification_id=chance.name("AN"),
                service_id=name,
                fingerprint=mark,
                severity=chance.one(*["page"] * 6, "ticket", "info"),
                starts_at=starts,
                recipient_team_id=_team(chance, team, good),
                out_of_hours=chance.one(True, False, None),
            )
    for _ in range(chance.few(0.4, 0.3, 0.2, 0.1)):
        detected = chance.moment(180)
        chance.add(
            "incidents",
            incident_id=chance.shared_name("incidents", "IN", name),
            service_id=name,
            detected_at=detected,
            declared_at=chance.one(None, chance.moment(180), detected + MINUTE),
            lead_team_id=_team(chance, team, good),
        )


def _releases(chance: Chance, name: str, team: str | None, good: float) -> None:
    for _ in range(chance.few(0.3, 0.4, 0.3)):
        chance.add(
            "changes",
            change_id=chance.shared_name("changes", "CH", name),
            service_id=name,
            repo="org/code",
            merged_at=chance.moment(180),
            commit_sha="abc",
        )
        chance.add(
            "deployments",
            deployment_id=chance.shared_name("deployments", "DP", name),
            service_id=name,
            environment=chance.one("production", "production", "staging"),
            finished_at=chance.moment(180),
        )


def _meetings(chance: Chance, name: str | None, team: str | None, good: float) -> None:
    for _ in range(chance.few(0.3, 0.4, 0.2, 0.1)):
        chance.add(
            "reviews",
            review_id=chance.name("RV"),
            kind=chance.one("slo", "slo", "slo", "cost"),
            service_id=name,
            team_id=chance.one(*DEV, "gone") if name is None else chance.one(None, *DEV),
            held_on=chance.day(180),
            dev_attendee_count=_good(chance, good, chance.one(1, 3), 0, null=0.1),
            business_attended=chance.maybe(good),
        )
    if name is None and chance.maybe(0.15):
        chance.add("reviews", review_id=chance.name("RV"), kind="slo", held_on=chance.day(180), business_attended=True)


def _coverage(chance: Chance, names: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for table in READ:
        fresh = chance.as_of + chance.one(0, 0, 3, -shipped_contracts()[table].fresh_for_days) * DAY
        stale = chance.as_of - (shipped_contracts()[table].fresh_for_days + 1) * DAY
        everyone = chance.maybe(0.7) or table in ("calendar_days", "teams", "people")
        for name in ["*"] if everyone else names:
            if everyone or not chance.maybe(0.06):
                since = chance.one(*[None] * 20, chance.as_of, chance.as_of + (0 if everyone else 1) * SECOND)
                until = fresh if everyone or not chance.maybe(0.05) else stale
                gaps = COLUMNS.get(table, "").split() if chance.maybe(0.05) else []
                rows.append(
                    {
                        "table_name": table,
                        "service_id": name,
                        "since": since,
                        "until": until.date(),
                        "not_filled": gaps,
                    }
                )
    return rows


def sessions(chance: Chance, names: Sequence[str]) -> None:
    """A year of sessions, who was invited, and the levels of services around them."""
    people = [f"p{number}" for number in range(12)]
    for number, person in enumerate(people):
        chance.add("people", person_id=person, team_id=chance.one(DEV[number % 4], DEV[number % 4], None, "sre"))
    good, noted = chance.one(1.0, 0.8, 0.7, 0.4), chance.one(0, 0, 0.05, 0.3)
    near, far = chance.few(0.05, 0.1, 0.2, 0.4, 0.25), chance.few(0.1, 0.5, 0.4)
    days = [chance.day(90) for _ in range(near)] + [
        (chance.as_of - chance.one(180, 180, 200, 181, 179, 300, 365, 366) * DAY).date() for _ in range(far)
    ]
    for day in days:
        training = chance.name("TR")
        subject = chance.one(*ACTIVITIES, ACTIVITIES[0], ACTIVITIES[0], None)
        chance.add(
            "trainings", training_id=training, title="Session", kind="training", held_on=day, activity_key=subject
        )
        whom = chance.random.sample(people, chance.one(0, 3, 5, 10))
        for person in [*whom, "guest"] if chance.maybe(0.2) else whom:
            own = next((row["team_id"] for row in chance.tables["people"] if row["person_id"] == person), None)
            chance.add(
                "training_attendance",
                training_id=training,
                person_id=person,
                team_id=chance.one(None, own, *DEV[:4]),
                attended=_good(chance, good, True, False, null=noted),
                rating=chance.one(None, 4, 4, 5, 3, 3.5, 1),
            )
    for name in names:
        for activity in ACTIVITIES:
            _levels(chance, name, activity, days)


def _levels(chance: Chance, name: str, activity: str, days: Sequence[Any]) -> None:
    """At a session's day, at the edges of the time before and after it, and now and then."""
    result_days: set[Any] = set()
    low = chance.one(1, 1, 2, 3)
    for day in chance.random.sample(list(days), min(len(days), 3)) if chance.maybe(0.9) else []:
        for ahead in (chance.one(-31, -30, -29), chance.one(0, 0, -1, 1), chance.one(90, 180, 180, 181)):
            if chance.maybe(0.5 if ahead < -5 else 0.9):
                result_days.add(day + ahead * DAY)
    for day in sorted(result_days):
        level = chance.one(None, low, low, min(low + 1, 3))
        chance.add(
            "assessment_results",
            service_id=name,
            activity_key=activity,
            as_of=day,
            level_min=1,
            level_max=3,
            published_level=level,
            criteria=[],
        )
