"""Shifts and pages drawn by chance: rotas that cover 99 % exactly, people on call for a quarter exactly."""

from datetime import datetime, timedelta

from tests.oracle.evidence import DAY, HOUR, MINUTE, PEOPLE, SECOND, TEAMS, Chance, Row, review

TIMEOUTS = {1: 5, 2: 15, 3: 30, None: 15}


def rota(chance: Chance, service: Row) -> None:
    """A rotation from some day on, by night and day or in business hours, with a gap that may be just small enough."""
    if chance.maybe(0.15):
        return
    crew = chance.random.sample(PEOPLE, chance.one(2, 3, 3, 4, 4, 4, 5, 6, 8, 12))
    length = chance.one(DAY, 7 * DAY, 7 * DAY, timedelta(days=22, hours=12))
    begins = chance.as_of - chance.one(*[90] * 6, 95, 100, 89, 30) * DAY + chance.one(0, 0, 0, 1, 15, 23) * HOUR
    schedule = chance.name("rota")
    shifts = _rotation(chance, service["service_id"], schedule, crew, begins, length)
    _gap(chance, shifts)
    if service["on_call_hours"] == "business" and chance.maybe(0.5):
        shifts[:] = [part for shift in shifts for part in _by_day(chance, shift)]
    chance.tables["oncall_shifts"] += shifts
    _others(chance, service["service_id"], schedule, crew)
    if chance.maybe(0.5):
        _handovers(chance, service["service_id"], shifts)


def _rotation(
    chance: Chance, service: str, schedule: str, crew: list[str], begins: datetime, length: timedelta
) -> list[Row]:
    found, number = [], 0
    while begins < chance.as_of + 9 * DAY:
        found.append(_shift(chance, service, schedule, crew[number % len(crew)], "primary", begins, begins + length))
        begins, number = begins + length, number + 1
    return found


def _shift(
    chance: Chance, service: str, schedule: str, person: str, role: str, begins: datetime, ends: datetime
) -> Row:
    return {
        "shift_id": chance.name("SH"),
        "schedule_id": schedule,
        "service_id": service,
        "person_id": person,
        "role": role,
        "starts_at": begins,
        "ends_at": ends,
    }


def _gap(chance: Chance, shifts: list[Row]) -> None:
    """One percent of 90 days is 21.6 hours."""
    lost = chance.one(timedelta(0), timedelta(0), timedelta(hours=21.6), timedelta(hours=21.6, seconds=1), 3 * DAY)
    shift = chance.one(*shifts)
    shift["ends_at"] = max(shift["ends_at"] - lost, shift["starts_at"])


def _by_day(chance: Chance, shift: Row) -> list[Row]:
    """The shift cut into its business hours in Tokyo, which are the first nine hours of the UTC day."""
    found, day = [], shift["starts_at"].replace(hour=0)
    while day < shift["ends_at"]:
        begins, ends = max(day, shift["starts_at"]), min(day + 9 * HOUR, shift["ends_at"])
        if begins < ends and not chance.maybe(0.006):
            found.append({**shift, "shift_id": chance.name("SH"), "starts_at": begins, "ends_at": ends})
        day += DAY
    return found


def _others(chance: Chance, service: str, schedule: str, crew: list[str]) -> None:
    """Second schedules, backups, managers and shifts without any time."""
    for _ in range(chance.few(0.4, 0.3, 0.2, 0.1)):
        begins = chance.moment(28, 90)
        ends = begins + chance.one(timedelta(0), HOUR, DAY, 23 * DAY)
        role = chance.one("secondary", "secondary", "manager", "primary")
        person = chance.one(*crew, "p99")
        name = chance.name("rota") if role == "primary" else schedule
        chance.tables["oncall_shifts"].append(_shift(chance, service, name, person, role, begins, ends))


def _handovers(chance: Chance, service: str, shifts: list[Row]) -> None:
    """A handover on the day of each change or the day before, by clocks nine hours ahead; some two days before."""
    late = chance.one(0, 0, 0.1)
    for shift in shifts:
        day = (shift["starts_at"] + 9 * HOUR).date()
        if chance.as_of - 31 * DAY < shift["starts_at"] < chance.as_of + 2 * DAY:
            before = 2 if chance.maybe(late) else chance.one(0, 0, 1)
            where = {"service_id": service, "team_id": None}
            review(chance, "oncall_handoff", where, held_on=day - before * DAY)


def two_shifts(chance: Chance, service: Row) -> None:
    """One change of person, at an edge of the four weeks or late on the last day, handed over or not."""
    edge = chance.one(28 * DAY, 28 * DAY, 3 * DAY, 9 * HOUR, 9 * HOUR, DAY)
    changed_at = chance.as_of - edge + chance.one(0, 0, -1, 1) * SECOND
    spans = [("aoi", chance.as_of - 60 * DAY, changed_at), ("ren", changed_at, chance.as_of + DAY)]
    for person, begins, ends in spans:
        shift = _shift(chance, service["service_id"], "shop", person, "primary", begins, ends)
        chance.tables["oncall_shifts"].append(shift)
    if chance.maybe(0.7):
        day = (changed_at + 9 * HOUR).date() - chance.one(0, 1, 1, 2) * DAY
        review(chance, "oncall_handoff", {"service_id": service["service_id"], "team_id": None}, held_on=day)


def crowd(chance: Chance, service: Row) -> None:
    """About as many people as are enough, one of them on call for a quarter of the time or a second more."""
    name, crew = service["service_id"], [f"c{number}" for number in range(chance.one(7, 8, 11, 12, 17, 18))]
    since, quarter = chance.as_of - 90 * DAY, timedelta(days=22.5)
    for number, person in enumerate(crew[1:]):
        begins = since + number * DAY
        chance.tables["oncall_shifts"].append(_shift(chance, name, "crowd", person, "primary", begins, begins + DAY))
    ends = since + quarter + chance.one(-1, 0, 1, 1, 1) * SECOND
    for begins, until in ((since - DAY, since + 9 * DAY), (since + DAY, since + 2 * DAY), (since + 8 * DAY, ends)):
        chance.tables["oncall_shifts"].append(_shift(chance, name, "crowd", crew[0], "secondary", begins, until))


def pages(chance: Chance, service: Row) -> None:
    """About as many pages as are needed to judge, answered just in time, just late or not at all."""
    careful, limit = chance.maybe(0.6), TIMEOUTS[service["tier"]] * MINUTE
    for _ in range(chance.one(0, 9, 10, 11, 12, 20, 21)):
        start = chance.moment(90) if chance.maybe(0.3) else chance.as_of - chance.random.randint(1, 85 * 1440) * MINUTE
        if chance.maybe(0.05):
            start = chance.as_of - chance.one(limit, limit - SECOND, limit + SECOND, limit / 3)
        _firing(chance, service["service_id"], start, _answer(chance, start, limit, careful))


def _answer(chance: Chance, start: datetime, limit: timedelta, careful: bool) -> Row:
    prompt = [limit, limit - SECOND, limit / 5, limit / 5, limit / 5, timedelta(0)]
    late = [limit + SECOND, 2 * limit, 3 * limit, 4 * limit]
    answered = start + chance.one(*prompt * (8 if careful else 1), *late)
    ended = start + chance.one(limit, limit + SECOND, limit / 2, 9 * limit, 9 * limit)
    return {
        "acknowledged_at": chance.or_wrong(chance.or_null(answered, 0.03 if careful else 0.2), start - SECOND),
        "ends_at": chance.or_null(ended, 0.2),
        "escalated_at": start + limit if chance.maybe(0.02 if careful else 0.1) else None,
    }


def _firing(chance: Chance, service: str, start: datetime, answer: Row) -> None:
    """One or more notifications of the same firing, of which some know less."""
    fingerprint = chance.name("print") if chance.maybe(0.8) else "print-of-all"
    kind = chance.one(*["page"] * 9, "ticket")
    if any(r["fingerprint"] == fingerprint and r["starts_at"] == start for r in chance.tables["alert_notifications"]):
        return
    for number in range(chance.one(1, 1, 1, 2, 3)):
        knows = {name: value if number == 0 or chance.maybe(0.5) else None for name, value in answer.items()}
        chance.add(
            "alert_notifications",
            notification_id=chance.name("NT"),
            service_id=service,
            fingerprint=fingerprint,
            severity=kind if number == 0 or chance.maybe(0.9) else chance.one("page", "info"),
            starts_at=start,
            recipient_team_id=chance.one(*TEAMS, None),
            **knows,
        )
