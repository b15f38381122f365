"""The senior's own timetable on A5, in large letters: when, which table, which firm, what happens next, whom to call."""

from dataclasses import dataclass

from kouryukai.lib.era import WEEKDAYS
from kouryukai.lib.secret_links import qr_code
from matching.sheets.paper import Line, Paper, digits, line
from matching.sheets.rows import MeetingFacts, SeniorFacts

PAPER = Paper("senior_timetable.html", ("print/base.css", "print/senior.css"))
COLUMN = 54.0  # millimetres for the firm's name
EARLY = 30  # minutes before the first interview, where no opening is set


@dataclass(frozen=True)
class Look:
    """How large a row is drawn, as print/senior.css does: heights in millimetres."""

    name: str
    row: float
    padding: float
    points: float  # of the table number


LOOKS = (Look("roomy", 35.8, 3.6, 48), Look("normal", 31.6, 3.0, 40), Look("dense", 23.2, 1.6, 28))
PAGE, PAUSE, DAY, BORDER = 180.0, 9.9, 10.2, 0.4


@dataclass(frozen=True)
class Meeting:
    facts: MeetingFacts
    company: Line
    issue: Line
    place: Line
    is_new_day: bool

    def height(self, look: Look) -> float:
        words = self.company.height_mm + self.issue.height_mm + (self.place.height_mm if self.place.text else 0)
        return max(look.row, words + 2 * look.padding + BORDER) + PAUSE * bool(self.facts.pauses)


def fingerprint(facts: SeniorFacts) -> str:
    return PAPER.fingerprint(facts)


def render(facts: SeniorFacts) -> bytes:
    return PAPER.render(context(facts))


def context(facts: SeniorFacts) -> dict:
    meetings = [_meeting(facts.meetings, position) for position in range(len(facts.meetings))]
    days = sum(meeting.is_new_day for meeting in meetings)
    name = line(f"{facts.name} 様の時間割", width_mm=96, points=(18, 15, 12, 10.5), max_lines=2, bold=True)
    event_name = line(facts.event.name, width_mm=96, points=(11, 9.5), max_lines=2)
    venue = line(facts.event.venue, width_mm=112, points=(13, 11), max_lines=2)
    after = line(_next(facts), width_mm=124, points=(13,), max_lines=4)
    fixed = max(22, name.height_mm + event_name.height_mm + 8) + 20 + venue.height_mm + 4 + after.height_mm
    fixed += DAY * days if days > 1 else 0
    look = _look(meetings, PAGE - fixed)
    return {
        "event": facts.event,
        "senior": facts,
        "name": name,
        "event_name": event_name,
        "venue": venue,
        "come": _come(facts.meetings[0]),
        "meetings": meetings,
        "days": days,
        "look": look,
        "number_size": digits(max(meeting.table for meeting in facts.meetings), points=look.points, width_mm=22.5),
        "next": after,
        "qr": qr_code(facts.address),
    }


def _look(meetings: list[Meeting], room: float) -> Look:
    """The largest letters with which everything stands on one page; else the smallest, over two pages."""
    fitting = (look for look in LOOKS if sum(meeting.height(look) for meeting in meetings) <= room)
    return next(fitting, LOOKS[-1])


def _next(facts: SeniorFacts) -> str:
    last = facts.meetings[-1].slot.ends_at
    move = "終わりの合図が鳴ったら、次の卓へお移りください。" if len(facts.meetings) > 1 else ""
    return (
        f"面談は1回{facts.event.slot_minutes}分です。{move}"
        f"{last.hour}:{last.minute:02}に終わったら、受付でアンケートをお渡しします。"
    )


def _meeting(meetings: tuple[MeetingFacts, ...], position: int) -> Meeting:
    here = meetings[position]
    before = meetings[position - 1] if position else None
    same_day = before is not None and before.slot.day == here.slot.day
    return Meeting(
        facts=here,
        company=line(here.company, width_mm=COLUMN, points=(15, 13, 11), max_lines=2, bold=True, leading=1.3),
        issue=line(here.issue, width_mm=COLUMN, points=(12.5, 11), max_lines=2, leading=1.4),
        place=line(here.place, width_mm=COLUMN, points=(12.5, 11), leading=1.4),
        is_new_day=not same_day,
    )


def _come(first: MeetingFacts) -> str:
    """9月18日(金) 13時までに受付へ."""
    slot = first.slot
    if slot.opening_at is not None:
        hour, minute = slot.opening_at.hour, slot.opening_at.minute
    else:
        minutes = slot.starts_at.hour * 60 + slot.starts_at.minute - EARLY
        hour, minute = divmod(max(minutes, 0), 60)
    clock = f"{hour}時{minute}分" if minute else f"{hour}時"
    return f"{slot.date.month}月{slot.date.day}日({WEEKDAYS[slot.date.weekday()]}) {clock}までに受付へ"
