from datetime import UTC, date, datetime

import pytest
import time_machine

from app.base.clock import furthest_today, now, today


@pytest.mark.parametrize(
    ("timezone", "day"),
    [("Asia/Jakarta", date(2026, 12, 10)), ("Asia/Jayapura", date(2026, 12, 11)), ("UTC", date(2026, 12, 10))],
)
def test_today_depends_on_where_one_is(timezone, day):
    with time_machine.travel(datetime(2026, 12, 10, 16, 30, tzinfo=UTC)):
        assert today(timezone) == day


def test_now_is_aware():
    assert now().tzinfo is UTC


@pytest.mark.parametrize(("hour", "day"), [(9, date(2026, 12, 10)), (10, date(2026, 12, 11))])
def test_the_furthest_day_is_never_behind_any_zone(hour, day):
    with time_machine.travel(datetime(2026, 12, 10, hour, 30, tzinfo=UTC)):
        assert furthest_today() == day >= today("Pacific/Kiritimati")
