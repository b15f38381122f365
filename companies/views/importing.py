"""Firms from a list in the browser: choose -> see what would be registered, changed, or is wrong -> confirm."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from companies.forms_import import CompanyListForm
from companies.importing.actions import CompanyImportError, import_firms, preview_firms
from companies.importing.layout import FILE_NAME, MOST_ROWS, columns_for
from companies.importing.template import empty_sheet
from institutions.roles import Ability
from institutions.rules import able
from office.importing import uploads
from office.models import FILE_NAME_LENGTH, ImportBatch

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100  # firms of each kind on the page of a preview


def _refuse_hosts(request: HttpRequest) -> None:
    """Associations and municipalities host events and have no clients."""
    if request.user.is_bank and not request.user.institution.brings_firms:
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def company_import(request: HttpRequest) -> HttpResponse:
    _refuse_hosts(request)
    form = CompanyListForm(request.POST, request.FILES) if request.method == "POST" else CompanyListForm()
    if form.is_valid():
        file = form.cleaned_data["list"]
        upload_pk = uploads.keep(file.read(), request.user)
        query = {"name": file.name[:FILE_NAME_LENGTH]}
        return redirect(reverse("companies:company_import_preview", args=[upload_pk], query=query))
    columns = columns_for(request.user)
    return render(request, "companies/company_import.html", {"form": form, "columns": columns, "most_rows": MOST_ROWS})


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def company_import_preview(request: HttpRequest, upload_pk) -> HttpResponse:
    """What the kept list would do; POST does it. Sent twice, the second finds what the first has done."""
    _refuse_hosts(request)
    data = uploads.load(upload_pk, request.user)  # read first: who confirms drops the file afterwards
    if ImportBatch.objects.visible_to(request.user).filter(pk=upload_pk).exists():
        return redirect("companies:company_list")
    if data is None:
        raise Http404
    if request.method == "POST":
        return _confirm(request, upload_pk, data)
    preview = preview_firms(data=data, by=request.user, now=timezone.now())
    context = {"preview": preview, "shown": SHOWN, "file_name": request.GET.get("name", "")}
    return render(request, "companies/company_import_preview.html", context)


def _confirm(request: HttpRequest, upload_pk, data: bytes) -> HttpResponse:
    try:
        batch = import_firms(
            key=upload_pk,
            data=data,
            file_name=request.GET.get("name", "")[:FILE_NAME_LENGTH],
            seen=request.POST.get("seen", ""),
            by=request.user,
            now=timezone.now(),
        )
    except CompanyImportError as refused:
        messages.error(request, str(refused))
        return redirect(request.get_full_path())
    uploads.drop(upload_pk, request.user)
    messages.success(
        request, f"企業を取り込みました({batch.title})。まちがいに気づいたら、「取り込みの記録」から元に戻せます。"
    )
    return redirect("companies:company_list")


@require_safe
@able(Ability.HEAR)
def company_import_template(request: HttpRequest) -> HttpResponse:
    _refuse_hosts(request)
    response = HttpResponse(empty_sheet(columns_for(request.user)), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, FILE_NAME)
    return response
