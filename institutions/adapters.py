"""What this house decides about sign-in where allauth asks: who may come in how, when the second factor is due, how secrets are kept.

Before sign-in there is no actor: nothing here touches a table about people but `User` and the tables of sign-in.
"""

import base64
import io

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.httpkit import redirect
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from institutions.roles import Role
from institutions.rules import proved_lately, signs_in_by_password

MUST_SECURE = "must_secure"  # in the session: nothing else before a second factor is set up
TOO_OFTEN = "短い間に何度も試されたため、しばらく受け付けません。5分ほどたってから、もう一度お試しください。"
WRONG_CODE = "番号が違います。届いた番号、またはアプリにいま出ている番号を確かめてください。"
DISABLED = "この利用者は、いま使えません。事務局へお電話ください。"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "メールアドレスかパスワードが違います。大文字と小文字も確かめて、もう一度入力してください。",
        "incorrect_password": "パスワードが違います。大文字と小文字も確かめてください。",
        "enter_current_password": "いまのパスワードが違います。",
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.account.stages.LoginByCodeStage", "institutions.adapters.SecondFactorStage"]

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        return user if user and signs_in_by_password(user) else None

    def respond_user_inactive(self, request, user):
        messages.error(request, DISABLED)
        return redirect("account_login")

    def post_login(self, request, user, **hook_kwargs):
        response = super().post_login(request, user, **hook_kwargs)
        methods = {record["method"] for record in get_authentication_records(request, user)}
        if user.role != Role.SENIOR and "mfa" not in methods:
            request.session[MUST_SECURE] = True
        elif (
            user.role == Role.SENIOR and response["Location"] != reverse("talent:registration") and _offer_passkey(user)
        ):
            response["Location"] = reverse("institutions:passkey_offer", query={"next": response["Location"]})
        return response

    def add_message(self, request, level, message_template=None, *args, **kwargs) -> None:
        """Our own words for what is worth telling; signing in and out are not."""
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        return not proved_lately(self.request) and super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """What proves possession first, the password last."""
        words = {
            "mfa_reauthenticate:webauthn": "パスキーで確かめる",
            "mfa_reauthenticate": "認証アプリの番号で確かめる",
            "reauthenticate": "パスワードで確かめる",
        }
        found = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        return [found[name] | {"description": words[name]} for name in words if name in found]

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Tell the owner of an account that its way in was changed: so nobody else does it unseen."""
        what = CHANGES.get(template_prefix.rpartition("/")[2])
        if what:
            self.send_mail("account/email/changed", user.email, {"what": what, "at": timezone.now()})


CHANGES = {
    "password_changed": "パスワードが変わりました。",
    "password_set": "パスワードが決まりました。",
    "totp_activated": "認証アプリが登録されました。",
    "totp_deactivated": "認証アプリの登録が消されました。",
    "webauthn_added": "パスキーが登録されました。",
    "webauthn_removed": "パスキーが消されました。",
    "recovery_codes_generated": "回復用の番号が新しくなりました。",
}
SILENT = {
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "account/messages/login_code_sent.txt",
    "mfa/messages/recovery_codes_generated.txt",
}


def _offer_passkey(user) -> bool:
    """Once, after the first sign-in by a code."""
    if user.passkey_offered_at or Authenticator.objects.filter(user_id=user.pk).exists():
        return False
    return type(user).objects.filter(pk=user.pk, passkey_offered_at=None).update(passkey_offered_at=timezone.now()) > 0


class SecondFactorStage(AuthenticateStage):
    """For staff. A senior's code by mail stays enough also when she has a passkey: it may be on another device."""

    def _should_handle(self, request) -> bool:
        user = self.login.user
        return user is not None and user.role != Role.SENIOR and super()._should_handle(request)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "2つ目の確認がなくなるため、やめられません。先にパスキーを登録してください。",
    }

    def get_totp_issuer(self) -> str:
        return "新現役交流会"

    def _get_site_name(self) -> str:
        return "新現役交流会"

    def build_totp_svg(self, url: str) -> str:
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=6, border=4, xmldecl=False)
        return out.getvalue().decode()

    def generate_authenticator_name(self, user, type) -> str:
        return f"パスキー{Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def can_delete_authenticator(self, authenticator) -> bool:
        """Staff always keep a second factor."""
        user = authenticator.user
        if user.role == Role.SENIOR:
            return True
        enough = Q(type=Authenticator.Type.WEBAUTHN)
        if user.has_usable_password():
            enough |= Q(type=Authenticator.Type.TOTP)
        return Authenticator.objects.filter(enough, user_id=user.pk).exclude(pk=authenticator.pk).exists()

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What another key has sealed becomes a secret that nobody knows: an empty one would be everybody's."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()


def _fernet() -> Fernet:
    key = salted_hmac("kouryukai second factor", "secrets", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
