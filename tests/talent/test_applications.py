"""The office's queue: who waits how long, what a change would change, and that two people decide nothing twice."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from office.models import OutboxMail
from talent import deciding
from talent.duplicates import lookalikes
from talent.models import Application, Senior
from talent.sheet import sheet_of
from tests import factories
from tests.acting import WHO_ASKS, as_system
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(db):
    """Applied by herself, with an account that the register does not know yet."""
    senior = factories.senior(state="submitted", family_name="小野寺", family_kana="オノデラ", number="S00001")
    factories.senior_contact(senior, email="onodera@example.jp", phone="03-1234-5678")
    factories.career(senior)
    factories.speciality(senior)
    return factories.application(senior, applicant=factories.user("senior"))


@pytest.fixture
def change(senior_a):
    senior = Senior.objects.get(user=senior_a)
    factories.senior_contact(senior, email="a@example.jp")
    factories.career(senior, company_name="旧 大同精工")
    sheet = sheet_of(senior) | {
        "headline": "元 商社 物流部長",
        "phone": "000",
        "careers": [{"company_name": "新 丸八商事", "from_year": 1990, "to_year": 2019, "summary": ""}],
    }
    return factories.application(senior, kind="change", applicant=senior_a, sheet=sheet)


# --- Deciding -----------------------------------------------------------------------------------------------------------
def test_approving_a_newcomer_lets_her_in(newcomer, coordinator):
    consent = factories.consent(newcomer.senior)
    deciding.approve(application=newcomer, by=coordinator, now=NOW)
    senior, today = Senior.objects.get(pk=newcomer.senior_id), timezone.localdate(NOW)
    assert (senior.state, senior.approved_at, senior.registered_on, senior.confirmed_on) == (
        "active",
        NOW,
        today,
        today,
    )
    assert senior.user == newcomer.applicant and list(senior.consents.all()) == [consent]
    newcomer.refresh_from_db()
    assert (newcomer.state, newcomer.decided_by, newcomer.decided_at) == ("approved", coordinator, NOW)
    mail = OutboxMail.objects.get()
    assert (mail.recipient, mail.state) == ("onodera@example.jp", "draft") and senior.number in mail.body


def test_approving_a_change_writes_the_facts_and_nothing_else(change, coordinator):
    deciding.approve(application=change, by=coordinator, now=NOW)
    senior = Senior.objects.get(pk=change.senior_id)
    assert (senior.headline, senior.state, senior.approved_at) == ("元 商社 物流部長", "active", NOW)
    assert [career.company_name for career in senior.careers.all()] == ["新 丸八商事"]
    assert senior.contact.phone == "090-1111-2222"
    assert "変更" in OutboxMail.objects.get().title


def test_before_the_approval_the_register_stays_as_it_was(change, coordinator):
    page = client_of(coordinator).get(reverse("talent:senior_detail", args=[change.senior_id])).text
    assert "旧 大同精工" in page and "新 丸八商事" not in page
    assert "返事を待っています" in page and reverse("talent:application_detail", args=[change.pk]) in page


@pytest.mark.parametrize("kind", ["newcomer", "change"])
def test_sending_back_keeps_the_reason_and_the_register(kind, request, coordinator):
    application = request.getfixturevalue(kind)
    before = sheet_of(application.senior)
    deciding.send_back(application=application, reason=" 年を書いてください。 ", by=coordinator, now=NOW)
    application.refresh_from_db()
    senior = Senior.objects.get(pk=application.senior_id)
    assert (application.state, application.reason) == ("returned", "年を書いてください。")
    assert senior.state == ("returned" if kind == "newcomer" else "active")
    assert sheet_of(senior) == before
    assert "年を書いてください。" in OutboxMail.objects.get().body


def test_sent_back_twice_she_gets_two_letters(change, coordinator):
    for n in range(2):
        Application.objects.filter(pk=change.pk).update(state="submitted")
        later = NOW + dt.timedelta(days=n)
        deciding.send_back(application=change, reason=f"理由{n}", by=coordinator, now=later)
    assert OutboxMail.objects.count() == 2


def test_a_reason_is_asked_for(change, coordinator):
    with pytest.raises(deciding.ApplicationError, match="理由を書いて"):
        deciding.send_back(application=change, reason="  ", by=coordinator, now=NOW)


@pytest.mark.parametrize("state", ["withdrawn", "submitted"])
def test_a_change_of_who_is_not_in_the_register_is_not_written(state, coordinator):
    application = factories.application(factories.senior(state=state), kind="change", sheet={"headline": "新しい"})
    with pytest.raises(deciding.ApplicationError, match="書き込めません"):
        deciding.approve(application=application, by=coordinator, now=NOW)


@pytest.mark.parametrize(
    "sheet",
    [
        {"headline": "長" * 61},
        {"careers": [{"company_name": "会社", "from_year": 2000, "to_year": 1990}]},
        {"specialities": [{"category": "NOTHING"}]},
        {"birth_date": "昭和"},
        {"careers": ["x"]},
    ],
)
def test_a_sheet_that_the_register_refuses_is_not_half_written(sheet, coordinator, senior_a):
    senior = Senior.objects.get(user=senior_a)
    application = factories.application(senior, kind="change", sheet={"strengths": "新しい文"} | sheet)
    with pytest.raises(deciding.ApplicationError, match="差し戻して"):
        deciding.approve(application=application, by=coordinator, now=NOW)
    senior.refresh_from_db()
    assert senior.strengths == ""
    assert client_of(coordinator).get(reverse("talent:application_detail", args=[application.pk])).status_code == 200


# --- Two at once --------------------------------------------------------------------------------------------------------
def ask(user, application, what: str, **data):
    return client_of(user).post(reverse(f"talent:application_{what}", args=[application.pk]), data)


def test_who_is_slower_is_told_and_nothing_is_done_twice(change, coordinator):
    seen = deciding.stamp_of(change)
    other = factories.user("adviser")
    assert ask(other, change, "approve", seen=seen).status_code == 302
    for what in ("approve", "return"):
        late = ask(coordinator, change, what, seen=seen, reason="職歴をもっと書いてください。")
        assert late.status_code == 409 and "ほかの人がすでに決めました" in late.text
        assert what == "approve" or "職歴をもっと書いてください。" in late.text
    change.refresh_from_db()
    assert (change.state, change.decided_by, OutboxMail.objects.count()) == ("approved", other, 1)


def test_who_has_read_an_older_wording_decides_nothing(change, coordinator):
    seen = deciding.stamp_of(change)
    Application.objects.filter(pk=change.pk).update(submitted_at=NOW + dt.timedelta(hours=1))
    late = ask(coordinator, change, "approve", seen=seen)
    assert late.status_code == 409 and "書き直されました" in late.text
    change.refresh_from_db()
    assert change.state == "submitted"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "state"), [("new", "submitted"), ("change", "active")])
def test_two_coordinators_at_the_same_moment(kind, state, coordinator):
    """Two connections: one of them wins, the other is refused, and one letter is written."""
    senior = factories.senior(state=state)
    factories.senior_contact(senior)
    application = factories.application(senior, kind=kind, applicant=factories.user("senior"))
    results, start = [], threading.Barrier(2)

    def decide(what):
        start.wait()
        try:
            values = {} if what is deciding.approve else {"reason": "書き足してください。"}
            what(application=application, by=coordinator, now=NOW, **values)
            results.append("done")
        except deciding.ApplicationError as refused:
            results.append(str(refused))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=as_system(decide), args=[what]) for what in (deciding.approve, deciding.send_back)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(result == "done" for result in results) == [False, True], results
    assert OutboxMail.objects.count() == 1
    application.refresh_from_db(), senior.refresh_from_db()
    after = "active" if kind == "change" else "returned"
    assert (application.state, senior.state) in {("approved", "active"), ("returned", after)}


# --- Written by the office for her --------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["new", "change"])
def test_what_the_office_has_written_comes_back_to_the_office_alone(kind, coordinator):
    senior = factories.senior(state="submitted" if kind == "new" else "active")
    factories.senior_contact(senior, email="kami@example.jp")
    row = factories.application(senior, kind=kind, written_by=coordinator)
    client = client_of(coordinator)
    seen, draft = deciding.stamp_of(row), reverse("talent:registration_check", args=[row.pk])
    done = client.post(
        reverse("talent:application_return", args=[row.pk]), {"seen": seen, "reason": "年を確かめる。"}, follow=True
    ).text
    assert "書き直してください" in done and "手紙か電話でお知らせする人" not in done
    assert not OutboxMail.objects.exists()
    for address in (
        reverse("talent:senior_detail", args=[senior.pk]),
        reverse("talent:application_detail", args=[row.pk]),
        reverse("talent:application_list"),
    ):
        page = client.get(address).text
        assert "事務局が代わりに書いて" in page and draft in page
        assert "ご本人が書き直して" not in page
    assert client.get(draft).status_code == 200
    assert draft in client.get(reverse("talent:proxy_list")).text


def test_what_she_has_written_waits_for_her(change, coordinator):
    deciding.send_back(application=change, reason="年を書いてください。", by=coordinator, now=NOW)
    page = client_of(coordinator).get(reverse("talent:senior_detail", args=[change.senior_id])).text
    assert "ご本人が書き直して送るのを待っています" in page


# --- Called off ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_a_change_that_nobody_goes_on_with_is_called_off_and_she_is_told(state, change, coordinator):
    fields = {"returned": {"reason": "年を書いてください。", "decided_at": NOW}, "draft": {"submitted_at": None}}
    Application.objects.filter(pk=change.pk).update(state=state, **fields.get(state, {}))
    change.refresh_from_db()
    senior, client = change.senior, client_of(coordinator)
    before, address = sheet_of(senior), reverse("talent:application_cancel", args=[change.pk])
    assert address in client.get(reverse("talent:senior_detail", args=[senior.pk])).text
    asked = client.get(address).text
    assert "元には戻せません" in asked and "新 丸八商事" not in asked
    data = {"seen": deciding.stamp_of(change), "reason": "お電話のとおり。"}
    assert "取りやめました" in client.post(address, data, follow=True).text
    change.refresh_from_db()
    assert (change.state, change.decided_by, sheet_of(senior)) == ("cancelled", coordinator, before)
    mail = OutboxMail.objects.get()
    assert (mail.recipient, mail.state) == ("a@example.jp", "draft") and "お電話のとおり。" in mail.body
    assert "もう終わっています" in client.get(address).text
    opened = client.post(reverse("talent:senior_change", args=[senior.pk])).url
    assert "/check/" in opened


def test_who_has_no_address_is_told_by_hand_that_it_was_called_off(coordinator):
    senior = factories.senior()
    factories.senior_contact(senior, email="", phone="03-9999-0000")
    row = factories.application(senior, kind="change", written_by=coordinator)
    deciding.cancel(application=row, by=coordinator, now=NOW)
    mail = OutboxMail.objects.get()
    assert (mail.state, mail.recipient, mail.to_phone) == ("by_hand", "", "03-9999-0000")


def test_a_draft_of_the_office_is_called_off_without_a_word(coordinator):
    senior = factories.senior()
    row = factories.application(senior, kind="change", state="draft", submitted_at=None, written_by=coordinator)
    deciding.cancel(application=row, by=coordinator, now=NOW)
    assert not OutboxMail.objects.exists()


def test_what_is_decided_or_new_or_written_anew_is_not_called_off(newcomer, change, coordinator):
    with pytest.raises(deciding.ApplicationError, match="変更の申込みだけ"):
        deciding.cancel(application=newcomer, by=coordinator, now=NOW)
    with pytest.raises(deciding.ApplicationError, match="書き直されました"):
        deciding.cancel(application=change, by=coordinator, now=NOW, seen="older")
    deciding.approve(application=change, by=coordinator, now=NOW)
    with pytest.raises(deciding.ApplicationError, match="承認"):
        deciding.cancel(application=change, by=coordinator, now=NOW)


# --- The pages ----------------------------------------------------------------------------------------------------------
def test_the_queue_stands_in_the_order_of_waiting(coordinator):
    now = timezone.now()
    names = ("いちばん古い", "なかほど", "きょう")
    for name, days in zip(names, (8, 7, 0), strict=True):
        factories.application(
            factories.senior(state="submitted", family_name=name, given_name=""),
            submitted_at=now - dt.timedelta(days=days),
        )
    page = client_of(coordinator).get(reverse("talent:application_list")).text
    assert page.index(names[0]) < page.index(names[1]) < page.index(names[2])
    assert page.count("1週間を過ぎました") == 1 and "3件" in page
    home = client_of(coordinator).get(reverse("home")).text
    assert "3件が返事を待っています" in home and "8日前" in home


def test_without_applications_the_page_says_so(coordinator):
    page = client_of(coordinator).get(reverse("talent:application_list")).text
    assert "返事を待っている申込みはありません" in page


@pytest.mark.parametrize("how_many", [1, 4])
def test_the_queue_costs_the_same_with_one_and_with_four(how_many, coordinator, django_assert_num_queries):
    for _ in range(how_many):
        factories.application(factories.senior(state="submitted"))
        factories.application(
            factories.senior(), kind="change", state="approved", decided_at=timezone.now(), decided_by=coordinator
        )
    client = client_of(coordinator)
    with django_assert_num_queries(10 + WHO_ASKS):
        assert client.get(reverse("talent:application_list")).status_code == 200


def test_only_what_changed_is_set_side_by_side(change, coordinator):
    page = client_of(coordinator).get(reverse("talent:application_detail", args=[change.pk])).text
    changed, rest = page.split("変わらないところ")
    assert (
        "2か所" in changed and "旧 大同精工" in changed and "新 丸八商事" in changed and "元 商社 物流部長" in changed
    )
    assert changed.count('class="is-new"') == 2 and "変更</span>" in changed.replace("\n", "")
    assert "旧 大同精工" not in rest and "000" not in changed


def test_a_ready_made_reason_stands_in_the_field_to_be_edited(change, coordinator):
    address = reverse("talent:application_detail", args=[change.pk])
    page = client_of(coordinator).get(address, {"reason": ["2", "99", "x"]}).text
    field = page.split("<textarea")[1].split("</textarea>")[0]
    assert deciding.REASONS[2] in field and deciding.REASONS[0] not in field


def test_a_reason_too_long_stays_in_its_field(change, coordinator):
    answer = ask(coordinator, change, "return", seen=deciding.stamp_of(change), reason="あ" * 401)
    assert answer.status_code == 200 and "あ" * 401 in answer.text
    change.refresh_from_db()
    assert change.state == "submitted"


def test_who_has_no_address_is_listed_for_a_letter_or_a_call(coordinator):
    senior = factories.senior(state="submitted", family_name="無線", given_name="")
    factories.senior_contact(senior, email="", phone="03-9999-0000", address="東京都北区1-1")
    application = factories.application(senior)
    client = client_of(coordinator)
    page = client.post(
        reverse("talent:application_approve", args=[application.pk]),
        {"seen": deciding.stamp_of(application)},
        follow=True,
    ).text
    assert "手紙か電話でお知らせください" in page and "03-9999-0000" in page and "東京都北区1-1" in page
    assert not OutboxMail.objects.exists()


def test_a_draft_is_nobodys_to_decide(coordinator, senior_a):
    draft = Application.objects.create(applicant=senior_a, senior=Senior.objects.get(user=senior_a), kind="change")
    assert client_of(coordinator).get(reverse("talent:application_detail", args=[draft.pk])).status_code == 404


# --- The same person twice ----------------------------------------------------------------------------------------------
def test_who_might_be_the_same_person(newcomer, coordinator):
    own = newcomer.senior
    twin = factories.senior(family_name="小野寺", given_name=own.given_name, family_kana="オノデラ")
    factories.senior_contact(twin, birth_date=None, email="x@example.jp", phone="0312345678")
    phone = factories.senior(family_name="別人")
    factories.senior_contact(phone, birth_date=None, email="y@example.jp", phone="03(1234)5678")
    mail = factories.senior(family_name="同メール")
    factories.senior_contact(mail, birth_date=None, email="ONODERA@example.jp", phone="")
    stranger = factories.senior(family_name="無関係")
    factories.senior_contact(stranger, birth_date=dt.date(1950, 1, 1), email="z@example.jp", phone="")
    factories.senior(family_name="連絡先なし")
    found = {one.senior: one.reasons for one in lookalikes(own, coordinator)}
    assert found == {
        twin: ("氏名が同じ", "電話番号が同じ"),
        phone: ("電話番号が同じ",),
        mail: ("メールアドレスが同じ",),
    }
    assert next(iter(found)) == twin
    page = client_of(coordinator).get(reverse("talent:application_detail", args=[newcomer.pk])).text
    assert "同じ人かもしれない登録" in page and reverse("talent:senior_detail", args=[twin.pk]) in page


def test_an_empty_contact_makes_nobody_alike(coordinator):
    own, other = factories.senior(family_name="甲野", family_kana="コウノ"), factories.senior(family_name="乙野")
    for one in (own, other):
        factories.senior_contact(one, birth_date=None, email="", phone="")
    assert lookalikes(own, coordinator) == []
