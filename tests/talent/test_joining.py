"""An account and a registration made apart become one: by the office's button, or by the proof of the address."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from institutions.actions.accounts import never_came_in
from institutions.models import User
from institutions.roles import Role
from office.models import OutboxMail
from talent.models import Application, Senior, SeniorContact, SeniorState
from talent.retaining_drafts import unproved
from tests import factories
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
ADDRESS = "hanako@example.jp"


@pytest.fixture
def imported():
    senior = factories.senior()
    SeniorContact.objects.create(senior=senior, email=ADDRESS)
    return senior


@pytest.fixture
def returned():
    """Brought by a list as an application, and sent back."""
    senior = factories.senior(state=SeniorState.RETURNED)
    SeniorContact.objects.create(senior=senior, email=ADDRESS)
    return senior


@pytest.fixture
def proved():
    account = factories.user(Role.SENIOR, email=ADDRESS)
    EmailAddress.objects.create(user=account, email=ADDRESS, verified=True, primary=True)
    return account


def press(coordinator, senior):
    return client_of(coordinator).post(reverse("talent:senior_way_in", args=[senior.pk]), follow=True).text


def test_the_office_opens_a_way_in_and_a_notice_waits(coordinator, imported):
    assert "ご本人が入れるようにする" in client_of(coordinator).get(f"/seniors/{imported.pk}/").text
    assert "入れるようになりました" in press(coordinator, imported)
    imported.refresh_from_db()
    assert (imported.user.email, imported.user.role) == (ADDRESS, Role.SENIOR)
    assert OutboxMail.objects.get(kind="way_in").recipient == ADDRESS
    assert "もうご自分で入れる" in press(coordinator, imported)
    assert imported.user in never_came_in()
    assert not unproved(timezone.now(), timezone.now()).exists()


def test_without_an_address_or_with_another_s_the_office_is_told(coordinator, imported):
    assert "メールアドレスの登録がありません" in press(coordinator, factories.senior())
    factories.user(Role.COORDINATOR, email=ADDRESS)
    assert "ほかの利用者か招待で使われています" in press(coordinator, imported)
    imported.refresh_from_db()
    assert imported.user is None


def test_who_proves_the_address_finds_her_registration(imported, proved):
    page = client_of(proved).get(reverse("talent:registration"), follow=True).text
    assert "ご登録が見つかりました" in page and imported.number in page
    assert Senior.objects.get(user=proved) == imported


def test_an_address_that_is_not_proved_opens_nothing(imported, proved):
    EmailAddress.objects.update(verified=False)
    client_of(proved).get(reverse("talent:registration"))
    assert not Senior.objects.exclude(user=None).exists()


@pytest.mark.parametrize("case", ["two share it", "another's", "left", "she has begun"])
def test_where_it_is_not_plain_nothing_is_joined(imported, proved, case):
    if case == "two share it":
        SeniorContact.objects.create(senior=factories.senior(), email=ADDRESS.upper())
    if case == "another's":
        Senior.objects.filter(pk=imported.pk).update(user=factories.user(Role.SENIOR))
    if case == "left":
        Senior.objects.filter(pk=imported.pk).update(state=SeniorState.WITHDRAWN)
    if case == "she has begun":
        Application.objects.create(applicant=proved)
    client_of(proved).get(reverse("talent:registration"))
    assert not Senior.objects.filter(user=proved).exists()
    assert User.objects.filter(pk=proved.pk).exists()


@pytest.mark.parametrize("way", ["the office opens it", "she proves it"])
def test_what_came_back_to_the_office_is_hers_when_she_comes_in(way, returned, coordinator, request):
    row = factories.application(
        returned, written_by=coordinator, state="returned", reason="年を書いてください。", decided_at=timezone.now()
    )
    if way == "the office opens it":
        press(coordinator, returned)
        account = User.objects.get(email=ADDRESS)
    else:
        account = request.getfixturevalue("proved")
        client_of(account).get(reverse("talent:registration"))
    row.refresh_from_db()
    assert row.applicant == account
    client = client_of(account)
    page = client.get(reverse("talent:my_registration")).text
    assert "年を書いてください。" in page and "内容を開いて直す" in page
    draft = client.get(reverse("talent:registration_check", args=[row.pk])).text
    assert "代わりに入力しています" not in draft
    assert 'type="checkbox"' in client.get(reverse("talent:registration_step", args=[row.pk, 8])).text
    page = client_of(coordinator).get(reverse("talent:senior_detail", args=[returned.pk])).text
    assert "ご本人が書き直して送るのを待っています" in page


def test_a_draft_that_the_office_is_writing_stays_with_the_office(imported, proved, coordinator):
    client_of(coordinator).post(reverse("talent:senior_change", args=[imported.pk]))
    client_of(proved).get(reverse("talent:registration"))
    assert Senior.objects.get(user=proved) == imported
    assert Application.objects.get().applicant is None


def test_who_is_written_for_reads_that_it_is_not_her_turn(returned, proved):
    Senior.objects.filter(pk=returned.pk).update(user=proved)
    page = client_of(proved).get(reverse("talent:my_registration")).text
    assert "事務局が内容を書き直しています" in page and "下の理由を読んで" not in page
