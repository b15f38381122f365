"""What stands between a signed-in person and the pages: sessions that end, and a second factor before anything else."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from institutions import sessions
from institutions.adapters import MUST_SECURE

View = Callable[[HttpRequest], HttpResponse]
OPEN_BEFORE_SECURED = ("/account/secure/", "/account/totp/", "/account/passkeys/add/", "/account/proof/", "/sign-out/")


def end_old_sessions(get_response: View) -> View:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.is_over(request):
                sessions.end(request)
                messages.warning(request, "しばらく操作がなかったため、ログアウトしました。もう一度お入りください。")
            else:
                sessions.note(request)
        return get_response(request)

    return middleware


def secure_first(get_response: View) -> View:
    """Who came in with a password alone sets up a second factor before any other page. The mark is set at sign-in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.get(MUST_SECURE):
            if is_secured(request.user):
                del request.session[MUST_SECURE]
            elif not request.path.startswith(OPEN_BEFORE_SECURED):
                return redirect("institutions:secure")
        return get_response(request)

    return middleware


def is_secured(user) -> bool:
    """A passkey, or a password and an app's codes."""
    types = [Authenticator.Type.WEBAUTHN]
    if user.has_usable_password():
        types.append(Authenticator.Type.TOTP)
    return Authenticator.objects.filter(user_id=user.pk, type__in=types).exists()
