"""Inviting people, and the page that an invitation's link opens."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.actions import invitations
from institutions.actions.invitations import InvitationError
from institutions.actors import acting, system
from institutions.forms_accounts import AcceptForm, InviteForm
from institutions.models import Invitation
from institutions.roles import Role
from institutions.rules import fresh_proof
from institutions.views.accounts import manages_accounts

ROWS_PER_PAGE = 50


@require_safe
@manages_accounts
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Invitations that wait, with when they run out."""
    now = timezone.now()
    rows = Invitation.objects.visible_to(request.user).waiting().select_related("institution", "branch")
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.over = row.is_over(now)
    return render(request, "institutions/invitation_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@manages_accounts
@fresh_proof
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            row = invitations.invite(
                email=wanted["email"],
                role=wanted["role"],
                institution=wanted["institution"],
                branch=wanted["place"],
                by=request.user,
                now=timezone.now(),
            )
        except InvitationError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, f"{row.email}に招待のメールを送りました。72時間使えます。")
            return redirect("institutions:invitation_list")
    return render(request, "institutions/invite.html", {"form": form})


@require_POST
@manages_accounts
@fresh_proof
def invitation_resend(request: HttpRequest, invitation_pk) -> HttpResponse:
    return _change(request, invitation_pk, invitations.resend, "もう一度送りました。前のメールのリンクは使えません。")


@require_POST
@manages_accounts
def invitation_revoke(request: HttpRequest, invitation_pk) -> HttpResponse:
    return _change(request, invitation_pk, invitations.revoke, "招待を取り消しました。メールのリンクは使えません。")


def _change(request: HttpRequest, invitation_pk, action, done: str) -> HttpResponse:
    row = get_object_or_404(Invitation.objects.visible_to(request.user), pk=invitation_pk)
    try:
        action(invitation=row, by=request.user, now=timezone.now())
    except InvitationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("institutions:invitation_list")


# --- The link -------------------------------------------------------------------------------------------------------------
@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and uses nothing up: mail scanners open links. POST opens the account and goes on to the second factor."""
    now = timezone.now()
    with acting(system("招待の確認")):
        invitation = invitations.find(token=token, now=now)
    if invitation is None:
        return render(request, "institutions/invitation_gone.html", status=404)
    role = Role(invitation.role)
    form = AcceptForm(request.POST or None)
    if role == Role.SENIOR:
        form.fields.clear()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            account = invitations.accept(
                token=token,
                name=said.get("name", ""),
                name_kana=said.get("name_kana", ""),
                password=said.get("password", ""),
                now=now,
            )
        except InvitationError:
            return render(request, "institutions/invitation_gone.html", status=404)
        if role == Role.SENIOR:  # with the code she comes to the pages of her registration
            return redirect(reverse("account_request_login_code", query={"next": reverse("talent:registration")}))
        if request.user.is_authenticated:
            return redirect("account_login")
        record_authentication(request, account, method="invitation")
        return perform_login(request, Login(user=account, email=account.email))
    return render(
        request, "institutions/invitation_accept.html", {"form": form, "invitation": invitation, "role": role}
    )
