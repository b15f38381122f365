"""The interviews of the published timetable, for pages of events that must know who is taken."""

from events.meetings import Meetings, meets
from events.models import Event
from matching.models import Interview, Timetable


@meets
def published(event: Event) -> Meetings:
    if not Timetable.objects.filter(event=event, is_published=True).exists():
        return None
    rows = Interview.objects.filter(event=event, is_published=True).order_by()
    return dict(rows.values_list("entry_id", "slot_id"))
