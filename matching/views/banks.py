"""The pages of head offices and branches about events: what differs from the office's page of the same address."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from companies.models import Company
from events.forms import EventFilter
from events.models import Entry, EntryState, Event, Halt, Participation, Stage
from events.queries import counted, in_fiscal_year, with_people
from matching import banks, stages
from matching.dates import dates_of
from matching.forms import BoardQuery
from matching.models import Answer, Interview, Result, SecondInterview, Side, Support
from office.models import Document, WorkState

ROWS_PER_PAGE = 50
EVENTS_AT_HOME = 6


def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    running = ~Q(stage=Stage.CLOSED) & Q(is_history=False) & ~Q(halt=Halt.CANCELLED, ends_on__lt=today)
    events = banks.with_own_figures(Event.objects.visible_to(request.user).filter(running), request.user)
    coming = list(events.filter(ends_on__gte=today).order_by("starts_on")[:EVENTS_AT_HOME])
    held = list(events.filter(ends_on__lt=today).order_by("-starts_on")[: EVENTS_AT_HOME - len(coming)])
    context = {
        "today": today,
        "events": [
            (event, stages.stage_bar(event), (event.starts_on - today).days, banks.next_step(event, request.user))
            for event in [*coming, *held]
        ],
        "companies": Company.objects.visible_to(request.user).count(),
        "documents": Document.objects.visible_to(request.user).filter(state=WorkState.DONE).count(),
    }
    return render(request, "matching/bank_home.html", context)


def event_list(request: HttpRequest) -> HttpResponse:
    form = EventFilter(request.GET)
    words, year = form.words(), form.fiscal_year()
    events = banks.with_own_figures(Event.objects.visible_to(request.user), request.user)
    events = banks.with_told_figures(events, request.user).prefetch_related("hosts__institution")
    if words:
        events = events.filter(Q(name__icontains=words) | Q(venue__icontains=words))
    events = in_fiscal_year(events, year)
    coming = Q(ends_on__gte=timezone.localdate(), is_history=False)
    context = {
        "form": form,
        "coming": events.filter(coming).order_by("starts_on"),
        "page": Paginator(events.exclude(coming), ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "filtered": bool(words or year),
    }
    return render(request, "matching/bank_event_list.html", context)


def event_page(request: HttpRequest, event_pk) -> HttpResponse:
    rows = banks.with_own_figures(Event.objects.visible_to(request.user), request.user)
    event = get_object_or_404(rows.prefetch_related("hosts__institution", "days"), pk=event_pk)
    entries = Entry.objects.visible_to(request.user).exclude(state=EntryState.WITHDRAWN)
    interviews = Interview.objects.visible_to(request.user).filter(is_published=True)
    participations = (
        Participation.objects.visible_to(request.user)
        .filter(event=event)
        .select_related("company__branch", "booth")
        .annotate(entry_count=counted(entries, "participation"), interview_count=counted(interviews, "participation"))
        .order_by("number")
    )
    context = {
        "event": event,
        "stages": stages.stage_bar(event),
        "dates": dates_of(event, request.user),
        "figures": banks.figures_of(event, request.user),
        "participations": participations,
        "next_step": banks.next_step(event, request.user),
    }
    return render(request, "matching/bank_event_page.html", context)


def timetable(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    grid = banks.grid_of(event, request.user, BoardQuery(request.GET).value("day"))
    return render(request, "matching/bank_timetable.html", {"event": event, "grid": grid})


def outcome_list(request: HttpRequest, event_pk) -> HttpResponse:
    """Read only. Of the answers a bank sees those of its own firms; that both wish to meet again shows by the second interview."""
    user = request.user
    event = get_object_or_404(Event.objects.visible_to(user), pk=event_pk)
    interviews = with_people(
        Interview.objects.visible_to(user)
        .filter(event=event, is_published=True)
        .select_related("slot__day", "company", "participation")
        .order_by("participation__number", "slot__number"),
        user,
    )
    found = {
        name: {row.entry_id: row for row in rows.visible_to(user).filter(entry__event=event)}
        for name, rows in (
            ("result", Result.objects),
            ("answer", Answer.objects.filter(side=Side.COMPANY)),
            ("second", SecondInterview.objects),
            ("support", Support.objects),
        )
    }
    rows = [
        {"interview": interview, **{name: of.get(interview.entry_id) for name, of in found.items()}}
        for interview in interviews
    ]
    context = {
        "event": event,
        "rows": rows,
        "counts": {name: len(of) for name, of in found.items()},
        "is_early": event.starts_on > timezone.localdate(),
    }
    return render(request, "matching/bank_outcome_list.html", context)
