"""Calendar files (RFC 5545) that telephones and Outlook take: appointments in Japanese time, with alarms, changes and cancellations.

Pure: appointments in, text out. One time zone without summer time is all that is needed, and so a library is not (decision 85).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
OCTETS = 75  # of one line, without its end (RFC 5545, 3.1)
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Tokyo",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0900",
    "TZNAME:JST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


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
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kouryukai//JA", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    if name:
        head.append(f"X-WR-CALNAME:{escaped(name)}")
    lines = [*head, *ZONE]
    for one in appointments:
        lines += _event(one, now, is_cancelled=one.is_cancelled or method == CANCEL)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A text as a value (3.3.11): one line, whatever it holds; control characters are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    plain = "".join(sign for sign in plain if sign == "\n" or (sign >= " " and sign != "\x7f"))
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    """At most 75 octets a line, never inside a character; what follows begins with a blank."""
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + octets
    return "\r\n".join([*parts, part])


def _event(one: Appointment, now: dt.datetime, *, is_cancelled: bool) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(one.uid)}",
        f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{one.sequence}",
        *_times(one),
        f"SUMMARY:{escaped(one.title)}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
    ]
    for label, value in (("LOCATION", one.place), ("DESCRIPTION", one.text)):
        if value:
            lines.append(f"{label}:{escaped(value)}")
    if one.url:
        lines.append(f"URL:{''.join(one.url.split())}")
    if not is_cancelled:
        for minutes in one.alarms:
            lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(one.title)}"]
            lines += [f"TRIGGER:-PT{minutes}M", "END:VALARM"]
    return [*lines, "END:VEVENT"]


def _times(one: Appointment) -> list[str]:
    if isinstance(one.starts, dt.datetime):
        return [
            f"{label};TZID=Asia/Tokyo:{moment.astimezone(TOKYO):%Y%m%dT%H%M%S}"
            for label, moment in (("DTSTART", one.starts), ("DTEND", one.ends))
        ]
    after = one.ends + dt.timedelta(days=1)  # the end of whole days is the first day that is free again
    return [f"DTSTART;VALUE=DATE:{one.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT"]
