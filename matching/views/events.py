"""The home page, the list of events and one event's page with its stage and figures."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.forms import EventFilter
from events.models import Entry, EntryState, Event, Halt, Participation, ReceptionDesk, Stage
from events.queries import counted, in_fiscal_year
from institutions.roles import Role
from institutions.rules import OFFICE_AND_BANKS, open_to
from matching import stages
from matching.dates import dates_of
from matching.goals import goals_of
from matching.models import Interview, Timetable, TimetableState
from matching.views import banks, public, seniors
from office.inquiries import waiting_for
from office.models import Document, Job, ReadAlert, WorkState
from office.waiting_mail import waiting_mail
from talent.rules import is_senior
from talent.waiting import queue_of

ROWS_PER_PAGE = 50
EVENTS_AT_HOME = 6
# More wishes than a firm can take in, and too few to choose from: the pale green band of the bars.
FEWEST_WISHES = 3


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The front page for strangers; what is under way, for coordinators and banks; a senior's own; the reception's desks."""
    if not request.user.is_authenticated:
        return public.front(request)
    if request.user.is_bank:
        return banks.home(request)
    if is_senior(request.user):
        return seniors.senior_home(request)
    if request.user.role == Role.RECEPTION:
        desks = ReceptionDesk.objects.visible_to(request.user).select_related("event")
        return render(request, "matching/home_reception.html", {"desks": desks})
    if not request.user.is_coordinator:
        return render(request, "matching/home_other.html")
    now = timezone.now()
    today = timezone.localdate(now)
    running = ~Q(stage=Stage.CLOSED) & Q(is_history=False) & ~Q(halt=Halt.CANCELLED, ends_on__lt=today)
    events = stages.with_progress(Event.objects.visible_to(request.user).filter(running))
    coming = list(events.filter(ends_on__gte=today).order_by("starts_on")[:EVENTS_AT_HOME])
    held = list(events.filter(ends_on__lt=today).order_by("-starts_on")[: EVENTS_AT_HOME - len(coming)])
    context = {
        "today": today,
        "events": [
            (event, stages.stage_bar(event), (event.starts_on - today).days, stages.next_step(event))
            for event in [*coming, *held]
        ],
        "applications": queue_of(request.user, now),
        "inquiries": waiting_for(request.user, now),
        "outbox": waiting_mail(request.user),
        "alerts": ReadAlert.objects.filter(seen_at=None).select_related("user__staff_member")[:5],
        "failed_jobs": Job.objects.visible_to(request.user).filter(state=WorkState.FAILED)[:5],
        "failed_documents": Document.objects.visible_to(request.user).filter(state=WorkState.FAILED)[:5],
    }
    return render(request, "matching/home.html", context)


@require_safe
@open_to(*OFFICE_AND_BANKS)
def event_list(request: HttpRequest) -> HttpResponse:
    if request.user.is_bank:
        return banks.event_list(request)
    form = EventFilter(request.GET)
    words, year = form.words(), form.fiscal_year()
    events = stages.with_interviews(Event.objects.visible_to(request.user)).prefetch_related("hosts__institution")
    if words:
        found = Event.objects.filter(
            Q(name__icontains=words) | Q(venue__icontains=words) | Q(hosts__institution__name__icontains=words)
        )
        events = events.filter(pk__in=found.values("pk"))
    events = in_fiscal_year(events, year)
    coming = Q(ends_on__gte=timezone.localdate(), is_history=False)
    page = Paginator(events.exclude(coming), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "coming": events.filter(coming).order_by("starts_on"),
        "page": page,
        "words": words,
        "year": year,
    }
    return render(request, "matching/event_list.html", context)


@require_safe
@open_to(*OFFICE_AND_BANKS)
def event_page(request: HttpRequest, event_pk) -> HttpResponse:
    if request.user.is_bank:
        return banks.event_page(request, event_pk)
    rows = stages.with_progress(Event.objects.visible_to(request.user))
    event = get_object_or_404(rows.prefetch_related("hosts__institution", "days"), pk=event_pk)
    timetables = list(
        Timetable.objects.visible_to(request.user).filter(event=event).exclude(state=TimetableState.SUPERSEDED)
    )
    published = next((t for t in timetables if t.state == TimetableState.PUBLISHED), None)
    draft = next((t for t in timetables if t.state == TimetableState.DRAFT), None)
    participations = _participations(request, event)
    most = participations.aggregate(most=Max("entry_count"))["most"] or 0
    open_job = (
        Job.objects.visible_to(request.user)
        .filter(subject_id=event.pk, state__in=[WorkState.QUEUED, WorkState.RUNNING])
        .first()
    )
    context = {
        "event": event,
        "stages": stages.stage_bar(event),
        "dates": dates_of(event, request.user),
        "published": published,
        "draft": draft,
        "goals": goals_of(draft or published) if draft or published else [],
        "participations": participations,
        "target": (FEWEST_WISHES, event.max_per_company),
        "top": max(most, event.max_per_company + 3),
        "open_job": open_job,
        "open_job_url": reverse("office:job_page", args=[open_job.pk]) if open_job else "",
        "next_step": stages.next_step(event),
        "desks": list(ReceptionDesk.objects.visible_to(request.user).filter(event=event)),
        "days_to_come": [day for day in event.days.all() if day.date >= timezone.localdate()],
        "now": timezone.now(),
    }
    return render(request, "matching/event_page.html", context)


def _participations(request: HttpRequest, event: Event):
    return (
        Participation.objects.visible_to(request.user)
        .filter(event=event)
        .select_related("company__branch", "institution")
        .annotate(
            entry_count=counted(Entry.objects.exclude(state=EntryState.WITHDRAWN), "participation"),
            interview_count=counted(Interview.objects.filter(is_published=True), "participation"),
        )
        .order_by("entry_count", "number")
    )
