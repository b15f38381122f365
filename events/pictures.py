"""Pictures drawn by the server as SVG: the programme of a day and the dates of an event, in per cent of the width."""

import datetime as dt
from dataclasses import dataclass

from events.milestones import state_of
from events.models import Event, Milestone
from events.programme import DayPlan

LANES = 3  # dates that lie close together stand one above the other
HOUR = 60


@dataclass(frozen=True)
class Block:
    """kind: opening, turn or break; `x` and `width` in per cent."""

    kind: str
    x: float
    width: float
    label: str
    time: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class DayPicture:
    date: dt.date
    blocks: list[Block]
    hours: list[tuple[float, str]]
    ends_at: dt.time


def picture_of_day(plan: DayPlan) -> DayPicture | None:
    """None for a day without turns."""
    if not plan.turns:
        return None
    first, last = plan.turns[0], plan.turns[-1]
    begin = _minutes(plan.opening_at or first.starts_at) // 30 * 30
    end = -(-_minutes(last.ends_at) // 30) * 30
    span = max(end - begin, 30)

    def place(at: int) -> float:
        return round(100 * (at - begin) / span, 2)

    blocks = []
    at = _minutes(plan.opening_at) if plan.opening_at else None
    for number, turn in enumerate(plan.turns, start=1):
        start, stop = _minutes(turn.starts_at), _minutes(turn.ends_at)
        if at is not None and start > at and (number == 1 or turn.after_break):
            kind = "opening" if number == 1 else "break"
            label = "開会" if number == 1 else ""
            blocks.append(Block(kind, place(at), round(place(start) - place(at), 2), label, _clock(at)))
        blocks.append(Block("turn", place(start), round(place(stop) - place(start), 2), str(number), _clock(start)))
        at = stop
    hours = [(place(minute), f"{minute // HOUR}時") for minute in range(-(-begin // HOUR) * HOUR, end + 1, HOUR)]
    return DayPicture(plan.date, blocks, hours, last.ends_at)


def _minutes(at: dt.time) -> int:
    return at.hour * HOUR + at.minute


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR}:{minutes % HOUR:02}"


@dataclass(frozen=True)
class Dot:
    number: int
    x: float
    y: int
    state: str
    milestone: Milestone


@dataclass(frozen=True)
class Timeline:
    dots: list[Dot]
    months: list[tuple[float, str]]
    day: float
    today: float | None


def timeline_of(event: Event, rows: list[Milestone], today: dt.date) -> Timeline | None:
    """The dates on one line of time, from the month of the first to the end of the month of the last; None without any."""
    if not rows:
        return None
    first = min([rows[0].due_on, event.starts_on]).replace(day=1)
    last = _next_month(max([row.due_on for row in rows] + [event.ends_on]))
    span = (last - first).days

    def place(day: dt.date) -> float:
        return round(100 * (day - first).days / span, 2)

    dots = [
        Dot(n, place(row.due_on), 22 + 24 * ((n - 1) % LANES), state_of(row, today), row)
        for n, row in enumerate(rows, start=1)
    ]
    months = []
    month = first
    while month < last:
        months.append((place(month), f"{month.month}月"))
        month = _next_month(month)
    inside = first <= today < last
    return Timeline(dots, months, place(event.starts_on), place(today) if inside else None)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
