"""After the selection: who is a reserve or declined, room that has come free, who waits for it; a senior who does not come, comes back, or comes on the day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.deciding import DecisionError, decide, reserve_undecided
from events.forms_reserves import AttendanceWithdrawForm, DecideForm, PromoteForm
from events.models import Attendance, Entry, Event, Participation
from events.reserves import (
    ReserveError,
    bring_back_senior,
    promote,
    rooms_of,
    to_settle,
    why_closed,
    withdraw_senior,
)
from institutions.rules import coordinator_only


@require_safe
@coordinator_only
def reserve_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.editable_by(request.user), pk=event_pk)
    closed = why_closed(event)
    rooms = [] if closed else rooms_of(event)
    context = {
        "event": event,
        "closed": closed,
        "rooms": [room for room in rooms if room.free],
        "free": sum(room.free for room in rooms),
        "full": sum(not room.free for room in rooms),
    }
    return render(request, "events/reserve_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def entry_promote(request: HttpRequest, entry_pk) -> HttpResponse:
    rows = Entry.objects.editable_by(request.user).select_related("event", "senior", "company", "participation")
    entry = get_object_or_404(rows, pk=entry_pk)
    form = PromoteForm(request.POST if request.method == "POST" else None, initial={"seen": entry.state})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            told = promote(entry=entry, seen=given["seen"], reason=given["reason"], by=request.user, now=timezone.now())
        except ReserveError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                f"{entry.senior.name}さんを{entry.company.name}の面談に選びました。"
                f"{'お知らせの下書きを送信箱に用意しました。' if told else ''}面談の時間は、時間割の画面で決めてください。",
            )
            return redirect("events:reserve_list", entry.event_id)
    return render(request, "events/entry_promote.html", {"entry": entry, "event": entry.event, "form": form})


@require_POST
@coordinator_only
def entry_decide(request: HttpRequest, entry_pk) -> HttpResponse:
    """控え, 見送り, or open again."""
    rows = Entry.objects.editable_by(request.user).select_related("event", "senior")
    entry = get_object_or_404(rows, pk=entry_pk)
    form = DecideForm(request.POST)
    try:
        if not form.is_valid():
            raise DecisionError("押したボタンがわかりませんでした。もう一度押してください。")
        row = decide(entry=entry, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"{entry.senior.name}さんの希望を「{row.get_state_display()}」にしました。")
    except DecisionError as refused:
        messages.error(request, str(refused))
    return redirect("events:entry_detail", entry.pk)


@require_POST
@coordinator_only
def undecided_reserve(request: HttpRequest, participation_pk) -> HttpResponse:
    """All of a firm who are still undecided when the results are told."""
    rows = Participation.objects.editable_by(request.user).select_related("company")
    firm = get_object_or_404(rows, pk=participation_pk)
    try:
        count = reserve_undecided(firm=firm, by=request.user, now=timezone.now())
        messages.success(request, f"{firm.company.name}への希望{count}件を「控え」にしました。")
    except DecisionError as refused:
        messages.error(request, str(refused))
    return redirect("matching:result_letters", firm.event_id)


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def attendance_withdraw(request: HttpRequest, attendance_pk) -> HttpResponse:
    attendance = _attendance(request, attendance_pk)
    form = AttendanceWithdrawForm(request.POST if request.method == "POST" else None)
    left = to_settle(attendance)
    if request.method == "POST" and form.is_valid():
        try:
            gone = withdraw_senior(
                attendance=attendance, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            )
        except ReserveError as refused:
            form.add_error(None, str(refused))
        else:
            words = f"{attendance.senior.name}さんの参加を取りやめ、希望{gone}件を取り下げました。お知らせの下書きが送信箱にあります。"
            if left:
                words += f"公開中の時間割に面談が{len(left)}件残っています。時間割を直して、公開し直してください。"
            messages.success(request, words)
            return redirect("events:reserve_list" if left else "events:attendance_list", attendance.event_id)
    context = {
        "attendance": attendance,
        "event": attendance.event,
        "form": form,
        "left": left,
        "entries": [one for one in attendance.entries.select_related("company") if one.is_standing],
    }
    return render(request, "events/attendance_withdraw.html", context)


@require_POST
@coordinator_only
def attendance_return(request: HttpRequest, attendance_pk) -> HttpResponse:
    attendance = _attendance(request, attendance_pk)
    try:
        back = bring_back_senior(attendance=attendance, by=request.user, now=timezone.now())
    except ReserveError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            f"{attendance.senior.name}さんを参加に戻し、希望{back}件を「希望」に戻しました。選定は、あらためて行ってください。",
        )
    return redirect("events:attendance_list", attendance.event_id)


def _attendance(request: HttpRequest, attendance_pk) -> Attendance:
    rows = Attendance.objects.editable_by(request.user).select_related("event", "senior")
    return get_object_or_404(rows, pk=attendance_pk)
