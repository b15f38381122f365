"""One senior of the register."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from institutions.roles import Ability
from institutions.rules import OFFICE_AND_BANKS, coordinator_only, open_to
from office.bounces import unreachable
from office.models import ErasureReceipt
from talent import availability, joining, reconfirmation
from talent.changing import is_untouched
from talent.leaving import kept_until
from talent.models import (
    Application,
    ApplicationKind,
    ApplicationState,
    Consent,
    Senior,
    SeniorContact,
    SeniorState,
    Standing,
    UnavailablePeriod,
    may_move,
)
from talent.views.life import HERSELF_AND_OFFICE, page_of, senior_for


@require_safe
@open_to(*OFFICE_AND_BANKS)
def senior_detail(request: HttpRequest, senior_pk) -> HttpResponse:
    """The professional face; contact and consents only for whom their own walls let through, the rest for the office."""
    rows = Senior.objects.visible_to(request.user).prefetch_related("careers", "specialities", "qualifications")
    senior = get_object_or_404(rows, pk=senior_pk)
    context = {
        "senior": senior,
        "contact": SeniorContact.objects.visible_to(request.user).filter(senior=senior).first(),
    }
    if not request.user.is_bank:
        context |= _of_the_office(request, senior)
        contact = context["contact"]
        context["unreachable"] = unreachable(contact.email if contact else "")
    return render(request, "talent/senior_detail.html", context)


def _of_the_office(request: HttpRequest, senior: Senior) -> dict[str, Any]:
    sent = Application.objects.visible_to(request.user).filter(senior=senior).exclude(submitted_at=None)
    applications = list(sent.select_related("decided_by__staff_member").order_by("-submitted_at", "pk")[:10])
    begun = Application.objects.visible_to(request.user).filter(senior=senior, state=ApplicationState.DRAFT).first()
    periods = list(UnavailablePeriod.objects.visible_to(request.user).filter(senior=senior))
    senior.standing = Standing.objects.visible_to(request.user).filter(senior=senior).first()
    context = {
        "consents": Consent.objects.visible_to(request.user).filter(senior=senior),
        "doors": joining.doors_of(senior),
        "may_change_address": request.user.can(Ability.ACCOUNTS),
        "may_erase": request.user.can(Ability.ERASE),
        "applications": applications,
        "open_application": next((one for one in applications if one.state == ApplicationState.SUBMITTED), None),
        "returned_application": next((one for one in applications if one.state == ApplicationState.RETURNED), None),
        "draft": None if begun is None or is_untouched(begun) else begun,
        "periods": [availability.period_words(one) for one in periods],
        "against_today": availability.reasons_against(senior, timezone.localdate()),
        "kept_until": kept_until(senior, timezone.localdate()),
        "moves": {state.value: may_move(senior.state, state) for state in SeniorState} | _presses(senior),
    }
    waiting = (context["open_application"], context["returned_application"], context["draft"])
    context["cancellable"] = next((one for one in waiting if one and one.kind == ApplicationKind.CHANGE), None)
    if senior.erased_at:
        receipts = ErasureReceipt.objects.visible_to(request.user).filter(kind="senior", subject_id=senior.pk)
        context["receipt"] = receipts.first()
    return context


def _presses(senior: Senior) -> dict[str, bool]:
    """What is offered by another rule than the table of steps alone."""
    return {
        "resume": senior.state == SeniorState.PAUSED,
        "confirm": senior.state not in (SeniorState.WITHDRAWN, SeniorState.SUBMITTED, SeniorState.RETURNED),
        "take_back": senior.state == SeniorState.WITHDRAWN,
    }


@require_POST
@open_to(*HERSELF_AND_OFFICE)
def senior_confirm(request: HttpRequest, senior_pk) -> HttpResponse:
    """She stays: pressed by herself, or by the office when she has said so on the telephone or by letter."""
    senior = senior_for(request, senior_pk)
    try:
        reconfirmation.confirm_registration(senior=senior, by=request.user, now=timezone.now())
    except reconfirmation.ReconfirmationError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "登録の確認を記録しました。次のお尋ねは1年後です。")
    return page_of(request, senior)


@require_POST
@coordinator_only
def senior_way_in(request: HttpRequest, senior_pk) -> HttpResponse:
    """So that she who was imported or registered on paper can come in by herself."""
    senior = get_object_or_404(Senior.objects.editable_by(request.user), pk=senior_pk)
    try:
        joining.open_way_in(senior=senior, by=request.user, now=timezone.now())
    except joining.JoiningError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, "ご本人がメールの番号で入れるようになりました。お知らせは送信箱で確かめてから送ってください。"
        )
    return redirect("talent:senior_detail", senior.pk)
