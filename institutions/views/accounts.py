"""Who can come in: the list of accounts, and one account with its role."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.actions.accounts import AccountError, change_role, disable, enable
from institutions.actions.invitations import InvitationError, renew
from institutions.forms_accounts import AccountFilter, RoleForm
from institutions.models import User
from institutions.roles import STAFF_ROLES, Ability, Role
from institutions.rules import able, fresh_proof

ROWS_PER_PAGE = 50
manages_accounts = able(Ability.ACCOUNTS, Ability.ACCOUNTS_OF_INSTITUTION)


@require_safe
@manages_accounts
def account_list(request: HttpRequest) -> HttpResponse:
    form = AccountFilter(request.GET)
    rows = form.narrow(User.objects.visible_to(request.user)).select_related("staff_member", "institution", "branch")
    page = Paginator(rows.order_by("email"), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    filtered = any(form.cleaned_data.values())
    return render(request, "institutions/account_list.html", {"form": form, "page": page, "filtered": filtered})


@require_safe
@manages_accounts
def account_page(request: HttpRequest, user_pk) -> HttpResponse:
    account = _account(request, user_pk)
    editable = User.objects.editable_by(request.user).filter(pk=account.pk).exists()
    context = {
        "account": account,
        "role": Role(account.role),
        "may_change": editable,
        "may_change_role": editable and account.role in (*STAFF_ROLES, Role.RECEPTION),
        "may_renew": editable and account.is_active and account.role != Role.SENIOR,
    }
    return render(request, "institutions/account_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@manages_accounts
@fresh_proof
def account_role(request: HttpRequest, user_pk) -> HttpResponse:
    account = _editable(request, user_pk)
    form = RoleForm(request.POST or None, by=request.user, account=account)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            change_role(
                account=account,
                role=wanted["role"],
                branch=wanted.get("branch"),
                by=request.user,
                now=timezone.now(),
            )
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "役割を変えました。この利用者は、次に入り直したときから新しい役割になります。")
            return redirect("institutions:account_page", account.pk)
    return render(request, "institutions/account_role.html", {"form": form, "account": account})


@require_POST
@manages_accounts
@fresh_proof
def account_disable(request: HttpRequest, user_pk) -> HttpResponse:
    return _change(request, user_pk, disable, "停止しました。ログイン中の機器からも、すぐに締め出しました。")


@require_POST
@manages_accounts
@fresh_proof
def account_enable(request: HttpRequest, user_pk) -> HttpResponse:
    return _change(request, user_pk, enable, "また使えるようにしました。")


@require_POST
@manages_accounts
@fresh_proof
def account_renew(request: HttpRequest, user_pk) -> HttpResponse:
    return _change(request, user_pk, renew, "入り方を登録し直すためのメールを送りました。72時間使えます。")


def _change(request: HttpRequest, user_pk, action, done: str) -> HttpResponse:
    account = _editable(request, user_pk)
    try:
        action(account=account, by=request.user, now=timezone.now())
    except (AccountError, InvitationError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("institutions:account_page", account.pk)


def _account(request: HttpRequest, user_pk) -> User:
    rows = User.objects.visible_to(request.user).select_related("staff_member", "institution", "branch")
    return get_object_or_404(rows, pk=user_pk)


def _editable(request: HttpRequest, user_pk) -> User:
    """404 for a stranger, 403 for oneself and for whom one may see only."""
    account = _account(request, user_pk)
    if not User.objects.editable_by(request.user).filter(pk=account.pk).exists():
        raise PermissionDenied
    return account
