"""The register of firms: a new firm, a changed one, and the same firm at two institutions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from companies.actions_firms import (
    CompanyChanged,
    CompanyError,
    change_company,
    mark_of,
    register_company,
    twins_of,
)
from companies.forms_firms import BankForm, ChangedCompanyForm, NewCompanyForm
from companies.models import Company
from institutions.models import Institution
from institutions.roles import Ability
from institutions.rules import able, coordinator_only
from office.fields import narrow
from office.form_keys import already
from office.postal_codes import place_of

UNKNOWN_CODE = "この郵便番号は見つかりませんでした。番号を確かめるか、住所をそのまま書いてください。"


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def company_new(request: HttpRequest) -> HttpResponse:
    """The office first says whose firm it is; a bank writes its own."""
    bank = BankForm(request.GET if "bank" in request.GET else None)
    institution = _own_bank(request) if request.user.is_bank else bank.is_valid() and bank.cleaned_data["bank"]
    if not institution:
        return render(request, "companies/company_new.html", {"bank": bank, "form": bank})
    given = {"institution": institution, "user": request.user}
    data, initial, note = _posted(request)
    form = NewCompanyForm(data, initial=initial, **given)
    if data is not None and form.is_valid():
        if known := already(Company.objects.visible_to(request.user), form):
            return redirect("companies:company_detail", known.pk)
        values = form.values()
        branch = values.pop("branch", None) or request.user.branch
        try:
            company = register_company(
                key=form.cleaned_data["new_key"],
                institution=institution,
                branch=branch,
                values=values,
                by=request.user,
                now=timezone.now(),
            )
        except CompanyError as refused:
            form.take(refused.faults)
        else:
            messages.success(request, f"{company.name}を登録しました。続けて、交流会への参加を申し込めます。")
            return redirect("companies:company_detail", company.pk)
    return render(request, "companies/company_new.html", {"form": form, "institution": institution, "note": note})


def _own_bank(request: HttpRequest) -> Institution:
    """Associations and municipalities host events and have no clients."""
    if not request.user.institution.brings_firms:
        raise PermissionDenied
    return request.user.institution


def _posted(request: HttpRequest) -> tuple[QueryDict | None, dict[str, str], str]:
    """What was posted to be saved; or, where the address was asked for, what the form then shows and what became of that."""
    if request.method != "POST":
        return None, {}, ""
    data = request.POST.copy()
    if data.get("action") != "lookup":
        return data, {}, ""
    place = place_of("".join(sign for sign in narrow(data.get("postal_code", "")) if sign.isdigit()))
    if place is None:
        return None, data.dict(), UNKNOWN_CODE
    address = data.get("address", "").strip().removeprefix(place.town)
    found = {"prefecture": place.prefecture, "city": place.city, "address": place.town + address}
    return None, data.dict() | found, "住所を入れました。続きの番地を書いてください。"


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def company_edit(request: HttpRequest, company_pk) -> HttpResponse:
    rows = Company.objects.editable_by(request.user).select_related("institution", "branch", "officer")
    company = get_object_or_404(rows, pk=company_pk)
    given = {"institution": company.institution, "user": request.user, "company": company}
    data, initial, note = _posted(request)
    form = ChangedCompanyForm(data, initial=initial or ChangedCompanyForm.initial_of(company), **given)
    newer = None
    if data is not None and form.is_valid():
        try:
            change_company(
                company=company,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                now=timezone.now(),
            )
        except CompanyChanged as refused:
            form.take(refused.faults)
            data["seen"], newer = mark_of(company), _differences(form, company)
        except CompanyError as refused:
            form.take(refused.faults)
        else:
            messages.success(request, "企業の情報を保存しました。")
            return redirect("companies:company_detail", company.pk)
    context = {"form": form, "company": company, "institution": company.institution, "note": note, "newer": newer}
    return render(request, "companies/company_edit.html", context)


def _differences(form: ChangedCompanyForm, company: Company) -> list[tuple[str, object]]:
    """(field's label, what the register holds now) where that is not what was sent."""
    sent = form.values()
    return [
        (form.fields[name].label, getattr(company, name) or "空欄")
        for name in sent
        if getattr(company, name) != sent[name]
    ]


@require_safe
@coordinator_only
def company_twins(request: HttpRequest) -> HttpResponse:
    """The same firm at several institutions stays several records: the office alone sees them side by side."""
    groups = twins_of(Company.objects.visible_to(request.user))
    return render(request, "companies/company_twins.html", {"groups": groups})
