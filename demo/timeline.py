"""Days before the date of the demo as moments and text, the company calendar, and chance that repeats itself."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

_EPOCH = date(1970, 1, 1).toordinal()
AHEAD = 30  # days the rota and the calendar reach beyond the date of the demo


@dataclass(frozen=True)
class Timeline:
    """Moments counted in days from midnight (UTC) of a date: -1.5 is noon, the day before yesterday."""

    as_of: date

    def moment(self, day: float) -> datetime:
        return datetime.combine(self.as_of, time(tzinfo=UTC)) + timedelta(seconds=round(day * 86400))

    def stamp(self, day: float) -> str:
        return f"{self.moment(day):%Y-%m-%dT%H:%M:%SZ}"

    def date(self, day: float) -> str:
        return f"{self.moment(day):%Y-%m-%d}"

    def epoch(self, day: float) -> int:
        """Seconds since 1970."""
        return (self.as_of.toordinal() - _EPOCH) * 86400 + round(day * 86400)

    def months(self, back: int) -> list["Month"]:
        """The months since so many days ago up to this one, the oldest first."""
        first = self.moment(-back).date().replace(day=1)
        found = []
        while first <= self.as_of:
            after = (first + timedelta(days=32)).replace(day=1)
            found.append(Month(f"{first:%Y-%m}", first, (first - self.as_of).days, (after - first).days))
            first = after
        return found

    def working(self, day: float) -> float:
        """The same hour on the next weekday."""
        return day + max(0, 7 - self.moment(day).weekday()) % 7 if self.moment(day).weekday() >= 5 else day

    def past(self, day: float) -> str | None:
        """A moment, unless it is still to come."""
        return self.stamp(day) if day < 0 else None

    def past_date(self, day: float) -> str | None:
        return self.date(day) if day < 0 else None


@dataclass(frozen=True)
class Month:
    """A month, with its first day in days before today."""

    key: str
    first: date
    begins: int
    days: int

    @property
    def ends(self) -> int:
        return self.begins + self.days


def evenly(number: int, share: float) -> bool:
    """Whether the number-th of many belongs to a share of them, spread as evenly as can be."""
    return math.floor((number + 1) * share + 1e-9) > math.floor(number * share + 1e-9)


def chance(*about: object) -> random.Random:
    """Random numbers that depend on what they are about, never on the clock: any date tells the same stories."""
    return random.Random("/".join(map(str, about)))


def calendar(timeline: Timeline, back: int) -> Iterator[dict[str, object]]:
    for offset in range(-back, AHEAD + 1):
        day = timeline.moment(offset).date()
        yield {"date": day.isoformat(), "is_business_day": day.weekday() < 5 and not is_holiday(day)}


def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday in Japan, by the law as it stands since 2022, or between the years."""
    return (
        _named(day)
        or (day.month, day.day) in ((12, 29), (12, 30), (12, 31), (1, 2), (1, 3))
        or _substitute(day)
        or (not _named(day) and _named(day - timedelta(days=1)) and _named(day + timedelta(days=1)))
    )


_FIXED = {(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)}
_MONDAYS = {(1, 2), (7, 3), (9, 3), (10, 2)}  # month and which Monday of it


def _named(day: date) -> bool:
    monday = day.weekday() == 0 and (day.month, (day.day + 6) // 7) in _MONDAYS
    return (day.month, day.day) in _FIXED or monday or day in _equinoxes(day.year)


def _equinoxes(year: int) -> tuple[date, date]:
    """Spring and autumn, by the usual approximation for 1980 to 2099."""
    drift = 0.242194 * (year - 1980) - (year - 1980) // 4
    return date(year, 3, int(20.8431 + drift)), date(year, 9, int(23.2488 + drift))


def _substitute(day: date) -> bool:
    """The first day after a holiday on a Sunday that is none itself."""
    before = day - timedelta(days=1)
    while _named(before) and not _named(day):
        if before.weekday() == 6:
            return True
        before -= timedelta(days=1)
    return False
