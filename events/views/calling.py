"""The call for entries, before it goes: to whom, what each will read, and the button that prepares the letters."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events.calling import sending
from events.calling.sending import Call
from events.entering.standing import why_closed
from events.models import Event
from institutions.roles import Ability
from institutions.rules import able
from office.models import OutboxMail
from office.registry import WorkError
from talent.models import SeniorContact

AT_ONCE = 10


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.POST)
def entry_call(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.editable_by(request.user), pk=event_pk)
    given = request.POST.get("call") or request.GET.get("call", "")
    call = Call(given) if given in list(Call) else Call.FITTING
    now = timezone.now()
    closed = why_closed(event, now)
    if any(not why_closed(event, now, brief) for brief in sending.open_briefs(event)):
        closed = ""  # also where some issues are open longer
    if request.method == "POST":
        return _started(request, event, call, closed)
    page = Paginator(sending.recipients(event, call), AT_ONCE).get_page(request.GET.get("page"))
    seniors = list(page)
    mails = OutboxMail.objects.filter(is_notice=True, kind=call.mail_kind(event), subject_kind="senior")
    with_address = SeniorContact.objects.filter(senior__in=seniors).exclude(email="")
    context = {
        "event": event,
        "call": call,
        "calls": list(Call),
        "page": page,
        "letters": sending.preview(event, call, seniors),
        "prepared": mails.count(),
        "done": set(mails.filter(subject_id__in=[one.pk for one in seniors]).values_list("subject_id", flat=True)),
        "with_address": set(with_address.values_list("senior", flat=True)),
        "closed": closed,
    }
    return render(request, "events/entry_call.html", context)


def _started(request: HttpRequest, event: Event, call: Call, closed: str) -> HttpResponse:
    if closed:
        messages.error(request, f"{closed}受付の期間と段階を確かめてから、もう一度お試しください。")
        return redirect("events:entry_call", event.pk)
    try:
        job = sending.start(event=event, call=call, by=request.user, now=timezone.now())
    except WorkError as refused:
        messages.info(request, str(refused))
        return redirect("events:entry_call", event.pk)
    return redirect("office:job_page", job.pk)
