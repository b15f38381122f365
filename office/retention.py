"""How long what is kept: each app registers its purposes here as data; one run does what is due, and says what it did.

A purpose names its rows, from when the time counts, how long it is, what happens then and why. Rows of a purpose about people
are erased one by one, and never more than PEOPLE_A_NIGHT in one run unless a person has seen the number and allowed it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.module_loading import autodiscover_modules

from institutions.models import User
from office.erasing import ErasureError, erase
from office.models import ErasureReason, RetentionRun
from office.registry import Progress

HOME = "retaining"  # the module of an app in which it registers
PEOPLE_A_NIGHT = 20
STOPPED = "{due}人の消去の時期が来ています。人数が多いため消去を止め、事務局の確認を待っています。"


@dataclass(frozen=True)
class Period:
    """So long is kept. `before(now)`: what began earlier is due."""

    years: int = 0
    days: int = 0

    def before(self, now: dt.datetime) -> dt.datetime:
        try:
            then = now.replace(year=now.year - self.years)
        except ValueError:  # 29 February
            then = now.replace(year=now.year - self.years, day=28)
        return then - dt.timedelta(days=self.days)

    def __str__(self) -> str:
        if not (self.years or self.days):
            return "すぐ"
        return "".join([f"{self.years}年" if self.years else "", f"{self.days}日" if self.days else ""])


type Rows = models.QuerySet | list


@dataclass(frozen=True)
class Done:
    """What a purpose has done; `left` says in words what it could not do, and why."""

    count: int
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Purpose:
    key: str
    what: str
    period: Period
    since: str
    then: str
    why: str
    due: Callable[[dt.datetime, dt.datetime], Rows]  # called with the last moment that is over, and with now
    end: Callable[[Rows, dt.datetime], Done]
    describe: Callable[[Any], str] = str
    size: Callable[[Rows], int] | None = None  # where one row stands for many
    person: str = ""  # the kind that `office.erasing` erases; then `end` is not asked

    def due_at(self, now: dt.datetime) -> Rows:
        return self.due(self.period.before(now), now)

    def count_at(self, now: dt.datetime) -> int:
        rows = self.due_at(now)
        if self.size:
            return self.size(rows)
        return rows.count() if isinstance(rows, models.QuerySet) else len(rows)


_purposes: dict[str, Purpose] = {}


def purpose(entry: Purpose) -> Purpose:
    _purposes[entry.key] = entry
    return entry


def purposes() -> list[Purpose]:
    """From the lowest app upward, in the order in which each app says them."""
    autodiscover_modules(HOME)
    return list(_purposes.values())


def find(key: str) -> Purpose | None:
    return next((entry for entry in purposes() if entry.key == key), None)


def delete_all(rows: Rows, now: dt.datetime) -> Done:
    """The usual end of a queryset."""
    return Done(rows.delete()[0])


def remove_files(rows: Rows, now: dt.datetime) -> Done:
    """The usual end of files: they go when the run is final, so a rehearsal leaves them alone."""
    paths = list(rows)
    transaction.on_commit(lambda: [path.unlink(missing_ok=True) for path in paths], robust=True)
    return Done(len(paths))


def by_the_eraser(rows: Rows, now: dt.datetime) -> Done:
    raise TypeError("people are erased by the run itself")


@dataclass(frozen=True)
class Outlook:
    """One purpose on the page of periods."""

    purpose: Purpose
    now: int
    soon: int  # what the next 30 days add


def outlook(now: dt.datetime, days: int = 30) -> list[Outlook]:
    """Two counts for every purpose."""
    then = now + dt.timedelta(days=days)
    found = []
    for entry in purposes():
        due = entry.count_at(now)
        found.append(Outlook(entry, due, max(0, entry.count_at(then) - due)))
    return found


def people_due(now: dt.datetime) -> int:
    return sum(entry.count_at(now) for entry in purposes() if entry.person)


def run(
    *,
    now: dt.datetime,
    by: User | None = None,
    people_allowed: int = PEOPLE_A_NIGHT,
    progress: Progress | None = None,
) -> RetentionRun:
    """Do everything that is due, in one transaction, and leave a record. A second run finds nothing to do."""
    with transaction.atomic():
        people, every = people_due(now), purposes()
        stopped = people > people_allowed
        lines = []
        for number, entry in enumerate(every):
            if progress:
                progress(number, len(every), entry.what)
            done = _people(entry, now, by, stopped=stopped) if entry.person else entry.end(entry.due_at(now), now)
            lines.append({"key": entry.key, "what": entry.what, "then": entry.then, **asdict(done)})
        return RetentionRun.objects.create(
            at=now, by=by, lines=lines, people_due=people, people_allowed=people_allowed, is_stopped=stopped
        )


def _people(entry: Purpose, now: dt.datetime, by: User | None, *, stopped: bool) -> Done:
    rows = list(entry.due_at(now))
    if stopped and rows:
        return Done(0, [STOPPED.format(due=len(rows))])
    count, left = 0, []
    for row in rows:
        try:
            erase(kind=entry.person, subject_id=row.pk, by=by, now=now, reason=ErasureReason.PERIOD)
            count += 1
        except ErasureError as refused:
            left.append(f"{entry.describe(row)}: {refused}")
    return Done(count, left)


class _TakenBack(Exception):
    def __init__(self, told: RetentionRun) -> None:
        self.told = told


def rehearse(*, now: dt.datetime, people_allowed: int = PEOPLE_A_NIGHT) -> RetentionRun:
    """The run itself, taken back: what it would record."""
    try:
        with transaction.atomic():
            raise _TakenBack(run(now=now, people_allowed=people_allowed))
    except _TakenBack as taken_back:
        return taken_back.told


def total(lines: Iterable[dict]) -> int:
    return sum(line["count"] for line in lines)
