"""Forms of coming in."""

from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Says in plain words what to look at again, and not which of the two was wrong."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": "メールアドレスかパスワードが違います。大文字と小文字も確かめて、もう一度入力してください。",
    }
