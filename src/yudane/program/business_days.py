"""Business days of an organization: its own calendar first, else no weekend and no public holiday."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_FURTHEST = 366  # a calendar without a single business day in a year is none


@dataclass(frozen=True)
class BusinessDays:
    """`opens` and `closes` are hours of the day, 0 to 24; `own` says of single days whether they are business days."""

    zone: ZoneInfo
    opens: float
    closes: float
    country: str = ""  # whose public holidays count, as two letters
    own: Mapping[date, bool] = field(default_factory=dict)

    def is_one(self, day: date) -> bool:
        said = self.own.get(day)
        return day.weekday() < 5 and not (self.country and is_holiday(self.country, day)) if said is None else said

    def end_of(self, moment: datetime, days: int) -> datetime:
        """When the nth business day after that of a moment closes, in UTC. The day of the moment itself never counts."""
        return self._at(self._nth(moment, days), self.closes)

    def start_of(self, moment: datetime, days: int) -> datetime:
        """When it opens."""
        return self._at(self._nth(moment, days), self.opens)

    def _nth(self, moment: datetime, days: int) -> date:
        day, left = moment.astimezone(self.zone).date(), days
        furthest = day + timedelta(days=_FURTHEST)
        while left > 0 and day < furthest:
            day += timedelta(days=1)
            left -= self.is_one(day)
        return day

    def _at(self, day: date, hour: float) -> datetime:
        midnight = datetime.combine(day, time(), self.zone)
        wall = midnight + timedelta(hours=hour)  # on the clock of the wall, whatever was put forward or back that night
        return wall.astimezone(UTC)


def has_holidays(country: str) -> bool:
    """Whether the public holidays of a country are known."""
    from holidays.registry import EntityLoader

    return len(country) == 2 and country in EntityLoader.get_country_codes()


@cache
def is_holiday(country: str, day: date) -> bool:
    return day in _holidays(country, day.year)


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays(country, years=year))
