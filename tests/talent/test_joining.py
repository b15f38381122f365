"""An account and a registration made apart become one: by the office's button, or by the proof of the address."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from institutions.actions.accounts import never_came_in, open_for_senior
from institutions.models import User
from institutions.roles import Role
from office.models import OutboxMail
from talent.consents import KINDS
from talent.models import Application, Senior, SeniorContact, SeniorState
from talent.retaining_drafts import unproved
from tests import factories
from tests.conftest import client_of, prove
from tests.talent.walker import Walker

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


# --- Another address --------------------------------------------------------------------------------------------------
NEW = "atarashii@example.jp"


@pytest.fixture
def moved(senior_a):
    """Registered and signed in; the address in the register is another by now."""
    senior = Senior.objects.get(user=senior_a)
    factories.senior_contact(senior, email="Atarashii@example.jp")
    EmailAddress.objects.create(user=senior_a, email=senior_a.email, verified=True, primary=True)
    return senior


def move(coordinator, senior):
    address = reverse("talent:account_address", args=[senior.user_id])
    return prove(client_of(coordinator), coordinator).post(address, follow=True).text


@pytest.fixture
def ask(django_capture_on_commit_callbacks):
    """`ask(client, address)`: the code that came by mail."""

    def code(client, address):
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/sign-in/code/", {"email": address})
        assert mail.outbox[-1].to == [address]
        return re.search(r"^\s+(\d{6})$", mail.outbox[-1].body, re.M)[1]

    return code


def test_the_office_moves_the_codes_to_the_address_in_the_register(
    moved, coordinator, ask, django_capture_on_commit_callbacks
):
    before, hers = moved.user.email, reverse("talent:my_registration")
    inside, asking, anew = client_of(None), client_of(None), client_of(None)
    inside.post("/sign-in/code/confirm/", {"code": ask(inside, before)})
    assert inside.get(hers).status_code == 200
    stale = ask(asking, before)
    page = client_of(coordinator).get(reverse("talent:senior_detail", args=[moved.pk])).text
    assert f"まだ {before} に届きます" in page and reverse("talent:account_address", args=[moved.user_id]) in page
    assert NEW in client_of(coordinator).get(reverse("talent:application_list")).text.lower()
    with django_capture_on_commit_callbacks(execute=True):
        assert "変えました" in move(coordinator, moved)
    assert User.objects.get(pk=moved.user_id).email == NEW
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(NEW, False)]
    assert mail.outbox[-1].to == [before] and "ほかのアドレスに変わりました" in mail.outbox[-1].body
    assert OutboxMail.objects.get(kind__startswith="way_in").recipient == NEW
    asking.post("/sign-in/code/confirm/", {"code": stale})
    assert (inside.get(hers).status_code, asking.get(hers).status_code) == (302, 302)
    anew.post("/sign-in/code/confirm/", {"code": ask(anew, NEW)})
    assert moved.number in anew.get(hers).text
    assert "変えるところはありません" in move(coordinator, moved)
    assert NEW not in client_of(coordinator).get(reverse("talent:application_list")).text.lower()


def test_an_address_of_another_account_is_refused_and_nothing_changes(moved, coordinator):
    before = moved.user.email
    other = factories.user(Role.SENIOR, email=NEW)
    EmailAddress.objects.create(user=other, email=NEW, verified=True, primary=True)
    assert "ほかの利用者か招待で使われています" in move(coordinator, moved)
    assert User.objects.get(pk=moved.user_id).email == before
    assert EmailAddress.objects.filter(user=moved.user_id, email=before).exists()


def test_an_account_that_she_began_anew_and_never_proved_makes_room(moved, coordinator):
    other = open_for_senior(email=NEW, now=timezone.now())
    assert "変えました" in move(coordinator, moved)
    assert not User.objects.filter(pk=other.pk).exists()


def test_the_way_in_of_another_senior_is_not_taken(moved, coordinator):
    factories.senior(user=open_for_senior(email=NEW, now=timezone.now()))
    assert "ほかの利用者か招待で使われています" in move(coordinator, moved)


def test_moving_the_codes_asks_for_a_fresh_proof_and_for_a_coordinator(moved, coordinator):
    address = reverse("talent:account_address", args=[moved.user_id])
    assert "/account/proof/" in client_of(coordinator).post(address).url
    adviser = factories.user(Role.ADVISER)
    assert prove(client_of(adviser), adviser).post(address).status_code == 403
    assert User.objects.get(pk=moved.user_id).email != NEW
    account = reverse("institutions:account_page", args=[moved.user_id])
    assert address in client_of(coordinator).get(account).text


def test_who_has_changed_her_address_reads_which_one_opens_the_door(senior_a):
    senior = Senior.objects.get(user=senior_a)
    factories.senior_contact(senior, email=senior_a.email)
    for kind in KINDS:
        factories.consent(senior, kind=kind)
    walk = Walker(senior_a)
    walk.save(7, days_per_week="3")
    walk.submit()
    assert "ログインの番号は" not in walk.client.get(walk.url("done")).text
    walk = Walker(senior_a)
    walk.save(2, email=NEW)
    walk.submit()
    page = walk.client.get(walk.url("done")).text
    assert f"まだ {senior_a.email} に届きます" in page and NEW in page
