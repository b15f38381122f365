"""The staff of institutions with what hangs on each, and the pages of a move and a farewell."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from companies.models import Company
from events.forms_staffing import SettlingForm, StaffFilter
from events.queries import counted
from events.staffing import coming_seats, duties_of, member_leaves, move_member
from institutions.actions.staff import StaffError, why_not_account
from institutions.models import StaffMember
from institutions.roles import OFFICE_ROLES, Ability, Role
from institutions.rules import fresh_proof, open_to
from kouryukai.lib.japanese import kana
from office.models import StaffPledge
from office.staff_pledge import current

ROWS_PER_PAGE = 50
FIRMS_SHOWN = 20
manages_staff = open_to(*OFFICE_ROLES, Role.HEAD_OFFICE)


@require_safe
@manages_staff
def staff_list(request: HttpRequest) -> HttpResponse:
    form, today = StaffFilter(request.GET), timezone.localdate()
    firms = Company.objects.visible_to(request.user)
    pledges = StaffPledge.objects.visible_to(request.user).filter(version=current(today).version)
    rows = (
        StaffMember.objects.editable_by(request.user)
        .filter(is_active=not form.left())
        .select_related("institution", "branch", "user")
        .annotate(
            firm_count=counted(firms, "officer"),
            seat_count=counted(coming_seats(today), "attendant"),
            has_pledged=Exists(pledges.filter(member=OuterRef("pk"))),
        )
        .order_by("institution__name_kana", "institution__name", "branch__code", "branch__name", "name_kana", "pk")
    )
    if words := form.words():
        places = Q(branch__name__icontains=words) | Q(institution__name__icontains=words)
        rows = rows.filter(Q(name__icontains=words) | Q(name_kana__icontains=kana(words)) | places)
    without = firms.filter(Q(officer=None) | Q(officer__is_active=False)).select_related("institution", "branch")
    context = {
        "form": form,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "filtered": bool(words or form.left()),
        "without": without.order_by("institution__name_kana", "branch__code", "name_kana", "pk")[:FIRMS_SHOWN],
        "without_count": without.count(),
        "sees_accounts": request.user.can(Ability.ACCOUNTS) or request.user.can(Ability.ACCOUNTS_OF_INSTITUTION),
    }
    return render(request, "events/staff_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@manages_staff
@fresh_proof
def staff_move(request: HttpRequest, member_pk) -> HttpResponse:
    """To another branch: what hangs on her is shown and settled first."""
    member = _member(request, member_pk)
    form = _form(request, member, moves=True)
    if request.method == "POST" and form.is_valid():
        try:
            done = move_member(
                member=member,
                branch=form.destination(),
                firms=form.firms_chosen(),
                seats=form.seats_chosen(),
                by=request.user,
                now=timezone.now(),
            )
        except StaffError as refused:
            form.add_error(None, str(refused))
        else:
            place = form.destination().name if form.destination() else "本部"
            messages.success(request, f"{member.name}さんの所属を{place}に変えました。{done.words}")
            return redirect("events:staff_list")
    return render(request, "events/staff_move.html", _context(request, member, form))


@require_http_methods(["GET", "HEAD", "POST"])
@manages_staff
@fresh_proof
def staff_leave(request: HttpRequest, member_pk) -> HttpResponse:
    member = _member(request, member_pk)
    form = _form(request, member, moves=False)
    if request.method == "POST" and form.is_valid():
        try:
            done = member_leaves(
                member=member,
                firms=form.firms_chosen(),
                seats=form.seats_chosen(),
                by=request.user,
                now=timezone.now(),
            )
        except StaffError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{member.name}さんを「在籍していない」にしました。{done.words}")
            return redirect("events:staff_list")
    return render(request, "events/staff_leave.html", _context(request, member, form))


def _member(request: HttpRequest, member_pk) -> StaffMember:
    rows = StaffMember.objects.editable_by(request.user).select_related("institution", "branch", "user")
    return get_object_or_404(rows, pk=member_pk)


def _form(request: HttpRequest, member: StaffMember, *, moves: bool) -> SettlingForm:
    duties = duties_of(member, request.user, timezone.localdate())
    return SettlingForm(request.POST if request.method == "POST" else None, member=member, duties=duties, moves=moves)


def _context(request: HttpRequest, member: StaffMember, form: SettlingForm) -> dict:
    return {
        "member": member,
        "form": form,
        "duties": form.duties,
        "account": member.user,
        "refused": why_not_account(member, request.user),
    }
