"""The bill: what every account cost, what was planned for it, what looked odd and what could be saved."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from demo.organization import HISTORY, Service
from demo.practices import SPENDING, Spending
from demo.timeline import Month, Timeline, chance, evenly

Entry = dict[str, Any]

# Of an ordinary month: how much of it is for what. Machines are billed by the day, the rest by the month.
_MACHINES, _DATABASE, _STORAGE, _NETWORK, _SUPPORT = 0.55, 0.22, 0.12, 0.08, 0.03
LOGS_BILLED = 240  # days since logs are billed on their own
BUDGET_HEADER = "予算番号,サービス,開始,終了,金額,通貨,見込み,見込み作成日,責任チーム\n"
NUMBER_HEADER = "サービス,指標,月,値,単位,チーム\n"


@cache
def spent(service: Service, key: str, days: int) -> int:
    """Yen in a month: it grows slowly and moves a little."""
    luck = chance(service.key, "spent", key)
    year, month = (int(part) for part in key.split("-"))
    return round(service.spend * (1 + 0.008 * ((year - 2024) * 12 + month)) * luck.uniform(0.97, 1.03) * days / 30)


def named(service: Service, month: Month, how: Spending) -> float:
    """What a bill names the service for: all it used and the idle part of what was bought in advance."""
    idle = (_MACHINES + _DATABASE) * how.committed * how.idle
    logs = sum(_logs(service, range(month.begins, month.ends))["days"]) if month.begins > -LOGS_BILLED else 0
    return (spent(service, month.key, month.days) * (1 + idle) + logs) * how.tagged


def _account_began(service: Service, month: Month) -> bool:
    return month.ends > -min(service.since, HISTORY)


def bill_entries(service: Service, timeline: Timeline) -> Iterator[tuple[str, Entry]]:
    """Month, and the bill of an account in it."""
    for month in timeline.months(HISTORY):
        if _account_began(service, month):
            how = SPENDING.of(service, min(month.begins + 27, -1))
            yield month.key, _bill(service, month, how, timeline)


def _bill(service: Service, month: Month, how: Spending, timeline: Timeline) -> Entry:
    total = spent(service, month.key, month.days)
    days = range(max(month.begins, -service.since), min(month.ends, 0))
    machines = total * _MACHINES / month.days
    luck = chance(service.key, "machines", month.key)
    daily = [round(machines * luck.uniform(0.96, 1.04)) for _ in days]
    part = len(daily) / month.days
    lines: list[Entry] = []
    for what, thing, costs in (("Compute", "machines", daily), ("Databases", "database", [total * _DATABASE * part])):
        lines.append(_line(what, thing, [round(cost * (1 - how.committed)) for cost in costs], service))
        if how.committed:
            deal = f"saving-{service.team}"
            lines.append(_line(what, thing, [round(cost * how.committed) for cost in costs], service, deal, "Used"))
            unused = round(sum(costs) * how.committed * how.idle)
            lines.append(_line(what, None, [unused], service, deal, "Unused"))
    others = (("Storage", _STORAGE), ("Networking", _NETWORK), ("Other", _SUPPORT))
    lines += [_line(what, what.lower(), [round(total * share * part)], service) for what, share in others]
    if month.begins > -LOGS_BILLED:
        lines.append(_logs(service, days))
    untagged = 1 - how.tagged
    for line in list(lines):
        rest = [round(cost * untagged) for cost in line["days"]]
        line["days"] = [cost - less for cost, less in zip(line["days"], rest, strict=True)]
        lines.append({**line, "tag": None, "thing": f"{line['thing']}-untagged", "days": [sum(rest)]})
    if service.dollars:
        lines.append(_line("Telephony", "lines", [round(total * 0.4 / 150, 2)], service) | {"currency": "USD"})
    return {
        "account": service.account,
        "from": timeline.date(days[0]) if days else f"{month.first}",
        "lines": [line for line in lines if any(line["days"])],
    }


def _logs(service: Service, days: range) -> Entry:
    """What the application's log costs by the day; one grows and grows."""
    daily = service.spend * 0.02 / 30
    grown = [daily * (1 + (day + LOGS_BILLED) * (0.006 if service.key == "event-stream" else 0.0003)) for day in days]
    return _line("Logs", None, [round(cost) for cost in grown], service) | {"thing": f"{service.key}-app"}


def _line(
    what: str, thing: str | None, days: list[Any], service: Service, deal: str | None = None, state: str | None = None
) -> Entry:
    return {
        "what": what,
        "thing": f"{service.key}/{thing}" if thing else None,
        "days": days,
        "currency": "JPY",
        "tag": service.key,
        "deal": deal,
        "state": state,
    }


def budget_lines(service: Service, timeline: Timeline) -> Iterator[str]:
    """CSV: a plan and a forecast for each month, made three weeks before it begins."""
    for month in timeline.months(HISTORY):
        how = SPENDING.of(service, min(month.begins, -1))
        if not (how.budget and _account_began(service, month)):
            continue
        miss = how.misses * (1 if evenly(month.first.month, 0.5) else 0.92)
        forecast = round(named(service, month, SPENDING.of(service, min(month.ends, -1))) / (1 + miss))
        amount = round(forecast * 1.15, -3)
        last = timeline.date(month.ends - 1)
        planned_on = timeline.date(month.begins - 21)
        yield (
            f"B-{service.key}-{month.key},{service.key},{month.first},{last},{amount},JPY,{forecast},{planned_on},{service.team}\n"
        )


def number_lines(service: Service, timeline: Timeline) -> Iterator[str]:
    """CSV: what the business counts, month by month; not everybody asks for it."""
    if not service.unit:
        return
    for month in timeline.months(HISTORY):
        how = SPENDING.of(service, min(month.begins, -1))
        if how.counted and month.ends <= 0:
            grown = 1 + 0.02 * (HISTORY + month.begins) / 30
            value = round(service.requests * 24 * month.days / 400 * grown)
            yield f"{service.key},{service.unit},{month.first},{value},{service.unit},{service.team}\n"


def odd_entries(service: Service, timeline: Timeline) -> Iterator[Entry]:
    """Days on which an account cost far more than usual, and when somebody said why."""
    luck = chance(service.key, "odd")
    day, number = -float(min(HISTORY, service.since)) + luck.uniform(20, 60), 0
    while day < -2:
        how = SPENDING.of(service, day)
        noticed = timeline.working(day)
        explained = noticed + how.answers * luck.uniform(0.8, 1.1)
        yield {
            "type": "odd",
            "no": f"ODD-{service.key}-{number + 1}",
            "account": service.account,
            "noticed": timeline.stamp(noticed),
            "taken": timeline.past(noticed + (0.2 if how.answers < 15 else 0.9)),
            "explained": timeline.past(explained),
            "yen": round(service.spend * luck.uniform(0.06, 0.2)),
            "why": "unknown" if explained >= 0 else ("ours", "expected", "nothing")[number % 3],
            "team": service.team,
        }
        number += 1
        day += luck.uniform(85, 130)


def hint_entries(service: Service, timeline: Timeline) -> Iterator[Entry]:
    """What could be saved, and what was decided about it."""
    luck = chance(service.key, "hints")
    day, number = -float(min(HISTORY, service.since)) + luck.uniform(4, 20), 0
    while day < -1:
        how = SPENDING.of(service, day)
        decided = day + luck.uniform(6, 20)
        accepted = number % 3 != 2
        done = decided + (24 if how.saves else 110)
        yes = evenly(number, how.decides)
        if not yes:  # left lying until the team begins to decide on everything
            later = next((d for d in range(round(day), 0, 20) if SPENDING.of(service, d).decides == 1), None)
            yes, decided = later is not None, float(later or 0) + luck.uniform(6, 20)
        yes = yes and decided < 0
        state = "open" if not yes else "no" if not accepted else "done" if done < 0 else "yes"
        yield {
            "type": "hint",
            "no": f"HINT-{service.key}-{number + 1}",
            "account": service.account,
            "kind": ("idle", "smaller", "storage", "deal")[number % 4],
            "yen": round(service.spend * luck.uniform(0.008, 0.022)),
            "seen": timeline.date(day),
            "state": state,
            "on": timeline.date(decided) if yes else None,
            "because": "The peak in August needs it." if state == "no" else None,
            "done": timeline.date(done) if state == "done" else None,
        }
        number += 1
        day += luck.uniform(18, 27)
