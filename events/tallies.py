"""Counts of a whole event, kept as rows: who may not read the rows that are counted may still know how many there are."""

from collections.abc import Collection, Mapping

from django.db.models import Count, QuerySet

from events.models import Attendance, Entry, EntryState, Event, Figure, Participation, ParticipationState, Tally
from events.standings import count_of_events

REGISTERED = ParticipationState.REGISTERED


def tally_entries(events: Collection[Event]) -> None:
    """Seniors and entries alone, where one senior's wishes were written."""
    tally(
        events,
        {
            Figure.SENIORS: (Attendance.objects.filter(state=REGISTERED), "event"),
            Figure.ENTRIES: (Entry.objects.exclude(state=EntryState.WITHDRAWN), "event"),
        },
    )


def tally_people(events: Collection[Event]) -> None:
    """Firms, seniors and entries, of the event and of each of its seniors; to be called where they were written."""
    tally(
        events,
        {
            Figure.COMPANIES: (Participation.objects.filter(state=REGISTERED), "event"),
            Figure.SENIORS: (Attendance.objects.filter(state=REGISTERED), "event"),
            Figure.ENTRIES: (Entry.objects.exclude(state=EntryState.WITHDRAWN), "event"),
        },
    )
    count_of_events(events)


def tally(events: Collection[Event], figures: Mapping[Figure, tuple[QuerySet, str]]) -> None:
    """One query for each figure and one to write, for any number of events; `figures`: rows and their path to the event."""
    keys = sorted(event.pk for event in events)
    made = []
    for figure, (rows, path) in figures.items():
        found = rows.filter(**{f"{path}__in": keys}).order_by().values_list(path).annotate(n=Count("pk"))
        counts = dict(found)
        made += [Tally(event_id=key, figure=figure, count=counts.get(key, 0)) for key in keys]
    Tally.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["event", "figure"], update_fields=["count", "counted_at"]
    )
