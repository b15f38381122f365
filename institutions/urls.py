"""Addresses of the doors, of one's own way in, of accounts and of invitations."""

from django.urls import path

from institutions.rules import acts_as_nobody
from institutions.views import accounts, entry, invitations

app_name = "institutions"
urlpatterns = [
    path("sign-in/", acts_as_nobody(entry.SignInView.as_view()), name="sign_in"),
    path("sign-out/", acts_as_nobody(entry.sign_out), name="sign_out"),
    path("register/", acts_as_nobody(entry.RegisterView.as_view()), name="register"),
    path("account/secure/", entry.secure, name="secure"),
    path("account/passkey-offer/", entry.passkey_offer, name="passkey_offer"),
    path("account/sessions/<int:session_pk>/end/", acts_as_nobody(entry.session_end), name="session_end"),
    path("accounts/", accounts.account_list, name="account_list"),
    path("accounts/<uuid:user_pk>/", accounts.account_page, name="account_page"),
    path("accounts/<uuid:user_pk>/role/", accounts.account_role, name="account_role"),
    path("accounts/<uuid:user_pk>/disable/", accounts.account_disable, name="account_disable"),
    path("accounts/<uuid:user_pk>/enable/", accounts.account_enable, name="account_enable"),
    path("accounts/<uuid:user_pk>/renew/", accounts.account_renew, name="account_renew"),
    path("invitations/", invitations.invitation_list, name="invitation_list"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/<uuid:invitation_pk>/resend/", invitations.invitation_resend, name="invitation_resend"),
    path("invitations/<uuid:invitation_pk>/revoke/", invitations.invitation_revoke, name="invitation_revoke"),
    path("invitation/<str:token>/", invitations.accept, name="invitation_accept"),
]
