"""Notices: once per subject and recipient, read before they go, sent by the worker, visible when they fail; and the letters of the demo."""

import re
import time
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail import mailers
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from office import actions_mail, posting
from office.actions_mail import MailError
from office.forms_mail import SendAllForm
from office.models import MAX_ATTEMPTS, MailState, OutboxMail
from office.notices import Notice, tell, tell_all
from office.tasks import work
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of
from tests.factories import NOW
from tests.second_factor import code_now, give_app

pytestmark = pytest.mark.django_db

FILES = "django.core.mail.backends.filebased.EmailBackend"


def notice(by, **fields) -> OutboxMail:
    words = {
        "kind": "timetable",
        "subject_kind": "attendance",
        "subject_id": uuid4(),
        "recipient": "senior@example.jp",
        "title": "面談の予定のお知らせ",
        "body": "髙橋 様\n\n面談は13時30分からです。\n",
    }
    return actions_mail.draft(**words | fields, by=by, now=NOW)


def refresh(row: OutboxMail) -> OutboxMail:
    row.refresh_from_db()
    return row


def test_a_notice_is_prepared_once_and_waits(coordinator):
    subject = uuid4()
    first = notice(coordinator, subject_id=subject)
    second = notice(coordinator, subject_id=subject, recipient=" SENIOR@example.jp ", body="別の文面です。")
    assert first == second and OutboxMail.objects.count() == 1
    assert (second.state, second.body) == (MailState.DRAFT, "別の文面です。")
    assert posting.sweep() == [] and not posting.deliver(first.pk) and mail.outbox == []


def test_of_one_subject_each_address_is_told_once(coordinator):
    subject = uuid4()
    one, other = "one@example.jp", "other@example.jp"

    def told(body: str) -> dict[str, tuple[str, str]]:
        words = {"kind": "due", "subject_kind": "milestone", "subject_id": subject, "title": "期日", "body": body}
        tell_all([Notice(to=address, per_address=True, **words) for address in (one, other)], now=NOW)
        rows = OutboxMail.objects.filter(subject_id=subject)
        return {row.recipient: (row.state, row.body) for row in rows} | {"": len(rows)}

    assert told("一度目") == {one: ("draft", "一度目"), other: ("draft", "一度目"), "": 2}
    assert told("二度目") == {one: ("draft", "二度目"), other: ("draft", "二度目"), "": 2}
    sent = OutboxMail.objects.get(recipient=one)
    actions_mail.approve(mails=[sent], by=coordinator, now=NOW)
    posting.deliver(sent.pk)
    assert told("三度目") == {one: ("sent", "二度目"), other: ("draft", "三度目"), "": 2}
    OutboxMail.objects.get(recipient=other).delete()
    assert told("四度目") == {one: ("sent", "二度目"), other: ("draft", "四度目"), "": 2}


def test_of_one_subject_nobodys_letter_is_called_off_for_another_address(coordinator):
    words = {"kind": "due", "subject_kind": "milestone", "subject_id": uuid4(), "title": "期日", "body": "済みですか。"}
    by_hand = factories.mail(coordinator, recipient="", state="by_hand", **words)
    row = tell(Notice(to="one@example.jp", per_address=True, **words), now=NOW)
    assert (row.recipient, refresh(by_hand).state) == ("one@example.jp", MailState.BY_HAND)


def test_what_was_read_is_sent_by_the_worker_once(coordinator):
    row = notice(coordinator)
    assert actions_mail.approve(mails=[row], by=coordinator, now=NOW) == 1
    assert actions_mail.approve(mails=[row], by=coordinator, now=NOW) == 0
    for _ in range(2):
        work("mail", str(row.pk))
    [letter] = mail.outbox
    assert (letter.to, letter.subject, letter.body) == ([row.recipient], row.title, row.body)
    assert str(row.pk) in letter.extra_headers["Message-ID"]
    refresh(row)
    assert (row.state, row.approved_by, row.attempts) == (MailState.SENT, coordinator, 1) and row.sent_at
    assert notice(coordinator, subject_id=row.subject_id, body="遅すぎた文面").body == row.body


def test_a_notice_is_sent_again_when_asked(coordinator):
    row = notice(coordinator)
    with pytest.raises(MailError):
        actions_mail.send_again(mail=row, by=coordinator, now=NOW)
    actions_mail.approve(mails=[row], by=coordinator, now=NOW)
    posting.deliver(row.pk)
    actions_mail.send_again(mail=row, by=coordinator, now=NOW)
    posting.deliver(row.pk)
    assert len(mail.outbox) == 2


def test_a_notice_called_off_is_not_sent(coordinator):
    row = notice(coordinator)
    actions_mail.approve(mails=[row], by=coordinator, now=NOW)
    actions_mail.cancel(mail=row, by=coordinator, now=NOW)
    assert not posting.deliver(row.pk) and mail.outbox == []
    with pytest.raises(MailError):
        actions_mail.cancel(mail=row, by=coordinator, now=NOW)


def test_a_server_out_of_reach_is_tried_again_and_then_shown(coordinator, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 2},
        }
    }
    row = notice(coordinator)
    actions_mail.approve(mails=[row], by=coordinator, now=NOW)
    states = []
    for _ in range(MAX_ATTEMPTS):
        posting.deliver(row.pk)
        states.append(refresh(row).state)
    assert states == [MailState.APPROVED, MailState.APPROVED, MailState.FAILED]
    assert row.error == posting.UNREACHABLE
    assert posting.UNREACHABLE in client_of(coordinator).get(reverse("office:outbox")).text


def test_a_title_with_a_line_end_is_final_and_sends_nothing(coordinator):
    row = notice(coordinator, title="題名\nBcc: other@example.jp")
    actions_mail.approve(mails=[row], by=coordinator, now=NOW)
    posting.deliver(row.pk)
    assert refresh(row).state == MailState.FAILED and mail.outbox == []


def test_the_sweep_finds_what_no_worker_came_for(coordinator, settings):
    settings.WORK_NUDGE_AGAIN_SECONDS = 0
    row = notice(coordinator)
    actions_mail.approve(mails=[row], by=coordinator, now=NOW)
    OutboxMail.objects.filter(pk=row.pk).update(nudged_at=None)
    assert posting.sweep() == [("mail", row.pk)]
    OutboxMail.objects.filter(pk=row.pk).update(state=MailState.SENDING, attempts=1, lease_until=NOW)
    OutboxMail.objects.filter(pk=row.pk).update(nudged_at=None)
    assert posting.sweep() == [("mail", row.pk)]
    OutboxMail.objects.filter(pk=row.pk).update(attempts=MAX_ATTEMPTS)
    assert posting.sweep() == [] and refresh(row).state == MailState.FAILED


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_notice": True, "subject_id": None, "body": "x"},
        {"is_notice": True, "subject_id": uuid4(), "body": ""},
        {"is_notice": False, "body": "番号は123456です。"},
        {"is_notice": True, "subject_id": uuid4(), "body": "x", "state": "approved"},
        {"is_notice": False, "state": "sent"},
        {"is_notice": False, "state": "sending"},
    ],
)
def test_the_database_refuses(wrong):
    values = {"kind": "k", "recipient": "a@example.jp", "title": "t", "created_at": NOW, "state": "draft"}
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.create(**values | wrong)


# --- Pages -----------------------------------------------------------------------------------------------------------------
def test_the_office_reads_ticks_and_sends(coordinator):
    rows = [notice(coordinator, recipient=f"senior{n}@example.jp") for n in range(3)]
    client = client_of(coordinator)
    page = client.get(reverse("office:outbox")).text
    assert page.count('type="checkbox"') == 3
    assert "面談は13時30分からです。" in client.get(reverse("office:outbox_mail", args=[rows[0].pk])).text
    client.post(reverse("office:outbox_send"), {"mail": [rows[0].pk, rows[1].pk]})
    assert [refresh(row).state for row in rows] == ["approved", "approved", "draft"]
    client.post(reverse("office:outbox_cancel", args=[rows[2].pk]))
    client.post(reverse("office:outbox_again", args=[rows[2].pk]))
    assert refresh(rows[2]).state == "approved"


def test_all_of_one_letter_go_after_some_were_read_and_their_number_was_typed(coordinator):
    event = factories.event()
    rows = [notice(coordinator, kind="call", group_id=event.pk, recipient=f"{n}@example.jp") for n in range(7)]
    typed = SendAllForm({"count": "1\uff0c000通", "seen": "-"}, expected=1000)
    assert typed.is_valid() and typed.cleaned_data["count"] == 1000
    other = notice(coordinator, kind="reserve", group_id=event.pk)
    client = client_of(coordinator)
    address = f"{reverse('office:outbox_send_all')}?group={event.pk}&kind=call"
    page = client.get(address)
    assert page.text.count("通目の見本") == 5
    seen = page.context["form"].initial["seen"]
    assert "いまは7通です" in client.post(address, {"count": "6", "seen": seen}).text
    OutboxMail.objects.filter(pk=rows[0].pk).update(body="書き直した文面")
    assert "下書きが変わりました" in client.post(address, {"count": "7", "seen": seen}).text
    assert refresh(rows[0]).state == MailState.DRAFT
    seen = client.get(address).context["form"].initial["seen"]
    assert client.post(address, {"count": "7通", "seen": seen}).status_code == 302
    assert {refresh(row).state for row in rows} == {MailState.APPROVED} and refresh(other).state == MailState.DRAFT


def test_who_has_no_address_is_listed_printed_and_ticked_off(coordinator):
    senior = factories.senior()
    factories.senior_contact(senior, email="", phone="090-1111-2222", address="横浜市1-1")
    row = notice(coordinator, recipient="", named_senior_id=senior.pk, to_name=senior.name)
    failed = factories.mail(coordinator, state="bounced", recipient="gone@example.jp", error="使われていないようです。")
    client = client_of(coordinator)
    page = client.get(reverse("office:mail_unreached")).text
    assert "090-1111-2222" in page and "横浜市1-1" in page and "gone@example.jp" in page and "登録を直してから" in page
    assert "面談は13時30分からです。" in client.get(reverse("office:mail_letters")).text
    tick = {"mail": [row.pk], "told_on": "令和8年9月2日", "told_how": "phone"}
    client.post(reverse("office:mail_told"), tick | {"told_on": "令和99年9月2日"})
    assert refresh(row).state == MailState.BY_HAND
    client.post(reverse("office:mail_told"), tick)
    assert (refresh(row).state, row.told_by) == (MailState.TOLD, coordinator)
    client.post(reverse("office:mail_by_hand", args=[failed.pk]))
    assert refresh(failed).state == MailState.BY_HAND


def test_answers_go_to_the_host_and_a_calendar_comes_along(coordinator):
    row = notice(
        coordinator, reply_to="host@example.jp", calendar="BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
    )
    actions_mail.approve(mails=[row], by=coordinator, now=NOW)
    posting.deliver(row.pk)
    sent = mail.outbox[0].message()
    [part] = [part for part in sent.walk() if part.get_content_type() == "text/calendar"]
    assert sent["Reply-To"] == "host@example.jp"
    assert (part.get_param("method"), part.get_filename()) == ("CANCEL", "calendar.ics")
    assert part.get_payload(decode=True).decode() == row.calendar


def test_a_persons_page_says_that_mail_does_not_arrive(coordinator):
    senior = factories.senior()
    factories.senior_contact(senior, email="gone@example.jp")
    address = reverse("talent:senior_detail", args=[senior.pk])
    client = client_of(coordinator)
    assert "メールが届いていません" not in client.get(address).text
    factories.mail(coordinator, state="bounced", recipient="gone@example.jp")
    assert "メールが届いていません" in client.get(address).text


@pytest.mark.parametrize("data", [{}, {"mail": "x"}, {"mail": str(uuid4())}])
def test_nothing_ticked_sends_nothing(data, coordinator):
    assert client_of(coordinator).post(reverse("office:outbox_send"), data).status_code == 302


@pytest.mark.parametrize("role", ["head_office_a", "branch_a", "senior_a", "reception"])
def test_the_outbox_is_the_offices(role, request, coordinator):
    row = notice(coordinator)
    client = client_of(request.getfixturevalue(role))
    assert client.get(reverse("office:outbox")).status_code == 403
    assert client.get(reverse("office:outbox_mail", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("how_many", [0, 1, 3])
def test_the_list_costs_the_same_whatever_it_holds(how_many, coordinator, django_assert_num_queries):
    for _ in range(how_many):
        notice(coordinator)
    client = client_of(coordinator)
    with django_assert_num_queries((8 if how_many else 7) + WHO_ASKS):
        client.get(reverse("office:outbox"))


# --- The demo ----------------------------------------------------------------------------------------------------------------
def test_the_demo_shows_codes_newest_first(settings, tmp_path, senior_a, django_capture_on_commit_callbacks):
    settings.MAILERS = {"default": {"BACKEND": FILES, "OPTIONS": {"file_path": str(tmp_path)}}}
    stranger = client_of(None)
    assert "メールはまだありません" in stranger.get(reverse("office:demo_mail")).text
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            stranger.post("/sign-in/code/", {"email": senior_a.email})
    page = stranger.get(reverse("office:demo_mail")).text
    shown = re.findall(r'class="demo-code">(\d{6})<', page)
    assert len(shown) == 2 and senior_a.email in page
    stranger.post("/sign-in/code/confirm/", {"code": shown[0]})
    assert "/sign-out/" in stranger.get("/").text


def test_the_demo_shows_the_apps_of_its_own_accounts_alone(settings, tmp_path, coordinator):
    settings.MAILERS = {"default": {"BACKEND": FILES, "OPTIONS": {"file_path": str(tmp_path)}}}
    give_app(factories.user("reception", email="demo@example.jp", is_demo=True))
    give_app(coordinator)
    for user in (None, coordinator):
        before = time.time()
        page = client_of(user).get(reverse("office:demo_mail")).text
        assert "demo@example.jp" in page and coordinator.email not in page
        assert {code_now(), code_now(at=before)} & set(re.findall(r"<b>(\d{6})</b>", page))


def test_letters_that_went_to_a_server_are_not_shown():
    assert not hasattr(mailers.default, "file_path")
    assert client_of(None).get(reverse("office:demo_mail")).status_code == 404


def test_a_letter_at_once_leaves_when_the_transaction_is_through(coordinator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        posting.send_at_once(kind="login_code", recipient="a@example.jp", title="題", body="123456")
        assert mail.outbox == [] and connection.in_atomic_block
    row = OutboxMail.objects.get()
    assert (row.state, row.body, row.is_notice) == (MailState.SENT, "", False)
    stuck = OutboxMail.objects.create(
        is_notice=False, kind="k", recipient="a@example.jp", title="t", created_at=NOW, state="sending", lease_until=NOW
    )
    assert posting.sweep() == [] and refresh(stuck).state == MailState.FAILED


@pytest.mark.django_db(transaction=True)
def test_in_production_a_letter_leaves_on_a_thread(settings):
    settings.PRODUCTION = True
    posting.send_at_once(kind="login_code", recipient="a@example.jp", title="題", body="123456")
    posting._threads.shutdown(wait=True)
    posting._after_fork()  # the next letter starts anew
    assert OutboxMail.objects.get().state == MailState.SENT and mail.outbox[0].body == "123456"
