"""Erasing a person in the browser: what would go and what stays, the word that confirms it, the receipt."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from institutions.roles import Ability
from institutions.rules import able, coordinator_only, fresh_proof
from office import erasing
from office.forms import ErasureForm
from office.mentions import Mention, with_pages
from office.models import ErasureReceipt

RECEIPTS_PER_PAGE = 50


@require_safe
@coordinator_only
def erasure_list(request: HttpRequest) -> HttpResponse:
    rows = ErasureReceipt.objects.visible_to(request.user).select_related("erased_by__staff_member")
    page = Paginator(rows, RECEIPTS_PER_PAGE).get_page(request.GET.get("page"))
    labels = erasing.labels()
    for receipt in page:
        receipt.label = labels.get(receipt.kind, receipt.kind)
    return render(request, "office/erasure_list.html", {"page": page})


@require_safe
@coordinator_only
def erasure_receipt(request: HttpRequest, receipt_pk) -> HttpResponse:
    rows = ErasureReceipt.objects.visible_to(request.user).select_related("erased_by__staff_member")
    receipt = get_object_or_404(rows, pk=receipt_pk)
    context = {
        "receipt": receipt,
        "whom": erasing.label_of(receipt),
        "mentions": with_pages(Mention(**mention) for mention in receipt.mentions),
    }
    return render(request, "office/erasure_receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.ERASE)
@fresh_proof
def erasure_new(request: HttpRequest, person_kind: str, person_pk) -> HttpResponse:
    """GET tells what would happen; POST erases, once the word that names the person has been typed."""
    entry, row = _person(request, person_kind, person_pk)
    if row.erased_at is not None:
        receipt = ErasureReceipt.objects.filter(kind=person_kind, subject_id=person_pk).first()
        return redirect("office:erasure_receipt", receipt.pk) if receipt else redirect("office:erasure_list")
    typed = request.POST if request.method == "POST" else None
    form = ErasureForm(typed, word=entry.word(row), word_label=entry.word_label)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with erasing.as_eraser(request.user, "消去"):
                receipt = erasing.erase(
                    kind=person_kind,
                    subject_id=row.pk,
                    by=request.user,
                    now=timezone.now(),
                    reason=form.cleaned_data["reason"],
                )
        except erasing.ErasureError as refused:
            form.add_error(None, ValidationError(str(refused)))
            status = 409
        else:
            return redirect("office:erasure_receipt", receipt.pk)
    with erasing.as_eraser(request.user, "消去の確認"):
        told = erasing.rehearse(kind=person_kind, subject_id=row.pk, by=request.user, now=timezone.now())
        found = with_pages(told.mentions)
    context = {"entry": entry, "person": row, "word": entry.word(row), "form": form, "told": told, "mentions": found}
    return render(request, "office/erasure_new.html", context, status=status)


def _person(request: HttpRequest, kind: str, pk):
    try:
        entry = erasing.find(kind)
    except KeyError:
        raise Http404 from None
    return entry, get_object_or_404(entry.model.objects.visible_to(request.user), pk=pk)
