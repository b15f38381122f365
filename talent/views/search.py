"""The register as a list: whom to find."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from institutions.roles import Ability, Role
from institutions.rules import OFFICE_AND_BANKS, open_to
from talent.forms import SeniorFilter
from talent.models import Senior, Speciality
from talent.waiting import waiting

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
        "applications": waiting(request.user).count() if request.user.is_coordinator else 0,
        "may_export": request.user.can(Ability.EXPORT),
        "filtered": any(request.GET.values()),
        "bank_text": BRANCH_WAITS if request.user.role == Role.BRANCH else HEAD_OFFICE_WAITS,
    }
    return render(request, "talent/senior_list.html", context)
