"""What a published timetable tells beyond the office: which tables are taken, which branch meets whom, and figures.

All are written whole from the published interviews, in the transaction that publishes them, and doing it twice changes nothing.
"""

from collections.abc import Collection

from django.db import transaction

from events.disclosing import ROWS_AT_ONCE, replace_profiles, until_of
from events.models import Event, Figure
from events.tallies import tally
from matching.models import Interview, Occupancy, Result, ResultState, SecondInterview, Support
from matching.standings import count_of_events
from talent.models import Disclosure


@transaction.atomic
def tell_publication(events: Collection[Event]) -> None:
    published = Interview.objects.filter(event__in=events, is_published=True).order_by()
    _take_tables(events, published)
    _disclose_interviewees(events, published)
    tally(events, {Figure.INTERVIEWS: (published, "event")})
    count_of_events(events)


def tally_outcomes(events: Collection[Event]) -> None:
    """To be called where an outcome was written."""
    tally(
        events,
        {
            Figure.HELD: (Result.objects.filter(state=ResultState.HELD), "entry__event"),
            Figure.SECOND_INTERVIEWS: (SecondInterview.objects.all(), "entry__event"),
            Figure.SUPPORTS: (Support.objects.all(), "entry__event"),
        },
    )


def _take_tables(events: Collection[Event], published) -> None:
    Occupancy.objects.filter(event__in=events).delete()
    places = published.values_list("event_id", "slot_id", "booth_id", "timetable__published_at")
    Occupancy.objects.bulk_create(
        (
            Occupancy(event_id=event, slot_id=slot, booth_id=booth, published_at=published_at)
            for event, slot, booth, published_at in places
        ),
        batch_size=ROWS_AT_ONCE,
    )


def _disclose_interviewees(events: Collection[Event], published) -> None:
    """A branch sees the profile of whom its own firms will meet; the head office has seen it since the entry."""
    met = published.values_list("event_id", "senior_id", "institution_id", "company__branch_id").distinct()
    until = {event.pk: until_of(event) for event in events}
    replace_profiles(
        Disclosure.objects.filter(source__in=until, branch__isnull=False),
        [
            Disclosure(senior_id=senior, institution_id=institution, branch_id=branch, until=until[event], source=event)
            for event, senior, institution, branch in met
        ],
    )
