"""Forms of coming in: allauth's own, with plain words, one large field for a code, and no placeholders."""

import struct
import unicodedata

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache

from institutions.models import User
from institutions.rules import signs_in_by_code

NAME_LENGTH = 40
CREDENTIAL_LENGTH = 20_000  # characters: a real one has a few thousand
SPENT_FOR = 300  # seconds for which a code of an app is remembered: longer than it is valid


def narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text or "").strip()


def say(field: forms.Field, label: str, help_text: str = "", **attributes: str) -> None:
    """Plain words instead of a placeholder."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class AddressField(forms.EmailField):
    """A mail address; the full-width one of a Japanese keyboard is taken too."""

    default_error_messages = {"invalid": "メールアドレスの形になっていません。@ の前と後ろを確かめてください。"}

    def __init__(self, **options):
        options = {"label": "メールアドレス", "max_length": 254, "help_text": "例: kobayashi@example.jp"} | options
        super().__init__(**options)

    def widget_attrs(self, widget) -> dict:
        return super().widget_attrs(widget) | {"autocomplete": "username", "inputmode": "email"}

    def to_python(self, value):
        return narrow(value).replace(" ", "").lower()


class CodeField(forms.CharField):
    """Digits with blanks or hyphens between them, full-width or not. Never six boxes."""

    def __init__(self, **options):
        super().__init__(max_length=20, **options)

    def widget_attrs(self, widget) -> dict:
        return {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code-input", "size": "10"}

    def to_python(self, value):
        return "".join(sign for sign in narrow(value) if sign.isalnum())


# --- Sign-in --------------------------------------------------------------------------------------------------------------
class SignInForm(account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()
        say(self.fields["password"], "パスワード")
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])


class RequestCodeForm(account.RequestLoginCodeForm):
    """Known and unknown addresses get the same answer after the same work; a code goes to seniors only."""

    email = AddressField(help_text="登録したときのメールアドレスです。例: tanaka@example.jp")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise get_adapter().validation_error("too_many_login_attempts")
        found = User.objects.filter(email=email).first()
        self._user = found if found and signs_in_by_code(found) else None
        return email


class RegisterForm(RequestCodeForm):
    email = AddressField(
        help_text="ここに6けたの番号を送ります。ご自分で読めるアドレスを入れてください。例: tanaka@example.jp"
    )


class ConfirmCodeForm(account.ConfirmLoginCodeForm):
    """Tries are counted outside the session, so that many at once are no more than three."""

    code = CodeField(label="6けたの番号", help_text="全角でも、間に空白があっても構いません")

    def __init__(self, *args, **kwargs):
        self.key = kwargs.pop("key")
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        if not ratelimit.consume(context.request, action="confirm_login_code", key=self.key):
            raise get_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        if not cache.add(f"login-code-spent:{self.key}", "y", timeout=3600):
            raise get_adapter().validation_error("incorrect_code")
        return code


# --- The second factor ------------------------------------------------------------------------------------------------------
class _OnceOnly:
    """A code of an app opens one door: allauth forgets it after 30 seconds, but it is valid a little longer."""

    def clean_code(self) -> str:
        code = super().clean_code()
        if not cache.add(f"second-factor-spent:{self.user.pk}:{code}", "y", timeout=SPENT_FOR):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_OnceOnly, mfa.AuthenticateForm):
    code = CodeField(
        label="認証アプリの6けたの番号", help_text="アプリが使えないときは、回復用の番号(8けた)を入れてください"
    )


class ProofByCodeForm(_OnceOnly, mfa.ReauthenticateForm):
    code = CodeField(
        label="認証アプリの6けたの番号", help_text="アプリが使えないときは、回復用の番号(8けた)を入れてください"
    )


class ProofByPasswordForm(account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self.fields["password"], "パスワード")


class CredentialField(forms.JSONField):
    """What a browser's passkey answers. Anything but an object of a sane size is no answer, and no error of ours either."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            found = super().to_python(value) if len(str(value or "")) <= CREDENTIAL_LENGTH else None
        except (ValueError, RecursionError):  # numbers of thousands of digits, brackets in brackets
            found = None
        if not isinstance(found, dict):
            raise get_adapter().validation_error("incorrect_code")
        return found


class _UnreadableIsWrong:
    """Broken bytes inside a credential come out of the library as errors of many kinds: each means the wrong passkey."""

    def readable(self, check):
        try:
            return check()
        except (ValueError, TypeError, LookupError, AttributeError, struct.error) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(_UnreadableIsWrong, webauthn.AuthenticateWebAuthnForm):
    credential = CredentialField()

    def clean_credential(self):
        return self.readable(super().clean_credential)


class PasskeySignInForm(_UnreadableIsWrong, webauthn.LoginWebAuthnForm):
    credential = CredentialField()

    def clean_credential(self):
        return self.readable(super().clean_credential)


class ProofByPasskeyForm(_UnreadableIsWrong, webauthn.ReauthenticateWebAuthnForm):
    credential = CredentialField()

    def clean_credential(self):
        return self.readable(super().clean_credential)


class ActivateAppForm(ActivateTOTPForm):
    code = CodeField(label="アプリに出た6けたの番号")


class AddPasskeyForm(_UnreadableIsWrong, webauthn.AddWebAuthnForm):
    """Always a passkey: it asks for a face, a finger or a PIN, and opens the door alone."""

    passwordless = None
    credential = CredentialField()
    name = forms.CharField(
        label="このパスキーの名前",
        required=False,
        max_length=NAME_LENGTH,
        help_text="どの機器のものか、あとで分かるように付けます。例: 事務所のパソコン",
    )

    def clean(self) -> dict:
        self.cleaned_data["passwordless"] = True
        return self.readable(super().clean)


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    name = forms.CharField(label="このパスキーの名前", max_length=NAME_LENGTH)


# --- The password -------------------------------------------------------------------------------------------------------------
LONG = "15文字以上にしてください。覚えやすい言葉を4つほど並べるのがおすすめです。"


class NewPasswordForm(account.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self.fields["password1"], "新しいパスワード", LONG)
        say(self.fields["password2"], "新しいパスワード(もう一度)")


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self.fields["oldpassword"], "いまのパスワード")
        say(self.fields["password1"], "新しいパスワード", LONG)
        say(self.fields["password2"], "新しいパスワード(もう一度)")
