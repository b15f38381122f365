"""What is counted anew when a senior's wishes at an event change; each may be called any number of times."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from companies.models import IssueBrief
from events.disclosing import disclose_entries
from events.models import Entry, EntryState, Event, ParticipationState
from events.standings import count_taking_part
from events.tallies import tally_entries
from talent.models import Senior


def standing_for_brief() -> QuerySet[Entry]:
    """The wishes that stand for the brief of the outer query: not withdrawn, for a firm that comes."""
    rows = Entry.objects.filter(
        issue=OuterRef("issue"), event=OuterRef("event_id"), participation__state=ParticipationState.REGISTERED
    )
    return rows.exclude(state=EntryState.WITHDRAWN).order_by()


def count_entries(briefs: QuerySet[IssueBrief]) -> None:
    """Write down how many wishes stand for each of these; one statement, and no row is touched whose number is right."""
    counted = standing_for_brief().values("issue").annotate(n=Count("pk")).values("n")
    number = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    briefs.order_by().annotate(counted=number).exclude(entry_count=F("counted")).update(entry_count=number)


def count_entries_of(events: Collection[Event]) -> None:
    """For all issues of these events."""
    count_entries(IssueBrief.objects.filter(event_id__in=[event.pk for event in events]))


def settle(event: Event, senior: Senior, issue_ids: Collection[UUID]) -> None:
    """After one senior's wishes at an event have changed, with both held."""
    disclose_entries([event], senior=senior)
    tally_entries([event])
    count_taking_part([senior.pk])
    count_entries(IssueBrief.objects.filter(issue__in=issue_ids, event_id=event.pk))
