"""Unusual reading: how many seniors an account read in the last hour and today, against fixed limits and against its own usual day.

What is counted is persons, each once, however often and on whatever page or paper.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from institutions.models import User
from office.models import ReadAlert, ReaderRole, ReadRule

HOUR = dt.timedelta(hours=1)
PER_HOUR = {ReaderRole.STAFF: 300, ReaderRole.BANK: 60, ReaderRole.RECEPTION: 300}
AT_NIGHT, NIGHT_FROM, NIGHT_TO = 30, 22, 6
TIMES_USUAL, USUAL_DAYS, LEAST_DAYS = 10, 28, 3
FEW = 50  # nobody is told of so few in a day, however few are usual
SINCE = """
    SELECT user_id, max(role), count(DISTINCT person)
    FROM office_readlog, unnest(seniors) AS person
    WHERE at >= %s AND at < %s AND user_id IS NOT NULL AND role = ANY(%s)
    GROUP BY user_id HAVING count(DISTINCT person) > %s
"""
BY_DAY = """
    SELECT (at AT TIME ZONE %s)::date AS day, count(DISTINCT person)
    FROM office_readlog, unnest(seniors) AS person
    WHERE user_id = %s AND at >= %s AND at < %s GROUP BY day
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What an account read from `start` until now, and the limit that it passed."""

    user_id: UUID
    rule: ReadRule
    start: dt.datetime
    people: int
    limit: int
    usual: int | None = None


def watch(*, now: dt.datetime) -> list[ReadAlert]:
    """Alerts for what is unusual by now. One for each account, rule and day: those that are there already are left alone."""
    day = timezone.localdate(now)
    found = [*_in_the_hour(now), *_against_the_usual(now)]
    known = set(ReadAlert.objects.filter(day=day).values_list("user_id", "rule"))
    alerts = [
        ReadAlert(
            user_id=one.user_id,
            rule=one.rule,
            day=day,
            window_start=one.start,
            window_end=now,
            people_read=one.people,
            limit=one.limit,
            usual=one.usual,
            created_at=now,
        )
        for one in found
        if (one.user_id, one.rule) not in known
    ]
    with transaction.atomic():
        ReadAlert.objects.bulk_create(alerts, ignore_conflicts=True)
    return alerts


def see(*, alert: ReadAlert, by: User, now: dt.datetime) -> bool:
    """Somebody has looked into it. False where somebody else was faster: then their name stays."""
    return bool(ReadAlert.objects.filter(pk=alert.pk, seen_at=None).update(seen_at=now, seen_by=by))


def _in_the_hour(now: dt.datetime) -> list[Found]:
    start = now - HOUR
    is_night = not NIGHT_TO <= timezone.localtime(now).hour < NIGHT_FROM
    found = []
    for user_id, role, people in _counts(start, now, at_least=min(AT_NIGHT, *PER_HOUR.values())):
        limit = PER_HOUR[ReaderRole(role)]
        if people > limit:
            found.append(Found(user_id, ReadRule.HOUR, start, people, limit))
        if is_night and people > AT_NIGHT:
            found.append(Found(user_id, ReadRule.NIGHT, start, people, AT_NIGHT))
    return found


def _against_the_usual(now: dt.datetime) -> list[Found]:
    """Only who read many today is compared: a few accounts, each by the index of its own rows."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    told = set(ReadAlert.objects.filter(day=today.date(), rule=ReadRule.USUAL).values_list("user_id", flat=True))
    found = []
    for user_id, _, people in _counts(today, now, at_least=FEW):
        if user_id in told or (usual := _usual(user_id, today)) is None:
            continue
        limit = max(FEW, TIMES_USUAL * usual)
        if people > limit:
            found.append(Found(user_id, ReadRule.USUAL, today, people, limit, usual))
    return found


def _counts(start: dt.datetime, end: dt.datetime, *, at_least: int) -> list[tuple[UUID, str, int]]:
    """(account, role, persons) of accounts that read more than so many."""
    with connection.cursor() as cursor:
        cursor.execute(SINCE, [start, end, list(PER_HOUR), at_least])
        return cursor.fetchall()


def _usual(user_id: UUID, today: dt.datetime) -> int | None:
    """Persons on the middle one of the days on which the account read anybody; None while there are too few such days."""
    with connection.cursor() as cursor:
        start = today - dt.timedelta(days=USUAL_DAYS)
        cursor.execute(BY_DAY, [timezone.get_default_timezone_name(), user_id, start, today])
        days = sorted(people for _, people in cursor.fetchall())
    return days[len(days) // 2] if len(days) >= LEAST_DAYS else None
