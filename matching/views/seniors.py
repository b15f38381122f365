"""A senior's own pages: home, events and entries, the timetable, and the firms she will meet.

Every row comes through `visible_to`, so only her own; a firm's sheet only through a published interview of hers.
"""

import datetime as dt

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from companies.models import IssueBrief
from events.models import Attendance, Entry, Event, Halt, ParticipationState
from institutions.roles import Ability
from institutions.rules import able
from matching.history import standing_of
from matching.models import Interview
from talent.models import SeniorState
from talent.registering import open_application
from talent.rules import has_pledged, senior_of


def senior_home(request: HttpRequest) -> HttpResponse:
    """Three big things: what to do, the next interview, whom to call."""
    now, today = timezone.now(), timezone.localdate()
    senior = senior_of(request.user)
    meetings = list(_meetings(request).filter(during__endswith__gt=now, event__halt=Halt.NONE))
    pledged = senior is not None and has_pledged(senior, today)
    is_active = senior is not None and senior.state == SeniorState.ACTIVE
    briefs = IssueBrief.objects.visible_to(request.user) if pledged and is_active else IssueBrief.objects.none()
    briefs = briefs.exclude(event_id__in=Event.objects.exclude(halt=Halt.NONE).values("pk"))
    context = {
        "halted": _halted(request, today),
        "senior": senior,
        "application": open_application(request.user),
        "is_active": is_active,
        "must_pledge": is_active and not pledged,
        "briefs": briefs.count(),
        "closing": briefs.order_by("open_until").values_list("open_until", flat=True).first(),
        "next": meetings[0] if meetings else None,
        "how_many": sum(one.event_id == meetings[0].event_id for one in meetings) if meetings else 0,
    }
    return render(request, "matching/senior_home.html", context)


@require_safe
@able(Ability.ENTER)
def my_events(request: HttpRequest) -> HttpResponse:
    """The events she takes part in, and what she wished for there."""
    # How others judged a wish is not for her eyes.
    entries = Entry.objects.visible_to(request.user).defer("score", "selection_reason").order_by("preference")
    rows = (
        Attendance.objects.visible_to(request.user)
        .select_related("event")
        .prefetch_related(Prefetch("entries", entries))
        .order_by("event__starts_on", "id")
    )
    today = timezone.localdate()
    coming = [row for row in rows if row.event.ends_on >= today]
    over = [row for row in rows if row.event.ends_on < today]
    met = dict(Interview.objects.visible_to(request.user).order_by().values_list("entry", "event"))
    planned = set(met.values())
    context = {
        "rows": [
            (
                row,
                row.event_id in planned,
                [(entry, standing_of(entry, row.event, has_interview=entry.pk in met)) for entry in row.entries.all()],
            )
            for row in [*coming, *reversed(over)]  # the next day first, what is over last
        ]
    }
    return render(request, "matching/my_events.html", context)


@require_safe
@able(Ability.ENTER)
def my_timetable(request: HttpRequest, event_pk) -> HttpResponse:
    """The one event that she takes part in; an event whose issues she merely may read has no timetable of hers."""
    attendance = get_object_or_404(Attendance.objects.visible_to(request.user).select_related("event"), event=event_pk)
    event = attendance.event
    meetings = list(_meetings(request).filter(event=event))
    before = [None, *meetings]
    context = {
        "event": event,
        "senior": senior_of(request.user),
        "attendance": attendance,
        "meetings": [
            (one, earlier if earlier and earlier.slot.day_id == one.slot.day_id else None)
            for one, earlier in zip(meetings, before, strict=False)
        ],
    }
    return render(request, "matching/my_timetable.html", context)


@require_safe
@able(Ability.ENTER)
def interview_company(request: HttpRequest, interview_pk) -> HttpResponse:
    """What the senior may read of the firm she meets: never what was said to the bank in the hearing."""
    rows = _meetings(request).select_related("entry__issue", "attendant__institution")
    return render(request, "matching/interview_company.html", {"interview": get_object_or_404(rows, pk=interview_pk)})


def _halted(request: HttpRequest, today: dt.date) -> list[Event]:
    """Events of hers that do not take place: called off until the day is over, put off until there is a new one."""
    rows = Attendance.objects.visible_to(request.user).filter(state=ParticipationState.REGISTERED)
    rows = rows.filter(Q(event__halt=Halt.POSTPONED) | Q(event__halt=Halt.CANCELLED, event__ends_on__gte=today))
    return [row.event for row in rows.select_related("event").order_by("event__starts_on", "pk")]


def _meetings(request: HttpRequest):
    return (
        Interview.objects.visible_to(request.user)
        .select_related("event", "slot__day", "booth", "company", "entry")
        .order_by("slot__during", "id")
    )
