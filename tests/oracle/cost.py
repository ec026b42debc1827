"""The criteria of cost management, from rubric.md 2.7 and its readings.

Money is added up exactly, by currency, after the exchange rates of the program. What is left in several currencies is
judged currency by currency.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.common import (
    DAY,
    Case,
    Criterion,
    Found,
    Row,
    Rule,
    exact,
    median,
    moment,
    settled,
    speaks_for,
    worlds,
    yes_no,
)
from yudane.program import Program

Money = dict[str, Fraction]  # by currency
WASTE = {"idle", "rightsizing", "storage"}
UTC = ZoneInfo("UTC")


def shifted(month: date, by: int) -> date:
    """The first day of the month so many months later."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def full_months(case: Case, count: int) -> list[date]:
    """The last full calendar months, oldest first, by their first days."""
    return [shifted(case.as_of.date(), -number) for number in range(count, 0, -1)]


def converted(case: Case, amount: float, currency: str) -> tuple[str, Fraction]:
    counts_as, rate = case.params["rates"].get(currency, (currency, 1))
    return counts_as, exact(amount) * exact(rate)


def added(case: Case, rows: Iterable[Row], amount: str = "effective_cost", currency: str = "billing_currency") -> Money:
    """Their sums; a currency that adds up to 0 is among them."""
    sums: Money = {}
    for row in rows:
        name, value = converted(case, row[amount], row[currency])
        sums[name] = sums.get(name, Fraction(0)) + value
    return sums


def charges(case: Case, months: Sequence[date]) -> list[Row]:
    """What these months in a row cost the service."""
    after = shifted(months[-1], 1)
    return [row for row in case.own("costs") if months[0] <= row["charge_period_start"] < after]


def share_tied(case: Case, month: date) -> Found:
    """Whether enough of a month's charges under the service's accounts and tags are tied to any service."""
    days = [month + number * DAY for number in range((shifted(month, 1) - month).days)]
    rows = [row for day in days for row in case.all("costs", charge_period_start=day) if under(case.service, row)]
    tied = added(case, (row for row in rows if row["service_id"] is not None))
    totals = {name: total for name, total in added(case, rows).items() if total > 0}
    if not totals:
        return Found.NOTHING
    least = case.number("alloc_min")
    return settled(yes_no(tied.get(name, Fraction(0)) >= least * total) for name, total in totals.items())


def under(service: Row, charge: Row) -> bool:
    scopes = service["cost_scope_ids"]
    return charge["sub_account_id"] in scopes or any(
        f"{key}={value}" in scopes for key, value in charge["tags"].items()
    )


def allocated(case: Case) -> Found:
    """In each of the last full months, or in the last one where the criterion asks for no number of months."""
    if not case.service["cost_scope_ids"]:
        return Found.GAP
    found = [share_tied(case, month) for month in full_months(case, case.params.get("months", 1))]
    if Found.NO in found:
        return Found.NO
    if Found.OPEN in found:
        return Found.OPEN
    return Found.NOTHING if Found.NOTHING in found else Found.YES


def budget(case: Case) -> Found:
    today = case.as_of.date()
    rows = [row for row in case.own("budgets") if row["period_start"] <= today <= row["period_end"]]
    if not rows:
        return Found.NOTHING
    owners = {row["owner_team_id"] for row in rows if row["amount"] > 0} - {None}
    every = [*sorted(owners), "somebody else"]
    ways = worlds([case.service], {"team_id": every, "business_unit_id": every})
    return settled(yes_no(bool(owners & {s["team_id"], s["business_unit_id"]})) for (s,) in ways)


def reviewed(case: Case) -> Found:
    months = full_months(case, 3)
    rows = [
        row
        for row in case.all("reviews", kind="cost")
        if speaks_for(row, case.service, "team_id") and row["held_on"].replace(day=1) in months
    ]
    decided = {row["held_on"].replace(day=1) for row in rows if row["decisions_count"] >= 1}
    return yes_no(len(decided) >= case.params["months"]) if rows else Found.NOTHING


def forecast(case: Case) -> Found:
    """Compares the forecast made in time with what the month cost; each month has a least and a greatest error."""
    closed = case.as_of - case.params["closed_after_days"] * DAY
    last = shifted(closed.date(), -1)  # it ended by then
    months = [shifted(last, -number) for number in range(case.params["months"])]
    by_month = [(charges(case, [month]), *_forecasts(case, month)) for month in months]
    if not all(rows and (in_time or undated) for rows, in_time, undated in by_month):
        return Found.NOTHING
    if not all(in_time for _, in_time, _ in by_month):
        return Found.OPEN
    errors = [_error(case, in_time[-1], rows) for rows, in_time, _ in by_month]
    limit = case.number("variance_max")
    if median(least for least, _ in errors) > limit:
        return Found.NO
    worst = [most if most is not None else Fraction(10**30) for _, most in errors]
    return Found.YES if median(worst) <= limit else Found.OPEN


def _forecasts(case: Case, month: date) -> tuple[list[Row], list[Row]]:
    """Those for exactly this month made early enough, newest last, and those made nobody knows when.

    Of several of the same day the one whose id comes first counts as the newest.
    """
    forecasts = [
        row
        for row in case.own("budgets", period_start=month)
        if row["period_end"] == shifted(month, 1) - DAY and (row["forecast_amount"] or 0) > 0
    ]
    latest = month - case.params["lead_days"] * DAY
    dated = [row for row in forecasts if row["forecast_made_on"] is not None and row["forecast_made_on"] <= latest]
    dated.sort(key=lambda row: row["budget_id"], reverse=True)
    return sorted(dated, key=lambda row: row["forecast_made_on"]), [
        r for r in forecasts if r["forecast_made_on"] is None
    ]


def _error(case: Case, budget_row: Row, rows: list[Row]) -> tuple[Fraction, Fraction | None]:
    """Costs in a currency without a rate add an amount nobody knows."""
    currency, expected = converted(case, budget_row["forecast_amount"], budget_row["currency"])
    spent = added(case, rows)
    off = (spent.pop(currency, Fraction(0)) - expected) / expected
    if any(spent.values()):  # a refund may make up for anything
        return Fraction(0) if min(spent.values()) < 0 else max(off, Fraction(0)), None
    return abs(off), abs(off)


def recs_decided(case: Case) -> Found:
    first, last = case.as_of - 120 * DAY, case.as_of - case.params["time_to_decide"] * DAY
    rows = [r for r in case.own("cost_recommendations") if first <= moment(r["first_seen_on"]) <= last]
    if len(rows) < case.params["min_n"]:
        return Found.NOTHING
    decided = [r for r in rows if r["status"] in ("accepted", "done") or _turned_down(r)]
    return yes_no(case.share_reached(len(decided), len(rows), "decided_min"))


def _turned_down(row: Row) -> bool:
    return row["status"] == "dismissed" and row["decided_reason"] is not None


def recs_done(case: Case) -> Found:
    days = timedelta(days=case.params["days"])
    first, last = case.as_of - 240 * DAY, case.as_of - days
    accepted = [
        row
        for row in case.own("cost_recommendations")
        if row["status"] in ("accepted", "done")
        and row["decided_on"] is not None
        and first <= moment(row["decided_on"]) <= last
    ]
    if len(accepted) < case.params["min_n"]:
        return Found.NOTHING
    dated = [row for row in accepted if row["done_on"] is not None]
    in_time = sum(row["done_on"] <= row["decided_on"] + days for row in dated)
    undated = sum(row["status"] == "done" and row["done_on"] is None for row in accepted)
    return settled(
        yes_no(case.share_reached(count, len(accepted), "done_min")) for count in (in_time, in_time + undated)
    )


def anomaly(case: Case) -> Found:
    rows = [row for row in _anomalies(case) if case.within(row["detected_at"], 180)]
    if not rows:
        return Found.NOTHING
    answered = [_answered(case, row) for row in rows]
    surely = [one[0] for one in answered if len(one) == 1]
    best = [*surely, *(one[0] for one in answered if len(one) == 2)]
    worst = [*surely, *(one[1] for one in answered if len(one) == 2)]
    found = [
        settled(_enough(case, verdicts) for verdicts in (best, worst)),
        _enough(case, [_closed(case, r) for r in rows]),
    ]
    if Found.NO in found:
        return Found.NO
    return Found.OPEN if Found.OPEN in found else Found.YES


def _anomalies(case: Case) -> list[Row]:
    """Those of the service, and those of no service told to its team or to nobody."""
    team = case.service["team_id"]
    shared = [r for r in case.all("cost_anomalies", service_id=None) if r["routed_team_id"] in (None, team)]
    return [*case.own("cost_anomalies"), *shared]


def _enough(case: Case, verdicts: list[bool | None]) -> Found:
    """None is not counted; where nothing is left, nothing is amiss."""
    counted = [one for one in verdicts if one is not None]
    return yes_no(not counted or case.share_reached(sum(counted), len(counted), "share_min"))


def _answered(case: Case, row: Row) -> tuple[bool | None, ...]:
    """Whether somebody looked into it in time; the better and the worse answer where the calendar has a gap."""
    begun, answered = row["detected_at"], row["acknowledged_at"]
    in_time: bool | None = True if answered is not None else None
    until = answered if answered is not None else case.as_of
    days = case.params["ack_bd"]
    if until - begun <= days * DAY:
        return (in_time,)
    least, most = business_time(case, begun, until)
    limit = days * workday(case)
    if most <= limit:
        return (in_time,)
    return (False,) if least > limit else (in_time, False)


def workday(case: Case) -> timedelta:
    return timedelta(hours=case.params["business_hours_end"] - case.params["business_hours_start"])


def business_time(case: Case, begins: datetime, ends: datetime) -> tuple[timedelta, timedelta]:
    """How much business time lies between, at least and at most: a day not in the calendar may be free or not."""
    zone, found, unsure = ZoneInfo(case.params["zone"]), timedelta(), timedelta()
    day = begins.replace(tzinfo=UTC).astimezone(zone).date()
    while day <= ends.replace(tzinfo=UTC).astimezone(zone).date():
        calendar_rows = case.all("calendar_days", date=day)
        if not calendar_rows:
            unsure += workday(case)
        elif calendar_rows[0]["is_business_day"]:
            opens, closes = (
                datetime.combine(day, time(case.params[f"business_hours_{edge}"]), zone).astimezone(UTC)
                for edge in ("start", "end")
            )
            span = min(closes.replace(tzinfo=None), ends) - max(opens.replace(tzinfo=None), begins)
            found += max(span, timedelta())
        day += DAY
    return found, found + unsure


def _closed(case: Case, row: Row) -> bool | None:
    limit = row["detected_at"] + case.params["close_days"] * DAY
    times = [row["resolved_at"]] if row["resolved_at"] is not None else []
    if row["disposition"] != "unknown":
        times.append(row["disposed_at"] if row["disposed_at"] is not None else row["detected_at"])
    if any(when <= limit for when in times):
        return True
    return False if times or case.as_of >= limit else None


def unit(case: Case) -> Found:
    """A month surely counts, surely does not, or may: where costs in several currencies cannot be added up."""
    surely: set[date] = set()
    maybe: set[date] = set()
    for month in full_months(case, 6):
        spent = [amount for amount in added(case, charges(case, [month])).values() if amount != 0]
        if any(amount > 0 for amount in spent):
            (surely if len(spent) == 1 else maybe).add(month)
    if not surely | maybe:
        return Found.NOTHING
    figures: dict[str, set[date]] = {"none": set()}
    for row in case.own("unit_metrics"):
        if row["value"] > 0:
            figures.setdefault(row["metric_key"], set()).add(row["period_start"])
    if any(len(months & surely) >= case.params["months"] for months in figures.values()):
        return Found.YES
    possible = any(len(months & (surely | maybe)) >= case.params["months"] for months in figures.values())
    return Found.OPEN if possible else Found.NO


def waste(case: Case) -> Found:
    proposals = case.own("cost_recommendations", status="open")
    rows = [row for row in proposals if row["kind"] in WASTE and moment(row["first_seen_on"]) < case.as_of]
    if any(_old(case, row) for row in rows):
        return Found.NO
    saved = added(case, rows, "estimated_monthly_saving", "currency")
    spent = {name: total for name, total in added(case, charges(case, full_months(case, 1))).items() if total > 0}
    if not rows and not spent:
        return Found.NOTHING
    limit = case.number("waste_max")
    above = {name for name, amount in saved.items() if amount > limit * spent.get(name, Fraction(0))}
    if not above:
        return Found.YES
    return Found.NO if spent and above >= set(spent) else Found.OPEN


def _old(case: Case, row: Row) -> bool:
    _, saving = converted(case, row["estimated_monthly_saving"], row["currency"])
    aged = moment(row["first_seen_on"]) < case.as_of - case.params["max_age_days"] * DAY
    return aged and saving > exact(case.params["materiality_floor"])


def commitment(case: Case) -> Found:
    use = [row for row in charges(case, full_months(case, 3)) if row["charge_category"] == "Usage"]
    plain = [row for row in use if row["commitment_discount_status"] is None]
    used = added(case, (row for row in use if row["commitment_discount_status"] == "Used"))
    unused = added(case, (row for row in use if row["commitment_discount_status"] == "Unused"))
    standard = added(case, (row for row in plain if row["pricing_category"] == "Standard"))
    unpriced = added(case, (row for row in plain if row["pricing_category"] is None))
    utilised = _judged(used, unused, case.number("utilisation_min"))

    def judged(beside: Money) -> Found:
        covered = _judged(used, beside, case.number("coverage_min"))
        if covered is None:
            return Found.NOTHING
        if Found.NO in (covered, utilised):
            return Found.NO
        return Found.OPEN if Found.OPEN in (covered, utilised) else Found.YES

    found = [judged(standard), judged(_sum(standard, unpriced))]
    return settled(found)


def _sum(one: Money, other: Money) -> Money:
    return {name: one.get(name, Fraction(0)) + other.get(name, Fraction(0)) for name in {*one, *other}}


def _judged(good: Money, bad: Money, least: Fraction) -> Found | None:
    """Whether the good part is enough in every currency that has any; None where there is nothing."""
    totals = {name: total for name, total in _sum(good, bad).items() if total > 0}
    if not totals:
        return None
    return settled(yes_no(good.get(name, Fraction(0)) >= least * total) for name, total in totals.items())


def _bought_by_team(service: Row) -> bool:
    return not service["central_commitments"]


MONEY = "costs.service_id"


def criteria(program: Program) -> dict[str, Criterion]:
    """With the settings and the exchange rates of this program."""
    settings = {**program.settings_values, "rates": rates(program)}

    def with_settings(rule: Rule) -> Rule:
        return lambda case: rule(replace(case, params={**settings, **case.params}))

    return {name: replace(one, rule=with_settings(one.rule)) for name, one in RULES.items()}


def rates(program: Program) -> Mapping[str, tuple[str, Any]]:
    (table,) = (one for one in program.tables if one.name == "exchange_rates")
    return {currency: (counts_as, rate) for currency, counts_as, rate in table.rows}


RULES = {
    "cost.allocated-80": Criterion(allocated, (MONEY,)),
    "cost.budget": Criterion(budget, ("budgets.owner_team_id",), when_empty="unmet"),
    "cost.reviewed": Criterion(reviewed, ("reviews",), when_empty="unmet"),
    "cost.forecast-15": Criterion(forecast, ("budgets.forecast_amount", MONEY)),
    "cost.recs-decided": Criterion(recs_decided, ("cost_recommendations.status",)),
    "cost.allocated-90": Criterion(allocated, (MONEY,)),
    "cost.forecast-12": Criterion(forecast, ("budgets.forecast_amount", MONEY)),
    "cost.anomaly": Criterion(anomaly, ("cost_anomalies.acknowledged_at",), attested=True, when_empty="met"),
    "cost.unit": Criterion(unit, (MONEY, "unit_metrics")),
    "cost.waste": Criterion(waste, ("cost_recommendations", MONEY)),
    "cost.commitment": Criterion(commitment, ("costs.commitment_discount_status", MONEY), applies=_bought_by_team),
    "cost.recs-done": Criterion(recs_done, ("cost_recommendations.decided_on", "cost_recommendations.done_on")),
}
