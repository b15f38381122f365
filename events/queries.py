"""What stands beside the rows of lists, so that a list costs the same with one row and with thousands."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.models import Attendance, Entry, EntryState, Event, Participation, ParticipationState
from institutions.models import User
from talent.models import Senior


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


def with_people[Row](rows: Iterable[Row], user: User) -> list[Row]:
    """Gives each row `person`: its senior where `user` may see him or her, else None. One query, never a join: a bank's entry
    stays in its list when the disclosure of the person has ended or, for a branch, has not begun."""
    found = list(rows)
    people = Senior.objects.visible_to(user).in_bulk({row.senior_id for row in found})
    for row in found:
        row.person = people.get(row.senior_id)
    return found
