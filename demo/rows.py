"""Rows about incident response and meetings, in the shape of the evidence tables."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from demo.habits import habits
from demo.happenings import MINUTE, Drill, Incident, drills, incidents
from demo.organization import ASSESSED, HISTORY, Service, company, person
from demo.practices import DELIVERING, PATCHING, SPENDING, TOILING, WATCHING
from demo.timeline import AHEAD, Timeline, chance, evenly

Row = dict[str, Any]
WIKI = "https://wiki.nagisara.example"
TRACKER = "https://tracker.nagisara.example"
PAGED = ASSESSED + 92  # days of pages; the first month looks back 90


def incident_rows(service: Service, timeline: Timeline) -> Iterator[Row]:
    for incident in incidents(service):
        yield _incident(incident, timeline)


def _incident(incident: Incident, timeline: Timeline) -> Row:
    stamps = incident.habits.response.stamps
    return {
        "incident_id": incident.id,
        "service_id": incident.service.key,
        "severity": incident.severity,
        "detected_by": incident.detected_by,
        "impact_started_at": timeline.stamp(incident.began) if stamps else None,
        "detected_at": timeline.stamp(incident.detected),
        "declared_at": timeline.stamp(incident.declared),
        "acknowledged_at": timeline.stamp(incident.detected + 2 * MINUTE),
        "mitigated_at": timeline.past(incident.mitigated) if stamps or incident.major else None,
        "resolved_at": timeline.past(incident.resolved),
        "closed_at": timeline.past(incident.closed),
        "commander_person_id": person(incident.commander) if incident.commander else None,
        "lead_person_id": person(incident.leader),
        "lead_team_id": incident.lead_team,
        "customer_visible": incident.visible,
        "first_update_at": timeline.past(incident.update),
        "recurrence_of_incident_id": incident.before,
        "budget_consumed_ratio": round(incident.burn, 2) if stamps else None,
        "activity_tags": ["incident-response"] if incident.major else [],
        "confidential": incident.service.key == "ledger" and incident.number % 7 == 3,
        "source_system": "yobirin",
        "source_ref": f"https://yobirin.nagisara.example/incidents/{incident.id}",
    }


def participant_rows(service: Service) -> Iterator[Row]:
    for incident in incidents(service):
        took = [("ops", incident.leader, incident.lead_team, 90)]
        if incident.commander:
            took.append(("commander", incident.commander, service.team, 80))
        if incident.informer and incident.major:
            took.append(("comms", incident.informer, service.team, 60))
        for role, name, team, minutes in took:
            yield {
                "incident_id": incident.id,
                "person_id": person(name),
                "team_id": team,
                "role": role,
                "minutes": minutes,
            }


def shift_rows(service: Service, timeline: Timeline) -> Iterator[Row]:
    """Weeks on call, by turns, from ten in the morning in Tokyo."""
    people = company().team_of(service).people
    for week, start in enumerate(range(-HISTORY, AHEAD, 7)):
        day = max(start, -service.since)
        turns = people[: habits(service, min(start, -1)).response.on_call]
        if not turns or day >= start + 7:
            continue
        for place, role in enumerate(("primary", "secondary")[: len(turns)]):
            schedule = f"{service.team}-{len(turns)}"
            yield {
                "shift_id": f"SH-{schedule}-{week}-{role}",
                "schedule_id": schedule,
                "service_id": service.key,
                "person_id": person(turns[(week + place) % len(turns)]),
                "role": role,
                "starts_at": timeline.stamp(day + 1 / 24),
                "ends_at": timeline.stamp(start + 7 + 1 / 24),
            }


def page_rules(service: Service) -> list[str]:
    """The rules that page, as the tools that hold them name them."""
    team = company().team_of(service)
    name = "".join(part.capitalize() for part in service.key.split("-"))
    folder = "monitoring/mikan/" if team.key == "mikan" else f"rules/{team.key}/"
    burns = [f"{slo.id}/{'burn-fast' if team.tool == 'openslo' else 'page'}/1h" for slo in service.slos]
    return [f"{folder}{service.called}/{name}Errors", *burns]


def heartbeat_rows(service: Service, timeline: Timeline) -> Iterator[Row]:
    """Rules the paging tool keeps itself: it pages when nothing has been heard for ten minutes."""
    tested = WATCHING.of(service, -1).review_every > 0
    yield {
        "rule_id": f"yobirin/{service.key}/heartbeat",
        "service_id": service.key,
        "name": f"{service.title}: heartbeat",
        "severity": "page",
        "kind": "symptom",
        "golden_signal": "traffic",
        "runbook_url": f"{WIKI}/{service.key}/runbook",
        "owner_team_id": service.team,
        "receiver": "yobirin",
        "last_tested_on": timeline.date(-50 - len(service.key)) if tested else None,
        "last_modified_at": timeline.stamp(-min(service.since, HISTORY) + 1),
    }


def notification_rows(service: Service, timeline: Timeline) -> Iterator[Row]:
    """About a page a week, a few tickets, a page for each incident an alert found, and in some nights a storm."""
    luck = chance(service.key, "pages")
    first = -float(min(PAGED, service.since))
    day, number = first + luck.uniform(0, 3), 0
    while day < -0.2:
        yield _notification(service, timeline, day, number)
        day += luck.uniform(3.4, 6.6)
        number += 1
    for incident in incidents(service):
        if incident.detected_by == "alert" and incident.detected > first:
            yield _notification(service, timeline, incident.detected, number, incident)
            number += 1
    yield from _storms(service, timeline)


def _notification(
    service: Service, timeline: Timeline, day: float, number: int, incident: Incident | None = None
) -> Row:
    luck = chance(service.key, "page", number)
    response, watching = habits(service, day).response, WATCHING.of(service, day)
    page = incident is not None or number % 5 != 4
    answered = day + response.answer * luck.uniform(0.4, 1.3) * MINUTE
    ignored = page and incident is None and response.answer > 20 and number % 4 == 0
    rules = page_rules(service)
    judged = page and evenly(number, watching.verdicts)
    useful = incident is not None or evenly(number, watching.useful)
    return {
        "notification_id": f"NT-{service.key}-{number}",
        "service_id": service.key,
        "rule_id": rules[number % len(rules)],
        "fingerprint": f"{luck.getrandbits(64):016x}",
        "severity": "page" if page else "ticket",
        "starts_at": timeline.stamp(day),
        "ends_at": timeline.past(day + luck.uniform(30, 90) * MINUTE),
        "recipient_team_id": service.team if watching.routed else "kumo",
        "schedule_id": f"{service.team}-{response.on_call}" if response.on_call else None,
        "acknowledged_at": None if ignored else timeline.past(answered),
        "acknowledged_by": None if ignored else person(company().team_of(service).people[number % 2]),
        "escalated_at": timeline.past(day + 15 * MINUTE) if ignored else None,
        "disposition": ("actionable" if useful else "not_actionable") if judged else "unknown",
        "incident_id": incident.id if incident else None,
        "out_of_hours": _out_of_hours(timeline, day),
        "source_system": "yobirin",
    }


def _storms(service: Service, timeline: Timeline) -> Iterator[Row]:
    """An alert that fires six times in a night and clears itself each time."""
    for day in range(-PAGED, -1):
        nights = WATCHING.of(service, day).storms
        if not (nights and evenly(day, nights / 30)):
            continue
        for number in range(6):
            begins = day + 0.6 + number * 40 * MINUTE
            schedule = habits(service, day).response.on_call
            yield {
                "notification_id": f"NT-{service.key}-night{-day}-{number}",
                "service_id": service.key,
                "rule_id": page_rules(service)[0],
                "fingerprint": f"{-day:016x}",
                "severity": "page",
                "starts_at": timeline.stamp(begins),
                "ends_at": timeline.stamp(begins + 4 * MINUTE),
                "recipient_team_id": service.team,
                "schedule_id": f"{service.team}-{schedule}" if schedule else None,
                "out_of_hours": _out_of_hours(timeline, begins),
                "source_system": "yobirin",
            }


def _out_of_hours(timeline: Timeline, day: float) -> bool:
    local = timeline.moment(day) + timedelta(hours=9)
    return local.weekday() >= 5 or not 9 <= local.hour < 18


def drill_rows(service: Service, timeline: Timeline) -> Iterator[Row]:
    for drill in drills(service):
        yield {
            "drill_id": drill.id,
            "service_id": service.key,
            "kind": drill.kind,
            "held_on": timeline.date(drill.day),
            "commander_person_id": person(drill.commander),
            "participants_count": drill.people,
            "findings_count": drill.findings,
            "report_url": f"{WIKI}/{service.key}/drills/{timeline.date(drill.day)}",
            "roles": ["commander", "ops", "comms"] if habits(service, drill.day).response.roles else [],
        }


def drill_item_rows(service: Service, timeline: Timeline) -> Iterator[Row]:
    for drill in drills(service):
        for number in range(drill.findings):
            yield _drill_item(drill, number, timeline)


def _drill_item(drill: Drill, number: int, timeline: Timeline) -> Row:
    return {
        "action_item_id": f"{drill.id}/{number + 1}",
        "source_kind": "drill",
        "source_id": drill.id,
        "service_id": drill.service.key,
        "kind": ("process", "detect")[number % 2],
        "priority": ("P1", "P2")[number % 2],
        "owner_team_id": drill.service.team,
        "tracker_url": f"{TRACKER}/{drill.id}-{number + 1}",
        "created_at": timeline.stamp(drill.day + 0.3),
        "due_on": timeline.date(drill.day + 30),
        "closed_at": timeline.past(drill.day + 24 + number * 3),
    }


def review_rows(service: Service, timeline: Timeline) -> Iterator[Row]:
    """SLO reviews of a service."""
    day, number = -min(HISTORY, service.since) + 4, 0
    while day < -1:
        meetings = habits(service, day).meetings
        if meetings.every:
            yield {
                "review_id": f"RV-{service.key}-{number}",
                "kind": "slo",
                "service_id": service.key,
                "team_id": service.team,
                "held_on": timeline.date(day),
                "attendee_count": meetings.developers + 2,
                "dev_attendee_count": meetings.developers,
                "business_attended": meetings.business and number % 3 == 0,
                "decisions_count": 1 if meetings.decides else 0,
                "minutes_url": f"{WIKI}/{service.key}/slo-reviews/{timeline.date(day)}",
            }
            number += 1
        day += meetings.every or 10


def craft_review_rows(service: Service, timeline: Timeline) -> Iterator[Row]:
    """Looks at alerts, deliveries, vulnerabilities and the bill of a service."""
    kinds: dict[str, Callable[[float], int]] = {
        "alert": lambda day: WATCHING.of(service, day).review_every,
        "delivery": lambda day: DELIVERING.of(service, day).review_every,
        "vulnerability": lambda day: 60 if PATCHING.of(service, day).by_risk else 0,
    }
    for nth, (kind, every) in enumerate(kinds.items()):
        day = -min(HISTORY, service.since) + 9 + nth
        while day < -1:
            if every(day):
                yield _met(kind, day, timeline, service=service.key, team=service.team)
            day += every(day) or 20
    for month in timeline.months(HISTORY):
        day = month.begins + 7
        if -service.since < day < 0 and SPENDING.of(service, day).reviewed:
            yield _met("cost", day, timeline, service=service.key, team=service.team)


def team_review_rows(team: str, timeline: Timeline) -> Iterator[Row]:
    """Looks at a team's toil."""
    day = -HISTORY + 12
    while day < -1:
        every = TOILING.by(team, day).review_every
        if every:
            yield _met("toil", day, timeline, team=team)
        day += every or 20


def program_rows(timeline: Timeline) -> Iterator[Row]:
    """Four times a year company SRE and the business units look at the program together."""
    for day in range(-HISTORY + 30, -1, 91):
        yield _met("program", day, timeline) | {"business_attended": True}


def _met(kind: str, day: int, timeline: Timeline, service: str | None = None, team: str | None = None) -> Row:
    whose = service or team or "company"
    return {
        "review_id": f"RV-{whose}-{kind}-{-day}",
        "kind": kind,
        "service_id": service,
        "team_id": team,
        "held_on": timeline.date(day),
        "attendee_count": 5,
        "dev_attendee_count": 3,
        "decisions_count": 1,
        "minutes_url": f"{WIKI}/{whose}/{kind}-reviews/{timeline.date(day)}",
    }


def handover_rows(team: str, timeline: Timeline) -> Iterator[Row]:
    """Notes at the change of shifts, where the team writes them."""
    services = company().of_team(team)
    for day in range(-HISTORY, 0, 7):
        if any(habits(service, day).response.hands_over for service in services):
            yield {
                "review_id": f"RV-{team}-handoff-{timeline.date(day)}",
                "kind": "oncall_handoff",
                "team_id": team,
                "held_on": timeline.date(day),
                "attendee_count": 2,
                "dev_attendee_count": 2,
                "decisions_count": 0,
                "minutes_url": f"{WIKI}/{team}/handoffs/{timeline.date(day)}",
            }
