"""Erasing on the screen: what is shown before, the word that confirms, the receipt that names nobody."""

import uuid

import pytest
from django.urls import reverse

from events.models import Entry
from institutions.roles import Role
from office.models import ErasureReceipt
from tests import factories
from tests.conftest import client_of, prove
from tests.matching import papers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def senior(db):
    person = factories.senior(family_name="髙橋", given_name="誠一")
    factories.senior_contact(person, email="takahashi@example.jp")
    factories.career(person)
    return person


def proved(user):
    return prove(client_of(user), user)


def address(senior) -> str:
    return reverse("office:erasure_new", args=["senior", senior.pk])


def test_from_the_page_of_a_senior_to_the_receipt(coordinator, senior):
    client = proved(coordinator)
    assert address(senior) in client.get(reverse("talent:senior_detail", args=[senior.pk])).text
    page = client.get(address(senior)).text
    assert "髙橋 誠一" in page and "職歴" in page and "まだ何も消していません" in page
    senior.refresh_from_db()
    assert senior.erased_at is None and senior.careers.count() == 1
    answer = client.post(address(senior), {"reason": "wish", "word": senior.number})
    receipt = ErasureReceipt.objects.get()
    assert answer.url == reverse("office:erasure_receipt", args=[receipt.pk])
    page = client.get(answer.url).text
    assert senior.number in page and "佐伯 美和" in page and "本人の申し出" in page
    assert "髙橋" not in page and "takahashi" not in page
    assert client.get(address(senior)).url == answer.url
    page = client.get(reverse("talent:senior_detail", args=[senior.pk])).text
    assert "個人の情報を消去しました" in page and "登録を続けると確認した" not in page
    assert senior.number not in client.get(reverse("talent:senior_list")).text


@pytest.mark.parametrize("typed", [{}, {"reason": "wish"}, {"reason": "wish", "word": "M99999"}, {"reason": "x"}])
def test_without_the_right_word_nothing_happens(coordinator, senior, typed):
    answer = proved(coordinator).post(address(senior), typed)
    assert answer.status_code == 200 and "エラー" in answer.text
    senior.refresh_from_db()
    assert senior.erased_at is None


def test_the_word_is_taken_full_width_too(coordinator, senior):
    senior.number = "M00123"
    senior.save()
    answer = proved(coordinator).post(address(senior), {"reason": "left", "word": "Ｍ００１２３ "})
    assert answer.status_code == 302


def test_interviews_to_come_are_said_and_leave_no_button(coordinator):
    event = papers.published_event(coordinator, companies=1, seniors=1, starts_on=FUTURE, ends_on=FUTURE)
    senior = Entry.objects.get(event=event).senior
    client = proved(coordinator)
    page = client.get(address(senior)).text
    assert "いまは消去できません" in page and "まだ終わっていない面談が1件" in page
    assert "この人の情報を消去する" not in page
    assert client.post(address(senior), {"reason": "wish", "word": senior.number}).status_code == 409
    assert not ErasureReceipt.objects.exists()


FUTURE = factories.EVENT_DATE.replace(year=2099)


def test_unknown_persons_and_kinds_are_not_there(coordinator, senior):
    client = proved(coordinator)
    for kind, pk in (("senior", uuid.uuid4()), ("firm", senior.pk), ("staff_member", senior.pk)):
        assert client.get(reverse("office:erasure_new", args=[kind, pk])).status_code == 404


def test_a_staff_member_by_name(coordinator, bank_a):
    member = factories.staff_member(bank_a, name="黒田 守")
    where = reverse("office:erasure_new", args=["staff_member", member.pk])
    client = proved(coordinator)
    assert client.post(where, {"reason": "left", "word": "黒田 正"}).status_code == 200
    answer = client.post(where, {"reason": "left", "word": "黒田 守"})
    assert "青葉信用組合の職員" in client.get(answer.url).text
    assert "黒田" not in client.get(answer.url).text


def test_erasing_asks_for_a_fresh_proof_and_for_the_right(coordinator, senior):
    client = client_of(coordinator)
    assert client.get(address(senior))["Location"].startswith(reverse("account_reauthenticate"))
    typed = {"reason": "wish", "word": senior.number}
    assert client.post(address(senior), typed)["Location"].startswith(reverse("account_reauthenticate"))
    adviser = factories.user(Role.ADVISER)
    assert proved(adviser).post(address(senior), typed).status_code == 403
    assert proved(adviser).post(reverse("office:retention_run"), {"people": 0}).status_code == 403
    senior.refresh_from_db()
    assert senior.erased_at is None
