"""The page on which an event goes to another stage, is put off, called off, or taken up again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events.models import HALT_MOVES, Event, Halt
from institutions.rules import coordinator_only
from matching import stages, staging
from matching.actions import staging as actions
from matching.forms_staging import HaltForm


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def event_stage(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.editable_by(request.user).filter(is_history=False), pk=event_pk)
    halting = request.method == "POST" and request.POST.get("what") == "halt"
    form = HaltForm(request.POST if halting else None, kinds=HALT_MOVES.after(event.halt))
    if request.method == "POST" and (done := _do(request, event, form)):
        return done
    now = timezone.now()
    context = {
        "event": event,
        "stages": stages.stage_bar(event),
        "steps": [
            (step, [(one, reverse(one.page, args=[event.pk]) if one.page else "") for one in step.missing])
            for step in staging.steps_of(event, now)
        ],
        "form": form,
        "may_halt": any(kind for kind in HALT_MOVES.after(event.halt)),
        "may_resume": bool(event.halt) and HALT_MOVES.may(event.halt, Halt.NONE),
    }
    return render(request, "matching/event_stage.html", context)


def _do(request: HttpRequest, event: Event, form: HaltForm) -> HttpResponse | None:
    """None where a form is to be shown again."""
    what, now = request.POST.get("what"), timezone.now()
    try:
        if what == "halt":
            if not form.is_valid():
                return None
            event = actions.halt(event=event, by=request.user, now=now, **form.cleaned_data)
            word = event.get_halt_display()
            messages.success(
                request, f"{word}にしました。次は、関係する全員へのお知らせです。下の文面を確かめて、用意してください。"
            )
            return redirect("events:halt_letters", event.pk)
        elif what == "resume":
            actions.resume(event=event, by=request.user, now=now)
            messages.success(
                request, "再開しました。開催日が変わるときは、ここで新しい日にしてください。期日も一緒にずらせます。"
            )
            return redirect("events:event_edit", event.pk)
        else:
            event = actions.move_stage(event=event, to=request.POST.get("to", ""), by=request.user, now=now)
            messages.success(request, f"段階を「{event.get_stage_display()}」にしました。")
    except actions.StageError as refused:
        if what == "halt":
            form.add_error(None, str(refused))
            return None
        messages.error(request, str(refused))
    return redirect("matching:event_stage", event.pk)
