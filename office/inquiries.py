"""Which inquiries wait for whom: what is promised to those who ask, and what is late against it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from institutions.models import User
from kouryukai.lib.workdays import is_workday
from office.models import Inquiry, InquiryState

REPLY_DAYS = 3  # workdays in which the office promises to answer


def reply_due(day: dt.date) -> dt.date:
    """The last workday on which who wrote on `day` is answered in time."""
    left = REPLY_DAYS
    while left:
        day += dt.timedelta(days=1)
        left -= is_workday(day)
    return day


def unanswered_since(today: dt.date) -> dt.date:
    """The newest day whose inquiries should have been answered before `today`."""
    day = today - dt.timedelta(days=1)
    while reply_due(day) >= today:
        day -= dt.timedelta(days=1)
    return day


def is_unanswered(today: dt.date) -> Q:
    """New ones that nobody has taken within the promised time."""
    over = dt.datetime.combine(
        unanswered_since(today) + dt.timedelta(days=1), dt.time(), timezone.get_current_timezone()
    )
    return Q(state=InquiryState.NEW, received_at__lt=over)


def is_behind(today: dt.date) -> Q:
    """Taken ones whose next step should have been done."""
    return Q(state=InquiryState.TAKEN, next_on__lt=today)


def is_late(today: dt.date) -> Q:
    return is_unanswered(today) | is_behind(today)


@dataclass(frozen=True)
class Waiting:
    """`late`: of `new` and `taken` those that nobody answered or went on with in time."""

    new: int
    taken: int
    late: int
    mine: int


def waiting_for(user: User, now: dt.datetime) -> Waiting:
    """What waits in the office, in one query."""
    today = timezone.localdate(now)
    found = (
        Inquiry.objects.visible_to(user)
        .order_by()
        .aggregate(
            new=Count("pk", filter=Q(state=InquiryState.NEW)),
            taken=Count("pk", filter=Q(state=InquiryState.TAKEN)),
            late=Count("pk", filter=is_late(today)),
            mine=Count("pk", filter=Q(state=InquiryState.TAKEN, owner=user)),
        )
    )
    return Waiting(**found)
