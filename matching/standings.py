"""What came of a senior's taking part, counted from rows and written down where the apps below may read it.

Interviews are those of a published timetable, past and to come; of an event that was put off or called off, those whose outcome was recorded.
A wish has come to nothing once its event has a published timetable that does not hold it. Counting again changes nothing that is true already.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from events.models import Entry, EntryState, Event, Halt
from events.standings import count_taking_part, of, write
from matching.models import Interview, Result, SecondInterview, SecondInterviewState, Support, Timetable

YEAR = dt.timedelta(days=365)
NAMES = ("interviews", "interviews_this_year", "second_interviews", "supports", "waiting")


def count_standings(seniors: Collection[UUID] | None = None, *, today: dt.date | None = None) -> None:
    """All of it, for these seniors or (None) for everybody. A constant number of queries."""
    today = today or timezone.localdate()
    count_taking_part(seniors, today=today)
    count_outcomes(seniors, today=today)


def count_outcomes(seniors: Collection[UUID] | None, *, today: dt.date | None = None) -> None:
    """To be called where interviews, second interviews or supports were written."""
    since = (today or timezone.localdate()) - YEAR
    met = of(_interviews(), seniors)
    met = met.annotate(n=Count("pk"), lately=Count("pk", filter=Q(slot__day__date__gt=since)))
    interviews = {senior: (n, lately) for senior, n, lately in met.values_list("senior", "n", "lately")}
    second = _of_entries(SecondInterview.objects.exclude(state=SecondInterviewState.CALLED_OFF), seniors)
    supports, waiting = _of_entries(Support.objects.all(), seniors), _waiting(seniors)
    write(
        seniors,
        NAMES,
        lambda key: (*interviews.get(key, (0, 0)), second.get(key, 0), supports.get(key, 0), waiting.get(key, 0)),
    )


def count_of_events(events: Collection[Event]) -> None:
    """To be called where the interviews of these events were published."""
    keys = Entry.objects.filter(event__in=events).order_by().values_list("senior", flat=True).distinct()
    count_outcomes(list(keys))


def _interviews() -> QuerySet[Interview]:
    recorded = Result.objects.filter(entry=OuterRef("entry"))
    return Interview.objects.filter(Q(event__halt=Halt.NONE) | Exists(recorded), is_published=True)


def _of_entries(rows, seniors: Collection[UUID] | None) -> dict[UUID, int]:
    if seniors is not None:
        rows = rows.filter(entry__senior__in=seniors)
    return dict(rows.order_by().values("entry__senior").annotate(n=Count("pk")).values_list("entry__senior", "n"))


def _waiting(seniors: Collection[UUID] | None) -> dict[UUID, int]:
    """Wishes that came to nothing, at events after the one in which she had an interview last."""
    planned = Timetable.objects.filter(is_published=True, event__halt=Halt.NONE).values("event")
    wishes = Entry.objects.filter(event__in=planned).exclude(state=EntryState.WITHDRAWN).order_by()
    interviews = _interviews().order_by()
    if seniors is not None:
        wishes, interviews = wishes.filter(senior__in=seniors), interviews.filter(senior__in=seniors)
    last: dict[UUID, dt.date] = {}
    for senior, day in interviews.values_list("senior", "event__starts_on").distinct():
        last[senior] = max(day, last.get(senior, day))
    missed = (
        wishes.exclude(pk__in=interviews.values("entry")).values("senior", "event__starts_on").annotate(n=Count("pk"))
    )
    counts: dict[UUID, int] = defaultdict(int)
    for senior, day, n in missed.values_list("senior", "event__starts_on", "n"):
        if senior not in last or day > last[senior]:
            counts[senior] += n
    return counts
