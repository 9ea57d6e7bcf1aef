"""Dates as people write them: eras by their first day, refusals that name the right date."""

import contextlib
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.kernel import clock, wareki
from sasaeai.kernel.fiscal_year import FiscalYear, fiscal_year
from sasaeai.kernel.wareki import DateTextError, parse_date, parse_time

ALL_ERAS = st.dates(date(1868, 1, 25), date(2100, 12, 31))
FULL_WIDTH = str.maketrans("0123456789-./()", "０１２３４５６７８９－．／（）")


# ── The clock ────────────────────────────────────────────────────────────────────────────────────


def test_today_is_the_day_in_japan():
    with time_machine.travel(datetime(2026, 11, 22, 15, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 11, 23)
        assert clock.now() == datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
        assert clock.now().tzinfo is UTC


def test_a_wall_time_in_tokyo_is_stored_nine_hours_earlier():
    moment = clock.at(date(2026, 11, 23), time(8, 30))
    assert moment == datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC
    assert clock.to_tokyo(moment).time() == time(8, 30)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        clock.to_tokyo(datetime(2026, 11, 23, 8, 30))  # noqa: DTZ001


@given(st.dates(date(1952, 5, 1), date(2100, 1, 1)), st.times())
def test_wall_times_survive_the_way_to_utc_and_back(day, wall_time):
    back = clock.to_tokyo(clock.at(day, wall_time))
    assert (back.date(), back.time()) == (day, wall_time)


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 23), "令和8年11月23日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1868, 1, 25), "明治元年1月25日"),
        (date(1868, 1, 24), "1868年1月24日"),
    ],
)
def test_eras_change_on_their_day(day, written):
    assert wareki.wareki(day) == written


def test_dates_on_pages_and_papers():
    day = date(2026, 11, 23)
    assert wareki.long_date(day) == "令和8年11月23日(月)"
    assert wareki.short_date(day) == "11月23日(月)"
    assert wareki.with_western(day) == "令和8年(2026年)11月23日(月)"
    assert wareki.with_western(date(1850, 3, 1)) == "1850年3月1日(金)"


def test_times_on_papers():
    assert wareki.time_range(time(13, 30), time(14, 30)) == "13時30分〜14時30分"
    assert wareki.time_range(time(13), time(14, 5)) == "13時〜14時5分"
    assert wareki.time_range(time(13)) == "13時〜"


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "令和8年11月23日", "令和８年１１月２３日（月）", "令和8年11月23日(月曜日)", "R8.11.23", "r8/11/23",
        "Ｒ８－１１－２３", "2026-11-23", "2026/11/23", "２０２６年11月23日", "西暦2026年11月23日",
        " 令和 8 年 11 月 23 日 ", "20261123", "令和8年(2026年)11月23日(月)", "㋿8年11月23日",
        "令和8年11⽉23⽇(⽉)",
    ],
)  # fmt: skip
def test_one_day_written_in_many_ways(text):
    assert parse_date(text) == date(2026, 11, 23)


def test_the_first_year_of_an_era_may_be_gannen_or_one():
    assert parse_date("令和元年5月1日") == parse_date("令和1年5月1日") == date(2019, 5, 1)


@given(ALL_ERAS, st.booleans())
def test_every_day_of_every_era_survives_writing_and_reading(day, full_width):
    shown = (wareki.wareki(day), wareki.long_date(day), wareki.with_western(day), day.isoformat())
    for text in shown:
        assert parse_date(text.translate(FULL_WIDTH) if full_width else text) == day


@pytest.mark.parametrize(
    ("text", "helps"),
    [
        ("令和8年2月30日", "2月は28日まで"),
        ("2028-02-30", "2月は29日まで"),
        ("令和8年13月1日", "月は1から12まで"),
        ("令和8年0月1日", "月は1から12まで"),
        ("令和8年4月0日", "4月は30日まで"),
        ("令和8年4月31日", "4月は30日まで"),
        ("昭和70年1月1日", "「平成7年1月1日」と入力"),
        ("平成31年5月1日", "「令和元年5月1日」と入力"),
        ("令和元年4月30日", "「平成31年4月30日」と入力"),
        ("平成元年1月7日", "「昭和64年1月7日」と入力"),
        ("令和0年1月1日", "元年"),
        ("慶応3年1月1日", "「慶応」という元号はありません"),
        ("令和8年11月23日(火)", "月曜日です"),
        ("令和8年(2025年)11月23日", "2026年です"),
        ("26/11/23", "読めません"),
        ("11月23日", "読めません"),
        ("来週の月曜", "読めません"),
        ("令和9999年1月1日", "大きすぎます"),
        ("令和2026年11月23日", "元号をつけずに"),
        ("0000-01-01", "西暦4けた"),
        ("", "入力してください"),
        ("　", "入力してください"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_help(text, helps):
    with pytest.raises(DateTextError, match=helps):
        parse_date(text)


def test_a_huge_text_is_not_repeated_back():
    with pytest.raises(DateTextError) as refusal:
        parse_date("あ" * 10_000)
    assert len(str(refusal.value)) < 120


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_refusal(text):
    with contextlib.suppress(DateTextError):
        assert isinstance(parse_date(text), date)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13:30", time(13, 30)), ("１３：３０", time(13, 30)), ("13時30分", time(13, 30)),
        ("1330", time(13, 30)), ("930", time(9, 30)), ("0930", time(9, 30)), ("13時", time(13)),
        ("13", time(13)), ("13時半", time(13, 30)), ("午後1時30分", time(13, 30)),
        ("午前9時", time(9)), ("午後0時", time(12)), ("PM 1:30", time(13, 30)), ("0:00", time(0)),
        ("12AM", None), ("AM12:15", time(0, 15)), ("13.30", time(13, 30)),
    ],
)  # fmt: skip
def test_one_time_written_in_many_ways(text, expected):
    if expected is None:
        with pytest.raises(DateTextError):
            parse_time(text)
    else:
        assert parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "helps"),
    [
        ("25:00", "0から23"),
        ("24:00", "0から23"),
        ("13:60", "0から59"),
        ("午後12時", "昼とも夜とも"),
        ("午後13時", "0から11"),
        ("昼ごろ", "読めません"),
        ("", "入力してください"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_help(text, helps):
    with pytest.raises(DateTextError, match=helps):
        parse_time(text)


@given(st.times())
def test_every_minute_survives_writing_and_reading(moment):
    minute = moment.replace(second=0, microsecond=0)
    assert parse_time(wareki.time_text(minute)) == minute
    assert parse_time(minute.strftime("%H%M")) == minute


# ── 年度 ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_fiscal_year_runs_from_april_to_march():
    assert fiscal_year(date(2026, 3, 31)) == 2025
    assert fiscal_year(date(2026, 4, 1)) == 2026
    year = FiscalYear(2026)
    assert (year.start, year.end) == (date(2026, 4, 1), date(2027, 3, 31))
    assert [month.month for month in year] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert year.months[-1] == date(2027, 3, 1)
    assert year.start in year
    assert year.end in year
    assert date(2027, 4, 1) not in year
    assert year.previous < year < year.next
    assert str(year) == "令和8年度"


@pytest.mark.parametrize(
    ("year", "labels"),
    [
        (2026, ("令和8年度",)),
        (2020, ("令和2年度",)),
        (2019, ("平成31年度", "令和元年度")),
        (2018, ("平成30年度",)),
        (1989, ("平成元年度",)),
        (1988, ("昭和63年度",)),
        (1926, ("大正15年度", "昭和元年度")),
        (1912, ("明治45年度", "大正元年度")),
    ],
)
def test_a_fiscal_year_goes_by_the_names_offices_used(year, labels):
    assert FiscalYear(year).labels == labels
    assert FiscalYear(year).label == labels[-1]


@given(st.integers(1868, 2100).map(FiscalYear))
def test_every_name_leads_back_to_its_year(year):
    for label in year.labels:
        assert FiscalYear.from_label(label) == year
        assert FiscalYear.from_label(label.translate(FULL_WIDTH)) == year


@given(ALL_ERAS.filter(lambda day: day >= date(1868, 4, 1)))
def test_each_day_lies_in_exactly_one_fiscal_year(day):
    year = FiscalYear.of(day)
    assert day in year
    assert year.end + timedelta(days=1) == year.next.start
    assert day.replace(day=1) in year.months


def test_short_and_western_labels_are_understood():
    assert FiscalYear.from_label("R8") == FiscalYear.from_label("2026年度") == FiscalYear(2026)


@pytest.mark.parametrize(
    ("text", "helps"),
    [
        ("平成32年度", "「令和2年度」と入力"),
        ("昭和64年度", "「平成元年度」と入力"),
        ("令和0年度", "ありません"),
        ("慶応3年度", "元号はありません"),
        ("0年度", "読めません"),
        ("9999年度", "1868から9998"),
    ],
)
def test_a_fiscal_year_no_office_used_is_refused(text, helps):
    with pytest.raises(DateTextError, match=helps):
        FiscalYear.from_label(text)


def test_a_time_with_a_zone_is_taken_as_a_wall_time():
    zoned = time(8, 30, tzinfo=timezone(timedelta(hours=1)))
    assert clock.at(date(2026, 11, 23), zoned) == clock.at(date(2026, 11, 23), time(8, 30))
