"""How long five business days are, over weekends, holidays, year ends and changes of the clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from yudane.program.business_days import BusinessDays, has_holidays

TOKYO = BusinessDays(ZoneInfo("Asia/Tokyo"), 9, 18, "JP")
BERLIN = BusinessDays(ZoneInfo("Europe/Berlin"), 9, 18, "DE")


def jst(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    ("told", "days", "closes"),
    [
        (jst(7, 10), 5, jst(14, 18)),  # Monday to Monday
        (jst(7, 23, 59), 5, jst(14, 18)),  # late that day
        (jst(12, 10), 1, jst(14, 18)),  # on a Saturday
        (jst(17, 10), 2, jst(24, 18)),  # 21 to 23 September 2026 are holidays
        (jst(30, 10, month=12), 3, datetime(2027, 1, 5, 18, tzinfo=ZoneInfo("Asia/Tokyo"))),  # over New Year's Day
    ],
)
def test_days_without_business_do_not_count(told: datetime, days: int, closes: datetime) -> None:
    assert TOKYO.end_of(told, days) == closes


def test_the_day_is_that_of_the_organization() -> None:
    late = datetime(2026, 9, 7, 15, 30, tzinfo=UTC)  # already Tuesday in Tokyo
    assert TOKYO.end_of(late, 1) == jst(9, 18)
    assert TOKYO.start_of(late, 1) == jst(9, 9)


def test_own_days_stand_above_weekends_and_holidays() -> None:
    own = BusinessDays(TOKYO.zone, 9, 18, "JP", {date(2026, 9, 12): True, date(2026, 9, 14): False})
    assert own.end_of(jst(11, 10), 1) == jst(12, 18)
    assert own.end_of(jst(11, 10), 2) == jst(15, 18)


def test_business_closes_by_the_clock_on_the_wall_when_clocks_change() -> None:
    friday = datetime(2026, 3, 27, 12, tzinfo=BERLIN.zone)
    assert BERLIN.end_of(friday, 1) == datetime(2026, 3, 30, 16, tzinfo=UTC)  # summer time since Sunday
    assert BERLIN.end_of(datetime(2026, 10, 23, 12, tzinfo=BERLIN.zone), 1) == datetime(2026, 10, 26, 17, tzinfo=UTC)


def test_business_until_midnight_ends_with_the_day() -> None:
    assert BusinessDays(TOKYO.zone, 0, 24).end_of(jst(7, 10), 1) == jst(9, 0)


def test_a_calendar_without_business_days_ends_in_a_year() -> None:
    never = BusinessDays(TOKYO.zone, 9, 18, "", {date.fromordinal(n): False for n in range(739000, 741000)})
    assert never.end_of(jst(7, 10), 1).year == 2027


def test_countries_are_known_by_two_letters() -> None:
    assert has_holidays("JP")
    assert not has_holidays("JPN")
    assert not has_holidays("Japan")
