"""Hearings seen from the event: begin one, see how all of them stand, remind those who have handed in nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import hearings
from companies.hearings import Check, HearingError
from companies.models import Company, Hearing
from events import hearing_board as board
from events.forms_hearing import BeginForm
from events.models import Event, Halt, Stage
from institutions.roles import Ability
from institutions.rules import OFFICE_AND_BANKS, able, coordinator_only, open_to


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def hearing_begin(request: HttpRequest, company_pk) -> HttpResponse:
    """For one event at a time; an event that has a sheet already leads to it."""
    rows = Company.objects.editable_by(request.user).select_related("institution", "branch")
    company = get_object_or_404(rows, pk=company_pk)
    events = coming_events(request)
    asked = request.GET.get("event", "")
    form = BeginForm(
        request.POST or None, company=company, user=request.user, events=events,
        initial={"event": asked} if any(str(event.pk) == asked for event in events) else {"event": events[0].pk if len(events) == 1 else None},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            hearing, is_new = hearings.begin(
                company=company,
                event_id=form.cleaned_data["event"].pk,
                key=form.cleaned_data["new_key"],
                by=request.user,
                now=timezone.now(),
                copy_from=form.cleaned_data.get("copy_from"),
                parts=tuple(form.cleaned_data.get("parts") or ()),
            )
        except HearingError as refused:
            form.add_error(None, str(refused))
        else:
            if not is_new:
                messages.info(request, "この交流会のシートは、もう始まっています。続きを書けます。")
            return redirect("companies:hearing_edit", hearing.pk)
    known = Hearing.objects.visible_to(request.user).filter(
        company=company, event_id__in=[event.pk for event in events]
    )
    begun = dict(known.values_list("event_id", "pk"))
    context = {
        "company": company,
        "form": form,
        "events": events,
        "begun": [(event, begun[event.pk]) for event in events if event.pk in begun],
    }
    return render(request, "events/hearing_begin.html", context)


def coming_events(request: HttpRequest):
    """Events that are still to come and go ahead."""
    rows = Event.objects.visible_to(request.user).filter(is_history=False, halt=Halt.NONE)
    return rows.filter(ends_on__gte=timezone.localdate()).exclude(stage=Stage.CLOSED).order_by("starts_on", "name")


@require_safe
@open_to(*OFFICE_AND_BANKS)
def hearing_board(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    rows = board.rows_of(event, request.user, timezone.now())
    context = {
        "event": event,
        "deadline": board.deadline_of(event, request.user),
        "groups": board.grouped(rows),
        "counts": board.counts_of(rows),
        "total": len(rows),
        "approved": sum(row.state == "approved" for row in rows),
        "outside": sum(not row.takes_part for row in rows),
        "remarks": sum(row.president == Check.REMARK for row in rows),
        "waiting": sum(row.hearing is None or row.state in board.NOT_HANDED_IN for row in rows),
    }
    return render(request, "events/hearing_board.html", context)


@require_POST
@coordinator_only
def hearing_remind(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.editable_by(request.user), pk=event_pk)
    count = board.remind(event=event, by=request.user, now=timezone.now())
    if count:
        messages.success(request, f"{count}人あての下書きを送信箱に入れました。読んでから送ってください。")
    else:
        messages.info(request, "お知らせする相手はいません。")
    return redirect("events:hearing_board", event.pk)
