"""A moment lies in exactly one row of the business clock: that of its day in the organization's time zone."""

import pytest

from yudane.contracts import views
from yudane.evidence.engines.database import connect
from yudane.evidence.engines.sql import bind

HOURS = {"business_hours_start": 9, "business_hours_end": 18}


ZONES = (
    "UTC Asia/Tokyo Europe/Berlin America/St_Johns Asia/Kathmandu Pacific/Kiritimati Australia/Lord_Howe "
    "Asia/Beirut America/Sao_Paulo"  # in these two clocks change at midnight
)


@pytest.mark.parametrize("zone", ZONES.split())
def test_the_row_of_a_moment_is_that_of_its_day(zone: str) -> None:
    with connect() as con:
        con.execute("""
            create table calendar_days as
            select cast(d as date) as date, true as is_business_day
            from range(timestamp '2017-12-30', timestamp '2019-01-03', interval 1 day) t(d)""")
        for name in ("business_days", "business_clock"):
            con.execute(f"create table {name} as {bind(views()[name].sql, HOURS | {'zone': zone})}")
        wrong = con.rows(
            """
            with moments as (
                select m as moment, cast((m at time zone 'UTC') at time zone $zone as date) as day
                from range(timestamp '2018-01-01', timestamp '2019-01-01', interval 15 minute) t(m)
                union all
                select m - interval 1 microsecond, cast(((m - interval 1 microsecond) at time zone 'UTC')
                    at time zone $zone as date)
                from range(timestamp '2018-01-01', timestamp '2019-01-01', interval 15 minute) t(m))
            select m.moment, m.day, count(d.date)
            from moments m
            left join business_clock c
                on c.utc_day = cast(m.moment as date) and m.moment >= c.starts_at and m.moment < c.ends_at
            left join business_days d on d.starts_at = c.starts_at and d.date = m.day
            group by m.moment, m.day having count(d.date) <> 1 order by 1""",
            {"zone": zone},
        )
    assert wrong == []
