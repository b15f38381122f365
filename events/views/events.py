"""The firms, seniors and entries of one event."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from companies.models import Company
from events.actions_firms import why_closed, why_over
from events.avoiding import warnings_of
from events.deciding import choices_for
from events.forms import ListFilter
from events.models import Attendance, Entry, EntryState, Event, Participation
from events.queries import counted, with_people
from institutions.rules import OFFICE_AND_BANKS, open_to
from talent.availability import reasons_against
from talent.models import Senior

ROWS_PER_PAGE = 50


def _event(request: HttpRequest, event_pk) -> Event:
    return get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)


@require_safe
@open_to(*OFFICE_AND_BANKS)
def participation_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    entries = Entry.objects.visible_to(request.user).exclude(state=EntryState.WITHDRAWN)
    rows = (
        Participation.objects.visible_to(request.user)
        .filter(event=event)
        .select_related("company__branch", "institution", "attendant", "booth")
        .annotate(entry_count=counted(entries, "participation"))
    )
    today = timezone.localdate()
    context = {
        "event": event,
        "rows": rows,
        "closed": why_closed(event, request.user, today),
        "over": why_over(event, today),
    }
    return render(request, "events/participation_list.html", context)


@require_safe
@open_to(*OFFICE_AND_BANKS)
def attendance_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    form = ListFilter(request.GET)
    entries = Entry.objects.visible_to(request.user).exclude(state=EntryState.WITHDRAWN)
    rows = (
        Attendance.objects.visible_to(request.user)
        .filter(event=event)
        .select_related("senior")
        .prefetch_related("senior__specialities")
        .annotate(entry_count=counted(entries, "attendance"))
    )
    if form.words():
        rows = rows.filter(senior__in=Senior.objects.named(form.words()))
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/attendance_list.html", {"event": event, "page": page, "form": form})


@require_safe
@open_to(*OFFICE_AND_BANKS)
def entry_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    form = ListFilter(request.GET)
    rows = (
        Entry.objects.visible_to(request.user)
        .filter(event=event)
        .select_related("company", "issue", "participation")
        .order_by("participation__number", "preference", "submitted_at", "pk")
    )
    if request.user.is_bank:
        rows = rows.exclude(state=EntryState.WITHDRAWN)
    if form.words():
        firms = Company.objects.visible_to(request.user).named(form.words())
        people = Senior.objects.visible_to(request.user).named(form.words())
        rows = rows.filter(Q(company__in=firms) | Q(senior__in=people))
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_people(page.object_list, request.user)
    if request.user.is_coordinator:
        warned = warnings_of([(row.senior_id, row.company) for row in page.object_list])
        for row in page.object_list:
            row.warned = warned.get((row.senior_id, row.company_id), [])
    return render(request, "events/entry_list.html", {"event": event, "page": page, "form": form})


@require_safe
@open_to(*OFFICE_AND_BANKS)
def entry_detail(request: HttpRequest, entry_pk) -> HttpResponse:
    rows = Entry.objects.visible_to(request.user).select_related("event", "company", "issue", "institution")
    if request.user.is_bank:
        rows = rows.exclude(state=EntryState.WITHDRAWN)
    [entry] = with_people([get_object_or_404(rows, pk=entry_pk)], request.user)
    context = {"entry": entry, "event": entry.event}
    if request.user.is_coordinator:
        pair = (entry.senior_id, entry.company_id)
        context["warned"] = warnings_of([(entry.senior_id, entry.company)]).get(pair, [])
        context["choices"] = choices_for(entry)
        context["is_kept_apart"] = any(one.decided for one in context["warned"])
    if request.user.is_coordinator and not entry.event.is_history and entry.event.ends_on >= timezone.localdate():
        context["against"] = reasons_against(entry.person, entry.event.starts_on)  # a warning: the office decides
    return render(request, "events/entry_detail.html", context)
