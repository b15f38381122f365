"""Invitations: one link, one account, as the row says; who may invite whom; what becomes of accounts."""

import datetime as dt
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from institutions.actions import accounts, invitations
from institutions.actions.accounts import AccountError
from institutions.actions.invitations import InvitationError
from institutions.actors import acting, actor_of
from institutions.models import Invitation, StaffMember, User
from institutions.roles import Role
from tests import factories
from tests.acting import WHO_ASKS, as_system
from tests.conftest import client_of, prove
from tests.factories import NOW, PASSWORD
from tests.second_factor import code_now, give_app

pytestmark = pytest.mark.django_db

FORM = {"name": "小林 洋子", "name_kana": "こばやし ようこ", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """`send(call)`: what it does, with its mail sent; the link in the mail."""

    def run(call, *args, **kwargs) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            call(*args, **kwargs)
        return re.search(r"http://\S+(/invitation/\S+/)", mail.outbox[-1].body)[1]

    return run


@pytest.fixture
def invite(send, coordinator):
    def run(role=Role.ADVISER, *, email="new@example.jp", institution=None, branch=None, by=None, now=None) -> str:
        return send(
            invitations.invite,
            email=email,
            role=role,
            institution=institution,
            branch=branch,
            by=by or coordinator,
            now=now or timezone.now(),
        )

    return run


def token_of(link: str) -> str:
    return link.split("/")[2]


def test_a_link_shows_and_a_post_opens_the_account(invite, bank_a, branch_of_a):
    link = invite(Role.BRANCH, institution=bank_a, branch=branch_of_a)
    client = client_of(None)
    for _ in range(3):  # a mail scanner opens it too
        page = client.get(link)
        assert page.status_code == 200 and "大森支店" in page.text and Role.BRANCH.description in page.text
    assert not User.objects.filter(email="new@example.jp").exists()
    assert client.post(link, FORM)["Location"] == "/"
    account = User.objects.get(email="new@example.jp")
    assert (account.role, account.institution, account.branch) == ("branch", bank_a, branch_of_a)
    assert (account.staff_member.name, account.staff_member.name_kana) == ("小林 洋子", "コバヤシ ヨウコ")
    assert client.get("/")["Location"] == reverse("institutions:secure")
    assert account.check_password(PASSWORD)


def test_the_token_is_stored_as_a_hash(invite):
    token = token_of(invite())
    assert len(token) >= 43 and token not in str(Invitation.objects.values().get())


def test_a_link_opens_one_account(invite):
    link = invite()
    client_of(None).post(link, FORM)
    again = client_of(None)
    assert again.get(link).status_code == 404
    assert again.post(link, FORM | {"name": "別の人"}).status_code == 404
    assert User.objects.filter(email="new@example.jp").count() == 1


@pytest.mark.parametrize(("hours", "opens"), [(71.9, 200), (72.1, 404)])
def test_a_link_lives_72_hours(hours, opens, invite):
    link = invite(now=timezone.now() - dt.timedelta(hours=hours))
    assert client_of(None).get(link).status_code == opens
    client_of(None).post(link, FORM)
    assert User.objects.filter(email="new@example.jp").exists() is (opens == 200)


@pytest.mark.parametrize("token", ["x", "a" * 43, "é", "%00"])
def test_an_unknown_link_is_404(token, db):
    assert client_of(None).get(f"/invitation/{token}/").status_code in (400, 404)


def test_no_form_field_raises_the_rank(invite, bank_a, bank_b, branch_of_a):
    link = invite(Role.BRANCH, institution=bank_a, branch=branch_of_a)
    foreign = {
        "role": "coordinator",
        "email": "other@example.jp",
        "institution": str(bank_b.pk),
        "institution_id": str(bank_b.pk),
        "branch": "",
        "is_active": "on",
        "is_demo": "on",
        "account": "",
        "user": "",
        "invitation": "",
    }
    client_of(None).post(link, FORM | foreign)
    account = User.objects.get(email="new@example.jp")
    assert (account.role, account.institution, account.branch) == ("branch", bank_a, branch_of_a)
    assert not User.objects.filter(email="other@example.jp").exists() and not account.is_demo


@pytest.mark.parametrize("password", ["short", "password1234567"[:14], "x" * 14])
def test_a_weak_password_is_refused_and_the_link_stays_good(password, invite):
    link = invite()
    page = client_of(None).post(link, FORM | {"password": password, "again": password})
    assert page.status_code == 200 and not User.objects.filter(email="new@example.jp").exists()
    assert client_of(None).post(link, FORM).status_code == 302


def test_without_a_password_only_a_passkey_will_do(invite):
    client = client_of(None)
    client.post(invite(), FORM | {"password": "", "again": ""})
    account = User.objects.get(email="new@example.jp")
    assert not account.has_usable_password()
    give_app(account)
    page = client.get(reverse("institutions:secure"))
    assert page.status_code == 200 and "パスキーを登録する" in page.text and "認証アプリを登録する" not in page.text
    assert client.get("/").status_code == 302


def test_sending_again_kills_the_link_before(invite, send, coordinator):
    first = invite()
    second = send(invitations.resend, invitation=Invitation.objects.get(), by=coordinator, now=timezone.now())
    assert first != second
    assert client_of(None).get(first).status_code == 404
    assert client_of(None).get(second).status_code == 200


def test_a_revoked_invitation_opens_nothing(invite, coordinator):
    link = invite()
    row = Invitation.objects.get()
    invitations.revoke(invitation=row, by=coordinator, now=NOW)
    assert client_of(None).post(link, FORM).status_code == 404
    with pytest.raises(InvitationError):
        invitations.resend(invitation=row, by=coordinator, now=NOW)


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.ADVISER}])
def test_an_invitation_falls_with_who_sent_it(change, invite, coordinator):
    link = invite()
    User.objects.filter(pk=coordinator.pk).update(**change)
    assert client_of(None).get(link).status_code == 404
    assert client_of(None).post(link, FORM).status_code == 404


def test_an_address_with_an_account_or_an_invitation_is_not_invited(invite, coordinator, senior_a):
    invite()
    for email in ("new@example.jp", "NEW@example.jp", senior_a.email):
        with pytest.raises(InvitationError, match="使えません"):
            invite(email=email)


def test_an_officer_in_the_list_is_the_same_person(invite, bank_a, branch_of_a):
    known = factories.staff_member(bank_a, branch=branch_of_a, name="小林 洋子")
    client_of(None).post(invite(Role.BRANCH, institution=bank_a, branch=branch_of_a), FORM)
    assert StaffMember.objects.get(user__email="new@example.jp") == known


def test_who_runs_the_server_invites_the_first_coordinator():
    links = []
    for _ in range(2):  # the second link replaces the first
        out = StringIO()
        call_command("invite_coordinator", "First@example.jp", stdout=out)
        links.append(re.search(r"http://\S+?(/invitation/\S+/)", out.getvalue())[1])
    assert [client_of(None).get(link).status_code for link in links] == [404, 200]
    client_of(None).post(links[1], FORM)
    assert User.objects.get(email="first@example.jp").role == Role.COORDINATOR
    with pytest.raises(CommandError):
        call_command("invite_coordinator", "first@example.jp")
    with pytest.raises(CommandError):
        call_command("invite_coordinator", "nothing")


# --- Who may invite whom ------------------------------------------------------------------------------------------------
def test_a_head_office_invites_for_itself_alone(invite, head_office_a, bank_a, bank_b, branch_of_a, branch_of_b):
    invite(Role.HEAD_OFFICE, institution=bank_a, by=head_office_a, email="one@example.jp")
    invite(Role.BRANCH, institution=bank_a, branch=branch_of_a, by=head_office_a, email="two@example.jp")
    for role, institution, branch in (
        (Role.HEAD_OFFICE, bank_b, None),
        (Role.BRANCH, bank_b, branch_of_b),
        (Role.BRANCH, bank_a, branch_of_b),
        (Role.COORDINATOR, None, None),
        (Role.ADVISER, bank_a, None),
        (Role.RECEPTION, None, None),
        (Role.SENIOR, None, None),
    ):
        with pytest.raises(InvitationError):
            invite(role, institution=institution, branch=branch, by=head_office_a, email="three@example.jp")


@pytest.mark.parametrize("role", ["adviser", "branch_a", "senior_a", "reception"])
def test_others_invite_nobody(role, request, invite):
    by = factories.user(Role.ADVISER) if role == "adviser" else request.getfixturevalue(role)
    with pytest.raises(InvitationError):
        invite(by=by)
    client = client_of(by)
    assert client.get(reverse("institutions:invite")).status_code == 403
    assert client.get(reverse("institutions:account_list")).status_code == 403


def test_the_form_of_a_head_office_takes_no_other_institution_and_no_other_role(head_office_a, bank_b, branch_of_b):
    client, address = prove(client_of(head_office_a), head_office_a), reverse("institutions:invite")
    assert "事務局</label>" not in client.get(address).text
    for data in (
        {"email": "new@example.jp", "role": "coordinator"},
        {"email": "new@example.jp", "role": "branch", "bank": bank_b.name, "branch": branch_of_b.name},
    ):
        assert client.post(address, data).status_code == 200
    client.post(address, {"email": "new@example.jp", "role": "head_office", "bank": bank_b.name})
    assert Invitation.objects.get().institution == head_office_a.institution


def test_a_coordinator_invites_by_the_form(coordinator, bank_a, branch_of_a):
    client, address = prove(client_of(coordinator), coordinator), reverse("institutions:invite")
    client.post(address, {"email": "Ｎｅｗ＠example.jp", "role": "branch", "bank": bank_a.name, "branch": "大森"})
    row = Invitation.objects.get()
    assert (row.email, row.institution, row.branch) == ("new@example.jp", bank_a, branch_of_a)
    page = client.get(reverse("institutions:invitation_list")).text
    assert "new@example.jp" in page


@pytest.mark.parametrize("name", ["invitation_resend", "invitation_revoke"])
def test_a_foreign_invitation_is_404(name, invite, head_office_a, bank_b, coordinator):
    invite(Role.HEAD_OFFICE, institution=bank_b)
    row = Invitation.objects.get()
    for by, status in ((head_office_a, 404), (coordinator, 302)):
        answer = prove(client_of(by), by).post(reverse(f"institutions:{name}", args=[row.pk]))
        assert (answer.status_code, answer.get("Location", "")[:12]) == (
            status,
            "/invitations" if status == 302 else "",
        )


def test_inviting_asks_for_a_fresh_proof_and_then_does_it(coordinator):
    secret = give_app(coordinator)
    client, address = client_of(coordinator), reverse("institutions:invite")
    response = client.post(address, {"email": "new@example.jp", "role": "coordinator"})
    assert response["Location"] == reverse("mfa_reauthenticate", query={"next": address})
    assert not Invitation.objects.exists()
    client.post(response["Location"], {"code": code_now(secret), "next": address})
    assert Invitation.objects.get().role == Role.COORDINATOR


# --- Accounts -------------------------------------------------------------------------------------------------------------
def test_a_lost_way_in_is_renewed(send, coordinator, head_office_a):
    give_app(head_office_a)
    link = send(invitations.renew, account=head_office_a, by=coordinator, now=timezone.now())
    client_of(None).post(link, FORM | {"password": "another long pass phrase", "again": "another long pass phrase"})
    head_office_a.refresh_from_db()
    assert head_office_a.check_password("another long pass phrase")
    assert not Authenticator.objects.exists() and User.objects.filter(email=head_office_a.email).count() == 1


def test_changing_a_role_asks_for_a_fresh_proof_and_then_does_it(coordinator, branch_a):
    secret = give_app(coordinator)
    client = client_of(coordinator)
    address = reverse("institutions:account_role", args=[branch_a.pk])
    response = client.post(address, {"role": "head_office"})
    assert response["Location"] == reverse("mfa_reauthenticate", query={"next": address})
    branch_a.refresh_from_db()
    assert branch_a.role == "branch"
    client.post(response["Location"], {"code": code_now(secret), "next": address})
    branch_a.refresh_from_db()
    assert branch_a.role == "head_office" and branch_a.branch is None


@pytest.mark.parametrize("name", ["account_disable", "account_enable", "account_renew", "account_role"])
def test_what_changes_an_account_asks_for_a_fresh_proof(name, coordinator, branch_a):
    client = client_of(coordinator)
    address = reverse(f"institutions:{name}", args=[branch_a.pk])
    assert client.post(address)["Location"].startswith(reverse("account_reauthenticate"))
    prove(client, coordinator)
    assert client.post(address).status_code in (200, 302)
    assert not client.post(address).get("Location", "").startswith("/account/proof/")


@pytest.mark.parametrize("name", ["account_page", "account_role", "account_disable", "account_enable", "account_renew"])
def test_whose_account_one_may_touch(name, head_office_a, head_office_b, branch_a, coordinator):
    client = prove(client_of(head_office_a), head_office_a)
    method = client.get if name == "account_page" else client.post
    for user, status in (
        (head_office_b, 404),
        (coordinator, 404),
        (branch_a, 200 if name in ("account_page", "account_role") else 302),
    ):
        assert method(reverse(f"institutions:{name}", args=[user.pk])).status_code == status
    own = method(reverse(f"institutions:{name}", args=[head_office_a.pk]))
    assert own.status_code == (200 if name == "account_page" else 403)


def test_the_list_of_a_head_office_holds_its_own(head_office_a, branch_a, head_office_b, coordinator):
    page = client_of(head_office_a).get(reverse("institutions:account_list")).text
    assert head_office_a.email in page and branch_a.email in page
    assert head_office_b.email not in page and coordinator.email not in page
    assert User.objects.visible_to(branch_a).get() == branch_a


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_lists_cost_the_same_with_one_row_and_with_three(how_many, coordinator, django_assert_num_queries, invite):
    for n in range(how_many):
        bank = factories.institution()
        factories.staff_member(bank, user=factories.user(Role.HEAD_OFFICE, institution=bank))
        invite(Role.HEAD_OFFICE, institution=bank, email=f"new{n}@example.jp")
    client = client_of(coordinator)
    for name, queries in (("account_list", 5), ("invitation_list", 5)):
        with django_assert_num_queries(queries + WHO_ASKS):
            assert client.get(reverse(f"institutions:{name}")).status_code == 200


@pytest.mark.parametrize("query", ["?q=%00", "?q=%25", "?role=x", "?state=x", "?page=x", "?q=" + "あ" * 200])
def test_strange_filters_break_nothing(query, coordinator):
    assert client_of(coordinator).get(reverse("institutions:account_list") + query).status_code in (200, 400)


def test_roles_stay_inside_their_kind(coordinator, branch_a, senior_a):
    for account, role in ((branch_a, Role.COORDINATOR), (senior_a, Role.ADVISER), (branch_a, Role.SENIOR)):
        with pytest.raises(AccountError):
            accounts.change_role(account=account, role=role, branch=None, by=coordinator, now=NOW)


def test_somebody_stays_who_can_let_people_in(coordinator):
    other = factories.user(Role.COORDINATOR)
    accounts.disable(account=other, by=coordinator, now=NOW)
    with pytest.raises(AccountError):
        accounts.disable(account=coordinator, by=coordinator, now=NOW)
    accounts.enable(account=other, by=coordinator, now=NOW)
    accounts.change_role(account=coordinator, role=Role.ADVISER, branch=None, by=other, now=NOW)
    coordinator.refresh_from_db()
    with pytest.raises(AccountError):
        accounts.disable(account=other, by=coordinator, now=NOW)


def test_a_bank_raises_no_rank_in_the_database_either(head_office_a, coordinator):
    with acting(actor_of(head_office_a)):
        for rows in (User.objects.filter(pk=head_office_a.pk), Invitation.objects.all()):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                rows.update(role=Role.COORDINATOR)


# --- All at once -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_twenty_accept_one_invitation_and_one_account_is_there():
    token = "a token that nobody guesses"
    Invitation.objects.create(
        email="new@example.jp",
        role=Role.ADVISER,
        invited_by=factories.user(Role.COORDINATOR),
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        created_at=NOW,
        sent_at=NOW,
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )

    def accept(n: int) -> bool:
        try:
            as_system(invitations.accept)(token=token, name=f"人 {n}", name_kana="", password="", now=timezone.now())
            return True
        except InvitationError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(accept, range(20))) == 1
    assert User.objects.filter(email="new@example.jp").count() == 1
