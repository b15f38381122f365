"""Unusual reading: how many seniors an account read in the last hour and today, against fixed limits and against its own usual day.

What is counted is persons, each once, however often and on whatever page or paper.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
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
TIMES_CONFIRMED = 2
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
    """New alerts for what is unusual by now.

    One that waits to be confirmed grows with the figure. What was confirmed covers the figure that was confirmed: twice as many are told anew.
    """
    day = timezone.localdate(now)
    told: dict[tuple[UUID, str], list[ReadAlert]] = defaultdict(list)
    for alert in ReadAlert.objects.filter(day=day):
        told[alert.user_id, alert.rule].append(alert)
    alerts = []
    with transaction.atomic():
        for one in [*_in_the_hour(now), *_against_the_usual(now, told)]:
            before = told[one.user_id, one.rule]
            figures = {"people_read": one.people, "window_start": one.start, "window_end": now}
            if any(alert.seen_at is None for alert in before):
                keys = [alert.pk for alert in before]
                ReadAlert.objects.filter(pk__in=keys, seen_at=None, people_read__lt=one.people).update(**figures)
            elif one.people >= TIMES_CONFIRMED * max((alert.people_read for alert in before), default=0):
                fields = {"user_id": one.user_id, "rule": one.rule, "limit": one.limit, "usual": one.usual}
                alerts.append(ReadAlert(day=day, created_at=now, **fields, **figures))
        ReadAlert.objects.bulk_create(alerts, ignore_conflicts=True)
    return alerts


def see(*, alert: ReadAlert, by: User, now: dt.datetime) -> bool:
    """Somebody has looked into it, as it is in `alert`. False where somebody else was faster, or the figure has grown."""
    rows = ReadAlert.objects.filter(pk=alert.pk, people_read=alert.people_read, seen_at=None)
    return bool(rows.update(seen_at=now, seen_by=by))


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


def _against_the_usual(now: dt.datetime, told: Mapping[tuple[UUID, str], list[ReadAlert]]) -> list[Found]:
    """Only who read many today is compared: a few accounts, each by the index of its own rows, and once."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    for user_id, _, people in _counts(today, now, at_least=FEW):
        before = told.get((user_id, ReadRule.USUAL))
        usual = before[0].usual if before else _usual(user_id, today)
        if usual is None:
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
