"""The register, one senior's page, the pledge that a senior gives, and the yearly question whether she stays."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.actors import acting, system
from institutions.roles import Ability, Role
from institutions.rules import OFFICE_AND_BANKS, able, coordinator_only, open_to
from office.models import ErasureReceipt
from talent import actions, reconfirmation
from talent.forms import PledgeForm, SeniorFilter
from talent.models import Consent, ConsentKind, Senior, SeniorContact, Speciality
from talent.pledge import current

ROWS_PER_PAGE = 50
HEAD_OFFICE_WAITS = "お取引先の課題に希望が届くと、その方の経歴をここで見られます。"
BRANCH_WAITS = "時間割が公開されると、お取引先と面談する方の経歴をここで見られます。"


@require_safe
@open_to(*OFFICE_AND_BANKS)
def senior_list(request: HttpRequest) -> HttpResponse:
    form = SeniorFilter(request.GET)
    rows = Senior.objects.visible_to(request.user).filter(erased_at=None)
    rows = rows.select_related("contact").prefetch_related("specialities")
    if form.value("q"):
        rows = rows.named(form.value("q"))
    if form.value("category"):
        rows = rows.filter(pk__in=Speciality.objects.filter(category=form.value("category")).values("senior"))
    if form.value("state"):
        rows = rows.filter(state=form.value("state"))
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "filtered": any(request.GET.values()),
        "bank_text": BRANCH_WAITS if request.user.role == Role.BRANCH else HEAD_OFFICE_WAITS,
    }
    return render(request, "talent/senior_list.html", context)


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


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.ENTER)
def pledge(request: HttpRequest) -> HttpResponse:
    """The wording in force, to be accepted once; afterwards it can be read again with the day on which it was."""
    senior = get_object_or_404(Senior.objects.visible_to(request.user))
    now, status = timezone.now(), 200
    wording = current(timezone.localdate(now))
    accepted = Consent.objects.filter(senior=senior, kind=ConsentKind.CONFIDENTIALITY, version=wording.version).first()
    form = PledgeForm(request.POST or None, initial={"version": wording.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_pledge(senior=senior, version=form.cleaned_data["version"], by=request.user, now=now)
        except actions.PledgeError as refused:
            messages.error(request, str(refused))
            form, status = PledgeForm(initial={"version": wording.version}), 409
        else:
            messages.success(request, "守秘の約束を受け付けました。受付中の課題をお読みいただけます。")
            return redirect("events:brief_list")
    context = {"pledge": wording, "accepted": accepted, "form": form}
    return render(request, "talent/pledge.html", context, status=status)


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


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def reconfirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the yearly question, without signing in: GET shows, POST confirms. It names one senior and opens nothing else."""
    now = timezone.now()
    with acting(system("登録の確認のリンク")):
        senior = reconfirmation.senior_of(token, now)
        office = {"secretariat_name": settings.SECRETARIAT_NAME, "secretariat_phone": settings.SECRETARIAT_PHONE}
        if senior is None:
            return render(request, "talent/reconfirm_over.html", office, status=404)
        if request.method == "POST":
            reconfirmation.confirm_registration(senior=senior, by=None, now=now)
            return redirect("talent:reconfirm", token)
        context = office | {"senior": senior, "is_confirmed": reconfirmation.is_confirmed_lately(senior, now)}
        return render(request, "talent/reconfirm.html", context)
