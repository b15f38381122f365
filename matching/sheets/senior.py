"""The senior's own timetable on A5, in large letters: when, which table, which firm, what happens next, whom to call."""

from dataclasses import dataclass

from kouryukai.lib.era import WEEKDAYS
from matching.sheets.paper import Line, Paper, line, qr_code
from matching.sheets.rows import MeetingFacts, SeniorFacts

PAPER = Paper("senior_timetable.html", ("print/base.css", "print/senior.css"))
COLUMN = 54.0  # millimetres for the firm's name
EARLY = 30  # minutes before the first interview, where no opening is set


@dataclass(frozen=True)
class Meeting:
    facts: MeetingFacts
    company: Line
    issue: Line
    place: Line
    is_new_day: bool
    is_after_break: bool

    @property
    def is_short(self) -> bool:
        """Whether firm and issue take a line each, so that the row may be drawn larger."""
        return not self.place.text and self.company.height_mm < 8 and self.issue.height_mm < 8


def fingerprint(facts: SeniorFacts) -> str:
    return PAPER.fingerprint(facts)


def render(facts: SeniorFacts) -> bytes:
    return PAPER.render(context(facts))


def context(facts: SeniorFacts) -> dict:
    meetings = [_meeting(facts.meetings, position) for position in range(len(facts.meetings))]
    return {
        "event": facts.event,
        "senior": facts,
        "name": line(f"{facts.name} 様の時間割", width_mm=96, points=(18, 15, 12, 10.5), max_lines=2, bold=True),
        "event_name": line(facts.event.name, width_mm=96, points=(11, 9.5), max_lines=2),
        "venue": line(facts.event.venue, width_mm=112, points=(13, 11), max_lines=2),
        "come": _come(facts.meetings[0]),
        "meetings": meetings,
        "days": len({meeting.slot.day for meeting in facts.meetings}),
        "dense": len(meetings) > 3,
        "roomy": len(meetings) <= 3 and all(meeting.is_short for meeting in meetings),
        "last": facts.meetings[-1].slot.ends_at,
        "qr": qr_code(facts.address),
    }


def _meeting(meetings: tuple[MeetingFacts, ...], position: int) -> Meeting:
    here = meetings[position]
    before = meetings[position - 1] if position else None
    same_day = before is not None and before.slot.day == here.slot.day
    return Meeting(
        facts=here,
        company=line(here.company, width_mm=COLUMN, points=(15, 13, 11), max_lines=2, bold=True, leading=1.3),
        issue=line(here.issue, width_mm=COLUMN, points=(12.5, 11), max_lines=2),
        place=line(here.place, width_mm=COLUMN, points=(12.5, 11)),
        is_new_day=not same_day,
        is_after_break=same_day and here.slot.break_from is not None,
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
