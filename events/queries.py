"""What stands beside the rows of lists, so that a list costs the same with one row and with thousands."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.models import Attendance, Entry, EntryState, Event, Participation, ParticipationState
from institutions.models import User
from talent.models import Disclosure, Senior


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


def of_firms_that_come(rows: QuerySet, company: str = "company_id") -> QuerySet:
    """Of hearings or briefs, those whose firm has not withdrawn from their event: what it has left behind is nobody's to do."""
    gone = Participation.objects.filter(
        event=OuterRef("event_id"), company=OuterRef(company), state=ParticipationState.WITHDRAWN
    )
    return rows.filter(~Exists(gone))


def in_fiscal_year(events: QuerySet[Event], year: int | None) -> QuerySet[Event]:
    """Events that start between 1 April of `year` and 31 March of the next; all where `year` is None."""
    if year is None:
        return events
    return events.filter(starts_on__range=(dt.date(year, 4, 1), dt.date(year + 1, 3, 31)))


def with_people[Row](rows: Iterable[Row], user: User) -> list[Row]:
    """Gives each entry or interview `person`: its senior where `user` may know who it is, else None.

    Read beside the rows, never joined: a bank's entry stays in its list when the disclosure has ended or, for a branch, has not
    begun. A bank must know the person through this very event: who was met at another one is not thereby named among the wishes here.
    """
    found = list(rows)
    keys = {row.senior_id for row in found}
    told = None
    if user.is_bank:
        shown = Disclosure.objects.in_force().visible_to(user).filter(senior__in=keys)
        told = set(shown.values_list("source", "senior_id"))
    # The event, or what the pair has agreed on. Who is not named is not read either: the log of reads would say that he was.
    causes = {row.pk: (row.event_id, getattr(row, "entry_id", row.pk)) for row in found}
    named = {
        row.pk: row.senior_id
        for row in found
        if told is None or any((cause, row.senior_id) in told for cause in causes[row.pk])
    }
    people = Senior.objects.visible_to(user).in_bulk(set(named.values()))
    for row in found:
        row.person = people.get(named.get(row.pk))
    return found
