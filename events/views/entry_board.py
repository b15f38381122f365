"""How entries come in, while they come in; and for issues that few have wished for, whom to invite."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from companies.models import IssueBrief
from events.calling import inviting
from events.entering.board import board, of_who_left
from events.models import Event
from institutions.rules import OFFICE_AND_BANKS, coordinator_only, open_to


@require_safe
@open_to(*OFFICE_AND_BANKS)
def entry_board(request: HttpRequest, event_pk) -> HttpResponse:
    """Asked again every ten seconds by the page itself, which then gets the part that changes."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    context = {"event": event, "board": board(event, request.user), "now": timezone.now()}
    if request.user.is_coordinator and event.ends_on >= timezone.localdate():
        context["left"] = of_who_left(event)
    return render(request, "events/entry_board.html" + ("#board" if request.htmx else ""), context)


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def entry_invite(request: HttpRequest, brief_pk) -> HttpResponse:
    """Seniors who suit the issue best and have not entered, with ticks; POST puts letters into the outbox, once for each."""
    rows = IssueBrief.objects.visible_to(request.user).select_related("issue__company")
    brief = get_object_or_404(rows, pk=brief_pk)
    event = get_object_or_404(Event.objects.editable_by(request.user), pk=brief.event_id)
    found = inviting.candidates(brief, event)
    if request.method == "POST":
        keys = set(request.POST.getlist("senior"))
        picked = [one.senior for one in found if str(one.senior.pk) in keys and one.may_be_asked]
        if not picked:
            messages.error(request, "案内する方を1人以上選んでください。")
            return redirect("events:entry_invite", brief.pk)
        count = inviting.invite(brief=brief, event=event, seniors=picked, by=request.user, now=timezone.now())
        messages.success(request, f"案内の下書きを{count}通、送信箱に入れました。読んで確かめてから送ってください。")
        return redirect("events:entry_board", event.pk)
    context = {"brief": brief, "event": event, "found": found, "now": timezone.now()}
    return render(request, "events/entry_invite.html", context)
