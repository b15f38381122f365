"""The firms and one firm's page with its hearings and issues."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from companies.forms import CompanyFilter
from companies.models import Company
from institutions.rules import OFFICE_AND_BANKS, open_to

ROWS_PER_PAGE = 50


@require_safe
@open_to(*OFFICE_AND_BANKS)
def company_list(request: HttpRequest) -> HttpResponse:
    form = CompanyFilter(request.GET, user=request.user)
    rows = (
        Company.objects.visible_to(request.user)
        .select_related("institution", "branch", "officer")
        .prefetch_related("issues")
    )
    words, institution = form.words(), form.institution()
    if words:
        rows = rows.named(words)
    if institution:
        rows = rows.filter(institution=institution)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "companies/company_list.html", {"form": form, "page": page, "words": words, "institution": institution}
    )


@require_safe
@open_to(*OFFICE_AND_BANKS)
def company_detail(request: HttpRequest, company_pk) -> HttpResponse:
    rows = Company.objects.visible_to(request.user).select_related("institution", "branch", "officer")
    company = get_object_or_404(rows, pk=company_pk)
    hearings = company.hearings.prefetch_related("issues__brief")
    return render(request, "companies/company_detail.html", {"company": company, "hearings": hearings})
