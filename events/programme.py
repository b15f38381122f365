"""The programme of an event's days: turns generated from a few settings, changed only as far as nobody is cut off by it.

What the apps above have put into turns and at tables they say themselves (`holds`): an interview keeps its turn.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from events.models import Event, EventDay, Participation, TimeSlot, Unavailability
from institutions.models import User

MOST_TURNS = 24  # of a day
FAR = dt.timedelta(days=36_500)
PUBLISHED = (
    "時間割が公開されているので、{what}。"
    "変えるときは、先に参加する方々へ知らせる必要があります。回を後ろに足すことはできます。"
)


class ProgrammeError(ValueError):
    """Why the programme stays as it is, in words for people."""


@dataclass(frozen=True)
class Turn:
    starts_at: dt.time
    ends_at: dt.time
    after_break: bool = False
    tables: int | None = None


@dataclass(frozen=True)
class DayPlan:
    """One day: `opening_at` None is a day without a ceremony."""

    date: dt.date
    opening_at: dt.time | None
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class DaySettings:
    """What a day's turns follow from: 13:30, nine turns, a break of ten minutes after the third and the sixth."""

    opening_at: dt.time | None = dt.time(13, 0)
    first_at: dt.time = dt.time(13, 30)
    turns: int = 9
    breaks: tuple[int, ...] = (3, 6)
    break_minutes: int = 10
    tables: int | None = None


def turns_of(settings: DaySettings, *, slot_minutes: int, changeover_minutes: int) -> tuple[Turn, ...]:
    """ProgrammeError where the day is too short for them."""
    found = []
    at = _minutes(settings.first_at)
    for number in range(settings.turns):
        rest = number in settings.breaks and number > 0
        if number:
            at += settings.break_minutes if rest else changeover_minutes
        end = at + slot_minutes
        if end >= 24 * 60:
            raise ProgrammeError(
                f"{settings.first_at:%H:%M}から{settings.turns}回では、夜の12時を過ぎます。回の数を減らすか、始まりを早めてください。"
            )
        found.append(Turn(_time(at), _time(end), rest, settings.tables))
        at = end
    return tuple(found)


def _minutes(at: dt.time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> dt.time:
    return dt.time(minutes // 60, minutes % 60)


def settings_of(plan: DayPlan) -> DaySettings:
    """The settings that a day's turns look as if they came from: what the form begins with."""
    if not plan.turns:
        return DaySettings(opening_at=plan.opening_at)
    turns = plan.turns
    breaks = tuple(number for number, turn in enumerate(turns) if turn.after_break)
    gaps = [_minutes(turns[n].starts_at) - _minutes(turns[n - 1].ends_at) for n in breaks if n]
    return DaySettings(
        plan.opening_at, turns[0].starts_at, len(turns), breaks, gaps[0] if gaps else 10, turns[0].tables
    )


def plan_of(event: Event) -> list[DayPlan]:
    """The programme as it is, day by day: two queries."""
    slots: dict[UUID, list[Turn]] = {}
    for slot in event.slots.order_by("number"):
        turn = Turn(slot.starts_at.time(), slot.ends_at.time(), slot.after_break, slot.tables)
        slots.setdefault(slot.day_id, []).append(turn)
    return [DayPlan(day.date, day.opening_at, tuple(slots.get(day.pk, ()))) for day in event.days.order_by("number")]


def faults_of(plan: DayPlan) -> list[str]:
    """What cannot be in one day, in words."""
    found = []
    previous: Turn | None = None
    for number, turn in enumerate(plan.turns, start=1):
        if turn.ends_at <= turn.starts_at:
            found.append(f"{number}回目: 終わりは、始まりより後にしてください。")
        elif previous is not None and turn.starts_at < previous.ends_at:
            found.append(f"{number}回目: 前の回の終わり({previous.ends_at:%H:%M})より前に始まっています。")
        previous = turn
    if plan.opening_at and plan.turns and plan.opening_at > plan.turns[0].starts_at:
        found.append("開会は、最初の面談より前にしてください。")
    return found


# --- What holds a turn or a table in its place --------------------------------------------------------------------------
@dataclass(frozen=True)
class Hold:
    """`slots` and `booths` that are in use; `fixed`: their times are known to people and stay."""

    why: str
    fixed: bool
    slots: frozenset[UUID] = field(default_factory=frozenset)
    booths: frozenset[UUID] = field(default_factory=frozenset)
    in_force: bool = True  # False: kept for the record, of a version that is over
    firms: tuple[Participation, ...] = ()  # on whose pages it can be changed


_HOLDERS: list[Callable[[Event], Iterable[Hold]]] = []


def holds(holder: Callable[[Event], Iterable[Hold]]) -> Callable[[Event], Iterable[Hold]]:
    """Register what an app has put into an event's turns and at its tables."""
    _HOLDERS.append(holder)
    return holder


def held(event: Event) -> list[Hold]:
    """Of every app: each says it in its module `holds`."""
    autodiscover_modules("holds")
    return [hold for holder in _HOLDERS for hold in holder(event)]


@holds
def absences(event: Event) -> Iterable[Hold]:
    rows = list(Unavailability.objects.filter(event=event).values_list("slot_id", "participation_id", "attendant_id"))
    if rows:
        own = Q(pk__in={firm for _, firm, _ in rows if firm}) | Q(attendant__in={one for _, _, one in rows if one})
        firms = Participation.objects.filter(own, event=event).select_related("company").order_by("number")
        slots = frozenset(slot for slot, _, _ in rows)
        yield Hold("参加できない回の登録があります", False, slots, firms=tuple(firms))


# --- Writing ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def set_programme(*, event: Event, plan: list[DayPlan], by: User, now: dt.datetime) -> None:
    """Bring days and turns to what `plan` says, turn by number: interviews of a draft follow their turn, published ones hold it."""
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    for day in plan:
        if faults := faults_of(day):
            raise ProgrammeError(faults[0])
    rows = list(event.slots.select_for_update(of=("self",)).order_by("number"))
    wanted = [(number, turn) for number, day in enumerate(plan, start=1) for turn in day.turns]
    times = [_during(plan[number - 1].date, turn) for number, turn in wanted]
    used = held(event)
    _must_not_cut(rows[len(wanted) :], used)
    moved = [row for row, during in zip(rows, times, strict=False) if (row.during.lower, row.during.upper) != during]
    _must_not_move(moved, used)
    days = _days(event, plan)
    TimeSlot.objects.filter(pk__in=[row.pk for row in rows[len(wanted) :]]).delete()
    # Out of the way first: two turns may not overlap, not even while they change places.
    for row in moved:
        TimeSlot.objects.filter(pk=row.pk).update(during=(row.during.lower + FAR, row.during.upper + FAR))
    for n, (number, turn) in enumerate(wanted):
        values = {
            "day": days[number],
            "during": times[n],
            "after_break": turn.after_break,
            "tables": turn.tables,
        }
        if n < len(rows):
            TimeSlot.objects.filter(pk=rows[n].pk).update(**values)
        else:
            TimeSlot.objects.create(event=event, number=n, **values)
    event.days.filter(number__gt=len(plan)).delete()


def _during(date: dt.date, turn: Turn) -> tuple[dt.datetime, dt.datetime]:
    zone = timezone.get_default_timezone()
    return (dt.datetime.combine(date, turn.starts_at, zone), dt.datetime.combine(date, turn.ends_at, zone))


def _days(event: Event, plan: list[DayPlan]) -> dict[int, EventDay]:
    """The days by number. Two may change places, so the old dates go out of the way first."""
    there = {day.number: day for day in event.days.all()}
    for day in there.values():
        if day.number <= len(plan) and day.date != plan[day.number - 1].date:
            EventDay.objects.filter(pk=day.pk).update(date=day.date + FAR)
    found = {}
    for number, one in enumerate(plan, start=1):
        values = {"date": one.date, "opening_at": one.opening_at}
        day, made = EventDay.objects.get_or_create(event=event, number=number, defaults=values)
        if not made:
            EventDay.objects.filter(pk=day.pk).update(**values)
        found[number] = day
    return found


def _must_not_cut(rows: list[TimeSlot], used: list[Hold]) -> None:
    for hold in used:
        taken = [row for row in rows if row.pk in hold.slots]
        if taken:
            names = "、".join(str(row) for row in taken)
            raise ProgrammeError(f"{names}は減らせません。{hold.why}。先にそれを移すか、取り消してください。")


def _must_not_move(rows: list[TimeSlot], used: list[Hold]) -> None:
    if any(hold.fixed for hold in used) and rows:
        raise ProgrammeError(PUBLISHED.format(what=f"{rows[0]}の時刻は変えられません"))


@transaction.atomic
def move_days(*, event: Event, dates: list[dt.date], by: User, now: dt.datetime) -> None:
    """The same turns on other dates; a new last day gets the turns of the day before it, a day fewer loses its turns."""
    plan = plan_of(event)
    last = plan[-1] if plan else None
    moved = []
    for number, date in enumerate(dates):
        day = plan[number] if number < len(plan) else last
        moved.append(DayPlan(date, day.opening_at if day else None, day.turns if day else ()))
    set_programme(event=event, plan=moved, by=by, now=now)
