"""Questions to the log of reads: who saw one person or firm, and what one account saw."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from institutions.models import User
from office.models import ReadLog

GROUPED = """
    SELECT shown, count(*), max(at) FROM office_readlog, unnest({column}) AS shown
    WHERE user_id = %s AND at >= %s AND at < %s GROUP BY shown ORDER BY 2 DESC, 3 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A person or firm that an account saw: how often, and when last."""

    key: UUID
    times: int
    last: dt.datetime


def reads_of(*, since: dt.datetime, until: dt.datetime, senior: UUID | None = None, company: UUID | None = None):
    """The rows that name the person or the firm, newest first, without the other names on them."""
    named = {"seniors__contains": [senior]} if senior else {"companies__contains": [company]}
    return (
        ReadLog.objects.filter(at__gte=since, at__lt=until, **named)
        .defer("seniors", "companies")
        .select_related("user__staff_member", "institution")
        .order_by("-at", "id")
    )


def per_day(reads: QuerySet, days: int) -> list[tuple[dt.date, int]]:
    """Reads on each of the newest days that have any, oldest first."""
    grouped = reads.order_by().annotate(day=TruncDate("at")).values_list("day").annotate(Count("pk"))
    return sorted(grouped.order_by("-day")[:days])


def seen_seniors(user: User, since: dt.datetime, until: dt.datetime) -> list[Seen]:
    return _seen("seniors", user, since, until)


def seen_companies(user: User, since: dt.datetime, until: dt.datetime) -> list[Seen]:
    return _seen("companies", user, since, until)


def _seen(column: str, user: User, since: dt.datetime, until: dt.datetime) -> list[Seen]:
    with connection.cursor() as cursor:
        cursor.execute(GROUPED.format(column=column), [user.pk, since, until])
        return [Seen(*row) for row in cursor.fetchall()]


def pages_of(user: User, since: dt.datetime, until: dt.datetime) -> Iterable[tuple[str, str, int]]:
    """(page, kind, how often), the most frequent first."""
    rows = ReadLog.objects.filter(user=user, at__gte=since, at__lt=until).order_by()
    return list(rows.values_list("page", "kind").annotate(n=Count("pk")).order_by("-n", "page"))
