"""Evidence of whole companies drawn by chance, built to hit boundaries: windows' edges, thresholds, ties and nulls."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from yudane.contracts import shipped_contracts

Row = dict[str, Any]
DAY, HOUR, MINUTE, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
TEAMS = ("aoi-team", "mei-team", "quiet-team")
PEOPLE = ("aoi", "ren", "mei", "sora", "kei", "yui", "p7", "p8", "p9", "p10", "p11", "p12", "p13", "p14")
STRANGER = "stranger"  # a service nobody knows


@dataclass
class Chance:
    """Draws values around a day of assessment and keeps the rows."""

    random: Random
    as_of: datetime
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in shipped_contracts()})
    numbers: int = 0
    sharing: Random = field(default_factory=lambda: Random("sharing"))  # of its own: all else is drawn as without it
    mistakes: Random = field(default_factory=lambda: Random("mistakes"))  # likewise

    def maybe(self, share: float) -> bool:
        return self.random.random() < share

    def one(self, *options: Any) -> Any:
        return self.random.choice(options)

    def or_wrong(self, value: Any, wrong: Any, share: float = 0.08) -> Any:
        """Sometimes as it cannot have been."""
        return wrong if value is not None and self.mistakes.random() < share else value

    def or_null(self, value: Any, share: float = 0.06) -> Any:
        return None if self.maybe(share) else value

    def name(self, kind: str) -> str:
        self.numbers += 1
        return f"{kind}-{self.numbers}"

    def shared_name(self, table: str, kind: str, service: Any) -> str:
        """A new one, or now and then that of a row of another service, so that one id concerns both."""
        if self.sharing.random() < 0.1:
            key = shipped_contracts()[table].key[0]
            own = {row[key] for row in self.tables[table] if row["service_id"] == service}
            others = [row[key] for row in self.tables[table][-60:] if row[key] not in own]
            if others:
                return str(self.sharing.choice(others))
        return self.name(kind)

    def few(self, *weights: float) -> int:
        """0, 1, 2, ... with these weights."""
        return self.random.choices(range(len(weights)), weights)[0]

    def moment(self, *edges: float) -> datetime:
        """At an edge so many days ago, a second beside it, somewhere inside, older, now or yet to come."""
        most, luck = max(edges), self.random.random()
        if luck < 0.35:
            near_edge: datetime = self.as_of - self.one(*edges) * DAY + self.one(0, 0, -1, 1) * SECOND
            return near_edge
        if luck < 0.85:
            return self.as_of - self.random.randint(1, int(most * 1440)) * MINUTE
        if luck < 0.94:
            return self.as_of - self.random.randint(int(most * 1440), int(most * 1900)) * MINUTE
        ahead: datetime = self.as_of + self.one(0, 0, 1, 3600, 86400 * 9) * SECOND
        return ahead

    def day(self, *edges: int) -> date:
        luck = self.random.random()
        if luck < 0.4:
            near_edge: datetime = self.as_of - (self.one(*edges) + self.one(0, 0, -1, 1)) * DAY
            return near_edge.date()
        if luck < 0.9:
            return (self.as_of - self.random.randint(1, max(edges)) * DAY).date()
        beyond: datetime = self.as_of - self.one(0, -1, max(edges) + 30) * DAY
        return beyond.date()

    def near(self, start: datetime, limit: timedelta) -> datetime:
        """Exactly a limit later, a second beside it, far earlier or far later."""
        beside = [
            limit,
            limit,
            limit - SECOND,
            limit + SECOND,
            limit / 3,
            limit / 7,
            2 * limit,
            timedelta(0),
            -limit / 5,
        ]
        later: timedelta = self.one(*beside)
        return start + later - timedelta(microseconds=later.microseconds)

    def add(self, table: str, **values: Any) -> Row:
        self.tables[table].append(values)
        return values


def services(chance: Chance, count: int) -> list[Row]:
    return [_service(chance, f"s{number:02}") for number in range(count)]


def _service(chance: Chance, name: str) -> Row:
    journeys = ["Search", "checkout ", "search", "Pay", "browse", "refund"]
    return chance.add(
        "services",
        service_id=name,
        name=name,
        team_id=chance.or_null(chance.one(*TEAMS), 0.05),
        tier=chance.one(1, 1, 2, 2, 3, 3, None),
        lifecycle=chance.one(*["production"] * 12, "experimental", None),
        in_scope=not chance.maybe(0.04),
        user_facing=chance.one(True, True, False, None),
        on_call_hours=chance.one("24x7", "24x7", "business", "business", "none", None),
        critical_journeys=chance.random.sample(journeys, chance.one(0, 0, 1, 2, 3, 5)),
    )


def organization(chance: Chance) -> None:
    for team, sites in zip(TEAMS, (chance.one(1, 2), 3, None), strict=True):
        chance.add("teams", team_id=team, name=team, kind="dev", site_count=sites)
    for number, person in enumerate(PEOPLE):
        chance.add("people", person_id=person, team_id=chance.or_null(TEAMS[number % 2], 0.1))
    complete, known = chance.maybe(0.6), chance.random.randint(0, 89)
    for number in range(-2, 95):
        day = (chance.as_of - number * DAY).date()
        if complete or number != known + 1:
            chance.add("calendar_days", date=day, is_business_day=day.weekday() < 5)


def coverage(chance: Chance, names: Sequence[str]) -> list[Row]:
    """Most tables were looked at for all services, some for some, some too long ago or not yet."""
    rows: list[Row] = []
    for table, contract in shipped_contracts().items():
        if contract.group != "evidence":
            continue
        stale = chance.as_of - (contract.fresh_for_days + 1) * DAY
        fresh = chance.one(chance.as_of, chance.as_of, chance.as_of + 3 * DAY, stale + DAY)
        if chance.maybe(0.5):
            rows.append(_coverage_row(table, "*", None, fresh))
            continue
        for name in names:
            since = chance.one(*[None] * 20, chance.as_of, chance.as_of + SECOND, chance.as_of - 9 * DAY)
            rows += [_coverage_row(table, name, since, chance.one(*[fresh] * 14, stale))] * chance.few(0.04, 0.96)
            rows += [_coverage_row(table, name, chance.as_of + DAY, fresh)] * chance.few(0.96, 0.04)
    return rows


def _coverage_row(table: str, service: str, since: datetime | None, until: datetime) -> Row:
    return {"table_name": table, "service_id": service, "since": since, "until": until.date()}


def statements(chance: Chance, service: str, criteria: Sequence[str], attested: Sequence[str]) -> None:
    luck = Random(f"{service} {chance.as_of}")  # of its own, so that the rest of the company is drawn as it was
    for criterion in attested:
        for _ in range(chance.few(0.45, 0.4, 0.15)):
            chance.add(
                "attestations",
                attestation_id=chance.name("AT"),
                service_id=service,
                criterion_id=criterion,
                statement="We do.",
                attested_by=chance.one(*PEOPLE),
                attested_on=chance.day(0, 30),
                verified_by=chance.one(None, "somebody unknown", *PEOPLE[:4]),
                expires_on=(chance.as_of + chance.one(-5, 0, 0, 1, 1, 90) * DAY).date(),
                withdrawn_at=_taken_back(chance.as_of, luck),
            )
    for criterion in criteria:
        for _ in range(luck.choices([0, 1, 2], [0.95, 0.04, 0.01])[0]):
            chance.add(
                "joint_statements",
                statement_id=chance.name("JS"),
                service_id=service,
                criterion_id=criterion,
                outcome=luck.choice(["met", "unmet"]),
                sentence="We looked together.",
                stated_by_dev="aoi",
                stated_by_sre="sora",
                entered_by=luck.choice([None, None, "aoi"]),
                stated_at=chance.as_of + luck.choice([-100, -30, 0, 0.5, 0.999, 1]) * DAY,
                valid_until=(chance.as_of + luck.choice([0, 1, 90]) * DAY).date(),
                withdrawn_at=_taken_back(chance.as_of, luck),
            )
    some = chance.random.sample(criteria, 2 + len(criteria) // 12)
    for criterion in some if chance.maybe(0.3) else criteria[: chance.few(0.9, 0, 0, 0.1)]:
        chance.add(
            "waivers",
            waiver_id=chance.name("WV"),
            service_id=service,
            criterion_id=criterion,
            reason="agreed",
            approved_by_dev="aoi",
            approved_by_sre="sora",
            approved_on=chance.day(0, 180),
            expires_on=(chance.as_of + chance.one(-1, 0, 1, 90, 400) * DAY).date(),
            withdrawn_at=_taken_back(chance.as_of, luck),
        )


def _taken_back(as_of: datetime, luck: Random) -> datetime | None:
    """Seldom; the day before, within the day assessed, or only after it."""
    return as_of + luck.choice([-1, 0.5, 1]) * DAY if luck.random() < 0.08 else None


def place(chance: Chance, service: str, owner: str) -> Row:
    """Where a document or meeting belongs: mostly to the service, seldom to a team or the company."""
    luck = chance.random.random()
    if luck < 0.02:
        return {"service_id": None, owner: chance.one(None, *TEAMS)}
    if luck < 0.06:
        return {"service_id": chance.one("s00", STRANGER), owner: chance.one(None, *TEAMS)}
    return {"service_id": service, owner: chance.one(None, *TEAMS)}


DOCUMENTS = {
    "incident_flow": "contacts",
    "severity_scale": "severities",
    "postmortem_policy": "triggers",
    "runbook": "x",
}


def documents(chance: Chance, service: str) -> None:
    for kind, states in DOCUMENTS.items():
        for _ in range(chance.few(0.35, 0.5, 0.15)):
            document(chance, kind, states, place(chance, service, "owner_team_id"))


def document(chance: Chance, kind: str, states: str, where: Row) -> None:
    chance.add(
        "documents",
        document_id=chance.name("DOC"),
        doc_type=kind,
        title=kind,
        url="https://wiki.example.com/page",
        last_modified_at=chance.or_null(chance.moment(10), 0.4),
        last_reviewed_on=chance.or_null(chance.day(365), 0.1),
        http_status=chance.one(200, 200, 200, 302, 399, 400, 401, 403, 404, 410, 199, 500, None, None),
        states=chance.one([], [states], ["owner", states], ["owner"]),
        **where,
    )


def reviews(chance: Chance, service: str) -> None:
    for kind in ("slo", "oncall_handoff", "alert"):
        for _ in range(chance.few(0.3, 0.3, 0.2, 0.1, 0.1)):
            review(chance, kind, place(chance, service, "team_id"))


def review(chance: Chance, kind: str, where: Row, **columns: Any) -> None:
    slos = [row["slo_id"] for row in chance.tables["slo_definitions"] if row["service_id"] == where["service_id"]]
    edges = (7, 14, 21, 28) if kind == "oncall_handoff" else (90, 100, 365)
    values = {
        "held_on": chance.day(*edges),
        "slo_id": chance.one(None, *slos) if kind == "slo" else None,
        "dev_attendee_count": chance.one(0, 1, 2, 2, 3, None),
        "business_attended": chance.maybe(0.4),
        "decisions_count": chance.one(0, 1, 1, 2),
    }
    chance.add("reviews", review_id=chance.name("RV"), kind=kind, **{**values, **columns}, **where)
