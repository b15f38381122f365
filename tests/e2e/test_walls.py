"""The doors in a real browser: passkey, password and app, recovery code, a senior's code read on /demo/mail/, an invitation from mail to work."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from institutions.actions.invitations import invite
from institutions.models import User
from institutions.roles import Role
from tests import factories
from tests.e2e.browsing import through
from tests.e2e.conftest import PASSWORD
from tests.second_factor import code_now, give_app

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def letters(settings, tmp_path):
    """Mail goes to files, as in the demo."""
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(tmp_path)}}}


@pytest.fixture
def base_url(live_server, settings):
    settings.BASE_URL = live_server.url


def with_key(page) -> None:
    """A passkey device that always finds its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def button(page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def sign_out(page) -> None:
    through(button(page, "ログアウト"))
    expect(page.get_by_role("heading", name="職員の入口")).to_be_visible()


def by_password(page, user) -> None:
    page.goto("/sign-in/")
    page.get_by_label("メールアドレス").fill(user.email)
    page.get_by_label("パスワード").fill(PASSWORD)
    through(button(page, "ログイン"))


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def test_a_passkey_is_registered_and_then_opens_alone(new_page, coordinator, violations):
    page = new_page()
    with_key(page)
    by_password(page, with_password(coordinator))
    expect(page.get_by_role("heading", name="はじめに、入り方を登録してください")).to_be_visible()
    assert violations(page) == []
    through(page.get_by_role("link", name="パスキーを登録する"))
    page.get_by_label("このパスキーの名前").fill("事務所のパソコン")
    assert violations(page) == []
    through(button(page, "パスキーを登録する"))
    expect(page.get_by_role("heading", name="回復用の番号")).to_be_visible()
    assert Authenticator.objects.get(user=coordinator, type="webauthn").wrap().name == "事務所のパソコン"
    through(page.get_by_role("link", name="書きとめました"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    sign_out(page)
    through(button(page, "パスキーで入る"))
    expect(button(page, "ログアウト")).to_be_visible()
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_text("事務所のパソコン").first).to_be_visible()
    assert violations(page) == []


def test_a_passkey_proves_it_once_more_before_an_account_is_disabled(new_page, coordinator, head_office_a):
    page = new_page()
    with_key(page)
    by_password(page, with_password(coordinator))
    page.goto(reverse("mfa_add_webauthn"))
    through(button(page, "パスキーを登録する"))
    expect(page.get_by_role("heading", name="回復用の番号")).to_be_visible()
    page.goto(reverse("institutions:account_page", args=[head_office_a.pk]))
    for session in _sessions_of(coordinator):
        session["account_authentication_methods"] = [
            record | {"at": record["at"] - 3600} for record in session["account_authentication_methods"]
        ]
        session.save()
    through(button(page, "この利用者を停止する"))
    expect(page.get_by_role("heading", name="ご本人の確認")).to_be_visible()
    through(button(page, "パスキーで確かめて続ける"))
    expect(page.get_by_text("停止しました。")).to_be_visible()
    head_office_a.refresh_from_db()
    assert not head_office_a.is_active


def _sessions_of(user):
    return [SessionStore(row.session_key) for row in UserSession.objects.filter(user=user)]


def test_a_password_and_an_app_and_then_a_recovery_code(new_page, head_office_a, violations):
    page = new_page()
    secret = give_app(with_password(head_office_a))
    by_password(page, head_office_a)
    assert violations(page) == []
    page.get_by_label("認証アプリの6けたの番号").fill(code_now(secret))
    through(button(page, "確かめて入る"))
    through(page.get_by_role("link", name="ログインの設定"))
    assert violations(page) == []
    through(page.get_by_role("link", name="新しい番号を作る"))
    through(button(page, "新しい番号を作る"))
    code = page.locator(".entry-codes code").first.inner_text()
    sign_out(page)
    by_password(page, head_office_a)
    page.get_by_label("認証アプリの6けたの番号").fill(code)
    through(button(page, "確かめて入る"))
    expect(button(page, "ログアウト")).to_be_visible()


def test_a_senior_reads_her_code_and_comes_in(new_page, violations):
    user = factories.senior(user=factories.user(Role.SENIOR, email="tanaka@example.jp")).user
    page = new_page(820, 1180)
    with_key(page)
    page.goto("/sign-in/")
    through(page.get_by_role("link", name="こちらから"))
    page.get_by_label("メールアドレス").fill("ＴＡＮＡＫＡ＠example.jp")
    assert violations(page) == []
    through(button(page, "番号を送る"))
    expect(page.get_by_text("ta●●●@example.jp")).to_be_visible()
    assert violations(page) == []
    reader = page.context.new_page()
    reader.goto("/demo/mail/")
    code = reader.locator(".demo-code").first.inner_text()
    assert re.fullmatch(r"\d{6}", code) and user.email in reader.content()
    reader.close()
    page.get_by_label("6けたの番号").fill(code)
    through(button(page, "入る"))
    expect(page.get_by_role("heading", name="次からは、顔や指でも入れます")).to_be_visible()
    assert violations(page) == []
    through(page.get_by_role("link", name="この機器に登録する"))
    through(button(page, "パスキーを登録する"))
    expect(page.get_by_text("パスキーを登録しました。")).to_be_visible()
    assert [one.type for one in Authenticator.objects.filter(user=user)] == ["webauthn"]
    through(button(page, "ログアウト"))
    page.goto(reverse("account_request_login_code"))
    through(button(page, "パスキーで入る"))
    expect(button(page, "ログアウト")).to_be_visible()


def test_a_code_opens_once(new_page):
    factories.senior(user=factories.user(Role.SENIOR, email="tanaka@example.jp"))

    def send_code(page) -> str:
        page.goto(reverse("account_request_login_code"))
        page.get_by_label("メールアドレス").fill("tanaka@example.jp")
        through(button(page, "番号を送る"))
        expect(page.get_by_label("6けたの番号")).to_be_visible()
        reader = page.context.new_page()
        reader.goto("/demo/mail/")
        code = reader.locator(".demo-code").first.inner_text()
        reader.close()
        return code

    page, other = new_page(), new_page()
    used = send_code(page)
    page.get_by_label("6けたの番号").fill(used)
    through(button(page, "入る"))
    expect(button(page, "ログアウト")).to_be_visible()
    fresh = send_code(other)
    other.get_by_label("6けたの番号").fill(used if used != fresh else f"{(int(used) + 1) % 10**6:06}")
    through(button(other, "入る"))
    expect(other.get_by_text("番号が違います", exact=False).first).to_be_visible()
    other.get_by_label("6けたの番号").fill(fresh)
    through(button(other, "入る"))
    expect(button(other, "ログアウト")).to_be_visible()


# What a clever guest might add to the form of an invitation.
RAISE = """() => {
    const form = [...document.querySelectorAll("main form")].at(-1);
    for (const [name, value] of [["role", "coordinator"], ["email", "raised@example.jp"]]) {
        const field = document.createElement("input");
        [field.type, field.name, field.value] = ["hidden", name, value];
        form.append(field);
    }
}"""


def test_an_invitation_from_the_letter_to_the_first_page(new_page, coordinator, base_url, violations):
    invite(email="new@example.jp", role=Role.ADVISER, institution=None, branch=None, by=coordinator, now=timezone.now())
    page = new_page()
    with_key(page)
    page.goto("/demo/mail/")
    through(page.locator("a[href*='/invitation/']").first)
    link = page.url
    assert violations(page) == []
    page.get_by_label("氏名").fill("小林 洋子")
    page.evaluate(RAISE)
    through(button(page, "登録して次へ進む"))
    through(page.get_by_role("link", name="パスキーを登録する"))
    through(button(page, "パスキーを登録する"))
    through(page.get_by_role("link", name="書きとめました"))
    expect(page.get_by_text("小林 洋子")).to_be_visible()
    account = User.objects.get(email="new@example.jp")
    assert account.role == Role.ADVISER and not account.has_usable_password()
    assert not User.objects.filter(email="raised@example.jp").exists()
    assert new_page().goto(link).status == 404  # the link has done its work


@pytest.mark.parametrize("width", [320, 683, 1366])
def test_the_doors_are_clean_at_every_width(width, new_page, violations, senior_a):
    page, found = new_page(width, 700), []
    for address in ("/sign-in/", "/sign-in/code/", "/invitation/gone/", "/demo/mail/", "/sign-in/code/confirm/"):
        if "confirm" in address:
            page.goto("/sign-in/code/")
            page.get_by_label("メールアドレス").fill(senior_a.email)
            through(button(page, "番号を送る"))
            page.wait_for_url("**/confirm/**")
        else:
            page.goto(address)
        assert page.locator("h1").count() == 1
        found += [f"{address}: {line}" for line in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{address} scrolls sideways")
    assert found == []
