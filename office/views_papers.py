"""Papers of a firm or a senior with what was checked about them, and a staff member's own promise."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.models import StaffMember
from institutions.roles import BANK_ROLES
from institutions.rules import OFFICE_AND_BANKS, coordinator_only, open_to
from office import scans
from office.actions_checks import record_checks, record_pledges
from office.forms_papers import CheckForm, OwnPledgeForm, ScanForm
from office.models import BackgroundCheck, Scan, StaffPledge
from office.papers import owner_of
from office.staff_pledge import current


def _owner(request: HttpRequest, subject_kind: str, subject_pk) -> scans.Owner:
    owner = owner_of(subject_kind, subject_pk, request.user)
    if owner is None:
        raise Http404
    return owner


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*OFFICE_AND_BANKS)
def papers(request: HttpRequest, subject_kind: str, subject_pk) -> HttpResponse:
    """The list, and one more put in."""
    owner = _owner(request, subject_kind, subject_pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            scans.add(
                key=wanted["new_key"],
                owner=owner,
                kind=wanted["kind"],
                note=wanted["note"],
                data=wanted["file"],
                file_name=form.file_name,
                by=request.user,
                now=timezone.now(),
            )
        except scans.ScanError as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, "書類を入れました。")
            return redirect("office:papers", subject_kind, subject_pk)
    return _papers(request, owner, subject_kind, subject_pk, form, CheckForm())


def _papers(
    request: HttpRequest, owner, subject_kind: str, subject_pk, form: ScanForm, check: CheckForm
) -> HttpResponse:
    rows = list(Scan.objects.visible_to(request.user).filter(**owner.keys))
    # Read beside the rows, never joined: a bank sees papers that the office has put in, and not the office's accounts.
    adders = StaffMember.objects.visible_to(request.user).filter(user__in=[row.added_by_id for row in rows])
    names = dict(adders.values_list("user_id", "name"))
    for row in rows:
        row.added_by_name = names.get(row.added_by_id, "")
    context = {
        "owner": owner,
        "subject_kind": subject_kind,
        "subject_pk": subject_pk,
        "rows": rows,
        "form": check if check.is_bound else form,
        "scan_form": form,
        "check_form": check,
    }
    if request.user.is_coordinator:
        context["checks"] = BackgroundCheck.objects.visible_to(request.user).filter(**owner.keys)
    return render(request, "office/papers.html", context)


@require_POST
@coordinator_only
def check_add(request: HttpRequest, subject_kind: str, subject_pk) -> HttpResponse:
    owner = _owner(request, subject_kind, subject_pk)
    check = CheckForm(request.POST)
    if not check.is_valid():
        return _papers(request, owner, subject_kind, subject_pk, ScanForm(), check)
    record_checks(
        seniors=filter(None, [owner.senior_key]),
        companies=filter(None, [owner.company_key]),
        by=request.user,
        now=timezone.now(),
        **check.cleaned_data,
    )
    messages.success(request, "反社チェックの結果を記録しました。")
    return redirect("office:papers", subject_kind, subject_pk)


@require_safe
@open_to(*OFFICE_AND_BANKS)
def scan_download(request: HttpRequest, scan_pk) -> HttpResponse:
    """Never shown in place: what a stranger has scanned is saved, not run."""
    scan = get_object_or_404(Scan.objects.visible_to(request.user), pk=scan_pk)
    try:
        file = scans.path_of(scan).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=scan.file_name, content_type=scan.content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@open_to(*OFFICE_AND_BANKS)
def scan_remove(request: HttpRequest, scan_pk) -> HttpResponse:
    scan = get_object_or_404(Scan.objects.editable_by(request.user), pk=scan_pk)
    kind, key = ("senior", scan.senior_key) if scan.senior_key else ("company", scan.company_key)
    scans.remove(scan=scan, by=request.user, now=timezone.now())
    messages.success(request, "書類を消しました。")
    return redirect("office:papers", kind, key)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*BANK_ROLES)
def staff_pledge(request: HttpRequest) -> HttpResponse:
    """A staff member's own promise: given once, read again with its day."""
    today = timezone.localdate()
    wording = current(today)
    member = StaffMember.objects.visible_to(request.user).filter(user=request.user).first()
    given = StaffPledge.objects.visible_to(request.user).filter(member=member, version=wording.version).first()
    form = OwnPledgeForm(request.POST if request.method == "POST" else None)
    if member and form.is_bound and form.is_valid():
        record_pledges(members=[member], accepted_on=today, on_paper=False, by=request.user, now=timezone.now())
        messages.success(request, "守秘の約束を受け付けました。")
        return redirect("office:staff_pledge")
    return render(
        request, "office/staff_pledge.html", {"wording": wording, "given": given, "form": form, "member": member}
    )
