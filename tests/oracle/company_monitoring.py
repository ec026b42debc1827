"""A company drawn by chance for the criteria of monitoring."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from tests.oracle.evidence import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    STRANGER,
    TEAMS,
    Chance,
    Row,
    document,
    organization,
    place,
    review,
    services,
    statements,
)
from tests.oracle.evidence_looks import good_of, looks

SERVICES = 50
READ = {
    "alert_rules": ("*", "runbook_url", "last_tested_on", "*"),
    "alert_notifications": ("acknowledged_at", "ends_at", "disposition", "schedule_id"),
    "monitors": ("last_success_at",),
    "incidents": (),
    "documents": (),
    "reviews": (),
    "oncall_shifts": (),
}
SIGNALS = ("latency", "traffic", "errors", "saturation", "other")
PAGES = "https://wiki.example.com/"


def company(
    seed: int, as_of: datetime, criteria: Sequence[str], attested: Sequence[str]
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Tables and coverage of many services, and of one that nobody knows."""
    chance = Chance(Random(f"monitoring {seed} {as_of}"), as_of)
    organization(chance)
    known = services(chance, SERVICES)
    stranger = {**known[0], "service_id": STRANGER}
    _pages_to_open(chance)
    for service in [*known, stranger]:
        noise = (_rota,) if chance.maybe(0.4) else (_alerts, _bursts)
        for part in (_rules, _monitors, *noise, _incidents, _texts):
            part(chance, service)
        statements(chance, service["service_id"], criteria, attested)
    _of_many(chance)
    return chance.tables, looks(chance, [service["service_id"] for service in known], READ)


def _pages_to_open(chance: Chance) -> None:
    """Runbooks that open, that do not, and that nobody checked; one address belongs to two documents."""
    statuses = {"good": 200, "login": 401, "far": 399, "gone": 404, "odd": 199, "unchecked": None, "twice": 404}
    for name, status in [*statuses.items(), ("twice", chance.one(200, None)), ("good#known", chance.one(200, 500))]:
        chance.add(
            "documents",
            document_id=chance.name("RB"),
            service_id=chance.one(None, "s01", STRANGER),
            doc_type=chance.one("runbook", "other"),
            title=name,
            url=PAGES + name,
            owner_team_id=chance.one(None, *TEAMS),
            last_modified_at=chance.or_null(chance.moment(10), 0.5),
            http_status=status,
        )


def _rules(chance: Chance, service: Row) -> None:
    """Rules of which about as many as needed call about symptoms, link to a page, were tested and lead to the team."""
    size = chance.one(0, 1, 2, 2, 4, 5, 10, 20)
    linked, tested = good_of(chance, size, 0.95), good_of(chance, size, 0.5)
    owned, symptom = good_of(chance, size, chance.one(0.95, 1)), good_of(chance, size, 0.8)
    burn, unclear, mixed = good_of(chance, size, 0.5), chance.one(0, 0, 0.15), chance.maybe(0.5)
    unnamed, receiverless, unchecked = chance.one(0, 0, 0.1), chance.maybe(0.1), chance.one(0, 0, 0.1)
    team = service["team_id"] or TEAMS[0]
    for number in range(size):
        kind = ("slo_burn" if burn[number] else "symptom") if symptom[number] else "cause"
        good = chance.one("good", "login", "far", "good#part", "unchecked#part" if unchecked else "good", "twice")
        bad = chance.one(None, "gone", "odd", "nowhere", "gone#part", "good#known")
        link = "unchecked" if chance.maybe(unchecked) else good if linked[number] else bad
        chance.add(
            "alert_rules",
            rule_id=f"{service['service_id']} rule {number}",
            service_id=service["service_id"],
            name="rule",
            severity=chance.one("page", "ticket", "info") if mixed else "page",
            kind="unknown" if chance.maybe(unclear) else kind,
            golden_signal=chance.one(*SIGNALS, *["other"] * 8),
            runbook_url=None if link is None else PAGES + link,
            owner_team_id=None if chance.maybe(unnamed) else team if owned[number] else chance.one(*TEAMS, None),
            receiver=None if receiverless or chance.maybe(0.01) else "pager",
            enabled=not chance.maybe(0.08),
            last_tested_on=chance.day(365) if tested[number] else None,
            last_modified_at=chance.or_null(chance.moment(30), 0.5),
        )


def _monitors(chance: Chance, service: Row) -> None:
    for _ in range(chance.few(0.2, 0.3, 0.2, 0.2, 0.1)):
        limit = 24 * HOUR
        old = chance.as_of - chance.one(limit, limit, limit + SECOND, limit - SECOND, 9 * DAY, 2 * limit, -DAY)
        chance.add(
            "monitors",
            monitor_id=chance.name("MO"),
            service_id=service["service_id"],
            kind=chance.one("blackbox", "blackbox", "whitebox", "log"),
            golden_signal=chance.one(*SIGNALS, "errors", "latency"),
            enabled=not chance.maybe(0.1),
            last_success_at=chance.or_null(old, 0.25),
        )


def _alerts(chance: Chance, service: Row) -> None:
    """Pages of which about as many as needed were answered, judged, useful and came to the team."""
    size = chance.one(0, 2, 4, 5, 5, 6, 10, 10, 12, 20, 20)
    answered, routed = good_of(chance, size, 0.9), good_of(chance, size, chance.one(0.95, 1))
    judged = good_of(chance, size, chance.one(0.7, 0.7, 1))
    useful, repeated = good_of(chance, size, chance.one(0.8, 0.8, 0.56)), chance.one(0, 0, 0.1)
    unnamed, tickets, plain = chance.one(0, 0, 0.05), chance.one(0, 0.1, 0.3), chance.maybe(0.5)
    recent = chance.maybe(0.6)
    for number in range(size):
        start = chance.as_of - chance.random.randint(1, 90 * 1440) * MINUTE if recent else chance.moment(90, 90, 365)
        word = ("actionable" if useful[number] else "not_actionable") if judged[number] else "unknown"
        team = service["team_id"] if routed[number] else chance.one(*TEAMS, None)
        length = chance.one(5 * MINUTE, 5 * MINUTE + SECOND, HOUR, HOUR, HOUR, MINUTE) if not plain else HOUR
        firing = {
            "service_id": service["service_id"],
            "fingerprint": chance.name("print"),
            "starts_at": start,
            "rule_id": chance.one(None, f"{service['service_id']} rule {number}", f"{chance.one('s00', 's05')} rule 1"),
            "incident_id": chance.one(*[None] * 6, "INC-1"),
        }
        details = {
            "severity": "ticket" if chance.maybe(tickets) else "page",
            "acknowledged_at": start + chance.one(MINUTE, DAY, HOUR) if answered[number] else None,
            "ends_at": chance.or_null(start + length, 0.2),
            "recipient_team_id": None if chance.maybe(unnamed) else team,
            "disposition": "duplicate" if chance.maybe(repeated) else word,
        }
        _messages(chance, firing, details)


def _messages(chance: Chance, firing: Row, details: Row) -> None:
    """The message that knows all, and sometimes others that know less."""
    others = chance.few(0.75, 0.15, 0.1)
    for number in range(1 + others):
        less: Row = {
            "severity": chance.one("page", "ticket", "info"),
            "acknowledged_at": None,
            "ends_at": chance.one(None, firing["starts_at"] + MINUTE),
            "recipient_team_id": chance.one(None, *TEAMS),
            "disposition": chance.one("unknown", "unknown", "duplicate", "not_actionable", "actionable"),
        }
        chance.add(
            "alert_notifications",
            notification_id=chance.name("NT"),
            schedule_id=chance.one(None, "rota-of-nobody"),
            **{**firing, **(details if number == 0 else less)},
        )


def _bursts(chance: Chance, service: Row) -> None:
    """Bursts of four to six brief firings within a day or a second more, now and then before the window's edge, and as
    many longer pages that one burst is 5 % or more of all pages."""
    if chance.maybe(0.5):
        return
    fires = chance.one(4, 5, 5, 5, 6)
    begins = chance.as_of - chance.one(90.5, 90, 30, 30, 30, 1) * DAY + chance.one(0, 0, 1) * SECOND
    span = DAY + chance.one(0, 0, 0, 1, -1) * SECOND
    for number in range(fires):
        start = begins + span * number / (fires - 1)
        start -= timedelta(microseconds=start.microsecond)
        length = chance.one(*[5 * MINUTE - SECOND] * 12, MINUTE, MINUTE, 5 * MINUTE)
        _brief(chance, service, "flap", start, length, chance.one(*["page"] * 12, "ticket"))
        if chance.maybe(0.1):
            _brief(chance, service, "flap", start + HOUR, 2 * HOUR, "page")
    for number in range(chance.one(3, 5, 80, 94, 95, 95, 96, 115)):
        _brief(chance, service, f"calm {number}", chance.as_of - (number % 80 + 1) * DAY, HOUR, "page")


def _brief(chance: Chance, service: Row, name: str, start: datetime, length: timedelta, severity: str) -> None:
    chance.add(
        "alert_notifications",
        notification_id=chance.name("NT"),
        service_id=service["service_id"],
        fingerprint=name,
        starts_at=start,
        ends_at=chance.or_null(start + length, 0.02),
        severity=severity,
        acknowledged_at=start + MINUTE if length > 5 * MINUTE or chance.maybe(0.02) else None,
        recipient_team_id=service["team_id"],
        disposition=chance.one(*["actionable"] * 9, "not_actionable"),
    )


def _incidents(chance: Chance, service: Row) -> None:
    size, gaps = chance.one(0, 0, 2, 3, 3, 5, 5, 10), chance.one(0, 0, 0.15)
    alerted = good_of(chance, size, 0.6)
    for number in range(size):
        found = chance.moment(180, 180, 200) if chance.maybe(0.4) else chance.as_of - (number + 3) * DAY
        ended = chance.maybe(0.95)
        chance.add(
            "incidents",
            incident_id=chance.shared_name("incidents", "INC", service["service_id"]),
            service_id=service["service_id"],
            severity=chance.or_null(chance.one(1, 2, 3, 3, 3, 4), gaps),
            detected_by="alert" if alerted[number] else chance.one("user", "internal", "support"),
            detected_at=found,
            declared_at=chance.one(None, found, found + DAY),
            resolved_at=found + HOUR if ended and chance.maybe(0.8) else None,
            closed_at=found + 2 * HOUR if ended else chance.one(None, chance.as_of),
        )


def _rota(chance: Chance, service: Row) -> None:
    """Shifts of some hours, half of them with as many calls as are allowed, some with one too many."""
    for number in range(chance.few(0.2, 0.7, 0.1)):
        rota, name = f"rota {number} of {service['service_id']}", service["service_id"]
        length = chance.one(12, 12, 24, 17, 18, 30, 5, 168, 41) * HOUR
        count = max(min(chance.one(3, 10, 20, 20), 80 * DAY // length), 1)
        begins = chance.as_of - chance.one(count * length, count * length, 90 * DAY, 90 * DAY + chance.one(0, 1) * HOUR)
        shifts = [(begins + one * length, begins + (one + 1) * length) for one in range(count)]
        heavy = good_of(chance, count, chance.one(0.1, 0.1, 0.5))
        for (start, end), busy in zip(shifts, heavy, strict=True):
            _shift(chance, name, rota, chance.one(*["primary"] * 15, "secondary"), start, end)
            _calls(chance, name, rota, start, chance.one(3, 3, 4) if busy else chance.one(0, 1, 2, 2))
        if chance.maybe(0.3):
            _shift(chance, name, f"quiet {rota}", "primary", chance.as_of - DAY, chance.as_of + chance.one(0, 1) * HOUR)


def _shift(chance: Chance, service: str, rota: str, role: str, start: datetime, end: datetime) -> None:
    shift = chance.name("SH")
    for covered in {service, *([chance.one("s02", "s03")] if chance.maybe(0.01) else [])}:
        chance.add(
            "oncall_shifts",
            shift_id=shift,
            schedule_id=rota,
            service_id=covered,
            person_id="aoi",
            role=role,
            starts_at=start,
            ends_at=end,
        )


def _calls(chance: Chance, service: str, rota: str, start: datetime, count: int) -> None:
    """Calls from the start of a shift on, each a page or a chain of pages half an hour apart, or a second more."""
    moment = start - chance.one(0, 0, 0, 1) * SECOND
    for _ in range(count):
        for _ in range(chance.few(0, 0.7, 0.2, 0.1)):
            if moment <= chance.as_of + DAY:
                _page(chance, chance.one(service, service, "s04"), rota, moment)
            moment += chance.one(30 * MINUTE, 30 * MINUTE, MINUTE)
        moment += chance.one(*[90 * MINUTE] * 5, SECOND)


def _page(chance: Chance, service: str, rota: str, start: datetime) -> None:
    chance.add(
        "alert_notifications",
        notification_id=chance.name("NT"),
        service_id=service,
        fingerprint=chance.name("print"),
        starts_at=start,
        ends_at=start + HOUR,
        severity=chance.one(*["page"] * 9, "ticket"),
        acknowledged_at=start + MINUTE,
        schedule_id=chance.one(*[rota] * 19, None),
        recipient_team_id=chance.one(*TEAMS),
        disposition="actionable",
    )


def _texts(chance: Chance, service: Row) -> None:
    for _ in range(chance.few(0.35, 0.5, 0.15)):
        document(chance, "monitoring_policy", "severities", place(chance, service["service_id"], "owner_team_id"))
    for _ in range(chance.few(0.4, 0.4, 0.2)):
        review(chance, chance.one("alert", "alert", "slo"), place(chance, service["service_id"], "team_id"))


def _of_many(chance: Chance) -> None:
    """Now and then a document or a meeting of a whole team, seldom one of the whole company."""
    for owner in (*TEAMS, None):
        if chance.maybe(0.3 if owner else 0.1):
            document(chance, "monitoring_policy", "severities", {"service_id": None, "owner_team_id": owner})
        if chance.maybe(0.3 if owner else 0.1):
            review(chance, "alert", {"service_id": None, "team_id": owner})
