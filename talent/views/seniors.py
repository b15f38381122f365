"""One senior of the register."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from institutions.roles import Ability
from institutions.rules import OFFICE_AND_BANKS, coordinator_only, open_to
from office.models import ErasureReceipt
from talent import reconfirmation
from talent.models import Consent, Senior, SeniorContact


@require_safe
@open_to(*OFFICE_AND_BANKS)
def senior_detail(request: HttpRequest, senior_pk) -> HttpResponse:
    """The professional face; contact and consents only for whom their own walls let through."""
    rows = Senior.objects.visible_to(request.user).prefetch_related("careers", "specialities", "qualifications")
    senior = get_object_or_404(rows, pk=senior_pk)
    context = {
        "senior": senior,
        "contact": SeniorContact.objects.visible_to(request.user).filter(senior=senior).first(),
        "consents": Consent.objects.visible_to(request.user).filter(senior=senior),
        "may_erase": request.user.can(Ability.ERASE),
    }
    if senior.erased_at:
        receipts = ErasureReceipt.objects.visible_to(request.user).filter(kind="senior", subject_id=senior.pk)
        context["receipt"] = receipts.first()
    return render(request, "talent/senior_detail.html", context)


@require_POST
@coordinator_only
def senior_confirm(request: HttpRequest, senior_pk) -> HttpResponse:
    """She said so on the telephone or by letter."""
    senior = get_object_or_404(Senior.objects.editable_by(request.user), pk=senior_pk)
    try:
        reconfirmation.confirm_registration(senior=senior, by=request.user, now=timezone.now())
    except reconfirmation.ReconfirmationError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "登録の確認を記録しました。次のお尋ねは1年後です。")
    return redirect("talent:senior_detail", senior.pk)
