"""The part of a senior's standing that events know: how many she took part in, and how many wishes she has."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from events.models import Attendance, Entry, EntryState, Event, ParticipationState
from talent.models import Senior, Standing

ROWS_AT_ONCE = 2000
NAMES = ("events", "last_event_on", "entries")


def count_taking_part(seniors: Collection[UUID] | None, *, today: dt.date | None = None) -> None:
    """Count again and write down, for these seniors or (None) for all: three queries, and one to write for every 2,000."""
    today = today or timezone.localdate()
    attended = of(Attendance.objects.filter(state=ParticipationState.REGISTERED, event__starts_on__lte=today), seniors)
    begun = attended.annotate(n=Count("pk"), last=Max("event__starts_on"))
    events = {senior: (n, last) for senior, n, last in begun.values_list("senior", "n", "last")}
    wishes = of(Entry.objects.exclude(state=EntryState.WITHDRAWN), seniors).annotate(n=Count("pk"))
    entries = dict(wishes.values_list("senior", "n"))
    write(
        seniors,
        NAMES,
        lambda key: (*events.get(key, (0, None)), entries.get(key, 0)),
    )


def count_of_events(events: Collection[Event]) -> None:
    """To be called where attendances or entries of these events were written."""
    keys = Attendance.objects.filter(event__in=events).order_by().values_list("senior", flat=True).distinct()
    count_taking_part(list(keys))


def of(rows: QuerySet, seniors: Collection[UUID] | None) -> QuerySet:
    """Grouped by senior, for these or for all."""
    return (rows if seniors is None else rows.filter(senior__in=seniors)).order_by().values("senior")


def write(seniors: Collection[UUID] | None, names: Collection[str], values) -> None:
    """Write those columns of the standings; `values(key)` gives one senior's in the order of `names`."""
    keys = sorted(Senior.objects.values_list("pk", flat=True) if seniors is None else set(seniors))
    rows = (Standing(senior_id=key, **dict(zip(names, values(key), strict=True))) for key in keys)
    Standing.objects.bulk_create(
        rows,
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["senior"],
        update_fields=[*names, "counted_at"],
    )
