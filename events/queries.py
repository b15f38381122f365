"""Counts beside rows of lists, as subqueries, so that a list costs the same with one row and with thousands."""

import datetime as dt

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.models import Attendance, Entry, EntryState, Event, Participation, ParticipationState


def counted(rows: QuerySet, key: str) -> Coalesce:
    """How many of `rows` point by `key` at the row of the outer query."""
    per_key = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_key, output_field=IntegerField()), 0)


def with_figures(events: QuerySet[Event]) -> QuerySet[Event]:
    """Adds company_count, senior_count and entry_count, counted from rows (withdrawn ones left out)."""
    registered = {"state": ParticipationState.REGISTERED}
    return events.annotate(
        company_count=counted(Participation.objects.filter(**registered), "event"),
        senior_count=counted(Attendance.objects.filter(**registered), "event"),
        entry_count=counted(Entry.objects.exclude(state=EntryState.WITHDRAWN), "event"),
    )


def in_fiscal_year(events: QuerySet[Event], year: int | None) -> QuerySet[Event]:
    """Events that start between 1 April of `year` and 31 March of the next; all where `year` is None."""
    if year is None:
        return events
    return events.filter(starts_on__range=(dt.date(year, 4, 1), dt.date(year + 1, 3, 31)))
