"""Findings made to lie exactly at a due date, a limit, a share or an edge of a window."""

from datetime import date, datetime, timedelta

from tests.oracle.evidence import DAY, PEOPLE, SECOND, STRANGER, Chance, Row
from tests.oracle.vulnerability import CLASS_DAYS, CLASSES, CLOCK

SEVERITIES, STATES = ("critical", "high", "medium", "low", "none"), ("open", "resolved", "accepted", "not_affected")


def finding(chance: Chance, service: Row, left_on: date | None = None, **columns: object) -> Row:
    """Open, recent and of no weight, unless told otherwise; its asset may have left use on some day."""
    name = service["service_id"]
    own = [row for row in chance.tables["assets"] if row["service_id"] == name and row["active_to"] is None]
    values = {
        "finding_id": chance.name("VF"),
        "asset_id": chance.one("gone", *(row["asset_id"] for row in own)),
        "service_id": name,
        "vulnerability_id": chance.one(*["CVE-2026-1"] * 8, "GHSA-1"),
        "aliases": chance.one([], [], ["GHSA-2", "CVE-2026-2"]),
        "severity": "low",
        "in_kev": False,
        "epss_score": 0.01,
        "first_seen_at": chance.as_of - 40 * DAY,
        "status": "open",
        "reopened_count": 0,
        **columns,
    }
    if left_on is not None:
        exposed = [row["publicly_exposed"] for row in own if row["asset_id"] == values["asset_id"]]
        left = endpoint(chance, service, publicly_exposed=exposed[0] if exposed else None, active_to=left_on)
        values["asset_id"] = left["asset_id"]
    return chance.add("vulnerability_findings", **values)


def settle(chance: Chance, due: datetime, kept: bool) -> Row:
    """Settled by the due date in one of the ways there are, or just not."""
    day, approver = due.date(), chance.or_null(chance.one(*PEOPLE), 0.1)
    approved = {"status": "accepted", "exception_approved_by": approver, "exception_reason": chance.one("why", None)}
    in_time: list[Row] = [
        {"status": "resolved", "resolved_at": due - chance.one(0, 0, 1, 86400) * SECOND},
        {"status": "resolved", "resolved_at": due - chance.one(0, 1, 86400) * SECOND},
        {"status": chance.one("false_positive", "not_affected")},
        {**approved, "exception_approved_on": day, "exception_expires_on": day + chance.one(1, 90, 180) * DAY},
        {**approved, "exception_approved_on": day - 9 * DAY, "exception_expires_on": None},
        {**approved, "status": "resolved", "resolved_at": due + DAY, "exception_approved_on": day - DAY},
        {"left_on": day},
    ]
    late: list[Row] = [
        {"status": "open"},
        {"status": "resolved", "resolved_at": due + chance.one(1, 1, 86400) * SECOND},
        {"status": "resolved"},
        {"status": "accepted"},
        {**approved, "exception_approved_on": day + chance.one(1, 2) * DAY},
        {**approved, "exception_approved_on": day - 30 * DAY, "exception_expires_on": day},
        {"left_on": day + DAY},
    ]
    return dict(chance.one(*(in_time if kept else late)))


def endpoint(chance: Chance, service: Row, **columns: object) -> Row:
    """An asset that nobody has to scan."""
    return asset(chance, service, **{"asset_kind": chance.one("endpoint", "function"), **columns})


def asset(chance: Chance, service: Row, **columns: object) -> Row:
    values = {
        "asset_id": chance.name("asset"),
        "service_id": service["service_id"],
        "asset_kind": chance.one("repository", "container_image", "host", "cloud_account"),
        "publicly_exposed": chance.one(True, False, None),
        "active_from": None,
        "active_to": None,
        **columns,
    }
    return chance.add("assets", **values)


def _missed(chance: Chance, count: int, share: float) -> list[bool]:
    """Which of so many are good: exactly the share, or one more or less."""
    bad = min(count, max(0, round(count * share) + chance.one(0, 0, 0, 1, -1)))
    return [number >= bad for number in range(count)]


def decided(chance: Chance, service: Row) -> None:
    """About five serious findings of the 90 days, four in five decided on within the week."""
    for good in _missed(chance, chance.one(4, 5, 5, 10), 0.2):
        first = chance.as_of - chance.one(7, 97, 8, 20, 60) * DAY + chance.one(*[0] * 9, 1, -1) * SECOND
        late = [first + 7 * DAY + SECOND, None, first + 30 * DAY]
        finding(
            chance,
            service,
            severity=chance.one(*["critical", "high"] * 5, "medium", None),
            in_kev=chance.one(*[False] * 8, True, None),
            first_seen_at=first,
            triaged_at=first + chance.one(7 * DAY, DAY, -DAY) if good else chance.one(*late),
        )


def due_in_time(chance: Chance, service: Row) -> None:
    """Serious findings that fell due, four in five settled in time, by a date, a class or a severity."""
    for good in _missed(chance, chance.one(1, 5, 5, 10), 0.2):
        due = chance.as_of - chance.one(*[90] * 6, 180, 1) * DAY + chance.one(*[0] * 6, 3600, 1, -1) * SECOND
        if chance.maybe(0.04):
            due = chance.as_of + chance.one(0, 0, 1, -1) * SECOND
        columns = {"severity": chance.one("critical", "high"), **_due_by(chance, due)}
        finding(chance, service, **{**columns, **settle(chance, due, good)})


def _due_by(chance: Chance, due: datetime) -> Row:
    """What makes something due then; the values with less weight point elsewhere."""
    name = chance.one("14d", "60d", "3d_forensic")
    first, added = due - CLASS_DAYS[name] * DAY, chance.one(None, None, -300, 0)
    severity = chance.one(*["critical", "high"] * 4, None)
    by_clock = {"severity": severity, "first_seen_at": due - CLOCK[severity or "high"] * DAY}
    by_class: Row = {"due_class": name, "first_seen_at": first, "severity": chance.one("critical", "high", None)}
    if added is not None:
        by_class |= {"in_kev": True, "kev_date_added": (first + added * DAY).date()}
        by_class["first_seen_at"] = first - (chance.one(0, 400) * DAY if _midnight(first) and added == 0 else 0 * DAY)
    by_date = {"due_at": due, "due_class": chance.one("3d", None), "first_seen_at": due - chance.one(5, 700) * DAY}
    return dict(chance.one(by_clock, by_class, by_date))


def _midnight(when: datetime) -> bool:
    return when.time() == datetime.min.time()


def late_ones(chance: Chance, service: Row) -> None:
    """One or two overdue among few, or two percent among fifty and more."""
    count, late = chance.one((1, 0), (1, 1), (3, 1), (3, 2), (49, 1), (49, 2), (50, 1), (50, 2), (51, 1), (100, 2))
    late += chance.one(0, 0, 0, 1)
    for number in range(count):
        due = chance.as_of + (-chance.one(1, 5 * 86400) if number < late else chance.one(0, 0, 1, 86400)) * SECOND
        columns = {"severity": chance.one("critical", "high"), **_due_by(chance, due)}
        if number >= late and chance.maybe(0.1):
            columns = {"severity": "high", "due_class": "next_upgrade", "first_seen_at": chance.as_of - 200 * DAY}
        finding(chance, service, **columns)
    for _ in range(chance.few(0.6, 0.2, 0.2)):
        due = chance.as_of - 9 * DAY
        columns = {"severity": "high", "due_at": due, "first_seen_at": due - 9 * DAY}
        finding(chance, service, **{**columns, **settle(chance, chance.as_of, chance.maybe(0.8))})


def exploited(chance: Chance, service: Row) -> None:
    """Known to be exploited, seen or listed exactly one limit ago or a moment before."""
    for _ in range(chance.one(1, 1, 2)):
        moment = chance.as_of - chance.one(3, 3, 14, 14, 14, 2, 10, 0) * DAY
        first, added = moment + chance.one(0, 0, 0, 1, 1, -1) * SECOND, None
        if chance.maybe(0.4):
            first, added = first - chance.one(0, 1, 30, 400) * DAY, (moment + chance.one(0, 0, -1) * DAY).date()
        columns = {
            "in_kev": chance.one(*[True] * 6, None, False),
            "kev_date_added": added,
            "first_seen_at": min(first, chance.as_of + SECOND),
            "ssvc_automatable": chance.one("yes", "no", "yes", None),
            "ssvc_technical_impact": chance.one("partial", "total", "total", None),
        }
        if columns["in_kev"] is False:
            columns["kev_date_added"] = None
        settled = settle(chance, chance.as_of, chance.maybe(0.7)) if chance.maybe(0.3) else {}
        finding(chance, service, **{**columns, **settled})


def tolerated(chance: Chance, service: Row) -> None:
    """Exceptions in order, or with one thing wrong."""
    for _ in range(chance.one(1, 1, 2)):
        approved: date = (chance.as_of - chance.one(1, 60, 179, 180, 181) * DAY).date()
        ends = approved + chance.one(180, 180, 181, 90, 179) * DAY
        columns: Row = {
            "exception_reason": "it is shielded",
            "exception_approved_by": "aoi",
            "exception_approved_on": approved,
            "exception_expires_on": ends,
        }
        if chance.maybe(0.1):
            columns[chance.one(*columns)] = None
        if chance.maybe(0.05):
            columns["exception_approved_on"] = chance.as_of.date()
        finding(chance, service, status="accepted", severity=chance.one("high", "low"), **columns)


def likely(chance: Chance, service: Row) -> None:
    """Nine in ten findings that are likely to be attacked, decided on after three business days at most."""
    for good in _missed(chance, chance.one(2, 3, 3, 10, 10), 0.1):
        first = chance.as_of - chance.random.randint(6 * 24, 89 * 24) * timedelta(hours=1)
        if chance.maybe(0.1):
            first = chance.as_of - chance.one(90, 90, 3, 4, 5) * DAY + chance.one(0, 0, 1, -1) * SECOND
        limit = business(chance, first, 3)
        late = [None, limit + SECOND, limit + 9 * DAY]
        finding(
            chance,
            service,
            vulnerability_id="CVE-2026-1",
            epss_score=chance.one(*[0.1, 0.1, 0.9] * 4, 0.0999, None),
            in_kev=chance.one(*[False] * 12, True, None),
            first_seen_at=first,
            triaged_at=chance.one(limit, limit - SECOND, first) if good else chance.one(*late),
        )


def business(chance: Chance, start: datetime, days: int) -> datetime:
    """The same time of day so many business days later, by the calendar as far as it is known."""
    works = {row["date"] for row in chance.tables["calendar_days"] if row["is_business_day"]}
    for _ in range(days * 12):
        start += DAY
        days -= start.date() in works
        if days == 0:
            break
    return start


def by_risk(chance: Chance, service: Row) -> None:
    """Nineteen of twenty in the right class; each class kept just often enough."""
    if chance.maybe(0.6):
        for good in _missed(chance, chance.one(1, 2, 20, 20), 0.05):
            columns, name = _inputs(chance, service)
            wrong = chance.one(None, *[other for other in CLASS_DAYS if other != name])
            finding(chance, service, **columns, due_class=name if good else wrong, **_soon(chance))
    sizes = {"3d": ((20, 0.05), (3, 0), (2, 0.5)), "14d": ((10, 0.1), (3, 0), (2, 0)), "60d": ((20, 0.15), (3, 0))}
    for kind in chance.random.sample(sorted(sizes), chance.one(0, 1, 1, 2, 3)):
        for good in _missed(chance, *chance.one(*sizes[kind])):
            _due_by_risk(chance, service, kind, good)


def _soon(chance: Chance) -> Row:
    return {"first_seen_at": chance.as_of - chance.one(1, 2) * DAY, "severity": chance.one(*SEVERITIES, None)}


def _inputs(chance: Chance, service: Row, kind: str | None = None) -> tuple[Row, str]:
    """Inputs of the table, of this class if one is asked for, and the class they give."""
    ways = [(key, name) for key, name in CLASSES.items() if kind is None or name.removesuffix("_forensic") == kind]
    (listed, exposed, automatable, impact), name = chance.one(*ways)
    unsaid = service["publicly_exposed"] is None and exposed is (service["user_facing"] is not False)
    place = endpoint(chance, service, publicly_exposed=None if unsaid and chance.maybe(0.5) else exposed)
    columns = {
        "vulnerability_id": "CVE-2026-1",
        "asset_id": place["asset_id"],
        "in_kev": chance.or_null(listed, 0.04),
        "ssvc_automatable": None if automatable and chance.maybe(0.3) else ("yes" if automatable else "no"),
        "ssvc_technical_impact": None if impact == "total" and chance.maybe(0.3) else impact,
    }
    return columns, name


def _due_by_risk(chance: Chance, service: Row, kind: str, good: bool) -> None:
    columns, name = _inputs(chance, service, kind)
    due = chance.as_of - chance.one(*[20, 90] * 4, 180, 1) * DAY + chance.one(*[0] * 9, 1, -1) * SECOND
    first, recorded = due - CLASS_DAYS[name] * DAY, chance.one(None, None, due, due + 9 * DAY)
    if chance.maybe(0.1):
        first, recorded = first + DAY, due
    if columns["in_kev"] and chance.maybe(0.3):
        added = first if _midnight(first) else first - 9 * DAY
        columns["kev_date_added"] = added.date()
        first -= chance.one(0, 500) * DAY if _midnight(first) else 0 * DAY
    checked = {"triaged_at": chance.one(first, None), "incident_id": chance.one("INC-1", None)}
    if chance.maybe(0.85):
        checked = {"triaged_at": first + DAY}
    columns |= settle(chance, due, good)
    finding(
        chance, service, **columns, **checked, first_seen_at=first, due_at=recorded, due_class=chance.one(name, None)
    )


def came_back(chance: Chance, service: Row) -> None:
    """One in twenty came back."""
    for good in _missed(chance, chance.one(19, 20, 20, 40), 0.05):
        resolved = chance.as_of - chance.one(*[30, 300] * 30, 365) * DAY + chance.one(*[0] * 20, 1, -1) * SECOND
        finding(
            chance,
            service,
            status=chance.one(*["resolved"] * 20, "accepted", "open", "false_positive"),
            first_seen_at=resolved - 20 * DAY,
            resolved_at=resolved,
            reopened_count=chance.or_null(0 if good else chance.one(1, 2), 0.02),
        )


def anything(chance: Chance, service: Row) -> None:
    """Rows in which every column is drawn without regard for the others."""
    for _ in range(chance.one(1, 1, 2, 3, 6)):
        listed = chance.one(True, False, None)
        finding(
            chance,
            service,
            asset_id=chance.one("gone", *[row["asset_id"] for row in chance.tables["assets"][-4:]]),
            severity=chance.one(*SEVERITIES, "high", None),
            epss_score=chance.one(0, 0.1, 0.5, 1, None),
            in_kev=listed,
            kev_date_added=chance.one(None, chance.day(3, 14)) if listed is not False else None,
            ssvc_automatable=chance.one("yes", "no", None),
            ssvc_technical_impact=chance.one("partial", "total", None),
            due_class=chance.one(*CLASS_DAYS, None, None),
            first_seen_at=chance.moment(3, 14, 60, 200, 500),
            triaged_at=chance.or_null(chance.moment(1, 14), 0.4),
            due_at=chance.or_null(chance.moment(180), 0.5),
            resolved_at=chance.or_null(chance.moment(180), 0.5),
            status=chance.one(*STATES, "false_positive", "open", "accepted"),
            exception_reason=chance.one("why", None),
            exception_approved_by=chance.one("aoi", None),
            exception_approved_on=chance.or_null(chance.day(90, 180), 0.4),
            exception_expires_on=chance.one(None, chance.day(1, 30), (chance.as_of + chance.one(0, 9) * DAY).date()),
            reopened_count=chance.one(0, 1, None),
            incident_id=chance.one(None, "INC-1"),
        )


def nothing(chance: Chance, service: Row) -> None:
    """Only a finding filed under a service nobody knows."""
    finding(chance, {**service, "service_id": STRANGER})


THEMES = (
    decided, due_in_time, late_ones, exploited, tolerated, likely, likely, by_risk, by_risk, came_back, anything, nothing,
)  # fmt: skip


def findings(chance: Chance, service: Row) -> None:
    """What one service is about, sometimes with another beside it."""
    for theme in chance.random.sample(THEMES, chance.one(1, 1, 1, 2)):
        theme(chance, service)
