"""A company with trouble at the edges of what asks to look at a level of delegation again: spent budgets, pages, overdue
actions and findings, changes, deployments and costs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.oracle.company_readiness import looked
from tests.oracle.cost import shifted
from tests.oracle.evidence import DAY, HOUR, MINUTE, SECOND, STRANGER, Chance, Row
from tests.oracle.evidence_findings import asset, business, finding, settle
from tests.oracle.gates import handed_over

SERVICES, TEAMS = 200, 40
COLUMNS: dict[str, Sequence[str]] = {
    "deployments": ("recovered_at", "outcome"),
    "costs": ("service_id", "tags"),
    "alert_notifications": ("schedule_id", "acknowledged_at", "ends_at", "disposition"),
}
READ = (
    "slo_definitions",
    "slo_measurements",
    "error_budget_events",
    "oncall_shifts",
    "alert_notifications",
    "action_items",
    "postmortems",
    "incidents",
    "vulnerability_findings",
    "requests",
    "calendar_days",
    "infra_changes",
    "deployments",
    "costs",
    "budgets",
    "reviews",
)


def company(seed: int, as_of: datetime) -> tuple[dict[str, list[Row]], list[Row]]:
    chance = Chance(Random(f"step back {seed} {as_of}"), as_of)
    teams = [f"t{number:02}" for number in range(TEAMS)]
    _organization(chance, teams)
    names = [f"s{number:03}" for number in range(SERVICES)]
    services = [_service(chance, name, teams) for name in names]
    for service in [*services, {**services[0], "service_id": STRANGER}]:
        for part in (_budgets_spent, _on_call, _actions, _urgent, _changes, _deployments, _costs):
            if chance.maybe(0.85):
                part(chance, service)
    for team in (*teams[:20], None):
        _request(chance, None, assignee_team_id=team)
        if chance.maybe(0.5 if team else 0.2):
            _review(chance, {"service_id": None, "team_id": team})
    return chance.tables, looked(chance, READ, names, COLUMNS)


def _organization(chance: Chance, teams: Sequence[str]) -> None:
    for team in (*teams, "sre"):
        chance.add("teams", team_id=team, name=team, kind="sre_company" if team == "sre" else "dev")
    gap = chance.one(None, 3, chance.random.randint(1, 30))
    for number in range(-12, 60):
        day = (chance.as_of - number * DAY).date()
        if number != gap:
            chance.add("calendar_days", date=day, is_business_day=day.weekday() < 5 and number not in (9, 20))


def _service(chance: Chance, name: str, teams: Sequence[str]) -> Row:
    return chance.add(
        "services",
        service_id=name,
        name=name,
        team_id=chance.or_null(chance.one(*teams), 0.05),
        tier=chance.one(1, 2, 3, None),
        lifecycle=chance.one(*["production"] * 20, "experimental"),
        in_scope=True,
        user_facing=chance.one(True, False, None),
        publicly_exposed=chance.one(True, False, None),
        production_since=chance.one(None, None, chance.day(30, 90)),
    )


# -- SLOs --------------------------------------------------------------------------------------------------------------


def _budgets_spent(chance: Chance, service: Row) -> None:
    """Two windows of four weeks in which about the whole budget was spent, or a little more."""
    for _ in range(chance.few(0.1, 0.6, 0.2, 0.1)):
        slo_id, name = chance.name("slo"), service["service_id"]
        began = chance.as_of - chance.one(300, 300, 300, 57, 56, 56, 55) * DAY
        target = chance.one(0.9, 0.9, 0.9, 0.95, 1.0)
        definition: Row = {
            "slo_id": slo_id,
            "service_id": name,
            "target": target,
            "window_days": chance.one(7, 28),
            "bucket_seconds": 86400,
        }
        changed = chance.as_of - chance.one(57, 56, 40, 28, 27, 1) * DAY if chance.maybe(0.3) else None
        ends = chance.one(None, None, None, None, chance.as_of, chance.as_of + DAY)
        chance.add("slo_definitions", valid_from=began, valid_to=changed or ends, **definition)
        if changed and changed > began:
            chance.add(
                "slo_definitions",
                valid_from=changed,
                valid_to=ends,
                **{**definition, "target": chance.one(0.5, 0.9, 0.95, 1.0)},
            )
        for start in (chance.as_of - 56 * DAY, chance.as_of - 28 * DAY):
            _window(chance, name, slo_id, start, chance.one(90, 100, 101, 150, 200))
        _answers(chance, name, slo_id)


def _window(chance: Chance, name: str, slo_id: str, start: datetime, spent: int) -> None:
    """Bad events that spend so many percent of a budget of one in ten."""
    every, empty = chance.one(1, 1, 7), chance.one(0, 0, 0, 0, 0, 0, 0, 1)
    for number in range(0, 28, every):
        if not empty:
            total = chance.one(*[1000] * 12, None, 0)
            chance.add(
                "slo_measurements",
                slo_id=slo_id,
                service_id=name,
                bucket_start=start + number * DAY + chance.one(0, 0, 0, 12) * HOUR,
                good_events=0 if not total else total - spent,
                total_events=total,
            )


def _answers(chance: Chance, name: str, slo_id: str) -> None:
    edges = (56 * DAY, 56 * DAY + SECOND, 56 * DAY - SECOND, 30 * DAY, 90 * DAY, 100 * DAY, SECOND, timedelta(0))
    for edge in chance.random.sample(edges, chance.few(0.4, 0.35, 0.25)):
        chance.add(
            "error_budget_events",
            event_id=chance.name("EB"),
            slo_id=slo_id,
            service_id=name,
            occurred_at=chance.as_of - edge,
            kind=chance.one(
                "freeze_started", "freeze_started", "policy_action", "exception_granted", "exhausted", "freeze_lifted"
            ),
        )


# -- On call -----------------------------------------------------------------------------------------------------------


def _on_call(chance: Chance, service: Row) -> None:
    """Shifts in two months with about as many calls as are too many, and pages of which about one in ten went unanswered."""
    name = service["service_id"]
    for number in range(chance.few(0.25, 0.6, 0.15)):
        rota = f"rota {number} of {name}"
        for back in (60, 30):
            heavy = chance.one(3, 3, 3, 2)
            first = chance.as_of - back * DAY + chance.one(0, 0, 0, 1, -1) * SECOND
            for step in range(chance.one(0, 1, 1, 2, 3)):
                length = chance.one(12, 12, 12, 24, 17, 18, 5)
                start = first + step * 5 * DAY
                if step and chance.maybe(0.2):
                    start = chance.as_of - length * HOUR + chance.one(0, 0, 1) * SECOND
                _shift(chance, name, rota, start, start + length * HOUR)
                _calls(chance, name, rota, start, heavy if chance.maybe(0.8) else chance.one(0, 2, 4))
    for back in (60, 30):
        count = chance.one(0, 4, 5, 10, 10, 10, 11)
        silent = chance.one(0, count // 10, count // 10 + 1, count // 5 + 1)
        for number in range(count):
            _page(chance, name, None, _in_month(chance, back), number >= silent)


def _in_month(chance: Chance, back: int) -> datetime:
    edges = (0 * SECOND, 0 * SECOND, SECOND, -SECOND)
    if chance.maybe(0.2):
        near: datetime = chance.as_of - back * DAY + chance.one(*edges)
        return near
    return chance.as_of - back * DAY + chance.random.randint(60, 29 * 1440) * MINUTE


def _shift(chance: Chance, service: str, rota: str, start: datetime, end: datetime) -> None:
    shift, role = chance.name("SH"), chance.one(*["primary"] * 12, "secondary")
    for one in dict.fromkeys((service, chance.one(service, service, service, "s001"))):
        chance.add(
            "oncall_shifts",
            shift_id=shift,
            schedule_id=rota,
            service_id=one,
            person_id="aoi",
            role=role,
            starts_at=start,
            ends_at=end,
        )


def _calls(chance: Chance, service: str, rota: str, start: datetime, count: int) -> None:
    """Each a page, or a chain of pages half an hour apart."""
    moment = start - chance.one(0, 0, 0, 0, 1, 600) * SECOND
    for _ in range(count):
        for _ in range(chance.few(0, 0.7, 0.3)):
            _page(chance, chance.one(service, service, "s002"), rota, moment, True)
            moment += chance.one(30 * MINUTE, MINUTE)
        moment += chance.one(*[90 * MINUTE] * 5, SECOND)


def _page(chance: Chance, service: str, rota: str | None, start: datetime, answered: bool) -> None:
    ended = start + chance.one(HOUR, HOUR, HOUR, 5 * MINUTE, 5 * MINUTE + SECOND)
    fingerprint = chance.name("print")
    for _ in range(chance.few(0, 0.9, 0.1)):
        chance.add(
            "alert_notifications",
            notification_id=chance.name("NT"),
            service_id=service,
            fingerprint=fingerprint,
            starts_at=start,
            ends_at=chance.or_null(ended, 0.1),
            severity=chance.one(*["page"] * 15, "ticket"),
            acknowledged_at=chance.one(start + MINUTE, start + DAY) if answered else chance.one(None, chance.as_of),
            schedule_id=rota,
        )


# -- Actions -----------------------------------------------------------------------------------------------------------


def _actions(chance: Chance, service: Row) -> None:
    """Of severe incidents, of one or more services, with actions about thirty days or a year past their date."""
    name = service["service_id"]
    for _ in range(chance.few(0.3, 0.5, 0.2)):
        incident = chance.name("INC")
        others = [chance.one("s003", "s004", "s005")] if chance.maybe(0.3) else []
        told = dict.fromkeys(([name] if chance.maybe(0.8) else []) + others)
        for one in told:
            chance.add(
                "incidents",
                incident_id=incident,
                service_id=one,
                severity=chance.one(1, 1, 1, 2, None),
                detected_at=chance.as_of - chance.one(100, 100, 400) * DAY,
                activity_tags=chance.one([], ["postmortem"], chance.random.sample(handed_over(), 2)),
            )
        postmortem = chance.name("PM")
        chance.add(
            "postmortems",
            postmortem_id=postmortem,
            incident_id=chance.one(*[incident] * 9, None),
            service_id=chance.one(*told, name, name),
            status="reviewed",
            audience="team",
        )
        for _ in range(chance.few(0.1, 0.5, 0.3, 0.1)):
            closed = chance.as_of - chance.one(SECOND, DAY, timedelta(0), -DAY)
            chance.add(
                "action_items",
                action_item_id=chance.name("AI"),
                source_kind=chance.one(*["postmortem"] * 12, "review"),
                source_id=postmortem,
                service_id=chance.one(*[name] * 5, *told),
                priority=chance.one("P0", "P1", "P0", "P1", "P2"),
                created_at=chance.as_of - 99 * DAY,
                due_on=_due_on(chance),
                closed_at=chance.one(None, None, None, closed),
            )


def _due_on(chance: Chance) -> date | None:
    ago = chance.one(30, 30, 31, 31, 29, 0, -9, 364, 365, 366)
    day: datetime = chance.as_of - ago * DAY
    return None if chance.maybe(0.05) else day.date()


# -- Vulnerabilities ---------------------------------------------------------------------------------------------------


def _urgent(chance: Chance, service: Row) -> None:
    """Findings to be fixed in three days, about a week past their date; requests about three business days old."""
    for _ in range(chance.few(0.3, 0.4, 0.2, 0.1)):
        moment = chance.as_of - chance.one(10, 10, 10, 9, 11, 30) * DAY + chance.one(0, 0, 1, -1) * SECOND
        due = chance.one(None, None, None, chance.as_of - 7 * DAY - chance.one(0, 1, -1) * SECOND, chance.as_of)
        columns: Row = {
            "vulnerability_id": chance.one("CVE-2026-1", "CVE-2026-1", "GHSA-1"),
            "asset_id": asset(chance, service)["asset_id"],
            "due_class": chance.one("3d", "3d_forensic", None, None, None, "14d", "next_upgrade"),
            "in_kev": chance.one(True, False, None),
            "ssvc_automatable": chance.one("yes", "yes", "no", None),
            "ssvc_technical_impact": chance.one("total", "total", "partial", None),
            "first_seen_at": moment,
            "due_at": due,
        }
        if columns["in_kev"] and chance.maybe(0.3):
            columns["kev_date_added"] = (chance.as_of - chance.one(9, 10, 11) * DAY).date()
        settled = settle(chance, chance.as_of, chance.maybe(0.6)) if chance.maybe(0.3) else {}
        finding(chance, service, **{**columns, **settled})
    for _ in range(chance.few(0.5, 0.4, 0.1)):
        _request(chance, service["service_id"])


def _request(chance: Chance, service: str | None, **columns: Any) -> None:
    back = chance.one(3, 3, 3, 4, 2, 20, 70)
    created = chance.as_of - chance.one(4, 5, 6, 7, back) * DAY + chance.one(0, 3, 9, 12) * HOUR
    if chance.maybe(0.4):  # so that three business days end just now
        created = next(
            (at for ago in range(1, 12) if business(chance, at := chance.as_of - ago * DAY, 3) == chance.as_of), created
        )
    created += chance.one(0, 0, 1, -1) * SECOND
    answered = chance.one(None, None, None, None, chance.as_of - SECOND, chance.as_of)
    chance.add(
        "requests",
        **{
            "request_id": chance.name("RQ"),
            "request_type": chance.one(*["urgent_vuln"] * 7, "support"),
            "service_id": service,
            "assignee_team_id": chance.one(None, "t01"),
            "created_at": created,
            "first_response_at": answered,
            "completed_at": chance.one(None, None, None, None, None, chance.as_of - HOUR),
            "status": "open",
            **columns,
        },
    )


# -- Changes -----------------------------------------------------------------------------------------------------------


def _changes(chance: Chance, service: Row) -> None:
    """Large changes with a review that ended just before, just after or long before."""
    name = service["service_id"]
    for _ in range(chance.few(0.2, 0.4, 0.3, 0.1)):
        applied = chance.as_of - chance.one(90, 90, 91, 40, 40, 30, 0) * DAY + chance.one(0, 0, 1, -1) * SECOND
        review = None
        for _ in range(chance.few(0.2, 0.7, 0.1)):
            review = chance.name("RQ")
            ended = applied - chance.one(DAY, DAY, DAY, SECOND, timedelta(0), 90 * DAY, 90 * DAY + SECOND, -DAY)
            chance.add(
                "requests",
                request_id=review,
                request_type=chance.one("design_review", "infra_review", "infra_review", "support"),
                service_id=chance.one(*[name] * 12, "s006", None),
                created_at=ended - DAY,
                completed_at=chance.or_null(ended, 0.05),
                status=chance.one("done", "done", "done", "rejected"),
                review_outcome=chance.one("approved", "rejected", None),
            )
        chance.add(
            "infra_changes",
            infra_change_id=chance.name("IC"),
            service_id=name,
            applied_at=applied,
            method="console",
            is_major=chance.one(True, True, True, True, False, None),
            actor_team_id=chance.one(*["t01"] * 9, "sre", "gone", None),
            review_request_id=chance.one(None, review, review, "RQ-gone" if chance.maybe(0.1) else review),
        )


def _deployments(chance: Chance, service: Row) -> None:
    """About twenty, of which about six failed, and about two recoveries of about a day."""
    count, finished_at = chance.one(0, 1, 19, 20, 20, 21, 25), set()
    for number in range(count):
        failed = chance.one(True, True, False, False, False, False, None if chance.maybe(0.3) else False)
        finished = chance.as_of - (number + 1) * chance.one(3, 4, 9) * DAY - number * SECOND
        finished_at.add(finished)
        _deploy(chance, service, finished, failed, chance.one(*[HOUR] * 20, DAY, DAY + SECOND))
    for _ in range(chance.few(0.3, 0.2, 0.3, 0.2)):
        back = chance.one(90, 90, 180, 20, 1) * DAY
        finished = chance.as_of - back + chance.one(0, 0, 1, -1) * SECOND
        recovered = chance.one(DAY, DAY + SECOND, DAY + SECOND, 2 * DAY, None)
        if finished in finished_at:  # nobody can tell which of two of the same moment is among the last so many
            continue
        finished_at.add(finished)
        _deploy(chance, service, finished, chance.one(True, True, True, None), recovered)


def _deploy(chance: Chance, service: Row, finished: datetime, failed: bool | None, recovered: timedelta | None) -> None:
    chance.add(
        "deployments",
        deployment_id=chance.name("DEP"),
        service_id=service["service_id"],
        environment=chance.one(*["production"] * 20, "staging"),
        finished_at=finished,
        outcome="success",
        caused_failure=failed,
        recovered_at=None if recovered is None or failed is False else finished + recovered,
    )


# -- Costs -------------------------------------------------------------------------------------------------------------


def _costs(chance: Chance, service: Row) -> None:
    """Months at 120 % of the budget, or a little more, in one currency or two; decided on or not."""
    name, this = service["service_id"], chance.as_of.date().replace(day=1)
    months = [shifted(this, -number) for number in (3, 2, 1)]
    habit = chance.one(121, 121, 150, 120, 100)
    for month in months:
        last, amount = shifted(month, 1) - DAY, chance.one(habit, habit, 120, 121)
        for day in (month, last):
            _charge(chance, name, day, amount / 2, "JPY")
        if chance.maybe(0.1):
            _charge(chance, name, month, chance.one(1, -1), "USD")
        if chance.maybe(0.1):
            _charge(chance, name, month, chance.one(-1, 5), "JPY")
    for _ in range(chance.few(0.05, 0.8, 0.15)):
        kind = chance.one("monthly", "monthly", "monthly", "quarter", "short", "none")
        if kind == "monthly":
            for month in months:
                _budget(chance, name, month, shifted(month, 1) - DAY, 100)
        elif kind == "quarter":
            first, end = months[0], shifted(months[-1], 1) - DAY
            _budget(chance, name, first, end, 100 * ((end - first).days + 1) / 30)
        else:
            _budget(chance, name, months[1] + (kind == "short") * DAY, shifted(this, 0), chance.one(0, 100))
    for _ in range(chance.few(0.6, 0.3, 0.1)):
        _review(chance, {"service_id": name})


def _budget(chance: Chance, name: str, start: date, end: date, amount: float) -> None:
    chance.add(
        "budgets",
        budget_id=chance.name("B"),
        service_id=name,
        period_start=start,
        period_end=end,
        amount=amount,
        currency=chance.one(*["JPY"] * 15, "USD"),
    )


def _charge(chance: Chance, name: str, day: date, amount: float, currency: str) -> None:
    chance.add(
        "costs",
        charge_period_start=day,
        service_id=name,
        sub_account_id="account",
        resource_id=chance.name("resource"),
        provider="cloud",
        service_category="Compute",
        charge_category="Usage",
        pricing_category="Standard",
        billed_cost=0,
        effective_cost=amount,
        billing_currency=currency,
    )


def _review(chance: Chance, where: Row) -> None:
    first = shifted(chance.as_of.date(), -chance.one(1, 1, 2, 2))
    chance.add(
        "reviews",
        review_id=chance.name("RV"),
        kind=chance.one("cost", "cost", "cost", "slo"),
        held_on=chance.one(first, first, first - DAY, chance.as_of.date(), chance.as_of.date() - DAY),
        decisions_count=chance.one(0, 1, 1, 2),
        **where,
    )
