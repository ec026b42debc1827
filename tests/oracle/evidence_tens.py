"""Five, ten or twenty incidents of which just as many are handled well as a threshold asks for, or one less."""

from datetime import timedelta
from math import ceil

from tests.oracle.evidence import DAY, HOUR, MINUTE, SECOND, TEAMS, Chance, Row
from tests.oracle.evidence_incidents import TIER_LIMITS
from tests.oracle.postmortem import SECTIONS


def tens(chance: Chance, service: Row) -> None:
    size = chance.one(4, 5, 10, 10, 20)
    wrong = {name: _wrong(chance, size, share) for name, share in SHARES.items()}
    ungraded = _wrong(chance, size, 0.95) if chance.maybe(0.5) else set()
    urgent, overdue = chance.maybe(0.6), chance.maybe(0.3)
    for number in range(size):
        bad = {name for name, numbers in wrong.items() if number in numbers}
        incident = _incident(chance, service, number, bad, number in ungraded)
        _participants(chance, incident["incident_id"], bad)
        _postmortem(chance, incident, bad)
        _item(chance, incident, bad | {"overdue"} if overdue and number == 3 else bad, urgent)


SHARES = {
    "dev-led": 0.8,
    "complete": 0.9,
    "commanded": 0.9,
    "told": 0.9,
    "informed": 0.8,
    "quick": 0.5,
    "reviewed": 0.8,
    "drafted": 0.5,
    "prompt": 0.8,
    "met": 0.7,
    "sections": 0.9,
    "shared": 0.8,
    "blameless": 0.9,
    "new": 0.9,
    "owned": 0.9,
    "done": 0.75,
    "in time": 0.75,
    "fast": 0.8,
}


def _wrong(chance: Chance, size: int, share: float) -> set[int]:
    """As many as the share allows, seldom one more or one less; often none, so that other things decide."""
    allowed = size - ceil(size * share - 1e-9)
    count = chance.one(0, allowed, allowed, allowed, allowed + 1, max(allowed - 1, 0))
    return set(chance.random.sample(range(size), min(count, size)))


def _incident(chance: Chance, service: Row, number: int, bad: set[str], ungraded: bool) -> Row:
    declared = chance.as_of - (17 + 8 * number) * DAY
    limit = TIER_LIMITS[service["tier"]] * MINUTE
    impact = declared - MINUTE
    team = service["team_id"] or TEAMS[0]
    return chance.add(
        "incidents",
        incident_id=chance.name("INC"),
        service_id=service["service_id"],
        severity=None if ungraded else chance.one(1, 2),
        impact_started_at=impact,
        detected_at=declared,
        declared_at=declared,
        acknowledged_at=declared,
        mitigated_at=impact + limit + (SECOND if "quick" in bad else timedelta(0)),
        resolved_at=None if "complete" in bad else impact + limit + HOUR,
        closed_at=declared + 2 * DAY,
        commander_person_id="aoi",
        lead_person_id=chance.one("aoi", "ren"),
        lead_team_id=TEAMS[(TEAMS.index(team) + 1) % 3] if "dev-led" in bad else team,
        customer_visible=True,
        first_update_at=declared + 30 * MINUTE + (SECOND if "informed" in bad else timedelta(0)),
        recurrence_of_incident_id="INC-1" if "new" in bad else None,
        budget_consumed_ratio=0.2,
    )


def _participants(chance: Chance, incident: str, bad: set[str]) -> None:
    roles = [("ops", "aoi" if "commanded" in bad else "ren")] + [("comms", "mei")] * ("told" not in bad)
    for role, person in roles:
        chance.add(
            "incident_participants",
            incident_id=incident,
            person_id=person,
            team_id=TEAMS[0],
            role=role,
            minutes=5,
        )


def _postmortem(chance: Chance, incident: Row, bad: set[str]) -> None:
    closed, sections = incident["closed_at"], sorted(SECTIONS)
    chance.add(
        "postmortems",
        postmortem_id=f"PM of {incident['incident_id']}",
        incident_id=incident["incident_id"],
        service_id=incident["service_id"],
        status="draft" if "reviewed" in bad else "reviewed",
        draft_completed_at=closed + 14 * DAY + (SECOND if "drafted" in bad else timedelta(0)),
        meeting_held_on=None if "met" in bad else (closed + DAY).date(),
        reviewed_at=closed + DAY,
        published_at=closed + 7 * DAY + (SECOND if "prompt" in bad else timedelta(0)),
        audience="team" if "shared" in bad else chance.one("company", "public"),
        sections_present=sections[1:] if "sections" in bad else sections,
        impact_quantified=True,
        blameless_checked="blameless" not in bad,
        no_action_reason=None,
    )


def _item(chance: Chance, incident: Row, bad: set[str], urgent: bool) -> None:
    """Urgent work, due with the limit of its severity; some is still open 89, 90 or 91 days after its due date."""
    limit = incident["detected_at"] + {1: 15, 2: 30, None: chance.one(15, 30)}[incident["severity"]] * DAY
    due = chance.as_of - chance.one(89, 90, 91) * DAY if "overdue" in bad else limit - 7 * DAY
    done = min(limit, due + 7 * DAY) + (SECOND if bad & {"in time", "fast"} else timedelta(0))
    chance.add(
        "action_items",
        action_item_id=chance.name("AI"),
        source_kind="postmortem",
        source_id=f"PM of {incident['incident_id']}",
        service_id=incident["service_id"],
        priority="P1" if "fast" in bad or urgent else chance.one("P0", "P1", "P2"),
        owner_team_id=None if "owned" in bad else TEAMS[0],
        created_at=incident["closed_at"],
        due_on=due.date(),
        closed_at=None if bad & {"done", "overdue"} else done,
    )
