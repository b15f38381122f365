"""Calendar files (RFC 5545) that telephones and Outlook take: appointments in Japanese time, with alarms, changes and cancellations.

Appointments in, text out; the package icalendar knows the format.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

TOKYO = ZoneInfo("Asia/Tokyo")
PUBLISH, CANCEL = "PUBLISH", "CANCEL"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry of a calendar. `uid` stays the same for ever, `sequence` grows with each change, so that a new file replaces the old entry.

    `starts`, `ends`: both moments with a zone, or both days (the last day is included). `alarms`: minutes before the beginning.
    """

    uid: str
    title: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date
    place: str = ""
    text: str = ""
    url: str = ""
    sequence: int = 0
    alarms: tuple[int, ...] = ()
    is_cancelled: bool = False


def calendar_file(
    appointments: Iterable[Appointment], *, now: dt.datetime, name: str = "", method: str = PUBLISH
) -> str:
    """The whole file, lines ended by CR LF. `now`: when it is made, with a zone."""
    calendar = Calendar()
    for label, value in {"VERSION": "2.0", "PRODID": "-//kouryukai//JA", "METHOD": method}.items():
        calendar.add(label, value)
    if name:
        calendar.add("X-WR-CALNAME", _plain(name))
    for one in appointments:
        calendar.add_component(_event(one, now, is_cancelled=one.is_cancelled or method == CANCEL))
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()


def _event(one: Appointment, now: dt.datetime, *, is_cancelled: bool) -> Event:
    event = Event()
    event.add("UID", _plain(one.uid))
    event.add("DTSTAMP", now.astimezone(dt.UTC))
    event.add("SEQUENCE", one.sequence)
    event.add("SUMMARY", _plain(one.title))
    event.add("STATUS", "CANCELLED" if is_cancelled else "CONFIRMED")
    if isinstance(one.starts, dt.datetime):
        event.add("DTSTART", one.starts.astimezone(TOKYO))
        event.add("DTEND", one.ends.astimezone(TOKYO))
    else:
        event.add("DTSTART", one.starts)
        event.add("DTEND", one.ends + dt.timedelta(days=1))  # the first day that is free again
        event.add("TRANSP", "TRANSPARENT")
    for label, value in (("LOCATION", one.place), ("DESCRIPTION", one.text)):
        if value:
            event.add(label, _plain(value))
    if one.url:
        event.add("URL", "".join(one.url.split()))
    for minutes in () if is_cancelled else one.alarms:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", _plain(one.title))
        alarm.add("TRIGGER", dt.timedelta(minutes=-minutes))
        event.add_component(alarm)
    return event


def _plain(text: str) -> str:
    """Without control characters, which no calendar takes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in text if sign == "\n" or (sign >= " " and sign != "\x7f"))
