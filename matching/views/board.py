"""The board: reading it, and each change that is made on it by hand. Every change is a plain form; the script only saves reloads."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from events.models import Entry, Event
from institutions.rules import OFFICE_AND_BANKS, coordinator_only, open_to
from matching import actions, rules
from matching.actions import StaleBoard, TimetableError
from matching.board import board_of, changes_between, versions_of
from matching.floor import floor_of
from matching.forms import BoardQuery, LockForm, RevisionForm, SlotForm
from matching.models import Interview, Timetable, TimetableState
from matching.views import banks
from office.models import Job, WorkState

UNREADABLE = "操作を読み取れませんでした。もう一度お試しください。"


@require_safe
@open_to(*OFFICE_AND_BANKS)
def timetable_board(request: HttpRequest, event_pk) -> HttpResponse:
    if request.user.is_bank:
        return banks.timetable(request, event_pk)
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    return _board_page(request, event, BoardQuery(request.GET))


def _board_page(
    request: HttpRequest, event: Event, query: BoardQuery, *, stale: StaleBoard | None = None, status: int = 200
) -> HttpResponse:
    timetables = Timetable.objects.visible_to(request.user).filter(event=event)
    draft, published = versions_of(list(timetables.exclude(state=TimetableState.SUPERSEDED)))
    shown = published if query.value("version") else draft or published
    context = {
        "event": event,
        "draft": draft,
        "published": published,
        "timetable": shown,
        "why_no_plan": rules.why_no_plan(event),
        "open_job": Job.objects.filter(
            kind="plan", subject_id=event.pk, state__in=[WorkState.QUEUED, WorkState.RUNNING]
        ).first(),
        "stale": stale,
        "density": _density(request, query),
    }
    if shown is None:
        return render(request, "matching/timetable_board.html", context, status=status)
    can_change = shown == draft and rules.can_plan(request.user, event)
    floor, rows = floor_of(event), _interviews(shown)
    board = board_of(
        shown,
        floor,
        rows,
        picked=query.value("interview") if can_change else None,
        picked_entry=query.value("entry") if can_change else None,
        day_number=query.value("day"),
    )
    context |= {
        "board": board,
        "can_change": can_change,
        "picked_text": _proposal(board.picked.entry_id if board.picked else query.value("entry")),
        "changes": changes_between(floor, _interviews(published), rows)
        if draft and published and shown == draft
        else None,
    }
    return render(request, "matching/timetable_board.html", context, status=status)


def _interviews(timetable: Timetable) -> list[Interview]:
    return list(Interview.objects.filter(timetable=timetable).order_by("slot__number", "participation__number"))


def _proposal(entry_pk) -> Entry | None:
    return Entry.objects.select_related("issue").filter(pk=entry_pk).first() if entry_pk else None


def _density(request: HttpRequest, query: BoardQuery) -> str:
    """Kept for the session once it was chosen."""
    if chosen := query.value("density"):
        request.session["board_density"] = chosen
    return request.session.get("board_density", "normal")


# --- Changes ------------------------------------------------------------------------------------------------------------
@require_POST
@coordinator_only
def interview_move(request: HttpRequest, interview_pk) -> HttpResponse:
    interview = _interview(request, interview_pk)
    form = SlotForm(request.POST, event=interview.event)
    return _change(
        request,
        interview.event,
        form,
        {"interview": interview.pk},
        lambda **who: actions.move_interview(interview=interview, **who),
    )


@require_POST
@coordinator_only
def interview_lock(request: HttpRequest, interview_pk) -> HttpResponse:
    interview = _interview(request, interview_pk)
    form = LockForm(request.POST)
    return _change(
        request,
        interview.event,
        form,
        {"interview": interview.pk},
        lambda **who: actions.set_lock(interview=interview, **who),
    )


@require_POST
@coordinator_only
def interview_remove(request: HttpRequest, interview_pk) -> HttpResponse:
    interview = _interview(request, interview_pk)
    form = RevisionForm(request.POST)
    return _change(
        request,
        interview.event,
        form,
        {"interview": interview.pk},
        lambda **who: actions.remove_interview(interview=interview, **who),
    )


@require_POST
@coordinator_only
def entry_place(request: HttpRequest, entry_pk) -> HttpResponse:
    entry = get_object_or_404(Entry.objects.editable_by(request.user).select_related("event"), pk=entry_pk)
    draft = get_object_or_404(Timetable.objects.editable_by(request.user).select_related("event"), event=entry.event)
    form = SlotForm(request.POST, event=entry.event)
    return _change(
        request,
        entry.event,
        form,
        {"entry": entry.pk},
        lambda **who: actions.place_entry(entry=entry, timetable=draft, **who),
    )


@require_POST
@coordinator_only
def timetable_undo(request: HttpRequest, timetable_pk) -> HttpResponse:
    rows = Timetable.objects.visible_to(request.user).select_related("event")
    timetable = get_object_or_404(rows, pk=timetable_pk)
    form = RevisionForm(request.POST)
    return _change(request, timetable.event, form, {}, lambda **who: actions.undo_change(timetable=timetable, **who))


def _interview(request: HttpRequest, interview_pk) -> Interview:
    rows = Interview.objects.editable_by(request.user).select_related("timetable__event", "event")
    return get_object_or_404(rows, pk=interview_pk)


def _change(request: HttpRequest, event: Event, form, picked: dict, act: Callable[..., Timetable]) -> HttpResponse:
    """Back to the board with what was done; refused, with the reason and the same thing picked up; too late, 409."""
    place = reverse("matching:timetable_board", args=[event.pk])
    if not form.is_valid():
        words = [text for texts in form.errors.values() for text in texts] if "slot" in form.errors else [UNREADABLE]
        messages.error(request, words[0])
        return redirect(place)
    try:
        timetable = act(**form.cleaned_data, by=request.user, now=timezone.now())
    except StaleBoard as stale:
        return _board_page(request, event, BoardQuery({}), stale=stale, status=409)
    except TimetableError as refused:
        messages.error(request, str(refused))
        kind, pk = next(iter(picked.items()), ("", ""))
        return redirect(f"{place}?{kind}={pk}" if kind else place)
    done = timetable.changes[-1]
    messages.success(request, done["text"])
    return redirect(_after(place, timetable, done))


def _after(place: str, timetable: Timetable, done: dict) -> str:
    """The day and the cell at which the change ended."""
    row = (
        Interview.objects.filter(timetable=timetable, entry=done.get("after", [[None]])[0][0])
        .select_related("slot__day")
        .first()
    )
    if row is None:
        return place
    return f"{place}?day={row.slot.day.number}#i-{row.pk}"
