"""Calendar files: read back by a small reader of RFC 5545, written apart from the writer."""

import datetime as dt
import re

from kouryukai.lib.calendar_file import CANCEL, TOKYO, Appointment, calendar_file

NOW = dt.datetime(2026, 9, 1, 10, 0, tzinfo=TOKYO)
START = dt.datetime(2026, 9, 18, 4, 30, tzinfo=dt.UTC)
TITLE = "面談; 株式会社 見本,製作所\\東京\n二行目" + "長" * 80


def appointment(**fields) -> Appointment:
    values = {
        "uid": "1@kouryukai.example.jp",
        "title": TITLE,
        "starts": START,
        "ends": START + dt.timedelta(minutes=20),
    }
    return Appointment(**values | fields)


def read(text: str) -> list[tuple[str, str]]:
    """(name with parameters, value) of every line, unfolded and unescaped."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    found = []
    for line in re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        unescaped = re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
        found.append((name, unescaped))
    return found


def test_an_appointment_in_japanese_time_with_alarms():
    lines = read(
        calendar_file([appointment(alarms=(1440, 60), sequence=3, place="千代田会館 3階")], now=NOW, name="予定")
    )
    values = dict(lines)
    assert values["SUMMARY"] == TITLE
    assert (
        values["DTSTART;TZID=Asia/Tokyo"] == "20260918T133000" and values["DTEND;TZID=Asia/Tokyo"] == "20260918T135000"
    )
    assert (values["SEQUENCE"], values["DTSTAMP"], values["STATUS"]) == ("3", "20260901T010000Z", "CONFIRMED")
    assert [value for name, value in lines if name == "TRIGGER"] == ["-P1D", "-PT1H"]
    assert [value for name, value in lines if name == "BEGIN"] == [
        "VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT", "VALARM", "VALARM"
    ]  # fmt: skip


def test_what_is_cancelled_keeps_its_uid_and_rings_no_more():
    lines = read(calendar_file([appointment(alarms=(60,), sequence=4)], now=NOW, method=CANCEL))
    values = dict(lines)
    assert (values["METHOD"], values["STATUS"], values["UID"]) == ("CANCEL", "CANCELLED", "1@kouryukai.example.jp")
    assert "TRIGGER" not in values


def test_whole_days_end_on_the_day_after():
    day = dt.date(2026, 9, 18)
    values = dict(read(calendar_file([appointment(starts=day, ends=day)], now=NOW)))
    assert (values["DTSTART;VALUE=DATE"], values["DTEND;VALUE=DATE"]) == ("20260918", "20260919")


def test_nobody_writes_lines_of_his_own():
    text = calendar_file(
        [appointment(title="a\r\nATTENDEE:x", url="https://e.jp/\r\nX-A:1", uid="1\r\nX-B:1")], now=NOW
    )
    assert not [name for name, _ in read(text) if name in ("ATTENDEE", "X-A", "X-B")]
