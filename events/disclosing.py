"""Which seniors an event discloses to which institution: whoever wishes to meet one of its firms, until a year after the event.

Set-based: one row per pair of senior and institution. Doing it twice changes nothing; who has withdrawn every wish is disclosed no more.
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from events.models import Entry, EntryState, Event
from talent.models import Disclosure, DisclosureLevel, Senior

DISCLOSED_FOR = dt.timedelta(days=365)  # after the last day of the event
ROWS_AT_ONCE = 2000


def until_of(event: Event) -> dt.datetime:
    """The end of the event's last day and the time that follows-up and reports take."""
    return timezone.make_aware(dt.datetime.combine(event.ends_on, dt.time.max)) + DISCLOSED_FOR


@transaction.atomic
def disclose_entries(events: Collection[Event], *, senior: Senior | None = None) -> None:
    """The head office of an entry's institution sees the senior's profile; for all who entered, or for one."""
    hers = {} if senior is None else {"senior": senior}
    standing = Entry.objects.filter(event__in=events, **hers).exclude(state=EntryState.WITHDRAWN)
    pairs = standing.order_by().values_list("event_id", "senior_id", "institution_id").distinct()
    until = {event.pk: until_of(event) for event in events}
    replace_profiles(
        Disclosure.objects.filter(source__in=until, branch=None, **hers),
        [
            Disclosure(senior_id=senior, institution_id=institution, until=until[event], source=event)
            for event, senior, institution in pairs
        ],
    )


def replace_profiles(known, wanted: list[Disclosure]) -> None:
    """Of the profiles in `known`, those that `wanted` does not name go; the others stay, with their key, and are brought up to date."""

    def key(row: Disclosure) -> tuple:
        return row.source, row.senior_id, row.institution_id, row.branch_id

    there = {key(row): row for row in known.filter(level=DisclosureLevel.PROFILE)}
    stale = there.keys() - {key(row) for row in wanted}
    if stale:
        Disclosure.objects.filter(pk__in=[there[one].pk for one in stale]).delete()
    Disclosure.objects.bulk_create(
        (row for row in wanted if key(row) not in there or there[key(row)].until != row.until),
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["senior", "institution", "branch", "source"],
        update_fields=["until"],
    )
