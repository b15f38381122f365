"""Applications that wait for the office: oldest first, and how long against the promise of a week."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from institutions.models import User
from talent.models import Application, ApplicationState

TARGET_DAYS = 7


@dataclass(frozen=True)
class Queue:
    count: int
    oldest_days: int | None

    @property
    def is_late(self) -> bool:
        return self.oldest_days is not None and self.oldest_days > TARGET_DAYS


def waiting(user: User) -> QuerySet[Application]:
    rows = Application.objects.visible_to(user).filter(state=ApplicationState.SUBMITTED)
    return rows.order_by("submitted_at", "pk")


def days_waiting(application: Application, now: dt.datetime) -> int:
    """Whole days of the calendar: who applied today waits for 0 days."""
    return (timezone.localdate(now) - timezone.localdate(application.submitted_at)).days


def queue_of(user: User, now: dt.datetime) -> Queue:
    found = waiting(user).order_by().aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    oldest = found["oldest"]
    days = (timezone.localdate(now) - timezone.localdate(oldest)).days if oldest else None
    return Queue(found["count"], days)
