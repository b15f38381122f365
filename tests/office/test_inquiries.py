"""Inquiries: what a stranger sends is kept once and lost never; the office takes it, notes, closes; late ones are told; the walls hold."""

import datetime as dt
import re
import threading
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, ProgrammingError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from institutions.actors import acting, actor_of
from institutions.roles import Role
from office import actions_inquiries as actions
from office import classification, forms_contact, inquiries, retention
from office.actions_inquiries import InquiryError
from office.erasing import as_eraser, erase
from office.models import ErasureReceipt, Inquiry, InquiryNote, MailState, OutboxMail
from office.tasks import remind_of_inquiries
from talent.models import Senior
from tests import factories
from tests.acting import as_system
from tests.conftest import client_of, prove
from tests.factories import NOW, TOKYO

pytestmark = pytest.mark.django_db

SENT = {
    "host": {
        "name": "堤　一郎", "organisation": "潮見信用組合", "position": "業務部", "email": "ＴＳＵＴＳＵＭＩ@example.jp",
        "phone": "０３（１２３４）５６７８", "reply_by": "mail", "reply_when": "午後", "wished_when": "来年の9月ごろ",
        "place": "本店", "body": "取引先20社ほどで開きたい。\n合同も考えている。",
    },
    "lecture": {
        "name": "大谷 花", "organisation": "みのり信用金庫", "phone": "0312345678", "reply_by": "telephone",
        "audience": ["board", "managers"], "people": "３０名", "body": "",
    },
    "register": {"name": "森 健", "email": "mori@example.jp", "reply_by": "either", "body": ""},
}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_has_sent(monkeypatch):
    cache.clear()
    monkeypatch.setattr(forms_contact, "FASTEST", -1)  # tests are faster than people


@pytest.fixture
def adviser(db):
    return factories.user(Role.ADVISER)


def address(kind: str) -> str:
    return reverse("office:inquiry_new", args=[kind])


def opened(client, kind: str) -> dict:
    """The hidden marks of a form that has just been opened."""
    page = client.get(address(kind)).text
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("new_key", "opened")}


def send(client, kind="host", step="send", **fields):
    return client.post(address(kind), {"step": step} | opened(client, kind) | SENT[kind] | fields)


def refreshed(row):
    return Inquiry.objects.get(pk=row.pk)


# --- A stranger sends ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", SENT)
def test_fill_in_look_send_and_a_number(kind, coordinator):
    client = client_of(None)
    checked = send(client, kind, step="check")
    assert "この内容で送りますか" in checked.text and Inquiry.objects.count() == 0
    # What the page of the second look holds is all that is sent on: nothing is kept between.
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', checked.text)
    again = {name: [value for key, value in hidden if key == name] for name, _ in hidden if name[:4] != "csrf"}
    received = client.post(address(kind), again | {"step": "send"}, follow=True)
    row = Inquiry.objects.get()
    assert row.number in received.text and "3営業日以内" in received.text and row.name not in received.text
    assert (row.kind, row.state, row.source) == (kind, "new", "page")
    assert row.name == SENT[kind]["name"].replace("\u3000", " ")
    if kind == "host":
        assert (row.email, row.phone) == ("tsutsumi@example.jp", "03-1234-5678")
        assert row.body == SENT["host"]["body"]
    if kind == "lecture":
        assert (row.audience, row.people) == (["board", "managers"], 30)


def test_going_back_to_mend_loses_nothing(coordinator):
    page = send(client_of(None), "lecture", step="edit").text
    assert "大谷 花" in page and "エラー" not in page
    assert len(re.findall(r'name="audience" value="\w+"[^>]* checked', page)) == 2


def test_the_same_form_twice_is_one_inquiry(coordinator, django_capture_on_commit_callbacks):
    client = client_of(None)
    marks = opened(client, "host")
    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(address("host"), SENT["host"] | marks | {"step": "send"})
        second = client.post(address("host"), SENT["host"] | marks | {"step": "send", "body": "別の文"})
    assert first.url == second.url and Inquiry.objects.get().body == SENT["host"]["body"]
    assert OutboxMail.objects.filter(kind="inquiry_receipt").count() == 1
    assert len(mail.outbox) == 1  # to the one coordinator


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_inquiry():
    key, made = uuid4(), []

    def click():
        try:
            made.append(actions.receive(key=key, values={"kind": "host", "name": "堤", "phone": "03"}, now=NOW).number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=as_system(click)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4 and set(made) == {Inquiry.objects.get().number}


def test_the_receipt_waits_in_the_outbox_and_says_nothing_of_what_was_written(coordinator):
    send(client_of(None))
    row, letter = Inquiry.objects.get(), OutboxMail.objects.get(kind="inquiry_receipt")
    assert (letter.recipient, letter.state) == (row.email, MailState.DRAFT)
    assert row.number in letter.body and "20社" not in letter.body


def test_the_office_is_told_at_once_without_names_and_not_of_each_of_a_flood(
    coordinator, adviser, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            send(client_of(None))
    [letter] = mail.outbox
    assert letter.to == [coordinator.email] and "堤" not in letter.body + letter.subject
    assert reverse("office:inquiry_detail", args=[Inquiry.objects.order_by("received_at").first().pk]) in letter.body


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "　"}, "お名前を入れてください"),
        ({"organisation": ""}, "金融機関・団体・会社の名前を入れてください"),
        ({"email": "", "phone": ""}, "どちらかを入れてください"),
        ({"email": ""}, "メールでのお返事には"),
        ({"email": "tsutsumi@"}, "メールアドレスの形になっていません"),
        ({"phone": "12"}, "電話番号は0から始まる"),
        ({"body": "あ" * 2001}, "2000 文字以下"),
        ({"reply_by": "pigeon"}, "pigeon"),
        ({"homepage": "http://example.jp/"}, "もう一度押してください"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_lost(fields, said, coordinator):
    answer = send(client_of(None), "host", **fields)
    assert answer.status_code == 200 and Inquiry.objects.count() == 0
    assert said in answer.text and "error-summary" in answer.text
    kept = SENT["host"] | {name: value for name, value in fields.items() if name != "homepage"}
    for name in ("name", "organisation", "email", "wished_when", "body"):
        assert kept[name].strip() in answer.text
    assert "http://example.jp/" not in answer.text


def test_what_machines_do_is_stopped_and_people_go_on_by_pressing_once_more(coordinator, monkeypatch):
    monkeypatch.setattr(forms_contact, "FASTEST", 60)
    client = client_of(None)
    marks = opened(client, "host")
    for bad in (marks, marks | {"opened": "forged"}, {"opened": ""}):
        answer = client.post(address("host"), SENT["host"] | bad | {"step": "send"})
        assert "もう一度押してください" in answer.text and Inquiry.objects.count() == 0
    monkeypatch.setattr(forms_contact, "FASTEST", -1)
    marks = dict(re.findall(r'name="(new_key|opened)" value="([^"]+)"', answer.text))
    assert client.post(address("host"), SENT["host"] | marks | {"step": "send"}).status_code == 302


def test_too_many_from_one_person_are_stopped_with_the_words_kept(coordinator):
    for n in range(5):
        assert send(client_of(None), body=f"{n}").status_code == 302
    answer = send(client_of(None), body="六つ目の相談")
    assert "受け付けを止めています" in answer.text and "六つ目の相談" in answer.text
    assert Inquiry.objects.count() == 5
    assert send(client_of(None), email="other@example.jp").status_code == 302  # a colleague behind the same network


def test_a_signed_in_person_may_ask_too(head_office_a, coordinator):
    assert send(client_of(head_office_a)).status_code == 302
    assert Inquiry.objects.get().written_by is None


# --- The walls ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["head_office_a", "branch_a", "senior_a", "reception"])
@pytest.mark.parametrize("model", [Inquiry, InquiryNote])
def test_nobody_but_the_office_reads_them_even_without_the_first_wall(who, model, request):
    user = request.getfixturevalue(who)
    factories.inquiry()
    assert not model.objects.visible_to(user).exists()
    with pytest.raises(ProgrammingError, match="permission denied"), acting(actor_of(user)):
        model.objects.exists()


# --- The office ------------------------------------------------------------------------------------------------------------------
def press(client, name: str, row: Inquiry, **data):
    return client.post(reverse(f"office:inquiry_{name}", args=[row.pk]), data)


def page_of(client, row: Inquiry) -> str:
    return client.get(reverse("office:inquiry_detail", args=[row.pk])).text


def test_from_new_to_done_with_the_event_that_came_of_it(coordinator, adviser):
    row, event, client = factories.inquiry(), factories.event(name="潮見 新現役交流会"), client_of(coordinator)
    assert "自分が引き受ける" in page_of(client, row)
    press(client, "take", row, was="")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    words = {
        "text": "電話で話した。",
        "next_step": "手引きを送る",
        "next_on": tomorrow.isoformat(),
        "new_key": str(uuid4()),
    }
    for _ in range(2):  # a second click
        press(client, "note", row, **words)
    assert InquiryNote.objects.filter(kind="written").count() == 1
    assert (refreshed(row).state, refreshed(row).owner, refreshed(row).next_on) == ("taken", coordinator, tomorrow)
    press(client, "take", row, owner=str(adviser.pk), was=str(coordinator.pk))
    press(client, "close", row, state="done", result="秋に開く。", event=str(event.pk))
    row = refreshed(row)
    assert (row.state, row.owner, row.event_id, row.next_step) == ("done", adviser, event.pk, "")
    page = page_of(client, row)
    assert (
        "潮見 新現役交流会" in page
        and reverse("matching:event_page", args=[event.pk]) in page
        and "電話で話した。" in page
    )
    press(client, "take", row, was=str(adviser.pk))
    assert (refreshed(row).state, refreshed(row).owner, refreshed(row).closed_at) == ("taken", coordinator, None)
    press(client, "give_back", row)
    assert (refreshed(row).state, refreshed(row).owner) == ("new", None)


def test_two_who_take_at_once(coordinator, adviser):
    row = factories.inquiry()
    actions.take(inquiry=row, owner=adviser, was=None, by=adviser, now=NOW)
    answer = client_of(coordinator).post(reverse("office:inquiry_take", args=[row.pk]), {"was": ""}, follow=True)
    assert "ほかの人が先に扱いました" in answer.text and refreshed(row).owner == adviser


def test_a_note_on_what_was_closed_meanwhile_keeps_its_words(coordinator):
    row = factories.inquiry(state="declined", closed_at=NOW)
    answer = press(client_of(coordinator), "note", row, text="長い電話の記録", new_key=str(uuid4()))
    assert not InquiryNote.objects.exists()
    assert "もう一度対応する" in answer.text and "長い電話の記録" in answer.text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("note", {"text": "", "next_step": "", "next_on": ""}, "したことか、次にすることを"),
        ("note", {"text": "", "next_step": "送る", "next_on": ""}, "期限を入れてください"),
        ("note", {"text": "x", "next_step": "", "next_on": "2099-1-1"}, "何をするのか"),
        ("note", {"text": "x", "next_step": "送る", "next_on": "2001-1-1"}, "今日か、それより後"),
        ("close", {"state": "", "result": "書いた結果"}, "完了か見送りか"),
        ("close", {"state": "done", "result": ""}, "結果を書いてください"),
        ("close", {"state": "done", "result": "書いた結果"}, "ほかの人が先に"),  # nobody has taken it
        ("close", {"state": "done", "result": "x", "event": "nonsense"}, "nonsense"),
        ("take", {"owner": str(uuid4())}, "正しく選択"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_with_the_words_kept(name, data, said, coordinator):
    answer = press(client_of(coordinator), name, factories.inquiry(), new_key=str(uuid4()), **data)
    assert answer.status_code == 200 and said in answer.text
    assert data.get("result", "") in answer.text


def test_the_owner_is_of_the_office(coordinator, head_office_a):
    with pytest.raises(InquiryError):
        actions.take(inquiry=factories.inquiry(), owner=head_office_a, was=None, by=coordinator, now=NOW)


def test_a_telephone_call_is_written_down_once_and_sends_no_mail(coordinator):
    client = client_of(coordinator)
    call = {
        "kind": "register", "source": "telephone", "name": "大沼 茂", "phone": "090-1234-5678", "reply_by": "telephone",
        "body": "メールを使わない。", "mine": "on", "new_key": str(uuid4()),
    }  # fmt: skip
    for _ in range(2):
        page = client.post(reverse("office:inquiry_write"), call, follow=True).text
    row = Inquiry.objects.get()
    assert row.number in page
    assert (row.state, row.owner, row.written_by, row.source) == ("taken", coordinator, coordinator, "telephone")
    assert not OutboxMail.objects.exists()
    received = client_of(None).get(reverse("office:inquiry_received", args=[row.pk]))
    assert received.status_code == 404  # nobody sent that form


def test_the_list_begins_with_what_is_late_and_counts(coordinator, adviser, django_assert_num_queries):
    now = timezone.now()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    factories.inquiry(name="新しい人", received_at=now)
    factories.inquiry(name="待つ人", received_at=now - dt.timedelta(days=9))
    mine = {"state": "taken", "owner": coordinator, "received_at": now}
    factories.inquiry(name="遅れの人", next_step="送る", next_on=yesterday, **mine)
    factories.inquiry(name="済んだ人", state="declined", closed_at=now)
    client = client_of(coordinator)
    assert names(client) == ["遅れの人", "待つ人", "新しい人"]
    assert names(client, state="late") == ["遅れの人", "待つ人"]
    assert names(client, state="declined") == ["済んだ人"]
    assert names(client, owner=str(coordinator.pk)) == ["遅れの人"]
    assert names(client, state="all", q="済んだ") == ["済んだ人"]
    assert names(client, q="tsutsumi@") == ["遅れの人", "待つ人", "新しい人"]
    home = client.get(reverse("home")).text
    assert "新着2件・対応中1件" in home and "期限を過ぎたものが2件" in home


def names(client, **query) -> list[str]:
    return re.findall(r'name-link"[^>]*>([^<]+)</a>', client.get(reverse("office:inquiry_list"), query).text)


# --- In time -----------------------------------------------------------------------------------------------------------------------
def test_three_workdays_whatever_is_a_holiday():
    friday = dt.date(2026, 11, 27)
    assert inquiries.reply_due(friday) == dt.date(2026, 12, 2)
    before_the_new_year = dt.date(2026, 12, 28)  # a Monday; banks are closed from 31 December to 3 January
    assert inquiries.reply_due(before_the_new_year) == dt.date(2027, 1, 4)
    assert inquiries.reply_due(dt.date(2026, 9, 18)) == dt.date(2026, 9, 28)  # five days off in a row
    for today in (friday + dt.timedelta(days=n) for n in range(20)):
        newest = inquiries.unanswered_since(today)
        assert inquiries.reply_due(newest) < today <= inquiries.reply_due(newest + dt.timedelta(days=1))


def test_late_ones_are_told_to_their_owner_and_untaken_ones_to_all(
    coordinator, adviser, django_capture_on_commit_callbacks
):
    monday = dt.datetime(2026, 11, 30, 8, 0, tzinfo=TOKYO)
    mine = {"state": "taken", "owner": adviser, "next_step": "送る"}
    late = factories.inquiry(next_on=dt.date(2026, 11, 29), **mine)
    due_today = factories.inquiry(next_on=dt.date(2026, 11, 30), **mine)
    waiting = factories.inquiry(received_at=monday - dt.timedelta(days=7))
    fresh = factories.inquiry(received_at=monday - dt.timedelta(days=3))  # on Friday
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.remind(now=monday) == 2
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(told) == {adviser.email, coordinator.email}
    assert late.number in told[adviser.email] and due_today.number not in told[adviser.email]
    assert waiting.number in told[coordinator.email] and fresh.number not in told[coordinator.email]
    assert "堤" not in "".join(told.values())


def test_the_morning_task_runs_as_the_system(coordinator):
    factories.inquiry(received_at=NOW - dt.timedelta(days=30))
    with acting(None):
        remind_of_inquiries()


# --- Erasing and keeping ------------------------------------------------------------------------------------------------------------
def whole() -> str:
    """Every text of inquiries, their notes, their mail and their log of changes."""
    found = []
    for model in (Inquiry, InquiryNote, OutboxMail):
        for table in (model, *classification.history_of(model)):
            found += [str(row) for row in table._base_manager.values_list()]
    return " ".join(found)


def noted(coordinator, **fields) -> Inquiry:
    row = factories.inquiry(**fields)
    actions.take(inquiry=row, owner=coordinator, was=None, by=coordinator, now=NOW)
    words = {"text": "堤さんと電話", "next_step": "堤さんへ送る", "next_on": None}
    return actions.note(inquiry=row, key=uuid4(), by=coordinator, now=NOW, **words)


def test_an_inquirer_is_erased_on_request_with_all_that_came_from_the_address(coordinator):
    row, other = (
        noted(coordinator),
        factories.inquiry(email="other@example.jp", name="森 健", organisation="", body="ほかの方"),
    )
    second = factories.inquiry(body="もう一度、堤です。")
    actions.tell(actions._receipt(row), now=NOW)
    client = prove(client_of(coordinator), coordinator)
    page = client.get(reverse("office:erasure_new", args=["inquiry", row.pk])).text
    assert "お問い合わせの対応の記録" in page
    assert "堤" in whole()
    done = client.post(
        reverse("office:erasure_new", args=["inquiry", row.pk]), {"reason": "wish", "word": row.number}, follow=True
    )
    assert ErasureReceipt.objects.get().number in done.text
    assert not [word for word in ("堤", "tsutsumi", "潮見") if word in whole()]
    assert {refreshed(row).state, refreshed(second).state} == {"declined"}  # nobody is left to be answered
    assert OutboxMail.objects.get().state == MailState.CANCELLED
    assert refreshed(other).name == "森 健"
    assert "消去しました" in page_of(client_of(coordinator), row)


def test_what_a_senior_asked_before_she_registered_goes_with_her(coordinator, senior_a):
    row = noted(coordinator, email=senior_a.email)
    with as_eraser(coordinator, "test"):
        erase(kind="senior", subject_id=Senior.objects.get(user=senior_a).pk, by=coordinator, now=NOW)
    assert refreshed(row).erased_at and "堤" not in whole()


def test_closed_ones_go_after_two_years_with_their_notes(coordinator):
    old = noted(coordinator)
    actions.close(inquiry=old, state="done", result="堤さんの件は終わり。", event_id=None, by=coordinator, now=NOW)
    still_open = factories.inquiry(name="開いたまま", email="open@example.jp", organisation="", body="")
    for years, left in ((1.9, 2), (2.1, 1)):
        with as_eraser(None, "test"):
            retention.run(now=NOW + dt.timedelta(days=365.25 * years))
        assert Inquiry.objects.count() == left
    assert Inquiry.objects.get() == still_open and "堤" not in whole()


# --- What PostgreSQL alone holds -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"email": "", "phone": ""},
        {"state": "taken"},
        {"state": "done", "closed_at": NOW},
        {"state": "declined"},
        {"closed_at": NOW},
        {"state": "declined", "closed_at": NOW, "next_step": "まだある"},
        {"people": 0},
    ],
)
def test_the_database_refuses(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.inquiry(**fields)
