"""Planning an event: its settings, hosts, places and tables, the programme, a copy of last year's, the advice."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from events import advising, copying, planning
from events.copying import Parts
from events.forms_planning import CopyForm, EventEditForm, NewEventForm, OutlookForm
from events.models import Event
from events.planning import PlanningError
from events.programme import ProgrammeError
from institutions.rules import coordinator_only
from office.form_keys import already

FORM = ["GET", "HEAD", "POST"]
AT_ONCE = "同じ名称・開催日の交流会が登録済みです。名称か開催日を変えてください。"


def event_for(request: HttpRequest, event_pk) -> Event:
    """Not of what was only taken over from old papers: there is nothing to plan."""
    return get_object_or_404(Event.objects.editable_by(request.user).filter(is_history=False), pk=event_pk)


def attempt(form: Form, action: Callable, **values):
    """What the action returns; None where it was refused, and the reason stands in the form."""
    try:
        with transaction.atomic():
            return action(**values) or True
    except (PlanningError, ProgrammeError) as refused:
        form.add_error(None, str(refused))
    except ValidationError as refused:
        for name, texts in refused.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
    except IntegrityError:  # two at once: the database refused the second
        form.add_error(None, AT_ONCE)
    return None


@require_http_methods(FORM)
@coordinator_only
def event_new(request: HttpRequest) -> HttpResponse:
    form = NewEventForm(request.POST or None)
    if request.method == "POST":
        if event := already(Event.objects.visible_to(request.user), form):
            return redirect("events:event_hosts", event.pk)
        if form.is_valid():
            key = form.cleaned_data["new_key"]
            now = timezone.now()
            event = attempt(form, planning.make_event, new_key=key, values=form.values(), by=request.user, now=now)
            if event:
                messages.success(request, f"「{event.name}」を登録しました。次に、主催の機関を登録します。")
                return redirect("events:event_hosts", event.pk)
    return render(request, "events/event_new.html", {"form": form})


@require_http_methods(FORM)
@coordinator_only
def event_edit(request: HttpRequest, event_pk) -> HttpResponse:
    event = event_for(request, event_pk)
    form = EventEditForm(request.POST or None, initial=EventEditForm.initial_of(event))
    if request.method == "POST" and form.is_valid():
        values, move = form.values(), form.cleaned_data["move_milestones"]
        now = timezone.now()
        done = attempt(
            form, planning.change_event, event=event, values=values, move_milestones=move, by=request.user, now=now
        )
        if done:
            messages.success(request, "設定を保存しました。")
            return redirect("events:event_edit", event.pk)
    return render(request, "events/event_edit.html", {"event": event, "form": form})


@require_http_methods(FORM)
@coordinator_only
def event_copy(request: HttpRequest, event_pk) -> HttpResponse:
    """Last year's event as the pattern of the next."""
    source = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    edition = copying.edition_of(source)
    initial = {
        "name": copying.proposed_name(source),
        "edition_no": edition + 1 if edition else None,
        "starts_on": copying.proposed_day(source, timezone.localdate()),
    }
    form = CopyForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if event := already(Event.objects.visible_to(request.user), form):
            return redirect("events:event_edit", event.pk)
        if form.is_valid():
            data = form.cleaned_data
            event = attempt(
                form,
                copying.copy_event,
                source=source,
                new_key=data["new_key"],
                name=data["name"],
                edition_no=data["edition_no"],
                starts_on=data["starts_on"],
                parts=Parts(**{name: data[name] for name in ("hosts", "places", "programme", "milestones", "letters")}),
                by=request.user,
                now=timezone.now(),
            )
            if event:
                messages.success(request, f"「{event.name}」を作りました。設定を確かめてください。")
                return redirect("events:event_edit", event.pk)
    context = {"event": source, "form": form, "proposed": initial["starts_on"]}
    return render(request, "events/event_copy.html", context)


@require_safe
@coordinator_only
def event_advice(request: HttpRequest, event_pk) -> HttpResponse:
    """How many interviews fit, who stands in the way, what would help; other figures may be tried without changing anything."""
    event = event_for(request, event_pk)
    form = OutlookForm(request.GET or None)
    names = ("per_company", "companies", "seniors", "tables")
    wish = advising.Wish(**{name: form.value(name) for name in names}) if form.is_bound else advising.Wish()
    outlook = advising.outlook_of(event, wish)
    if not form.is_bound:
        form = OutlookForm(initial=outlook.asked)
    context = {"event": event, "form": form, "outlook": outlook, "advice": outlook.advice, "tried": bool(request.GET)}
    return render(request, "events/event_advice.html", context)
