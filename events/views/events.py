"""The firms, seniors and entries of one event."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from companies.models import Company
from events.forms import ListFilter
from events.models import Attendance, Entry, EntryState, Event, Participation
from events.queries import counted
from institutions.rules import coordinator_only
from talent.models import Senior

ROWS_PER_PAGE = 50


def _event(request: HttpRequest, event_pk) -> Event:
    return get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)


@require_safe
@coordinator_only
def participation_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    entries = Entry.objects.exclude(state=EntryState.WITHDRAWN)
    rows = (
        Participation.objects.visible_to(request.user)
        .filter(event=event)
        .select_related("company__branch", "institution", "attendant", "booth")
        .annotate(entry_count=counted(entries, "participation"))
    )
    return render(request, "events/participation_list.html", {"event": event, "rows": rows})


@require_safe
@coordinator_only
def attendance_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    form = ListFilter(request.GET)
    rows = (
        Attendance.objects.visible_to(request.user)
        .filter(event=event)
        .select_related("senior")
        .prefetch_related("senior__specialities")
        .annotate(entry_count=counted(Entry.objects.exclude(state=EntryState.WITHDRAWN), "attendance"))
    )
    if form.words():
        rows = rows.filter(senior__in=Senior.objects.named(form.words()))
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/attendance_list.html", {"event": event, "page": page, "form": form})


@require_safe
@coordinator_only
def entry_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    form = ListFilter(request.GET)
    rows = (
        Entry.objects.visible_to(request.user)
        .filter(event=event)
        .select_related("company", "senior", "issue", "participation", "attendance")
        .order_by("participation__number", "preference", "attendance__number")
    )
    if form.words():
        rows = rows.filter(
            Q(company__in=Company.objects.named(form.words())) | Q(senior__in=Senior.objects.named(form.words()))
        )
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/entry_list.html", {"event": event, "page": page, "form": form})


@require_safe
@coordinator_only
def entry_detail(request: HttpRequest, entry_pk) -> HttpResponse:
    rows = Entry.objects.visible_to(request.user).select_related(
        "event", "company", "senior", "issue__brief", "institution"
    )
    entry = get_object_or_404(rows, pk=entry_pk)
    return render(request, "events/entry_detail.html", {"entry": entry, "event": entry.event})
