"""The event's own sheet: days, turns, breaks, hosts, limits; and whether the event is there already."""

import datetime as dt

from events.importing.layout import DAYS
from events.importing.plan import EventPlan, SlotPlan
from events.importing.reading import Row
from events.models import Event, HostRole
from institutions.directory import Lookup
from kouryukai.lib.table import Fault
from office.importing.cells import TOKYO, parse_range

MINUTE = dt.timedelta(minutes=1)
DEFAULT_MINUTES, DEFAULT_TURNS, DEFAULT_BREAK = 20, 9, 10
_HOST_FIELDS = (("hosts", HostRole.HOST), ("cohosts", HostRole.COHOST), ("patrons", HostRole.PATRON))


def check_event(row: Row, lookup: Lookup, today: dt.date, faults: list[Fault]) -> EventPlan:
    plan = EventPlan(row)
    _days(row, plan, today, faults)
    _slots(row, plan, faults)
    _hosts(row, plan, lookup, faults)
    _limits(row, faults)
    name = row.get("name")
    if name and plan.days and Event.objects.filter(name=name, starts_on=plan.days[0]).exists():
        faults.append(
            row.fault("name", "同じ名称・開催日の交流会が登録済みです。同じファイルを2度取り込む必要はありません。")
        )
    return plan


def _days(row: Row, plan: EventPlan, today: dt.date, faults: list[Fault]) -> None:
    names = [f"day{n}" for n in range(1, DAYS + 1)]
    last = max((n for n, name in enumerate(names) if name in row.values), default=-1)
    for n, name in enumerate(names[: last + 1]):
        day = row.get(name)
        if day is None:
            if name not in row.bad:
                faults.append(row.fault(name, "日付がありません。前から順に入れてください。"))
            continue
        if plan.days and day <= plan.days[-1]:
            faults.append(row.fault(name, "前の開催日より後の日付にしてください。"))
        plan.days.append(day)
        if n == 0 and day < today:
            faults.append(row.fault(name, "過去の日付です。年を確かめてください。", is_warning=True))


def _slots(row: Row, plan: EventPlan, faults: list[Fault]) -> None:
    if row.bad & {"first_at", "clock_times", "slot_minutes", "turns", "changeover", "break_after", "break_minutes"}:
        return
    if "clock_times" in row.values:
        times = _given_times(row, faults)
    elif "first_at" in row.values:
        times = _counted_times(row, faults)
    else:
        faults.append(
            row.fault("first_at", "「最初の面談の時刻」か「面談の時刻」のどちらかを入れてください。例: 13:30")
        )
        return
    for n, day in enumerate(plan.days):
        for first, last, after_break in times:
            start = dt.datetime.combine(day, first, TOKYO)
            plan.slots.append(SlotPlan(n, start, dt.datetime.combine(day, last, TOKYO), after_break))


type Times = list[tuple[dt.time, dt.time, bool]]


def _given_times(row: Row, faults: list[Fault]) -> Times:
    times: Times = []
    changeover = MINUTE * row.get("changeover", 0)
    for text in row.get("clock_times"):
        try:
            first, last = parse_range(text)
        except ValueError as error:
            faults.append(row.fault("clock_times", str(error), value=text))
            continue
        gap = _between(times[-1][1], first) if times else dt.timedelta()
        if gap < dt.timedelta():
            faults.append(row.fault("clock_times", "前の回と時刻が重なっています。", value=text))
        if not 5 * MINUTE <= _between(first, last) <= 120 * MINUTE:
            faults.append(row.fault("clock_times", "1回の面談は5分から120分です。", value=text))
        times.append((first, last, gap > changeover))
    if times and "slot_minutes" not in row.values:
        row.values["slot_minutes"] = _between(*times[0][:2]) // MINUTE
    return times


def _between(first: dt.time, last: dt.time) -> dt.timedelta:
    return dt.datetime.combine(dt.date.min, last) - dt.datetime.combine(dt.date.min, first)


def _counted_times(row: Row, faults: list[Fault]) -> Times:
    turns = row.get("turns", DEFAULT_TURNS)
    breaks = row.get("break_after", [])
    wrong = [n for n in breaks if not 1 <= n < turns]
    if wrong:
        faults.append(row.fault("break_after", f"休憩は第1回から第{turns - 1}回の後に置けます。"))
    at = dt.datetime.combine(dt.date(2000, 1, 1), row.get("first_at"))
    times: Times = []
    for n in range(1, turns + 1):
        end = at + MINUTE * row.get("slot_minutes", DEFAULT_MINUTES)
        if end.day != 1:
            faults.append(row.fault("turns", f"第{n}回が夜の12時を過ぎます。回数か時刻を見直してください。"))
            break
        times.append((at.time(), end.time(), n - 1 in breaks))
        rest = row.get("break_minutes", DEFAULT_BREAK) if n in breaks else row.get("changeover", 0)
        at = end + MINUTE * rest
    return times


def _hosts(row: Row, plan: EventPlan, lookup: Lookup, faults: list[Fault]) -> None:
    for name, role in _HOST_FIELDS:
        for text in row.get(name, []):
            found = lookup.find(text)
            if len(found) != 1:
                faults.append(row.fault(name, not_found("機関", found, lookup, text), value=text))
            elif found[0] in [host for host, _ in plan.hosts]:
                faults.append(row.fault(name, "同じ機関が2回入っています。", value=text))
            else:
                plan.hosts.append((found[0], role))


def not_found(noun: str, found: list, lookup: Lookup, text: str) -> str:
    """Why a name did not lead to one institution, with what is near."""
    if found:
        return f"同じ名前の{noun}が{len(found)}件あります。金融機関コードで入れてください。"
    near = lookup.similar(text)
    return f"この{noun}は一覧にありません。" + (
        f"近い名前: {'、'.join(near)}" if near else "名称か金融機関コードを確かめてください。"
    )


def _limits(row: Row, faults: list[Fault]) -> None:
    if row.get("max_per_company", 9) < row.get("min_per_company", 1):
        faults.append(row.fault("max_per_company", "1社の面談の上限が、下限より小さくなっています。"))
    opens, closes = row.get("entry_open_at"), row.get("entry_close_at")
    if opens and closes and closes <= opens:
        faults.append(row.fault("entry_close_at", "希望登録の締め切りは、開始より後にしてください。"))
