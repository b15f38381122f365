"""The doors: who comes in how, what a person reads who cannot, and how sessions end."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.urls import reverse

from institutions import sessions
from institutions.actions.accounts import disable
from institutions.adapters import MUST_SECURE
from institutions.roles import Role
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW, PASSWORD
from tests.second_factor import code_now, give_app

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"
STAFF = ("coordinator", "adviser", "head_office_a", "branch_a", "reception")


@pytest.fixture
def adviser(db):
    return factories.user(Role.ADVISER)


def by_password(user, password=PASSWORD, client=None):
    client = client or client_of(None)
    return client, client.post(SIGN_IN, {"login": user.email, "password": password})


def is_in(client) -> bool:
    """The front door answers strangers too: who is in can go out."""
    page = client.get("/")
    return page.status_code == 200 and "/sign-out/" in page.text


# --- By password and a second factor ------------------------------------------------------------------------------------
@pytest.mark.parametrize("e_mail", [None, "nobody@example.jp"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_plain_words(coordinator, e_mail):
    data = {"login": e_mail or coordinator.email, "password": "not-the-password"}
    page = client_of(None).post(reverse("institutions:sign_in"), data).text
    assert "メールアドレスかパスワードが違います。" in page
    assert "フィールド" not in page


@pytest.mark.parametrize("role", STAFF)
def test_a_password_opens_with_an_app(role, request):
    user = request.getfixturevalue(role)
    secret = give_app(user)
    client, response = by_password(user)
    assert response["Location"] == reverse("mfa_authenticate") and not is_in(client)
    response = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert response["Location"] == "/" and is_in(client)


def test_a_full_width_code_with_a_blank_is_taken(coordinator):
    secret = give_app(coordinator)
    client, _ = by_password(coordinator)
    code = code_now(secret).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    client.post(reverse("mfa_authenticate"), {"code": f"{code[:3]}　{code[3:]}"})
    assert is_in(client)


def test_a_code_of_an_app_opens_one_door(coordinator):
    secret = give_app(coordinator)
    code = code_now(secret)
    for opens in (True, False):
        client, _ = by_password(coordinator)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) is opens
        cache.delete(
            f"allauth.mfa.totp.used?user={coordinator.pk}&code={code}"
        )  # allauth's own memory, shorter than the code lives


@pytest.mark.parametrize("role", STAFF)
def test_a_password_alone_opens_nothing_but_the_setting_up(role, request):
    user = request.getfixturevalue(role)
    client, response = by_password(user)
    assert response["Location"] == "/"
    for address in ("/", "/documents/", "/account/", "/account/sessions/", "/nowhere/"):
        assert client.get(address)["Location"] == reverse("institutions:secure")
    assert client.get(reverse("institutions:secure")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    give_app(user)
    assert is_in(client) and MUST_SECURE not in client.session


def test_an_app_is_set_up_and_recovery_codes_are_shown(coordinator):
    client, _ = by_password(coordinator)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(response["Location"]).context["unused_codes"]
    assert len(codes) == 10 and is_in(client)
    stored = Authenticator.objects.get(user=coordinator, type="totp").data["secret"]
    assert secret not in stored


def test_a_recovery_code_opens_once(coordinator):
    give_app(coordinator)
    client = client_of(None)
    by_password(coordinator, client=client)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    client.post(reverse("mfa_generate_recovery_codes"))
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for opens in (True, False):
        other, _ = by_password(coordinator)
        other.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(other) is opens


def test_a_secret_of_another_key_opens_nothing(coordinator, settings):
    give_app(coordinator)
    settings.SECRET_KEY = "another" * 10
    client, _ = by_password(coordinator)
    for secret in ("", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"):
        client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
        assert not is_in(client)


def test_many_wrong_codes_shut_the_door(coordinator):
    secret = give_app(coordinator)
    client, _ = by_password(coordinator)
    for n in range(6):
        client.post(reverse("mfa_authenticate"), {"code": f"00000{n}"})
    page = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert "短い間に何度も試された" in page.text and not is_in(client)


def test_seniors_have_no_password(senior_a):
    client, response = by_password(senior_a)
    assert "メールアドレスかパスワードが違います。" in response.text and not is_in(client)


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_view_recovery_codes", "account_change_password", "account_set_password"]
)
def test_seniors_are_not_asked_to_set_up_passwords_and_apps(name, senior_a):
    assert client_of(senior_a).get(reverse(name)).status_code == 403


def test_a_disabled_account_reads_why_only_with_the_right_password(coordinator):
    coordinator.is_active = False
    coordinator.save()
    assert "いま使えません" not in by_password(coordinator, "wrong")[1].text
    client, response = by_password(coordinator)
    assert "いま使えません" in client.get(response["Location"]).text and not is_in(client)


@pytest.mark.parametrize(
    "address", ["/signup/", "/account/email/", "/password/reset/", "/accounts/signup/", "/sign-in/inactive/"]
)
def test_what_is_closed_is_not_there(address):
    assert client_of(None).get(address).status_code == 404


# --- Sessions -------------------------------------------------------------------------------------------------------------
def age(client, *, idle: float = 0, total: float = 0) -> None:
    session = client.session
    session[sessions.SEEN] -= int(idle)
    session[sessions.BEGAN] -= int(total)
    session.save()


MINUTE, HOUR = 60, 3600


@pytest.mark.parametrize(
    ("role", "idle", "total", "stays"),
    [
        ("coordinator", 29 * MINUTE, 9 * HOUR, True),
        ("coordinator", 31 * MINUTE, 31 * MINUTE, False),
        ("branch_a", 1 * MINUTE, 10 * HOUR + MINUTE, False),
        ("senior_a", 119 * MINUTE, 40 * HOUR, True),
        ("senior_a", 121 * MINUTE, 121 * MINUTE, False),
        ("reception", 11 * HOUR, 11 * HOUR, True),
        ("reception", 1 * HOUR, 13 * HOUR, False),
    ],
)
def test_a_session_ends_after_a_pause_and_after_a_day(role, idle, total, stays, request):
    client = client_of(request.getfixturevalue(role))
    age(client, idle=idle, total=total)
    page = client.get("/").text
    assert ("/sign-out/" in page) is stays
    assert ("ログアウトしました" in page) is not stays


def test_a_click_keeps_the_session(coordinator):
    client = client_of(coordinator)
    age(client, idle=20 * MINUTE)
    before = int(time.time())
    assert is_in(client)
    assert client.session[sessions.SEEN] >= before


def test_a_session_of_unknown_age_is_over(coordinator):
    client = client_of(coordinator)
    session = client.session
    del session[sessions.SEEN], session[sessions.BEGAN]
    session.save()
    assert not is_in(client)


def signed_in(user):
    give_app(user)
    client, _ = by_password(user)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    return client


def test_a_disabled_account_loses_its_sessions_at_once_and_for_good(coordinator, head_office_a):
    client = signed_in(head_office_a)
    assert is_in(client) and UserSession.objects.filter(user=head_office_a).count() == 1
    disable(account=head_office_a, by=coordinator, now=NOW)
    assert not is_in(client)
    head_office_a.is_active = True
    head_office_a.save()
    assert not is_in(client) and not UserSession.objects.exists()


def test_signing_out_wipes_the_browser(coordinator):
    client = signed_in(coordinator)
    response = client.post("/sign-out/")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not is_in(client) and not UserSession.objects.exists()


def test_one_of_the_own_sessions_is_ended_and_nobody_elses(coordinator, head_office_a):
    here = signed_in(coordinator)
    cache.clear()
    there, _ = by_password(coordinator)
    there.post(reverse("mfa_authenticate"), {"code": code_now()})
    stranger = signed_in(head_office_a)
    page = here.get(reverse("usersessions_list"))
    assert len(page.context["sessions"]) == 2
    foreign = UserSession.objects.get(user=head_office_a)
    assert here.post(reverse("institutions:session_end", args=[foreign.pk])).status_code == 404
    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post(reverse("institutions:session_end", args=[other.pk]))
    assert is_in(here) and not is_in(there) and is_in(stranger)
