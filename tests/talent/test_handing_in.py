"""Registrations handed in once, changed later, written by the office for others, and gone when nobody goes on with them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from institutions.models import User
from institutions.roles import Role
from talent import consents, registering
from talent.models import Application, ApplicationKind, ApplicationState, Consent, Senior, SeniorContact, SeniorState
from talent.numbering import next_numbers
from talent.sheet import differences, sheet_of
from tests import factories
from tests.conftest import client_of
from tests.talent.walker import PAGES, Walker

pytestmark = pytest.mark.django_db


# --- Handing in -------------------------------------------------------------------------------------------------------
def test_what_is_missing_is_listed_and_nothing_is_handed_in(newcomer):
    walk = Walker(newcomer)
    response = walk.submit()
    assert response.status_code == 200 and "職歴を1つ以上" in response.text
    assert {one.step for one in registering.open_faults(walk.row, timezone.localdate())} == {1, 2, 3, 4, 6, 7, 8}
    assert not Senior.objects.filter(user=newcomer).exists()


def test_handing_in_twice_is_once_and_afterwards_it_is_shut(newcomer):
    walk = Walker(newcomer).all_pages()
    seen = walk.seen(walk.url("step", 1))
    assert walk.submit()["Location"] == walk.submit()["Location"] == walk.url("done")
    assert Senior.objects.filter(user=newcomer).count() == 1 and Consent.objects.count() == 2
    assert walk.save(1, family_name="別人", seen=seen)["Location"] == walk.url("done")
    assert walk.row.sheet["family_name"] == "髙橋"
    walk.client.post(walk.url("discard"))
    assert walk.row.state == ApplicationState.SUBMITTED


@pytest.mark.django_db(transaction=True)
def test_two_presses_and_five_people_at_the_same_moment():
    people = [factories.user(Role.SENIOR, email=f"p{n}@example.jp") for n in range(5)]
    walks = [Walker(person).all_pages() for person in people]

    def press(walk):
        try:
            return walk.submit().status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        assert set(threads.map(press, walks * 2)) == {302}
    numbers = sorted(Senior.objects.values_list("number", flat=True))
    assert numbers == [f"M{n:05}" for n in range(1, 6)]
    assert Consent.objects.count() == 10


def test_numbers_follow_each_other(newcomer):
    factories.senior(number="M00731")
    factories.senior(number="K99999")
    assert next_numbers(1) == ["M00732"]


def test_a_younger_person_is_told_but_not_refused(newcomer):
    walk = Walker(newcomer).all_pages()
    walk.save(1, birth_date_0="平成2")
    walk.save(4, years_SALES="3", years_OVERSEAS="1")
    page = walk.client.get(walk.url("check")).text
    assert page.count("事務局で確認します") == 2
    assert walk.submit().status_code == 302


def test_returned_it_is_corrected_and_handed_in_again(newcomer):
    walk = Walker(newcomer).all_pages()
    walk.submit()
    row = walk.row
    Application.objects.filter(pk=row.pk).update(
        state="returned", reason="年数を確かめてください。", decided_at=timezone.now()
    )
    Senior.objects.filter(pk=row.senior_id).update(state=SeniorState.RETURNED)
    assert "年数を確かめてください。" in walk.client.get("/").text
    assert "年数を確かめてください。" in walk.client.get(walk.url("step", 4)).text
    walk.save(4, years_SALES="20")
    walk.submit()
    senior = Senior.objects.get(user=newcomer)
    assert senior.state == SeniorState.SUBMITTED and walk.row.state == ApplicationState.SUBMITTED
    assert {s.years for s in senior.specialities.all()} == {20, 9}
    assert Senior.objects.filter(user=newcomer).count() == 1


def test_the_preview_tells_no_age_and_no_address(newcomer):
    walk = Walker(newcomer).all_pages()
    page = walk.client.get(walk.url("preview")).text
    body = page[page.index("<article") : page.index("</article>")]
    assert "髙橋 誠一" in body and "元 工作機械メーカー" in body and "販路開拓" in body
    for private in ("1955", "昭和30", "歳", "090", "takahashi@", "須田町", "101"):
        assert private not in body, private


# --- Changes ----------------------------------------------------------------------------------------------------------
def test_a_change_of_practical_things_holds_at_once(registered):
    walk = Walker(registered)
    assert walk.row.kind == ApplicationKind.CHANGE
    assert walk.submit().status_code == 200  # nothing has changed
    walk.save(7, days_per_week="4")
    assert walk.client.get(walk.url("step", 8)).status_code == 404  # these wordings are agreed to
    walk.submit()
    assert walk.row.state == ApplicationState.APPROVED and "変更しました" in walk.client.get(walk.url("done")).text
    assert Senior.objects.get(user=registered).days_per_week == 4
    assert "登録内容を見る" in walk.client.get("/registration/").text


def test_a_change_of_facts_waits_for_the_office(registered):
    walk = Walker(registered)
    walk.save(6, headline="新しいひとこと")
    walk.save(2, phone="03-1111-2222")
    walk.submit()
    senior = Senior.objects.get(user=registered)
    assert walk.row.state == ApplicationState.SUBMITTED and senior.state == SeniorState.ACTIVE
    assert senior.headline == PAGES[6]["headline"] and senior.contact.phone == "03-1111-2222"
    assert [one.key for one in differences(sheet_of(senior), walk.row.sheet)] == ["headline"]


def test_a_change_is_judged_by_the_pages_that_it_changes(senior_a):
    """Who came by an import lacks much: she can change her telephone all the same."""
    senior = Senior.objects.get(user=senior_a)
    factories.senior_contact(senior, birth_date=None)
    walk = Walker(senior_a)
    for kind in consents.KINDS:
        factories.consent(senior, kind=kind, version="1")
    walk.save(7, days_per_week="3")
    assert walk.submit().status_code == 302
    assert registering.faults(walk.row.sheet)


def test_a_new_wording_is_asked_for_with_the_next_change(registered):
    Consent.objects.filter(senior__user=registered, kind="profile").update(version="0")
    walk = Walker(registered)
    walk.save(7, days_per_week="4")
    assert walk.submit().status_code == 200
    walk.save(8)
    assert walk.submit().status_code == 302
    assert Consent.objects.filter(senior__user=registered, kind="profile", version="1").exists()


def test_who_has_left_changes_nothing(senior_a):
    Senior.objects.filter(user=senior_a).update(state=SeniorState.WITHDRAWN)
    client = client_of(senior_a)
    assert client.post("/registration/")["Location"] == "/registration/"
    assert not Application.objects.exists()


# --- By the office ----------------------------------------------------------------------------------------------------
def test_the_office_writes_for_several_at_once_with_consent_on_paper(coordinator):
    client = client_of(coordinator)
    for _ in range(2):
        client.post(reverse("talent:proxy_list"))
    first, second = Application.objects.order_by("started_at")
    walk = Walker(coordinator, first)
    walk.career()
    for step in range(1, 8):
        walk.save(step, **({"email": ""} if step == 2 else {}))
    assert "髙橋 誠一さん" in walk.client.get(walk.url("step", 2)).text
    page = {"personal_data_0": "令和8", "personal_data_1": "9", "personal_data_2": "1", "personal_data": None}
    page |= {"profile": None, "profile_0": "2099", "profile_1": "9", "profile_2": "1"}
    response = walk.save(8, **page)
    assert response.status_code == 200 and "今日より後" in response.text
    assert walk.save(8, **page | {"profile_0": "2026"}).status_code == 302
    assert "髙橋 誠一" in client.get(reverse("talent:proxy_list")).text
    walk.submit()
    senior = walk.row.senior
    assert senior.user is None and senior.contact.email == ""
    assert {(c.on_paper, timezone.localdate(c.accepted_at)) for c in senior.consents.all()} == {
        (True, dt.date(2026, 9, 1))
    }
    assert Application.objects.get(pk=second.pk).sheet == {}


def test_the_office_corrects_a_telephone_number_at_once(coordinator):
    senior = factories.senior()
    change = reverse("talent:senior_change", args=[senior.pk])
    opened = client_of(coordinator).post(change).url
    walk = Walker(coordinator, Application.objects.get(senior=senior))
    assert opened == walk.url("check") == client_of(coordinator).post(change).url
    walk.save(2)
    assert walk.submit().status_code == 302
    assert walk.row.state == "approved"
    assert SeniorContact.objects.get(senior=senior).phone
    assert not senior.consents.exists()


def test_the_office_does_not_write_into_what_she_is_writing(coordinator, senior_a):
    senior = Senior.objects.get(user=senior_a)
    Walker(senior_a).save(7, days_per_week="3")
    page = client_of(coordinator).post(reverse("talent:senior_change", args=[senior.pk]), follow=True).text
    assert "まだ終わっていない申込みがあります" in page
    assert Application.objects.count() == 1


def test_a_draft_can_be_thrown_away(newcomer):
    walk = Walker(newcomer)
    walk.save(1)
    walk.client.post(walk.url("discard"))
    assert not Application.objects.exists()


# --- Kept for how long ------------------------------------------------------------------------------------------------
def test_what_is_left_lying_goes(newcomer, senior_a):
    from office.models import OutboxMail
    from office.retention import find

    walk = Walker(newcomer)
    walk.save(1)
    change = Walker(senior_a)
    stranger = factories.user(Role.SENIOR, email="typed@example.jp")
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=False, primary=True)
    saved = walk.row.saved_at

    def run(key, days):
        one, at = find(key), saved + dt.timedelta(days=days)
        return one.end(one.due_at(at), at).count

    assert [run("accounts_unproved", days) for days in (29, 31)] == [0, 1]
    assert not User.objects.filter(pk=stranger.pk).exists()
    assert [run("drafts_warned", days) for days in (165, 167, 168)] == [0, 2, 0]
    assert OutboxMail.objects.filter(subject_id=walk.pk).get().recipient == newcomer.email
    assert [run("drafts", days) for days in (179, 181)] == [0, 2]
    assert not User.objects.filter(pk=newcomer.pk).exists() and User.objects.filter(pk=senior_a.pk).exists()
    assert not Application.objects.filter(pk__in=[walk.pk, change.pk]).exists()
