"""The dates of an event: the list with its picture, a date's own page, done and undone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import milestones
from events.forms_planning import MilestoneForm, NewMilestoneForm
from events.milestones import MilestoneError
from events.models import Event, Milestone, MilestoneKind, MilestoneOwner
from events.pictures import timeline_of
from events.views.planning import FORM, event_for
from institutions.models import User
from institutions.roles import OFFICE_ROLES, Role
from institutions.rules import OFFICE_AND_BANKS, coordinator_only, open_to
from kouryukai.lib.workdays import why_not
from office.form_keys import already


@require_safe
@open_to(*OFFICE_AND_BANKS)
def milestone_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    found = Milestone.objects.visible_to(request.user).filter(event=event)
    rows = milestones.in_order(found.select_related("institution", "person__staff_member"))
    today = timezone.localdate()
    finishable = set(Milestone.objects.finishable_by(request.user).filter(event=event).values_list("pk", flat=True))
    context = {
        "event": event,
        "timeline": timeline_of(event, rows, today),
        "rows": [
            (
                row,
                milestones.state_of(row, today),
                milestones.owner_words(row),
                why_not(row.due_on),
                row.pk in finishable,
            )
            for row in rows
        ],
        "late": sum(milestones.state_of(row, today) == "late" for row in rows),
        "may_finish": bool(finishable),
        "today": today,
        "may_plan": request.user.is_coordinator and not event.is_history,
    }
    return render(request, "events/milestone_list.html", context)


def _owners(event: Event) -> list[tuple[str, str]]:
    office = User.objects.filter(role__in=OFFICE_ROLES, is_active=True).select_related("staff_member")
    people = [(f"user:{user.pk}", f"事務局 {user.display_name}") for user in office.order_by("email")]
    hosts = event.hosts.select_related("institution").order_by("order")
    return [
        ("office", "事務局"),
        *people,
        ("hosts", MilestoneOwner.HOSTS.label),
        *((f"host:{host.institution_id}", host.institution.name) for host in hosts),
    ]


def _owner_of(milestone: Milestone) -> str:
    if milestone.institution_id:
        return f"host:{milestone.institution_id}"
    return f"user:{milestone.person_id}" if milestone.person_id else milestone.owner


def _owner_values(choice: str) -> dict:
    kind, _, key = choice.partition(":")
    if kind == "host":
        return {"owner": MilestoneOwner.INSTITUTION, "institution_id": key}
    person = User.objects.filter(pk=key, role__in=[Role.COORDINATOR, Role.ADVISER]).first() if kind == "user" else None
    return {"owner": MilestoneOwner.HOSTS if kind == "hosts" else MilestoneOwner.OFFICE, "person": person}


def _save(request: HttpRequest, form, milestone: Milestone) -> HttpResponse | None:
    """None where it was refused: the reason then stands in the form."""
    data = form.cleaned_data
    values = {"title": data["title"].strip(), "due_on": data["due_on"], **_owner_values(data["owner"])}
    try:
        milestones.save_milestone(milestone=milestone, by=request.user, now=timezone.now(), **values)
    except MilestoneError as refused:
        form.add_error(None, str(refused))
        return None
    except ValidationError as refused:
        form.add_error(None, [str(text) for text in refused.messages])
        return None
    closed = why_not(data["due_on"])
    messages.success(request, f"期日を保存しました。{f'この日は{closed}です。' if closed else ''}")
    return redirect("events:milestone_list", milestone.event_id)


@require_http_methods(FORM)
@coordinator_only
def milestone_new(request: HttpRequest, event_pk) -> HttpResponse:
    event = event_for(request, event_pk)
    form = NewMilestoneForm(request.POST or None, owners=_owners(event), needs_title=True)
    if request.method == "POST":
        if already(Milestone.objects.visible_to(request.user).filter(event=event), form):
            return redirect("events:milestone_list", event.pk)
        if form.is_valid():
            row = Milestone(pk=form.cleaned_data["new_key"], event=event)
            if done := _save(request, form, row):
                return done
    return render(request, "events/milestone_new.html", {"event": event, "form": form})


@require_http_methods(FORM)
@coordinator_only
def milestone_edit(request: HttpRequest, milestone_pk) -> HttpResponse:
    rows = Milestone.objects.editable_by(request.user).filter(event__is_history=False).select_related("event")
    milestone = get_object_or_404(rows, pk=milestone_pk)
    initial = {"title": milestone.title, "due_on": milestone.due_on, "owner": _owner_of(milestone)}
    owners, other = _owners(milestone.event), milestone.kind == MilestoneKind.OTHER
    form = MilestoneForm(request.POST or None, owners=owners, needs_title=other, initial=initial)
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, milestone)
    if request.method == "POST" and form.is_valid() and (done := _save(request, form, milestone)):
        return done
    milestone = rows.get(pk=milestone_pk)  # what stands in the register, not what was just typed
    return render(
        request, "events/milestone_edit.html", {"milestone": milestone, "event": milestone.event, "form": form}
    )


def _remove(request: HttpRequest, milestone: Milestone) -> HttpResponse:
    try:
        milestones.remove(milestone=milestone, by=request.user, now=timezone.now())
    except MilestoneError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "期日を消しました。")
    return redirect("events:milestone_list", milestone.event_id)


@require_POST
@open_to(*OFFICE_ROLES, Role.HEAD_OFFICE)
def milestone_done(request: HttpRequest, milestone_pk) -> HttpResponse:
    """Done, or not done after all, by what the button says."""
    rows = Milestone.objects.finishable_by(request.user)
    milestone = get_object_or_404(rows, pk=milestone_pk)
    action = milestones.reopen if "undo" in request.POST else milestones.finish
    action(milestone=milestone, by=request.user, now=timezone.now())
    messages.success(
        request,
        f"「{milestone}」を{'まだ済んでいないことに戻しました' if 'undo' in request.POST else '済みにしました'}。",
    )
    return redirect("events:milestone_list", milestone.event_id)


@require_POST
@coordinator_only
def milestone_compute(request: HttpRequest, event_pk) -> HttpResponse:
    event = event_for(request, event_pk)
    moved = milestones.compute_anew(event=event, by=request.user, now=timezone.now())
    words = (
        f"{moved}件の期日を、開催日から計算し直しました。" if moved else "どの期日も、開催日から計算した日のままです。"
    )
    messages.success(request, words)
    return redirect("events:milestone_list", event.pk)
