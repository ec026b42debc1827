"""A company drawn by chance for the criteria of document management."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from tests.oracle.documentation import QUESTIONS, REQUIRED
from tests.oracle.evidence import DAY, HOUR, PEOPLE, SECOND, STRANGER, Chance, Row, services, statements
from tests.oracle.evidence_looks import good_of, looks

SERVICES, TEAMS, UNITS = 56, 32, 10
READ = {
    "documents": (
        "*",
        "owner_team_id",
        "http_status",
        "last_modified_at",
        "last_reviewed_on",
        "links_total",
        "version_controlled",
    ),
    "teams": (),
    "people": (),
    "alert_notifications": (),
    "alert_rules": ("runbook_url",),
    "survey_responses": (),
    "drills": (),
    "attestations": (),
}
TYPES = sorted({str(row["doc_type"]) for row in REQUIRED})
OTHER_TYPES = ("doc_guideline", "doc_guideline", "other", "monitoring_policy", "dr_plan")
STATUSES = (200, 200, 200, 200, 399, 401, 403)
FAILURES = (199, 400, 402, 404, 500)


def company(
    seed: int, as_of: datetime, criteria: Sequence[str], attested: Sequence[str]
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Tables and coverage of many services, and of one that nobody knows."""
    chance = Chance(Random(f"documentation {seed} {as_of}"), as_of)
    _organization(chance)
    known = services(chance, SERVICES)
    for service in known:
        service["team_id"] = chance.or_null(f"team {chance.random.randrange(TEAMS + 1)}", 0.05)
    for service in [*known, {**known[0], "service_id": STRANGER}]:
        for part in (_documents, _runbooks, _drills):
            part(chance, service)
        statements(chance, service["service_id"], criteria, attested)
    for number in range(TEAMS):
        _answers(chance, f"team {number}", [s["service_id"] for s in known if s["team_id"] == f"team {number}"])
    for owner in (*(f"team {number}" for number in range(0, TEAMS, 4)), None):
        if chance.maybe(0.5 if owner else 0.1):
            kind = chance.one(
                "oncall_guide", "incident_flow", "onboarding", "doc_guideline", "dr_plan", "runbook", "other"
            )
            _document(chance, kind, {"service_id": None, "owner_team_id": owner}, chance.maybe(0.8), 0.1)
    return chance.tables, looks(chance, [service["service_id"] for service in known], READ)


def _organization(chance: Chance) -> None:
    """Teams of three to ten people in some units; one team is gone, and of one nobody is known."""
    for number in range(TEAMS):
        chance.add(
            "teams",
            team_id=f"team {number}",
            name="team",
            kind="dev",
            business_unit_id=chance.or_null(f"unit {number % UNITS}", 0.15),
            active=not chance.maybe(0.1),
        )
        for _ in range(chance.one(0, 2, 3, 3, 4, 4, 5, 8, 10)):
            _person(chance, chance.name("person"), f"team {number}")
    for name in PEOPLE[:4]:
        _person(chance, name, f"team {chance.random.randrange(TEAMS)}")


def _person(chance: Chance, name: str, team: str) -> None:
    chance.add(
        "people",
        person_id=name,
        team_id=chance.or_null(team, 0.03),
        active_from=_near_today(chance),
        active_to=_near_today(chance) if chance.maybe(0.2) else None,
    )


def _near_today(chance: Chance) -> object:
    return chance.or_null((chance.as_of + chance.one(-900, -900, -900, -1, 0, 1, 90) * DAY).date(), 0.6)


def _documents(chance: Chance, service: Row) -> None:
    """Nearly all types that are required; about as many as needed are in good shape."""
    named, gaps = service["service_id"], chance.one(0, 0, 0.08)
    missing = chance.one(0, 0, 0, 1, 2, 5, len(TYPES))
    kinds = chance.random.sample(TYPES, len(TYPES) - missing)
    kinds = [kind for kind in kinds for _ in range(chance.one(1, 1, 1, 1, 2))]
    kinds += [chance.one(*OTHER_TYPES) for _ in range(chance.few(0.4, 0.3, 0.3))]
    if chance.maybe(0.1):
        kinds += ["runbook"] * 12
    share = chance.one(0.95, 0.9, 0.8, 0.7)
    shapes = {name: good_of(chance, len(kinds), share) for name in ("owned", "opens", "fresh", "seen", "kept")}
    for number, kind in enumerate(kinds):
        shape = {name: flags[number] for name, flags in shapes.items()}
        owner = (service["team_id"] or "team 0") if shape["owned"] else chance.one(None, "team of old", "team 1")
        where = {"service_id": named, "owner_team_id": owner}
        if chance.maybe(0.06):
            where = {"service_id": None, "owner_team_id": service["team_id"] or "team 0"}
        _document(chance, kind, where, True, gaps, **shape)


def _document(chance: Chance, kind: str, where: Row, good: bool, gaps: float, **shape: bool) -> None:
    opens, fresh, seen = (shape.get(name, good) for name in ("opens", "fresh", "seen"))
    interval = chance.one(None, None, 30, 400, 0, 1)
    usual = {"dr_plan": 365}.get(kind, 180) if interval is None else interval
    reviewed = chance.as_of - (chance.one(usual, usual, 1, max(usual - 1, 1)) if fresh else usual + 1) * DAY
    changed = chance.as_of - (chance.one(365, 365, 180, 9) if seen else 366) * DAY
    spoiled = chance.one([0, 1], [0], [1, 2])
    total = chance.one(0, 50, 50, 100, 49, 99)
    checked = chance.moment(7, 14)
    if opens:
        checked = chance.as_of - chance.one(7 * DAY, HOUR, DAY, DAY)
    chance.add(
        "documents",
        document_id=chance.name("DOC"),
        doc_type=kind,
        title=kind,
        url=f"https://wiki.example.com/{chance.numbers}",
        last_modified_at=chance.one(None, changed, changed, changed - SECOND),
        last_reviewed_on=chance.or_null(reviewed.date(), 0.03) if fresh or chance.maybe(0.7) else None,
        review_interval_days=interval,
        version_controlled=chance.or_null(shape.get("kept", good), gaps),
        http_status=chance.or_null(chance.one(*(STATUSES if opens else (*STATUSES, *FAILURES))), gaps),
        links_total=chance.or_null(total, gaps / 4),
        links_broken=chance.or_null(min(chance.one(*spoiled, total // 50), total), gaps / 4),
        link_checked_at=chance.or_null(checked, max(gaps / 2, 0.02)),
        **where,
    )


def _runbooks(chance: Chance, service: Row) -> None:
    """Rules that called, of which about as many as needed have a runbook of this half year."""
    size = chance.one(0, 2, 3, 5, 5, 10)
    live, stray = good_of(chance, size, 0.8), chance.one(0, 0, 0.2)
    for number in range(size):
        name = f"{service['service_id']} rule {number}"
        address = f"https://wiki.example.com/runbook of {name}"
        edge = chance.as_of - 180 * DAY
        good = chance.one({"last_modified_at": edge}, {"last_reviewed_on": (edge + DAY).date()})
        bad = chance.one({"last_modified_at": edge - SECOND}, {"last_reviewed_on": (edge - DAY).date()}, {})
        for dates in [bad, good] if live[number] and chance.maybe(0.3) else [good if live[number] else bad]:
            chance.add(
                "documents",
                document_id=chance.name("RB"),
                service_id=chance.one(None, STRANGER),
                doc_type="other",
                title=name,
                url=address if live[number] or chance.maybe(0.8) else "https://wiki.example.com/elsewhere",
                owner_team_id="team 2",
                **dates,
            )
        if not chance.maybe(stray):
            chance.add(
                "alert_rules",
                rule_id=name,
                service_id=chance.one(service["service_id"], service["service_id"], "s03"),
                name=name,
                severity="page",
                enabled=chance.maybe(0.8),
                runbook_url=address + chance.one("", "#first") if live[number] or chance.maybe(0.8) else None,
                last_modified_at=chance.or_null(chance.moment(90), 0.7),
            )
        _calls(chance, service["service_id"], None if chance.maybe(stray / 2) else name)


def _calls(chance: Chance, service: str, rule: str | None) -> None:
    for _ in range(chance.one(1, 1, 2)):
        start = chance.moment(90) if chance.maybe(0.4) else chance.as_of - 3 * DAY
        for severity in chance.one(["page"], ["page"], ["page"], ["ticket"], ["info", "page"], ["page", "page"]):
            chance.add(
                "alert_notifications",
                notification_id=chance.name("NT"),
                rule_id=chance.or_null(rule, 0.15),
                service_id=service,
                fingerprint=f"print of {rule}",
                severity=severity,
                starts_at=start,
            )


def _drills(chance: Chance, service: Row) -> None:
    for _ in range(chance.few(0.2, 0.5, 0.3)):
        chance.add(
            "drills",
            drill_id=chance.name("DR"),
            service_id=service["service_id"],
            kind=chance.one("dr_restore", "failover", "failover", "tabletop", "chaos", "game_day"),
            held_on=chance.day(365, 365, 180),
            participants_count=3,
        )


def _answers(chance: Chance, team: str, names: Sequence[str]) -> None:
    """Answers of about half of the team, with a median of about 4."""
    people = sum(row["team_id"] == team for row in chance.tables["people"])
    half = (people + 1) // 2
    answering = max(chance.one(half, half, half - 1, people, people, 4, 5, 0), 0)
    grades = chance.one([4], [3, 4, 5], [3, 5], [4, 5], [1, 2, 4], [3.5, 4.5], [4, 3.9])
    about = chance.one([None], [None], list(names) or [None], [*names, None])
    for number in range(answering):
        for question in chance.one(sorted(QUESTIONS), ["clear"], ["findable", "tooling"], ["accurate", "clear"]):
            chance.add(
                "survey_responses",
                survey_id=chance.one("first", "second"),
                kind=chance.one(*["doc_quality"] * 15, "toil"),
                service_id=chance.one(*about, *about, *about, "s07"),
                team_id=team if chance.maybe(0.97) else "team 1",
                respondent_key=f"{team} {number}",
                question_key=question,
                value=chance.one(*grades),
                submitted_on=chance.day(180, 180, 90) if chance.maybe(0.3) else (chance.as_of - 9 * DAY).date(),
            )
