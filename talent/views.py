"""The register and one senior's page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from institutions.rules import coordinator_only
from talent.forms import SeniorFilter
from talent.models import Senior, Speciality

ROWS_PER_PAGE = 50


@require_safe
@coordinator_only
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
    return render(
        request, "talent/senior_list.html", {"form": form, "page": page, "filtered": any(request.GET.values())}
    )


@require_safe
@coordinator_only
def senior_detail(request: HttpRequest, senior_pk) -> HttpResponse:
    rows = (
        Senior.objects.visible_to(request.user)
        .select_related("contact")
        .prefetch_related("careers", "specialities", "qualifications", "consents")
    )
    return render(request, "talent/senior_detail.html", {"senior": get_object_or_404(rows, pk=senior_pk)})
