"""Imports that were carried out, and undoing one as a whole."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from institutions.models import StaffMember
from institutions.rules import OFFICE_AND_BANKS, open_to
from office.importing.undoable import UndoError, label_of, way_to_mend_one
from office.importing.undoing import ask_to_undo, job_at, outlook_of, takes_long, undo
from office.models import ImportBatch
from office.retention import find

ROWS_PER_PAGE = 50
KEPT_FOR = "imports"  # the purpose of retention


@require_safe
@open_to(*OFFICE_AND_BANKS)
def import_list(request: HttpRequest) -> HttpResponse:
    rows = ImportBatch.objects.visible_to(request.user).select_related("institution", "branch")
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    own = set(ImportBatch.objects.editable_by(request.user).filter(pk__in=[row.pk for row in page]).values_list("pk", flat=True))  # fmt: skip
    _name(request, page)
    for row in page:
        row.may_undo = row.pk in own and row.undone_at is None
    return render(request, "office/import_list.html", {"page": page, "kept_for": find(KEPT_FOR).period})


def _name(request: HttpRequest, rows) -> None:
    """Read beside the rows, never joined: a bank sees an import of the office's, and not the office's accounts."""
    keys = {key for row in rows for key in (row.made_by_id, row.undone_by_id) if key}
    people = StaffMember.objects.visible_to(request.user).filter(user__in=keys)
    names = dict(people.values_list("user_id", "name"))
    for row in rows:
        row.label = label_of(row)
        row.made_by_name = names.get(row.made_by_id) or ("事務局" if row.by_office else "")
        row.undone_by_name = names.get(row.undone_by_id) or ("事務局" if row.by_office else "")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*OFFICE_AND_BANKS)
def import_undo(request: HttpRequest, batch_pk) -> HttpResponse:
    """GET says what would go, go back and stay; POST does it, or has it done where it takes long."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=batch_pk)
    may_undo = ImportBatch.objects.editable_by(request.user).filter(pk=batch.pk).exists()
    is_long, refused = takes_long(batch), ""
    if is_long and (at_work := job_at(batch)):
        return redirect("office:job_page", at_work.pk)
    if request.method == "POST":
        try:
            if is_long and (job := ask_to_undo(batch=batch, by=request.user, now=timezone.now())):
                return redirect("office:job_page", job.pk)
            done = undo(batch=batch, by=request.user, now=timezone.now())
        except UndoError as error:
            refused = str(error)
        else:
            messages.success(request, f"取り込みを元に戻しました({done.title})。")
            return redirect("office:import_list")
    _name(request, [batch])
    context = {"batch": batch, "may_undo": may_undo, "refused": refused, "kept_for": find(KEPT_FOR).period}
    context |= {"is_long": is_long, "one_by_one": way_to_mend_one(batch)}
    if may_undo and batch.undone_at is None:
        try:
            context["outlook"] = outlook_of(batch=batch, by=request.user)
        except UndoError as error:
            context["refused"] = str(error)
    return render(request, "office/import_undo.html", context)
