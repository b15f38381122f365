"""A list into the register in the browser: choose -> columns -> check -> see what would change, decide -> confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.rules import coordinator_only
from kouryukai.lib.table import TableError
from office.models import ImportBatch, Job, WorkState
from office.registry import WorkError
from talent.importing import actions, showing
from talent.importing.actions import RegisterImportError
from talent.importing.forms import ConfirmForm, ListForm
from talent.importing.reports import faults_csv
from talent.models import ImportRow, ImportStage, RegisterImport, RowKind

ROWS_PER_PAGE = 50
SHOWN_IMPORTS = 10


def _import(request: HttpRequest, import_pk) -> RegisterImport:
    rows = RegisterImport.objects.editable_by(request.user).select_related("source", "made_by", "done_by")
    return get_object_or_404(rows, pk=import_pk)


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def import_new(request: HttpRequest) -> HttpResponse:
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            begun = actions.begin(
                source_name=form.source_name,
                data=file.read(),
                file_name=file.name,
                enters_as=form.cleaned_data["enters_as"],
                empty_deletes=form.cleaned_data["empty_deletes"],
                by=request.user,
                now=timezone.now(),
            )
        except TableError as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("talent:import_columns", begun.pk)
    past = RegisterImport.objects.visible_to(request.user).select_related("source", "made_by")[:SHOWN_IMPORTS]
    return render(request, "talent/import/new.html", {"form": form, "past": past})


@require_http_methods(["GET", "HEAD", "POST"])
@coordinator_only
def import_columns(request: HttpRequest, import_pk) -> HttpResponse:
    """What each column fills: as remembered or guessed, to be changed here."""
    import_ = _import(request, import_pk)
    if not import_.is_open:
        return redirect("talent:import_page", import_.pk)
    fields, wrong = import_.fields, ""
    if request.method == "POST":
        fields = showing.chosen_fields(import_, request.POST)
        try:
            job = actions.choose_columns(import_=import_, fields=fields, by=request.user, now=timezone.now())
        except (RegisterImportError, WorkError) as refused:
            wrong = str(refused)
        else:
            return redirect("office:job_page", job.pk)
    columns = showing.columns(import_, fields)
    unused = [column["heading"] for column in columns if not column["field"]]
    context = {"import": import_, "columns": columns, "unused": unused, "wrong": wrong}
    return render(request, "talent/import/columns.html", context, status=409 if wrong else 200)


@require_safe
@coordinator_only
def import_page(request: HttpRequest, import_pk) -> HttpResponse:
    """Where the import stands: its columns, what it would do, or what it has done."""
    import_ = _import(request, import_pk)
    if running := _running(import_):
        return redirect("office:job_page", running.pk)
    if import_.stage == ImportStage.COLUMNS:
        return redirect("talent:import_columns", import_.pk)
    if import_.stage != ImportStage.PREVIEW:
        batch = ImportBatch.objects.visible_to(request.user).filter(pk=import_.pk).first()  # gone after its period
        return render(request, "talent/import/done.html", {"import": import_, "batch": batch})
    rows = ImportRow.objects.visible_to(request.user).filter(register_import=import_)
    show = request.GET.get("show", "") if request.GET.get("show", "") in RowKind.values else showing.first_kind(import_)
    shown = rows.filter(kind=show)
    only_open = show == RowKind.POSSIBLE and bool(request.GET.get("open"))
    if only_open:
        shown = shown.filter(decision="")
    page = Paginator(shown, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "import": import_,
        "show": RowKind(show),
        "only_open": only_open,
        "tabs": showing.tabs(import_),
        "page": page,
        "rows": showing.rows(import_, RowKind(show), list(page)),
        "undecided": rows.filter(kind=RowKind.POSSIBLE, decision="").count(),
        "form": ConfirmForm(),
        "nothing": not any(import_.counts.get(kind) for kind in (*actions.TO_WRITE, RowKind.FAULTY)),
    }
    return render(request, "talent/import/preview.html", context)


def _running(import_: RegisterImport) -> Job | None:
    open_states = (WorkState.QUEUED, WorkState.RUNNING)
    return Job.objects.filter(subject_kind=actions.SUBJECT, subject_id=import_.pk, state__in=open_states).first()


@require_POST
@coordinator_only
def import_decide(request: HttpRequest, import_pk) -> HttpResponse:
    """Who is who: row by row, or the same answer for all that are open."""
    import_ = _import(request, import_pk)
    now = timezone.now()
    try:
        if request.POST.get("all"):
            done = actions.decide_all(import_=import_, choice=request.POST["all"], by=request.user, now=now)
        else:
            choices = showing.choices(request.POST)
            done = actions.decide(import_=import_, choices=choices, by=request.user, now=now)
    except RegisterImportError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{done}行の判断を保存しました。")
    return redirect(showing.back_to(import_, request.POST))


@require_POST
@coordinator_only
def import_confirm(request: HttpRequest, import_pk) -> HttpResponse:
    import_ = _import(request, import_pk)
    form = ConfirmForm(request.POST)
    leave = form.is_valid() and form.cleaned_data["leave_faulty"]
    try:
        job = actions.ask_to_write(import_=import_, leave_faulty=leave, by=request.user, now=timezone.now())
    except (RegisterImportError, WorkError) as refused:
        messages.error(request, str(refused))
        return redirect("talent:import_page", import_.pk)
    return redirect("office:job_page", job.pk)


@require_POST
@coordinator_only
def import_drop(request: HttpRequest, import_pk) -> HttpResponse:
    import_ = _import(request, import_pk)
    try:
        actions.drop(import_=import_, by=request.user, now=timezone.now())
    except RegisterImportError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "取り込みを終わりました。登録は何も変えていません。")
    return redirect("talent:import_new")


@require_safe
@coordinator_only
def import_faults(request: HttpRequest, import_pk) -> HttpResponse:
    """Every fault as a sheet, to be mended beside the list."""
    import_ = _import(request, import_pk)
    response = HttpResponse(faults_csv(import_), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="faults.csv"'
    return response
