"""Bills, budgets, anomalies and saving proposals drawn by chance, many exactly at a threshold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.cost import shifted
from tests.oracle.evidence import (
    DAY,
    MINUTE,
    PEOPLE,
    SECOND,
    STRANGER,
    TEAMS,
    Chance,
    Row,
    coverage,
    place,
    review,
    services,
    statements,
)

SERVICES = 50
UNITS = ("bu-1", "bu-2")
READ: Mapping[str, Sequence[str]] = {  # the tables, and what a source may declare that it cannot tell
    "costs": ("service_id", "commitment_discount_status", "tags"),
    "budgets": ("owner_team_id", "forecast_amount"),
    "cost_anomalies": ("acknowledged_at", "resolved_at"),
    "cost_recommendations": ("status", "decided_on", "done_on"),
    "unit_metrics": (),
    "reviews": (),
}


def company(
    seed: int,
    as_of: datetime,
    criteria: Sequence[str],
    attested: Sequence[str],
    currencies: Sequence[str] = ("JPY", "USD", "EUR"),
    settings: Mapping[str, Any] | None = None,
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Tables and coverage; `settings` says when business hours are, so that answers can come just at their end."""
    chance = Chance(Random(f"cost {seed} {as_of}"), as_of)
    organization(chance)
    known = services(chance, SERVICES)
    for service in known:
        service["business_unit_id"] = chance.or_null(chance.one(*UNITS), 0.15)
        service["team_id"] = chance.or_null(service["team_id"], 0.15)
        service["central_commitments"] = chance.maybe(0.1)
        service["cost_scope_ids"] = scopes(chance, service["service_id"])
    hours = Hours.of(chance, settings or {"zone": "Asia/Tokyo", "business_hours_start": 9, "business_hours_end": 18})
    for service in [*known, {**known[0], "service_id": STRANGER}]:
        money = Purse(chance, service, currencies)
        for part in (money.scoped, money.spent, money.budgets, money.proposals, money.figures):
            part()
        anomalies(chance, service, hours)
        reviews(chance, service["service_id"])
        statements(chance, service["service_id"], criteria, attested)
    for team in (*TEAMS, None):
        if chance.maybe(0.5):
            where = {"service_id": None, "team_id": team}
            review(chance, "cost", where, held_on=_in_months(chance), decisions_count=chance.one(0, 1))
        if chance.maybe(0.3):
            anomaly(chance, {"service_id": None, "routed_team_id": team}, hours)
    return chance.tables, coverage_of_tables(chance, [row["service_id"] for row in known], READ)


def organization(chance: Chance) -> None:
    """Teams, people, and a calendar that may begin late or have a gap."""
    for team in TEAMS:
        chance.add("teams", team_id=team, name=team, kind="dev", business_unit_id=chance.one(*UNITS))
    for number, person in enumerate(PEOPLE):
        chance.add("people", person_id=person, team_id=chance.or_null(TEAMS[number % 2], 0.1))
    begins, gap = chance.one(80, 200, 200, 200), chance.one(-9, -9, chance.random.randint(0, 190))
    for number in range(-4, begins):
        day = (chance.as_of - number * DAY).date()
        if number != gap:
            free = day.weekday() >= 5 or chance.maybe(0.04)
            chance.add("calendar_days", date=day, is_business_day=not free)


def coverage_of_tables(chance: Chance, names: Sequence[str], read: Mapping[str, Sequence[str]]) -> list[Row]:
    """Who looked at these tables; some cannot tell a column, seldom one who looked at all services."""
    rows = [row for row in coverage(chance, names) if row["table_name"] in read]
    for row in rows:
        columns = read[row["table_name"]]
        if columns and chance.maybe(0.01 if row["service_id"] == "*" else 0.12):
            row["not_filled"] = [chance.one(*columns)]
    return rows


def scopes(chance: Chance, service: str) -> list[str]:
    own = [f"account-{service}", f"app={service}"]
    return chance.one([], own, own, own[:1], own[1:], [*own, "account-shared"], [*own, "env=prod"])  # type: ignore[no-any-return]


def _in_months(chance: Chance, count: int = 3) -> date:
    """In one of the last full months, on its first or last day, now or just before all of them."""
    month = shifted(chance.as_of.date(), -chance.random.randint(1, count))
    inside = chance.one(month, month + 9 * DAY, shifted(month, 1) - DAY)
    oldest = shifted(chance.as_of.date(), -count)
    return chance.one(inside, inside, inside, inside, oldest - DAY, chance.as_of.date().replace(day=1))  # type: ignore[no-any-return]


def reviews(chance: Chance, service: str) -> None:
    for _ in range(chance.few(0.15, 0.15, 0.25, 0.25, 0.2)):
        where = place(chance, service, "team_id")
        review(chance, chance.one(*["cost"] * 8, "toil"), where, held_on=_in_months(chance))


def number(value: Fraction) -> float:
    """As a bill would show it, with at most four decimals."""
    return float(round(value, 4))


@dataclass
class Purse:
    """What one service costs and is thought to cost."""

    chance: Chance
    service: Row
    currencies: Sequence[str]

    def __post_init__(self) -> None:
        self.id = str(self.service["service_id"])
        self.currency = str(self.chance.one(self.currencies[0], self.chance.one(*self.currencies)))

    def month(self, ago: int) -> date:
        return shifted(self.chance.as_of.date(), -ago)

    def charge(self, month: date, amount: Fraction, **columns: Any) -> None:
        """One amount in up to three rows, often on the first or last day of the month."""
        last = shifted(month, 1) - DAY
        rest, parts = amount, self.chance.few(0, 0.6, 0.25, 0.15)
        for part in range(parts, 0, -1):
            piece = rest if part == 1 else Fraction(round(rest * self.chance.random.randint(1, 9), 1), 10)
            rest -= piece
            values = {
                "charge_period_start": self.chance.one(month, last, month + 13 * DAY),
                "service_id": self.id,
                "sub_account_id": "account-elsewhere",
                "resource_id": self.chance.name("resource"),
                "provider": "cloud",
                "service_category": "Compute",
                "charge_category": "Usage",
                "pricing_category": "Standard",
                "billed_cost": 0,
                "effective_cost": number(piece),
                "billing_currency": self.currency,
            }
            self.chance.add("costs", **{**values, **columns})

    def scoped(self) -> None:
        """What falls under accounts and tags, tied to a service exactly up to a threshold or nearly."""
        good, months = self.chance.maybe(0.5), self.chance.few(0.05, 0.1, 0.1, 0.75)
        for ago in (*range(1, months + 1), self.chance.one(0, 4)):
            shares = ("0.9", "0.9", "0.91", "1") if good else ("0.8", "0.8", "0.7999", "0.9", "0.8999", "0", "1")
            total = Fraction(self.chance.one("1000", "0.3", "77.7", "12345.6", "0" if self.chance.maybe(0.2) else "10"))
            for currency in self.chance.random.sample(self.currencies, self.chance.few(0, 0.85, 0.15)):
                tied = total * Fraction(self.chance.one(*shares))
                self._under(ago, tied, currency, "elsewhere")
                self._under(ago, total - tied, currency, None)
        if self.chance.maybe(0.1):
            self._under(self.chance.one(1, 2, 3), Fraction(-10), self.currency, self.chance.one(None, "elsewhere"))
        if self.chance.maybe(0.1):
            for amount in ("0.1", "0.2", "-0.3"):
                self._under(
                    1, Fraction(amount), self.chance.one(*self.currencies[:1]), self.chance.one(None, "elsewhere")
                )

    def _under(self, ago: int, amount: Fraction, currency: str, service: str | None) -> None:
        scope = self.chance.one(*(self.service["cost_scope_ids"] or [f"account-{self.id}"]))
        if scope in ("account-shared", "env=prod") and self.chance.maybe(0.9):
            scope = f"account-{self.id}"
        key, _, value = scope.partition("=")
        tags = {key: value, "other": "x"} if value else self.chance.one({}, {"app": self.id}, {"app": "other"})
        account = self.chance.one(None, "account-elsewhere", f"account-{self.id}") if value else scope
        kind = self.chance.one("Usage", "Tax", "Purchase")
        columns = {"billing_currency": currency, "sub_account_id": account, "tags": tags, "charge_category": kind}
        self.charge(self.month(ago), amount, service_id=service, **columns)

    def spent(self) -> None:
        """The service's own costs of ten months, priced in many ways, mostly in one currency."""
        self.expected, ways = Fraction(self.chance.one("1000", "70", "0.3", "123.4")), self._ways()
        self.missing = self.chance.one(None, None, 1, self.chance.random.randint(1, 9))
        self.missed = self.chance.one(
            ("0",),
            ("0.15", "-0.15"),
            ("0.12", "-0.12"),
            ("0.1501", "0.1499"),
            ("0.1201", "0", "0.1199"),
            ("0.15", "0.12"),
        )
        if self.chance.maybe(0.07):
            return
        for ago in range(11):
            amount = self.expected * (1 + Fraction(self.chance.one(*self.missed)))
            if ago == self.missing:
                amount = Fraction(0)
                cancelled = ("0.1", "0.2", "-0.3") if self.chance.maybe(0.2) else ()
                for part in cancelled:
                    self.charge(self.month(ago), Fraction(part))
                if cancelled or self.chance.maybe(0.6):
                    continue
            for pricing, share in ways:
                self.charge(self.month(ago), amount * share, **pricing)
            if self.chance.maybe(0.04):
                other, amount = self.chance.one(*self.currencies), Fraction(self.chance.one(5, 5, -5))
                self.charge(
                    self.month(ago),
                    amount,
                    billing_currency=other,
                    charge_category=self.chance.one("Usage", "Credit") if amount > 0 else "Credit",
                )

    def _ways(self) -> list[tuple[Row, Fraction]]:
        """How the use is priced: covered by a commitment to 70 %, which is used to 80 %, or nearly so."""
        used = {
            "commitment_discount_status": "Used",
            "pricing_category": self.chance.one("Committed", None, "Standard"),
        }
        unused = {**used, "commitment_discount_status": "Unused"}
        standard, unpriced = {"pricing_category": "Standard"}, {"pricing_category": None}
        other = self.chance.one(
            {"pricing_category": "Dynamic"}, {"pricing_category": "Committed"}, {"charge_category": "Tax"}
        )
        shares = self.chance.one(
            ((used, 56), (unused, 14), (standard, 24), (other, 6)),
            ((used, 56), (unused, 14), (standard, 24), (other, 6)),
            ((used, 56), (unused, 15), (standard, 24), (unpriced, 5)),
            ((used, 560), (unused, 139), (standard, 240), (unpriced, 61)),
            ((used, 56), (unused, 14), (standard, 23), (unpriced, 1), (other, 6)),
            ((used, 70), (standard, 20), (unpriced, 10)),
            ((used, 70), (standard, 25), (unpriced, 5)),
            ((used, 69), (standard, 31)),
            ((standard, 90), (unpriced, 10)),
            ((unused, 50), (other, 50)),
            ((unpriced, 50), (other, 50)),
            ((other, 100),),
        )
        return [(pricing, Fraction(part, sum(part for _, part in shares))) for pricing, part in shares]

    def budgets(self) -> None:
        for ago in range(1, 10):
            if self.chance.maybe(0.03):
                continue
            self._forecast(ago)
            for _ in range(self.chance.few(0.9, 0.1)):
                self._forecast(ago, self.expected * 3)
        today = self.chance.as_of.date()
        for _ in range(self.chance.few(0.2, 0.5, 0.2, 0.1)):
            begins, ends = today - self.chance.one(0, 1, 30, -1) * DAY, today + self.chance.one(0, 0, 1, 60, -1) * DAY
            self._budget(begins, ends, amount=self.chance.one(0, 100, 100, 100))

    def _forecast(self, ago: int, amount: Fraction | None = None) -> None:
        month = self.month(ago)
        forecast_day: date | None = month - self.chance.one(*[15] * 20, 14, 40, 40, 16) * DAY
        if self.chance.maybe(0.03):
            forecast_day = None
        ends = shifted(month, 1) - self.chance.one(*[1] * 30, 0) * DAY
        forecast_amount = None if self.chance.maybe(0.02) else number(amount if amount is not None else self.expected)
        self._budget(month, ends, forecast_amount=forecast_amount, forecast_made_on=forecast_day)

    def _budget(self, begins: date, ends: date, **columns: Any) -> None:
        owners = [self.service["team_id"], self.service["business_unit_id"], *TEAMS[:2], *UNITS, None]
        currency = self.currency if self.chance.maybe(0.97) else self.chance.one(*self.currencies)
        values = {"amount": 100, "currency": currency, "owner_team_id": self.chance.one(*owners), **columns}
        self.chance.add(
            "budgets",
            budget_id=self.chance.name("BU"),
            service_id=self.id,
            period_start=begins,
            period_end=ends,
            **values,
        )

    def proposals(self) -> None:
        """Some at random, some whose open ones save just 5 %, some of which just enough are decided or done."""
        kind = self.chance.one("any", "none", "open", "open", "tens", "tens", "done", "done")
        if kind == "any":
            for _ in range(self.chance.random.randint(1, 6)):
                self._proposal()
        elif kind == "open":
            saving = self.expected * Fraction(self.chance.one("0.05", "0.05", "0.05", "0.0501", "0.01", "0"))
            for part in self.chance.one((1,), (Fraction(1, 2), Fraction(1, 2))):
                self._proposal(status="open", estimated_monthly_saving=number(saving * part), kind="idle")
        elif kind == "tens":
            undecided = self.chance.one(3, 4, 4, 4, 5)
            for place_ in range(10):
                status, reason = ("open", None) if place_ < undecided else ("dismissed", "peak in March")
                if place_ == 0 and self.chance.maybe(0.5):
                    status = "dismissed"
                seen = (self.chance.as_of - self.chance.one(30, 31, 60, 119, 120) * DAY).date()
                self._proposal(status=status, decided_reason=reason, first_seen_on=seen, kind="other", decided_on=None)
        elif kind == "done":
            late = self.chance.one(2, 3, 3, 3, 4)
            for place_ in range(10):
                decided = (self.chance.as_of - self.chance.one(60, 61, 150, 239, 240) * DAY).date()
                done = (
                    self.chance.one(None, decided + 61 * DAY)
                    if place_ < late
                    else decided + self.chance.one(1, 60, 60) * DAY
                )
                status = "accepted" if done is None and self.chance.maybe(0.8) else "done"
                self._proposal(status=status, decided_on=decided, done_on=done, kind="other")

    def _proposal(self, **columns: Any) -> None:
        decided = self.chance.or_null(self.chance.day(60, 240), 0.2)
        values = {
            "kind": self.chance.one("idle", "rightsizing", "storage", "commitment", "other", None),
            "estimated_monthly_saving": self.chance.one(0, 1, 3.5, 50),
            "currency": self.currency if self.chance.maybe(0.95) else self.chance.one(*self.currencies),
            "first_seen_on": self.chance.day(30, 90, 90, 120),
            "status": self.chance.one("open", "accepted", "dismissed", "done", "done", None),
            "decided_on": decided,
            "decided_reason": self.chance.one(None, "not worth it"),
            "done_on": None if decided is None else decided + self.chance.one(59, 60, 61, 5) * DAY,
        }
        values["done_on"] = self.chance.or_null(values["done_on"], 0.3)
        self.chance.add(
            "cost_recommendations",
            recommendation_id=self.chance.name("CR"),
            service_id=self.id,
            **{**values, **columns},
        )

    def figures(self) -> None:
        """One or two figures, each of them for many or few months, sometimes of 0."""
        for key in self.chance.random.sample(("orders", "users"), self.chance.few(0.1, 0.6, 0.3)):
            months = self.chance.random.sample(range(8), self.chance.one(3, 6, 7, 8))
            for ago in months:
                value = self.chance.one(*[7.5] * 15, 0)
                month = self.month(ago)
                self.chance.add(
                    "unit_metrics", service_id=self.id, metric_key=key, period_start=month, value=value, unit=key
                )


@dataclass(frozen=True)
class Hours:
    """When business is done."""

    zone: ZoneInfo
    opens: time
    closes: time
    days: tuple[date, ...]

    @staticmethod
    def of(chance: Chance, settings: Mapping[str, Any]) -> "Hours":
        days = sorted(row["date"] for row in chance.tables["calendar_days"] if row["is_business_day"])
        opens, closes = time(settings["business_hours_start"]), time(settings["business_hours_end"])
        return Hours(ZoneInfo(settings["zone"]), opens, closes, tuple(days))

    def to_utc(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def anomalies(chance: Chance, service: Row, hours: Hours) -> None:
    where = {"service_id": service["service_id"], "routed_team_id": chance.one(None, *TEAMS)}
    if chance.maybe(0.35):
        late = chance.random.sample(range(10), chance.one(0, 1, 1, 1, 2))
        slow = chance.random.sample(range(10), chance.one(0, 1, 1, 1, 2))
        for place_ in range(10):
            anomaly(chance, where, hours, late=place_ in late, slow=place_ in slow, old=True)
        return
    for _ in range(chance.few(0.2, 0.3, 0.3, 0.2)):
        anomaly(chance, where, hours)


def anomaly(
    chance: Chance,
    where: Row,
    hours: Hours,
    late: bool | None = None,
    slow: bool | None = None,
    old: bool = False,
) -> None:
    """Answered just as two business days are over and settled just as two weeks are, or a second later."""
    late = chance.maybe(0.25) if late is None else late
    slow = chance.maybe(0.25) if slow is None else slow
    begun, answered = _two_days(chance, hours, old)
    beside = chance.one(timedelta(), -MINUTE, -5 * DAY) if not late else chance.one(SECOND, SECOND, 3 * DAY)
    settled = begun + 14 * DAY + (chance.one(timedelta(), -9 * DAY) if not slow else chance.one(SECOND, 20 * DAY))
    verdict = chance.one("unknown", "unknown", "actioned", "expected", "false_positive", None)
    over, judged = chance.one((settled, None), (None, settled), (settled, settled + DAY), (None, None))
    if old and over is None and (judged is None or verdict in ("unknown", None)):
        over = settled
    if old and slow and verdict is not None and judged is None:
        verdict = "unknown"
    chance.add(
        "cost_anomalies",
        anomaly_id=chance.name("AN"),
        detected_at=begun,
        acknowledged_at=chance.or_null(answered + beside, 0.0 if old else 0.2),
        resolved_at=over,
        disposed_at=judged,
        impact_amount=5,
        currency="JPY",
        disposition=verdict,
        **where,
    )


def _two_days(chance: Chance, hours: Hours, old: bool) -> tuple[datetime, datetime]:
    """A moment of detection, and when two days of business time have passed since."""
    recent = [number for number, day in enumerate(hours.days) if day < chance.as_of.date() + 2 * DAY]
    if old:
        recent = [number for number in recent if hours.days[number] < chance.as_of.date() - 25 * DAY]
    if chance.maybe(0.1) or len(recent) < 5:
        return chance.moment(180), chance.as_of - 60 * DAY
    chosen = chance.one(*recent[:-3], *recent[-6:-3] * (0 if old else 8))
    day, third, second = hours.days[chosen], hours.days[chosen + 2], hours.days[chosen + 1]
    if chance.maybe(0.5):
        hour = time(chance.random.randint(hours.opens.hour, hours.closes.hour - 1), 17)
        return hours.to_utc(day, hour), hours.to_utc(third, hour)
    before = hours.to_utc(day, hours.opens) - chance.one(0, 1, 600) * MINUTE
    return before, chance.one(hours.to_utc(second, hours.closes), hours.to_utc(third, hours.opens))
