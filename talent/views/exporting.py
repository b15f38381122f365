"""The register into a file: asked for here, written in the background, fetched once more with a fresh proof."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from institutions import reading
from institutions.roles import Ability
from institutions.rules import able, fresh_proof
from office.importing import uploads
from office.models import Job, WorkState
from talent.exporting import actions
from talent.exporting.forms import ExportForm
from talent.models import Senior, SeniorState

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.EXPORT)
@fresh_proof
def senior_export(request: HttpRequest) -> HttpResponse:
    rows = Senior.objects.visible_to(request.user).filter(erased_at=None)
    form = ExportForm(request.POST) if request.method == "POST" else ExportForm()
    if form.is_valid():
        asked = form.cleaned_data
        if asked["whom"] == "present":
            rows = rows.filter(state__in=[SeniorState.ACTIVE, SeniorState.PAUSED])
        job = actions.ask_for_export(
            seniors=rows.order_by("number").values_list("pk", flat=True),
            groups=asked["groups"],
            file_format=asked["file_format"],
            by=request.user,
            now=timezone.now(),
        )
        return redirect("office:job_page", job.pk)
    return render(request, "talent/export.html", {"form": form, "count": rows.count()})


@require_safe
@able(Ability.EXPORT)
@fresh_proof
def senior_export_file(request: HttpRequest, export_pk) -> HttpResponse:
    """The finished file, for whoever asked for it. The log of reads names everybody in it."""
    done = Job.objects.visible_to(request.user).filter(kind=actions.KIND, state=WorkState.DONE)
    job = get_object_or_404(done, pk=export_pk)
    if job.requested_by_id != request.user.pk:
        raise Http404
    data = uploads.load(job.pk, request.user)
    if data is None:
        messages.error(request, "ファイルの預かりの期限(1日)が過ぎました。もう一度書き出してください。")
        return redirect("talent:senior_export")
    reading.note(seniors=[UUID(key) for key in job.result["people"]])
    response = HttpResponse(data, content_type=TYPES.get(job.payload["format"], "text/csv"))
    response["Content-Disposition"] = content_disposition_header(True, actions.file_name(job))
    response["Cache-Control"] = "private, no-store"
    return response
