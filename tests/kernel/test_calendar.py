"""Days on which halls and offices are closed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.kernel import calendar


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (date(2026, 11, 23), "月曜日・勤労感謝の日です"),
        (date(2026, 11, 25), "水曜日です"),
        (date(2026, 11, 28), "土曜日です"),
        (date(2026, 12, 29), "火曜日・年末年始です"),
        (date(2027, 1, 1), "金曜日・元日です"),
        (date(2027, 1, 3), "日曜日・年末年始です"),
        (date(2027, 1, 4), "月曜日です"),
    ],
)
def test_a_day_is_told_at_a_glance(day, note):
    assert calendar.day_note(day) == note


def test_offices_are_closed_at_weekends_on_holidays_and_around_new_year():
    closed = [date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 23), date(2026, 12, 30)]
    assert all(calendar.is_day_off(day) for day in closed)
    assert not calendar.is_day_off(date(2026, 12, 28))
    assert calendar.day_off_reason(date(2026, 11, 29)) == "日曜日"


def test_a_holiday_on_sunday_moves_and_a_day_between_holidays_is_one():
    assert calendar.holiday_name(date(2026, 5, 6)) == "憲法記念日 振替休日"
    assert calendar.holiday_name(date(2026, 9, 22)) == "国民の休日"
    assert calendar.holiday_name(date(2026, 11, 24)) is None


def test_months_are_added_without_leaving_the_month():
    assert calendar.add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert calendar.add_months(date(2026, 11, 23), 3) == date(2027, 2, 23)
    assert calendar.add_months(date(2026, 3, 31), -13) == date(2025, 2, 28)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_adding_and_taking_months_comes_back_to_the_month(day, months):
    back = calendar.add_months(calendar.add_months(day, months), -months)
    assert (back.year, back.month) == (day.year, day.month)
    assert back.day <= day.day


def test_the_nth_weekday_of_a_month():
    assert calendar.nth_weekday(2026, 11, 3, 3) == date(2026, 11, 19)
    assert calendar.nth_weekday(2026, 11, 0, -1) == date(2026, 11, 30)
    assert calendar.nth_weekday(2026, 11, 4, 5) is None
    with pytest.raises(ValueError, match="weekday"):
        calendar.nth_weekday(2026, 11, 7, 1)


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(0, 6), st.integers(1, 4))
def test_the_first_four_weekdays_always_exist(year, month, weekday, nth):
    day = calendar.nth_weekday(year, month, weekday, nth)
    assert day is not None
    assert (day.weekday(), (day.day - 1) // 7 + 1) == (weekday, nth)
