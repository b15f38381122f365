"""The firms, one firm's page with its hearings and issues, and the link for its president."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import actions
from companies.forms import CompanyFilter
from companies.models import Company, HearingNote, PresidentLink
from institutions.roles import Ability
from institutions.rules import OFFICE_AND_BANKS, able, open_to
from kouryukai.lib.secret_links import qr_code

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
    notes = Prefetch("note", HearingNote.objects.visible_to(request.user))
    hearings = company.hearings.prefetch_related("issues__brief", notes)
    return render(request, "companies/company_detail.html", {"company": company, "hearings": hearings})


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def president_link(request: HttpRequest, company_pk) -> HttpResponse:
    """GET shows how things stand; POST makes a new link and shows it, this one time, to be printed or sent."""
    company, now = _editable(request, company_pk), timezone.now()
    address = ""
    if request.method == "POST":
        link, token = actions.make_president_link(company=company, by=request.user, now=now)
        address = settings.BASE_URL + reverse("matching:president_page", args=[token])
    else:
        link = PresidentLink.objects.visible_to(request.user).filter(company=company, revoked_at=None).first()
    context = {
        "company": company,
        "link": link,
        "is_good": bool(link and link.expires_at > now),
        "days": actions.GOOD_FOR.days,
        "address": address,
        "qr": qr_code(address) if address else "",
    }
    return render(request, "companies/president_link.html", context)


@require_POST
@able(Ability.HEAR)
def president_link_revoke(request: HttpRequest, company_pk) -> HttpResponse:
    company = _editable(request, company_pk)
    try:
        actions.revoke_president_link(company=company, by=request.user, now=timezone.now())
        messages.success(request, "リンクを取り消しました。紙やメールに残っているリンクは、もう開けません。")
    except actions.PresidentLinkError as refused:
        messages.info(request, str(refused))
    return redirect("companies:president_link", company.pk)


def _editable(request: HttpRequest, company_pk) -> Company:
    return get_object_or_404(Company.objects.editable_by(request.user), pk=company_pk)
