"""Import of a workbook in the browser: choose -> see what would be made and what is wrong -> confirm."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from events.importing.example import example_workbook
from events.importing.forms import WorkbookForm
from events.importing.template import EXAMPLE_NAME, FILE_NAME, empty_workbook
from events.importing.writing import ImportRefused, import_event, preview_event
from events.models import Event
from institutions.rules import coordinator_only
from office.importing import uploads
from office.models import FILE_NAME_LENGTH

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def event_import(request: HttpRequest) -> HttpResponse:
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if form.is_valid():
        file = form.cleaned_data["workbook"]
        upload_pk = uploads.keep(file.read(), request.user)
        query = {"name": file.name[:FILE_NAME_LENGTH]}
        return redirect(reverse("events:event_import_preview", args=[upload_pk], query=query))
    return render(request, "events/event_import.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def event_import_preview(request: HttpRequest, upload_pk) -> HttpResponse:
    """What the kept workbook would make; POST makes it. Sent twice, the second finds the event of the first."""
    # Read before asking for the event: who makes the event drops the file afterwards.
    data = uploads.load(upload_pk, request.user)
    if Event.objects.visible_to(request.user).filter(pk=upload_pk).exists():
        return redirect("matching:event_page", upload_pk)
    if data is None:
        raise Http404
    if request.method == "POST":
        return _confirm(request, upload_pk, data)
    preview = preview_event(workbook=data, now=timezone.now())
    return render(request, "events/event_import_preview.html", {"preview": preview})


def _confirm(request: HttpRequest, upload_pk, data: bytes) -> HttpResponse:
    try:
        event = import_event(
            workbook=data,
            by=request.user,
            now=timezone.now(),
            event_id=upload_pk,
            file_name=request.GET.get("name", ""),
        )
    except ImportRefused:
        return redirect(request.get_full_path())  # which says why, or leads to the event already made
    uploads.drop(upload_pk, request.user)
    messages.success(
        request, f"「{event.name}」を登録しました。まちがいに気づいたら、「取り込みの記録」から元に戻せます。"
    )
    return redirect("matching:event_page", event.pk)


@require_safe
@coordinator_only
def event_import_template(request: HttpRequest) -> HttpResponse:
    return _workbook(empty_workbook(), FILE_NAME)


@require_safe
@coordinator_only
def event_import_example(request: HttpRequest) -> HttpResponse:
    return _workbook(example_workbook(), EXAMPLE_NAME)


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
