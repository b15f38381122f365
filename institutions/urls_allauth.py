"""The addresses that allauth itself asks for by name: only the ones we want. No sign-up, no reset by mail, no change of address."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as usersessions
from django.urls import path

from institutions.rules import acts_as_nobody, fresh_proof
from institutions.views import entry
from institutions.views.entry import not_for_seniors

urlpatterns = [
    path("sign-in/", entry.SignInView.as_view(), name="account_login"),
    path("sign-in/code/", entry.RequestCodeView.as_view(), name="account_request_login_code"),
    path("sign-in/code/confirm/", entry.ConfirmCodeView.as_view(), name="account_confirm_login_code"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-out/", entry.sign_out, name="account_logout"),
    path("account/", mfa.index, name="mfa_index"),
    path("account/proof/", entry.ProofByPasswordView.as_view(), name="account_reauthenticate"),
    path("account/proof/code/", entry.ProofByCodeView.as_view(), name="mfa_reauthenticate"),
    path("account/proof/passkey/", entry.ProofByPasskeyView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/password/", not_for_seniors(account.password_change), name="account_change_password"),
    path("account/password/set/", not_for_seniors(fresh_proof(account.password_set)), name="account_set_password"),
    path("account/totp/", not_for_seniors(totp.activate_totp), name="mfa_activate_totp"),
    path("account/totp/remove/", not_for_seniors(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", not_for_seniors(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        not_for_seniors(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/file/",
        not_for_seniors(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", entry.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", entry.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("account/sessions/", usersessions.list_usersessions, name="usersessions_list"),
]
# Pages about own rows. The others need what no actor may touch: sessions, what sign-in counts, a lock on the account.
OWN_ROWS = {
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
for pattern in urlpatterns:
    if pattern.name not in OWN_ROWS:
        acts_as_nobody(pattern.callback)
