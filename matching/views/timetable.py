"""A timetable's life in the browser: make it, begin a change, throw the change away, publish."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from events.models import Event
from institutions.rules import coordinator_only
from matching import actions, rules
from matching.actions import TimetableError
from matching.board import board_of, changes_between, versions_of
from matching.floor import floor_of
from matching.forms import RevisionForm
from matching.models import Interview, Timetable
from office.registry import WorkError


def _event(request: HttpRequest, event_pk) -> Event:
    return get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)


def _board(event_pk) -> str:
    return reverse("matching:timetable_board", args=[event_pk])


@require_POST
@coordinator_only
def plan_start(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    try:
        job = actions.request_plan(event=event, by=request.user, now=timezone.now())
    except (TimetableError, WorkError) as refused:
        messages.error(request, str(refused))
        return redirect(_board(event.pk))
    return redirect("office:job_page", job.pk)


@require_POST
@coordinator_only
def timetable_revise(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    try:
        draft = actions.begin_revision(event=event, by=request.user, now=timezone.now())
        messages.success(request, f"公開中の時間割を写して、第{draft.version}版の下書きを作りました。")
    except TimetableError as refused:
        messages.error(request, str(refused))
    return redirect(_board(event.pk))


@require_POST
@coordinator_only
def timetable_discard(request: HttpRequest, timetable_pk) -> HttpResponse:
    timetable, form = _timetable(request, timetable_pk), RevisionForm(request.POST)
    try:
        if form.is_valid():
            actions.discard_draft(timetable=timetable, revision=form.cleaned_data["revision"])
            messages.success(request, "下書きを捨てました。公開中の時間割はそのままです。")
    except TimetableError as refused:
        messages.error(request, str(refused))
    return redirect(_board(timetable.event_id))


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def timetable_publish(request: HttpRequest, timetable_pk) -> HttpResponse:
    """GET shows what will be published and who must be told; POST publishes exactly that."""
    timetable = _timetable(request, timetable_pk)
    if timetable.is_published:
        messages.info(request, "この時間割は公開されています。")
        return redirect(_board(timetable.event_id))
    form = RevisionForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish(timetable=timetable, by=request.user, now=timezone.now(), **form.cleaned_data)
        except TimetableError as refused:
            messages.error(request, str(refused))
            timetable, status = _timetable(request, timetable_pk), 409  # as it is now; 404 where it is gone
        else:
            messages.success(request, f"第{timetable.version}版の時間割を公開しました。")
            return redirect("matching:event_page", timetable.event_id)
    return render(request, "matching/timetable_publish.html", _publication(request, timetable), status=status)


def _timetable(request: HttpRequest, timetable_pk) -> Timetable:
    return get_object_or_404(Timetable.objects.visible_to(request.user).select_related("event"), pk=timetable_pk)


def _publication(request: HttpRequest, timetable: Timetable) -> dict:
    event, floor = timetable.event, floor_of(timetable.event)
    rows = list(Interview.objects.filter(timetable=timetable))
    _, published = versions_of(list(Timetable.objects.filter(event=event, is_published=True)))
    old = list(Interview.objects.filter(timetable=published)) if published else []
    faults = actions.faults_of(floor, rows)
    return {
        "event": event,
        "timetable": timetable,
        "published": published,
        "board": board_of(timetable, floor, rows),
        "changes": changes_between(floor, old, rows) if published else None,
        "faults": faults,
        "seniors": len({row.senior_id for row in rows}),
        "firms": len({row.participation_id for row in rows}),
        "can_publish": not faults and rules.can_publish(request.user, timetable),
        "why_no_plan": rules.why_no_plan(event),
    }
