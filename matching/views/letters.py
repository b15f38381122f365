"""The results for everybody who has entered, and a senior's interviews for her calendar."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from events.deciding import undecided_of
from events.letters import LetterError
from events.letters.choosing import OPEN
from events.letters.kinds import KINDS
from events.letters.preparing import sheet_for, stored_for
from events.letters.values import place_of
from events.models import Attendance, Event
from events.views.letters import as_calendar
from institutions import reading
from institutions.roles import Ability
from institutions.rules import able
from matching.letters import NOT_PUBLISHED, calendar_of, prepare_results, results_of
from matching.models import Interview, Timetable
from office.models import OutboxMail


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.POST)
def result_letters(request: HttpRequest, event_pk) -> HttpResponse:
    """Who gets which result, each exactly one; then drafts of all."""
    event = get_object_or_404(Event.objects.editable_by(request.user).filter(is_history=False), pk=event_pk)
    if request.method == "POST":
        try:
            done = prepare_results(event=event, by=request.user, now=timezone.now())
        except LetterError as refused:
            messages.error(request, str(refused))
            return redirect("matching:result_letters", event.pk)
        for key, prepared in done.items():
            messages.success(request, f"{KINDS[key].label}: {prepared.words}")
        return redirect(f"{reverse('office:outbox')}?{urlencode({'group': event.pk})}")
    is_published = Timetable.objects.visible_to(request.user).filter(event=event, is_published=True).exists()
    results = results_of(event)
    states = dict(
        ((subject, kind), state)
        for subject, kind, state in OutboxMail.objects.visible_to(request.user)
        .filter(group_id=event.pk)
        .values_list("subject_id", "kind", "state")
    )
    groups, faults, first = [], [], []
    for key, people in results.by_kind.items():
        kind, sheet = KINDS[key], sheet_for(event, KINDS[key])
        ready = [states.get((one.subject_at(event), stored_for(kind.stored(event), one))) for one in people]
        gone = sum(state is not None and state not in OPEN for state in ready)
        waiting = sum(state in OPEN for state in ready)
        faults += [f"{kind.label}: {fault}" for fault in sheet.faults()] if people else []
        lacking = [(one, page.empty) for one in people if (page := sheet.for_person(one)).empty]
        sample = (people[0], sheet.for_person(people[0])) if people else None
        groups.append((kind, len(people), waiting, gone, len(people) - waiting - gone, lacking, sample))
        first += people[:1]
    reading.note(seniors=[one.pk for one in [*first, *results.undecided, *(one for one, _, _ in results.changed)]])
    context = {
        "event": event,
        "is_published": is_published,
        "not_published": NOT_PUBLISHED,
        "results": results,
        "groups": groups,
        "faults": faults,
        "undecided": undecided_of(event) if results.undecided else [],
    }
    return render(request, "matching/result_letters.html", context)


@require_safe
@able(Ability.ENTER)
def my_calendar(request: HttpRequest, event_pk) -> HttpResponse:
    """Her own interviews of one event, as a file for her telephone."""
    attendance = get_object_or_404(Attendance.objects.visible_to(request.user).select_related("event"), event=event_pk)
    rows = Interview.objects.visible_to(request.user).filter(event=attendance.event_id)
    meetings = list(rows.select_related("slot__day", "booth", "company").order_by("slot__during", "pk"))
    place = " ".join(place_of(attendance.event).split("\n"))
    return as_calendar(calendar_of(meetings, place, now=timezone.now()), "interviews.ics")
