"""The doors: allauth's views where they fit, with the few turns that this house takes differently."""

import datetime as dt
from functools import wraps
from urllib.parse import urlsplit

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginByCodeStage
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from institutions import sessions
from institutions.actions.accounts import open_for_senior
from institutions.actors import acting, actor_of
from institutions.forms import RegisterForm
from institutions.middleware import is_secured
from institutions.roles import Role
from institutions.rules import View

WIPE = '"cache", "cookies", "storage"'


# --- In and out -----------------------------------------------------------------------------------------------------------
@method_decorator(login_not_required, name="dispatch")
class SignInView(account.LoginView):
    """Who comes back to the door begins anew: a sign-in that was left half-way shuts nobody out."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            clear_login(request)
        return super().dispatch(request, *args, **kwargs)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Also gives up a sign-in that was begun; the browser throws away whatever it kept of us."""
    to = "account_request_login_code" if request.POST.get("to") == "code" else "account_login"
    if not request.user.is_authenticated:
        clear_login(request)
        return redirect(to)
    sessions.end(request)
    response = redirect(to)
    response["Clear-Site-Data"] = WIPE
    return response


@method_decorator(login_not_required, name="dispatch")
class RequestCodeView(account.RequestLoginCodeView):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            clear_login(request)
        return super().dispatch(request, *args, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class RegisterView(RequestCodeView):
    """The public page of registration: who is new gets an account and a code, and then the first page to fill in.

    The answer is the same for an address that is known, that belongs to the staff, or that is new.
    """

    template_name = "institutions/register.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("talent:registration" if request.user.role == Role.SENIOR else "home")
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return RegisterForm

    def form_valid(self, form) -> HttpResponse:
        if form._user is None:
            form._user = open_for_senior(email=form.cleaned_data["email"], now=timezone.now())
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("account_confirm_login_code", query={"next": reverse("talent:registration")})


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_request_login_code"), name="dispatch"
)
class ConfirmCodeView(account.ConfirmLoginCodeView):
    """The six digits. "Once more" makes a new code with its own ten minutes and three tries."""

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        state = self._process.state
        return kwargs | {"key": f"{state['email']}:{state['at']}"}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        email, user = self._process.state["email"], self._process.user
        if user is not None and user.email != email.lower():  # it was changed since the code was sent
            self._process.abort()
            messages.error(request, "メールアドレスが変わりました。新しいメールアドレスを入れてください。")
            return redirect("account_request_login_code")
        if request.POST.get("action") != "again":
            return super().post(request, *args, **kwargs)
        if ratelimit.consume(request, action="request_login_code", key=email):
            LoginCodeVerificationProcess.initiate(request=request, user=user, email=email)
            messages.success(request, "新しい番号を送りました。前の番号は使えません。")
        else:
            messages.error(request, get_adapter().error_messages["rate_limited"])
        return redirect(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def get_context_data(self, **kwargs) -> dict:
        until = dt.datetime.fromtimestamp(self._process.state["at"] + self._process.timeout, tz=dt.UTC)
        return super().get_context_data(**kwargs) | {"shown": veiled(self._process.state["email"]), "until": until}


def veiled(email: str) -> str:
    """ta●●●@example.jp: enough to see a slip of the finger."""
    name, _, domain = email.partition("@")
    return f"{name[:2]}●●●@{domain}"


# --- Proving it once more -------------------------------------------------------------------------------------------------
def then_as_visitor(form_valid):
    """The proof itself is nobody's business; what was asked for before it is done by the person herself."""

    @wraps(form_valid)
    def proved(self, form) -> HttpResponse:
        to = get_next_redirect_url(self.request)
        try:
            as_nobody = not to or getattr(resolve(urlsplit(to).path).func, "acts_as_nobody", False)
        except Resolver404:
            as_nobody = True
        with acting(None if as_nobody else actor_of(self.request.user, why=f"proof for {to}")):
            return form_valid(self, form)

    return proved


class ProofByPasswordView(account.ReauthenticateView):
    form_valid = then_as_visitor(account.ReauthenticateView.form_valid)


class ProofByCodeView(mfa.ReauthenticateView):
    form_valid = then_as_visitor(mfa.ReauthenticateView.form_valid)


class ProofByPasskeyView(passkeys.ReauthenticateWebAuthnView):
    form_valid = then_as_visitor(passkeys.ReauthenticateWebAuthnView.form_valid)

    def form_invalid(self, form) -> HttpResponse:
        messages.error(self.request, "パスキーで確かめられませんでした。もう一度お試しください。")
        return redirect(self.passthrough_next_url(self.request.path))

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"next": get_next_redirect_url(self.request) or ""}


# --- What seniors do without ------------------------------------------------------------------------------------------------
def not_for_seniors(view: View) -> View:
    """Passwords, apps and numbers on paper: a senior has a code by mail and, if she likes, a passkey."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.role == Role.SENIOR:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


# --- Setting up --------------------------------------------------------------------------------------------------------------
@require_safe
def secure(request: HttpRequest) -> HttpResponse:
    """Where who came with a password alone chooses a second factor."""
    if is_secured(request.user):
        return redirect("mfa_index")
    return render(request, "institutions/secure.html", {"has_password": request.user.has_usable_password()})


@require_safe
def passkey_offer(request: HttpRequest) -> HttpResponse:
    """Once after a senior's first sign-in by a code."""
    to = request.GET.get("next", "")
    return render(request, "institutions/passkey_offer.html", {"next": to if get_adapter().is_safe_url(to) else "/"})


class AddPasskeyView(passkeys.AddWebAuthnView):
    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | {"js_data": {"creation_options": auth.begin_registration(self.request.user, True)}}

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        if self.request.user.role == Role.SENIOR:  # her code by mail always opens: no numbers to keep on paper
            Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.RECOVERY_CODES).delete()
            self.did_generate_recovery_codes = False
            return redirect(self.get_success_url())
        return response


class RemovePasskeyView(passkeys.RemoveWebAuthnView):
    def form_valid(self, form) -> HttpResponse:
        if not get_mfa_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, get_mfa_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


@require_POST
def session_end(request: HttpRequest, session_pk: int) -> HttpResponse:
    """End one of the own sessions; the present one ends by signing out."""
    session = get_object_or_404(UserSession, pk=session_pk, user=request.user)
    if session.is_current():
        return sign_out(request)
    session.end()
    messages.success(request, "その機器でのログインを終わらせました。")
    return redirect("usersessions_list")
