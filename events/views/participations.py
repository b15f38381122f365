"""Firms come to an event: proposed by their bank or the office, another attendant, and back after a withdrawal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from companies.models import Company
from events.actions_firms import (
    ParticipationError,
    bring_back_firm,
    change_participation,
    propose_firm,
    same_firm_there,
    why_closed,
)
from events.forms import ListFilter
from events.forms_firms import FirmChoice, NewParticipationForm, OfficeParticipationForm, ParticipationForm
from events.models import Event, Participation
from events.seating import SeatingError, seat_firm, set_absences
from institutions.roles import Ability
from institutions.rules import able
from office.form_keys import already

ROWS_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def participation_new(request: HttpRequest, event_pk) -> HttpResponse:
    """First which firm, then who sits beside its president."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    if request.user.is_bank and not request.user.institution.brings_firms:
        raise PermissionDenied
    closed = why_closed(event, request.user, timezone.localdate())
    company = _company(request)
    if closed or company is None:
        return _choose(request, event, closed)
    form = NewParticipationForm(request.POST or None, event=event, company=company)
    if request.method == "POST" and form.is_valid():
        if already(Participation.objects.visible_to(request.user), form):
            return redirect("events:participation_list", event.pk)
        try:
            row = propose_firm(
                key=form.cleaned_data["new_key"],
                event=event,
                company=company,
                attendant=form.cleaned_data["attendant"],
                limits=(form.cleaned_data["min_interviews"], form.cleaned_data["max_interviews"]),
                by=request.user,
                now=timezone.now(),
            )
        except ParticipationError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{company.name}の参加を登録しました。企業番号は{row.number}です。")
            return redirect("events:participation_list", event.pk)
    twins = same_firm_there(event, company) if request.user.is_coordinator else []
    context = {"event": event, "company": company, "form": form, "twins": twins}
    return render(request, "events/participation_new.html", context)


def _company(request: HttpRequest) -> Company | None:
    """The firm that was chosen; another bank's is no choice."""
    choice = FirmChoice(request.GET, firms=Company.objects.editable_by(request.user))
    return choice.cleaned_data["company"] if choice.is_valid() else None


def _choose(request: HttpRequest, event: Event, closed: str) -> HttpResponse:
    """The firms that do not take part yet."""
    form = ListFilter(request.GET)
    there = Participation.objects.filter(event=event).values("company")
    rows = Company.objects.editable_by(request.user).exclude(pk__in=there).select_related("institution", "branch")
    if form.words():
        rows = rows.named(form.words())
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"event": event, "closed": closed, "filter": form, "page": page, "words": form.words()}
    return render(request, "events/participation_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def participation_edit(request: HttpRequest, participation_pk) -> HttpResponse:
    """Who sits beside the president, and how many interviews; for the office also the table and the turns that are left out."""
    row = _editable(request, participation_pk)
    is_office = request.user.is_coordinator
    initial = {name: getattr(row, name) for name in ("attendant", "min_interviews", "max_interviews")}
    initial["attendant"] = row.attendant_id
    kind = OfficeParticipationForm if is_office else ParticipationForm
    form = kind(request.POST or None, event=row.event, company=row.company, participation=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, row, form)
        except SeatingError as refused:
            form.add_error("booth", str(refused))
        except ParticipationError as refused:
            form.add_error(None, str(refused))
        else:
            what = "同席者・卓・面談の数" if is_office else "同席者と面談の数"
            messages.success(request, f"{row.company.name}の{what}を記録しました。")
            return redirect("events:participation_list", row.event_id)
    return render(request, "events/participation_edit.html", {"row": row, "event": row.event, "form": form})


@transaction.atomic
def _change(request: HttpRequest, row: Participation, form: ParticipationForm) -> None:
    given, who = form.cleaned_data, {"by": request.user, "now": timezone.now()}
    limits = (given["min_interviews"], given["max_interviews"])
    change_participation(participation=row, attendant=given["attendant"], limits=limits, **who)
    if not (isinstance(form, OfficeParticipationForm) and form.tells_seat):
        return
    seat_firm(participation=row, booth=given["booth"], **who)
    if "firm_away" in given:
        set_absences(event=row.event, party=row, slots=given["firm_away"], **who)
    if "attendant_away" in given and form.absent_attendant:
        set_absences(event=row.event, party=form.absent_attendant, slots=given["attendant_away"], **who)


@require_POST
@able(Ability.HEAR)
def participation_return(request: HttpRequest, participation_pk) -> HttpResponse:
    row = _editable(request, participation_pk)
    try:
        bring_back_firm(participation=row, by=request.user, now=timezone.now())
    except ParticipationError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{row.company.name}を参加に戻しました。課題の公開は、もう一度始めてください。")
    return redirect("events:participation_list", row.event_id)


def _editable(request: HttpRequest, participation_pk) -> Participation:
    rows = Participation.objects.editable_by(request.user).select_related(
        "event", "company__institution", "company__branch", "attendant"
    )
    return get_object_or_404(rows, pk=participation_pk)
