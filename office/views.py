"""Pages of the back office: work in the background, documents, and a page that shows all parts of the look."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Func, IntegerField, Value
from django.db.models.functions import Cast
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from institutions import reading
from office import actions, registry, samples, statistics
from office.forms import DocumentFilter
from office.models import Document, Job, WorkState
from office.rules import can_steer

DOCUMENTS_PER_PAGE = 50
# 卓2 before 卓10
FIRST_NUMBER = Cast(Func("title", Value(r"\d{1,9}"), function="substring"), IntegerField()).asc(nulls_first=True)
PANEL_STATES = {
    WorkState.QUEUED: "waiting",
    WorkState.RUNNING: "running",
    WorkState.DONE: "done",
    WorkState.FAILED: "failed",
    WorkState.CANCELLED: "failed",
}


# --- Jobs -------------------------------------------------------------------------------------------------------------
@require_safe
def job_page(request: HttpRequest, job_pk) -> HttpResponse:
    """How far a job is. The panel asks again every 2 s; when the job is over the page loads anew."""
    job = get_object_or_404(Job.objects.visible_to(request.user).select_related("requested_by"), pk=job_pk)
    now = timezone.now()
    context = {
        "job": job,
        "panel_state": PANEL_STATES[WorkState(job.state)],
        "unit": job.payload.get("unit", "件"),
        "total": job.progress_total or 1,
        "note": _note(job, now),
        "seconds_left": statistics.seconds_left(job.progress_done, job.progress_total, job.started_at, now),
        "may_steer": can_steer(request.user, job),
    }
    response = render(request, "office/job_page.html" + ("#panel" if request.htmx else ""), context)
    if request.htmx and not job.is_open:
        response["HX-Refresh"] = "true"
    return response


def _note(job: Job, now: dt.datetime) -> str:
    """What it is at, and for how long: いま:面談の割り当て(経過 1分20秒)."""
    seconds = statistics.elapsed(job, now)
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    lasted = f"{minutes}分{rest}秒" if minutes else f"{rest}秒" if rest else "1秒未満"
    if not job.is_open:
        return f"かかった時間 {lasted}"
    return f"いま:{job.progress_note}(経過 {lasted})" if job.progress_note else f"経過 {lasted}"


@require_POST
def job_cancel(request: HttpRequest, job_pk) -> HttpResponse:
    job = _steered(request, Job, job_pk)
    try:
        actions.cancel(work=job, by=request.user, now=timezone.now())
    except actions.WorkError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "取りやめました。")
    return redirect("office:job_page", job.pk)


@require_POST
def job_retry(request: HttpRequest, job_pk) -> HttpResponse:
    job = _steered(request, Job, job_pk)
    try:
        actions.retry(work=job, by=request.user, now=timezone.now())
    except actions.WorkError as error:
        messages.warning(request, str(error))
    return redirect("office:job_page", job.pk)


def _steered(request: HttpRequest, model, pk):
    work = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    if not can_steer(request.user, work):
        raise PermissionDenied
    return work


# --- Documents --------------------------------------------------------------------------------------------------------
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """Kinds x states, and the documents themselves; while some are being made the results ask again every 2 s."""
    form = DocumentFilter(request.GET)
    visible = Document.objects.visible_to(request.user)
    labels = registry.document_labels()
    rows = form.narrow(visible).select_related("institution").order_by("kind", FIRST_NUMBER, "title", "pk")
    in_group = form.narrow(visible, ignore=("kind", "state"))
    page = Paginator(rows, DOCUMENTS_PER_PAGE).get_page(request.GET.get("page"))
    matrix = statistics.matrix(in_group, labels)
    batch = statistics.batch(in_group)
    group = form.cleaned_data.get("group")
    current = _fingerprints(page) if group and not batch.left else {}
    names = registry.group_names(page)
    for document in page:
        document.group_name = names.get(document.group_id, "")
        document.label = labels.get(document.kind, document.kind)
        document.is_stale = current.get(document.pk, document.content_hash) != document.content_hash
        document.may_steer = can_steer(request.user, document)
    context = {
        "form": form,
        "group": group,
        "matrix": matrix,
        "states": WorkState,
        "page": page,
        "batch": batch,
        "batch_state": "running" if batch.running else "waiting",
        "seconds_left": statistics.seconds_left(batch.done, batch.total, batch.since, timezone.now()),
        "failed": sum(row.failed for row in matrix),
    }
    return render(request, "office/document_list.html" + ("#results" if request.htmx else ""), context)


def _fingerprints(page) -> dict:
    """What tells stale documents apart: asked within one group only, where it costs the same however many there are."""
    return registry.fingerprints(document for document in page if document.state == WorkState.DONE)


@require_safe
def document_download(request: HttpRequest, document_pk) -> HttpResponse:
    document = get_object_or_404(Document.objects.visible_to(request.user).exclude(file=""), pk=document_pk)
    try:
        file = document.file.open("rb")
    except FileNotFoundError:
        messages.error(request, f"「{document.title}」のファイルが見つかりません。もう一度作ってください。")
        return redirect("office:document_list")
    reading.note(seniors=document.people, companies=document.firms, is_document=True)
    response = FileResponse(file, as_attachment=True, filename=document.file_name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def document_retry(request: HttpRequest, document_pk) -> HttpResponse:
    document = _steered(request, Document, document_pk)
    actions.remake(document=document, by=request.user, now=timezone.now())
    return _back_to_list(request)


@require_POST
def document_retry_failed(request: HttpRequest) -> HttpResponse:
    """All that failed among what the filter shows."""
    shown = DocumentFilter(request.POST).narrow(Document.objects.visible_to(request.user), ignore=("kind", "state"))
    again = [document for document in shown.filter(state=WorkState.FAILED) if can_steer(request.user, document)]
    for document in again:
        actions.remake(document=document, by=request.user, now=timezone.now())
    messages.success(request, f"{len(again)}件をもう一度作ります。")
    return _back_to_list(request)


def _back_to_list(request: HttpRequest) -> HttpResponse:
    form = DocumentFilter(request.POST)
    group = form.cleaned_data.get("group") if form.is_valid() else None
    return HttpResponseRedirect(reverse("office:document_list", query={"group": group} if group else None))


# --- The look ---------------------------------------------------------------------------------------------------------
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """All parts that pages are put together from, to look at."""
    if not request.user.is_coordinator:
        raise PermissionDenied
    context = {
        "samples": samples,
        "board": samples.board(),
        "filled_form": samples.filled_form(),
        "form": samples.form_with_mistakes(),
        "day": dt.date(2026, 9, 18),
        "moment": dt.time(13, 42),
        "page": Paginator(range(400), 20).get_page(request.GET.get("page", 3)),
    }
    return render(request, "office/components.html", context)
