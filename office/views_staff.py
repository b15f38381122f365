"""Members of staff are written down and changed; the list, and what a move or a farewell brings with it, are of an app above."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from institutions.actions.staff import StaffError, add_member, change_member, take_back
from institutions.models import Institution, StaffMember
from institutions.roles import OFFICE_ROLES, Role
from institutions.rules import open_to
from office.form_keys import already
from office.forms_staff import InstitutionForm, NewStaffForm, StaffForm

manages_staff = open_to(*OFFICE_ROLES, Role.HEAD_OFFICE)


@require_http_methods(["GET", "HEAD", "POST"])
@manages_staff
def staff_new(request: HttpRequest) -> HttpResponse:
    """The office first says whose staff; a head office writes its own."""
    bank = InstitutionForm(request.GET if "bank" in request.GET else None)
    institution: Institution | None = request.user.institution if request.user.is_bank else None
    if institution is None and bank.is_valid():
        institution = bank.cleaned_data["bank"]
    if institution is None:
        return render(request, "office/staff_new.html", {"bank": bank, "form": bank})
    form = NewStaffForm(request.POST or None, institution=institution)
    if request.method == "POST" and form.is_valid():
        if known := already(StaffMember.objects.editable_by(request.user), form):
            return redirect("office:staff_edit", known.pk)
        try:
            member = add_member(
                key=form.cleaned_data["new_key"],
                institution=institution,
                branch=form.cleaned_data["branch"],
                values=form.values(),
                by=request.user,
                now=timezone.now(),
            )
        except StaffError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{member.name}さんを登録しました。企業の担当者や、交流会の同席者に選べます。")
            return redirect("events:staff_list")
    return render(request, "office/staff_new.html", {"form": form, "institution": institution})


@require_http_methods(["GET", "HEAD", "POST"])
@manages_staff
def staff_edit(request: HttpRequest, member_pk) -> HttpResponse:
    member = _member(request, member_pk)
    initial = {name: getattr(member, name) for name in StaffForm.base_fields}
    form = StaffForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_member(member=member, values=form.values(), by=request.user, now=timezone.now())
        except StaffError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{form.cleaned_data['name']}さんの情報を保存しました。")
            return redirect("events:staff_list")
    return render(request, "office/staff_edit.html", {"form": form, "member": member})


@require_POST
@manages_staff
def staff_return(request: HttpRequest, member_pk) -> HttpResponse:
    member = _member(request, member_pk)
    try:
        take_back(member=member, by=request.user, now=timezone.now())
    except StaffError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            f"{member.name}さんを在籍に戻しました。企業の担当と同席は、あらためて決めてください。"
            + ("ログインは止まったままです。要るときは、利用者のページで再開してください。" if member.user_id else ""),
        )
    return redirect("office:staff_edit", member.pk)


def _member(request: HttpRequest, member_pk) -> StaffMember:
    rows = StaffMember.objects.editable_by(request.user).select_related("institution", "branch", "user")
    return get_object_or_404(rows, pk=member_pk)
