"""Pairs that are not to meet. The office writes and reads; a bank and a senior tell, and get nothing back but that it was told."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.models import Company
from events import avoiding
from events.avoiding import AvoidanceError
from events.forms_avoiding import AvoidanceForm, PairForm, TellOfFirmForm, TellOfSeniorForm
from events.models import Avoidance
from institutions.roles import BANK_ROLES, Role
from institutions.rules import coordinator_only, open_to
from talent.rules import senior_of

ROWS_PER_PAGE = 50


@require_safe
@coordinator_only
def avoidance_list(request: HttpRequest) -> HttpResponse:
    rows = Avoidance.objects.visible_to(request.user).select_related("senior", "company__institution")
    page = Paginator(rows.in_force(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"untied": rows.untied().order_by("created_at"), "page": page}
    return render(request, "events/avoidance_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def avoidance_new(request: HttpRequest) -> HttpResponse:
    initial = {name: request.GET.get(name, "")[:100] for name in ("senior", "company", "kind") if name in request.GET}
    form = AvoidanceForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        if Avoidance.objects.visible_to(request.user).filter(pk=wanted["new_key"]).exists():
            return redirect("events:avoidance_list")
        try:
            avoiding.avoid(
                key=wanted["new_key"],
                senior=wanted["the_senior"],
                company=wanted["the_company"],
                kind=wanted["kind"],
                note=wanted["note"],
                told_by=wanted["told_by"],
                by=request.user,
                now=timezone.now(),
            )
        except AvoidanceError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "記録しました。これから作る時間割と候補の一覧では、この組み合わせを外します。")
            return redirect("events:avoidance_list")
    return render(request, "events/avoidance_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def avoidance_tie(request: HttpRequest, avoidance_pk) -> HttpResponse:
    """Which firm or senior somebody's words mean."""
    rows = Avoidance.objects.editable_by(request.user).select_related("senior", "company__institution")
    row = get_object_or_404(rows, pk=avoidance_pk)
    form = PairForm(request.POST or None, by=request.user, known=row, initial={"kind": row.kind})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            avoiding.tie(
                avoidance=row,
                senior=wanted["the_senior"],
                company=wanted["the_company"],
                kind=wanted["kind"],
                by=request.user,
                now=timezone.now(),
            )
        except AvoidanceError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "相手を決めました。これから作る時間割では、この組み合わせを外します。")
            return redirect("events:avoidance_list")
    return render(request, "events/avoidance_tie.html", {"form": form, "row": row})


@require_POST
@coordinator_only
def avoidance_end(request: HttpRequest, avoidance_pk) -> HttpResponse:
    row = get_object_or_404(Avoidance.objects.editable_by(request.user), pk=avoidance_pk)
    try:
        avoiding.end(avoidance=row, by=request.user, now=timezone.now())
    except AvoidanceError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "取り消しました。これから作る時間割では、この組み合わせも面談にできます。")
    return redirect("events:avoidance_list")


# --- Told by others -----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*BANK_ROLES)
def avoidance_tell(request: HttpRequest, company_pk) -> HttpResponse:
    company = get_object_or_404(Company.objects.editable_by(request.user), pk=company_pk)
    form = TellOfFirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        avoiding.tell_of_firm(
            key=wanted["new_key"],
            company=company,
            kind=wanted["kind"],
            note=wanted["note"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, "事務局に伝えました。書いた内容は、事務局だけが読みます。この画面には残りません。")
        return redirect("companies:company_detail", company.pk)
    return render(request, "events/avoidance_tell.html", {"form": form, "company": company})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Role.SENIOR)
def avoidance_say(request: HttpRequest) -> HttpResponse:
    senior = senior_of(request.user)
    if senior is None:
        raise PermissionDenied
    form = TellOfSeniorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        avoiding.tell_of_senior(
            key=wanted["new_key"], senior=senior, note=wanted["note"], by=request.user, now=timezone.now()
        )
        messages.success(request, "事務局に伝えました。企業や金融機関には知らせません。")
        return redirect("talent:my_registration")
    return render(request, "events/avoidance_say.html", {"form": form})
