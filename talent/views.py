"""The register and one senior's page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from institutions.roles import Role
from institutions.rules import OFFICE_AND_BANKS, open_to
from talent.forms import SeniorFilter
from talent.models import Consent, Senior, SeniorContact, Speciality

ROWS_PER_PAGE = 50
HEAD_OFFICE_WAITS = "お取引先の課題に希望が届くと、その方の経歴をここで見られます。"
BRANCH_WAITS = "時間割が公開されると、お取引先と面談する方の経歴をここで見られます。"


@require_safe
@open_to(*OFFICE_AND_BANKS)
def senior_list(request: HttpRequest) -> HttpResponse:
    form = SeniorFilter(request.GET)
    rows = Senior.objects.visible_to(request.user).select_related("contact").prefetch_related("specialities")
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
    }
    return render(request, "talent/senior_detail.html", context)
