"""Incidents, what was written about them, and what was done after, drawn by chance."""

from datetime import datetime, timedelta

from tests.oracle.evidence import DAY, HOUR, MINUTE, PEOPLE, SECOND, STRANGER, TEAMS, Chance, Row
from tests.oracle.postmortem import SECTIONS

TIER_LIMITS = {1: 60, 2: 240, 3: 1440, None: 240}


def incidents(chance: Chance, service: Row) -> None:
    """A service with few or many incidents, handled well or badly, told completely or with gaps."""
    careful, gaps = chance.maybe(0.6), chance.one(0, 0, 0.08)
    leads = chance.random.sample(PEOPLE, chance.one(1, 2, 4))
    grades, recent = chance.one([1, 2], [1, 1, 2, 2, 2, 3, 4, 5]), chance.maybe(0.4)
    for _ in range(chance.few(0.14, 0.08, 0.1, 0.12, 0.14, 0.14, 0.08, 0.08, 0.06, 0.03, 0.03)):
        incident = _incident(chance, service, leads, careful, gaps, grades, recent)
        _participants(chance, incident, leads, careful)
        _postmortems(chance, service["service_id"], incident, careful)
    drills(chance, service["service_id"])
    _strays(chance, service["service_id"])


def _incident(
    chance: Chance, service: Row, leads: list[str], careful: bool, gaps: float, grades: list[int], recent: bool
) -> Row:
    spans = (14, 180) if recent else (14, 14, 180, 365)
    closed = chance.moment(*spans) if chance.maybe(0.5) else None
    declared = chance.moment(*spans) if closed is None else closed - chance.one(2 * HOUR, DAY, 20 * DAY)
    if chance.maybe(0.04):
        declared = chance.as_of - chance.one(30, 30, 60, 240, 1440) * MINUTE
    times = _times(chance, service, declared, careful, gaps)
    ending = chance.or_null(declared + chance.one(5 * HOUR, DAY, 20 * DAY), 0.1)
    team = service["team_id"] or TEAMS[0]
    return chance.add(
        "incidents",
        incident_id=chance.shared_name("incidents", "INC", service["service_id"]),
        service_id=service["service_id"],
        severity=chance.or_null(chance.one(*grades), gaps),
        **times,
        closed_at=closed or ending,
        commander_person_id=chance.or_null(chance.one(*leads), 0.1 if careful else 0.5),
        lead_person_id=chance.or_null(chance.one(*leads), gaps),
        lead_team_id=chance.or_null(chance.one(team, team, team, team, TEAMS[1]), gaps),
        customer_visible=chance.or_null(chance.maybe(0.7), gaps),
        first_update_at=chance.or_null(chance.near(times["declared_at"] or times["detected_at"], 30 * MINUTE), 0.1),
        recurrence_of_incident_id=chance.one(*[None] * (14 if careful else 4), "INC-1"),
        budget_consumed_ratio=chance.one(None if gaps else 0.0, 0.0, 0.1, 0.2, 0.2, 0.21),
        confidential=chance.maybe(0.15),
    )


def _times(chance: Chance, service: Row, declared: datetime, careful: bool, gaps: float) -> Row:
    detected = declared - chance.one(timedelta(0), MINUTE, HOUR)
    if chance.maybe(0.05):
        return {"detected_at": declared, "declared_at": chance.as_of + HOUR}
    limit = TIER_LIMITS[service["tier"]] * MINUTE
    impact = detected - chance.one(timedelta(0), MINUTE, -SECOND if not careful else MINUTE)
    mitigated = impact + chance.one(limit, limit, limit + SECOND, limit - SECOND, limit / 2, limit * 3)
    times = {
        "impact_started_at": chance.or_null(impact, gaps),
        "acknowledged_at": detected + chance.one(timedelta(0), MINUTE),
        "mitigated_at": chance.or_wrong(chance.or_null(mitigated, 0.05 if careful else 0.3), impact - MINUTE),
        "resolved_at": chance.or_null(mitigated + chance.one(timedelta(0), HOUR, DAY), 0.05 if careful else 0.3),
    }
    return {"detected_at": detected, "declared_at": chance.or_null(declared, 0.2), **times}


def _participants(chance: Chance, incident: Row, leads: list[str], careful: bool) -> None:
    wanted = {"commander": 0.2, "ops": 0.6, "comms": 0.85 if careful else 0.3, "scribe": 0.1}
    for role, share in wanted.items():
        people = PEOPLE[4:] if careful and role == "ops" else leads
        for person in chance.random.sample(people, min(len(people), chance.few(1 - share, share * 0.9, share * 0.1))):
            chance.add(
                "incident_participants",
                incident_id=incident["incident_id"],
                person_id=person,
                team_id=TEAMS[0],
                role=role,
                minutes=10,
            )


def _postmortems(chance: Chance, service: str, incident: Row, careful: bool) -> None:
    for _ in range(chance.few(0.06, 0.84, 0.1) if careful else chance.few(0.4, 0.5, 0.1)):
        filed = chance.one(*[service] * 12, STRANGER, "s01")
        _postmortem(chance, filed, incident["closed_at"] or incident["detected_at"], careful, incident)


def _postmortem(
    chance: Chance, service: str, closed: datetime, careful: bool, incident: Row | None, **columns: str
) -> None:
    status = chance.one(*["reviewed", "closed"] * 6, "draft", "in_review")
    done = status in ("reviewed", "closed")
    reviewed = (
        chance.one(closed + 2 * DAY, closed + 2 * DAY, chance.moment(180, 365)) if done or chance.maybe(0.1) else None
    )
    sections = sorted(SECTIONS) + chance.one([], ["timeline", "appendix"])
    row = chance.add(
        "postmortems",
        postmortem_id=chance.name("PM"),
        incident_id=incident["incident_id"] if incident else None,
        service_id=service,
        status=status,
        draft_completed_at=chance.or_null(chance.near(closed, 14 * DAY), 0.1 if careful else 0.4),
        meeting_held_on=chance.or_null((closed + chance.one(DAY, 3 * DAY)).date(), 0.1 if careful else 0.5),
        reviewed_at=chance.or_null(reviewed, 0.05),
        published_at=chance.or_null(chance.near(closed, 7 * DAY), 0.1 if careful else 0.3),
        audience=chance.one(*["company", "public"] * (6 if careful else 1), "team"),
        sections_present=sections if chance.maybe(0.95 if careful else 0.7) else sections[1:],
        impact_quantified=chance.maybe(0.97 if careful else 0.7),
        blameless_checked=chance.one(None, *[True] * (12 if careful else 2), False),
        no_action_reason=chance.one(None, "nothing to change"),
        **columns,
    )
    for _ in range(chance.few(0.25, 0.4, 0.35)):
        _item(chance, chance.one(*[service] * 9, "s02"), "postmortem", row["postmortem_id"], incident, careful)


def _item(chance: Chance, service: str, kind: str, source: str, incident: Row | None, careful: bool) -> None:
    due = chance.day(7, 8, 30, 90, 91, 97, 98, 180)
    midnight = datetime(due.year, due.month, due.day)
    closed = chance.near(midnight, 7 * DAY) if chance.maybe(0.7) else midnight - DAY
    if incident and chance.maybe(0.5):
        closed = chance.near(incident["detected_at"], chance.one(15, 30) * DAY)
    chance.add(
        "action_items",
        action_item_id=chance.name("AI"),
        source_kind=kind,
        source_id=source,
        service_id=service,
        priority=chance.one("P0", "P1", "P2", "P3"),
        owner_team_id=chance.one(TEAMS[0], None),
        owner_person_id=chance.one("aoi", "ren", "mei", None) if not careful else "aoi",
        created_at=chance.one(*[midnight - 9 * DAY] * 9, chance.as_of, chance.as_of + SECOND),
        due_on=chance.or_null(due, 0.05),
        closed_at=chance.or_null(closed, 0.08 if careful else 0.4),
    )


def quiet(chance: Chance, service: Row) -> None:
    """At most one incident in a year, and a drill written up, both about when they stop to count."""
    name = service["service_id"]
    if chance.maybe(0.7):
        incident = _incident(chance, service, ["aoi"], True, 0, chance.one([1, 2], [3]), False)
        incident["closed_at"] = (
            chance.as_of - chance.one(13, 14, 14, 15, 180, 181, 365, 365, 366) * DAY + chance.one(0, 0, 1) * SECOND
        )
        incident["detected_at"] = incident["closed_at"] - DAY
        incident["declared_at"] = None
        incident["budget_consumed_ratio"] = chance.one(0.2, 0.3)
    for _ in range(chance.few(0.3, 0.6, 0.1)):
        held = chance.as_of - 2 * DAY - chance.one(365, 365, 366, 364, 100) * DAY + chance.one(0, 0, -1) * SECOND
        _postmortem(chance, name, held, True, None, drill_id="DR of old")


def drills(chance: Chance, service: str) -> None:
    for _ in range(chance.few(0.4, 0.3, 0.2, 0.1)):
        names = ["commander", "ops", "comms", "commander"]
        row = chance.add(
            "drills",
            drill_id=chance.name("DR"),
            service_id=service,
            kind="tabletop",
            held_on=chance.day(365, 180),
            commander_person_id=chance.or_null(chance.one(*PEOPLE[:5]), 0.15),
            participants_count=3,
            findings_count=chance.one(0, 0, 2, None),
            report_url=chance.or_null("https://wiki.example.com/drill", 0.15),
            roles=chance.random.sample(names, chance.one(0, 1, 2, 3)),
        )
        if chance.maybe(0.5):
            _item(chance, service, chance.one("drill", "drill", "drill", "review"), row["drill_id"], None, True)
        if chance.maybe(0.4):
            _postmortem(chance, service, chance.moment(365, 180), True, None, drill_id=row["drill_id"])


def _strays(chance: Chance, service: str) -> None:
    """Items whose postmortem nobody recorded."""
    for _ in range(chance.few(0.8, 0.1, 0.1)):
        _item(chance, service, "postmortem", "PM-lost", None, chance.maybe(0.5))
