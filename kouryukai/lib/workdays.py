"""Days on which an office works: no Saturday, no Sunday, no public holiday, nor the days around New Year."""

import calendar
import datetime as dt

import jpholiday

DAY = dt.timedelta(days=1)


def is_workday(day: dt.date) -> bool:
    """Banks are closed on 31 December and 1 to 3 January too."""
    closed = (day.month, day.day) in {(12, 31), (1, 1), (1, 2), (1, 3)}
    return day.weekday() < 5 and not closed and not jpholiday.is_holiday(day)


def why_not(day: dt.date) -> str:
    """「日曜日」, 「春分の日」, 「年末年始」; "" for a day on which the office works."""
    if is_workday(day):
        return ""
    name = jpholiday.is_holiday_name(day)
    if name:
        return str(name)
    return "土曜日" if day.weekday() == 5 else "日曜日" if day.weekday() == 6 else "年末年始"


def on_or_before(day: dt.date) -> dt.date:
    while not is_workday(day):
        day -= DAY
    return day


def on_or_after(day: dt.date) -> dt.date:
    while not is_workday(day):
        day += DAY
    return day


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier; the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
