"""Mail that came back: reports as mail servers write them, matched, marked once, and what people do with it."""

import io
import mailbox
from email import message_from_bytes

import pytest
from django.core.management import call_command

from office import actions_mail, bounces
from office.actions_mail import MailError
from office.bounces import Outcome
from office.models import MailState
from office.posting import mail_host
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

REPORT = """From: MAILER-DAEMON@mx.example.jp
To: kouryukai@example.jp
Date: {date}
Message-ID: <{own}@mx.example.jp>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Undelivered: <{address}> said no.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {address} unknown

--B
Content-Type: {returned_type}

{returned}
--B--
"""


def report(
    mail=None,
    *,
    action="failed",
    status="5.1.1",
    date="Wed, 01 Sep 2027 10:00:00 +0900",
    full=True,
    key=True,
    address=None,
):
    headers = f"Message-ID: <{mail.pk if mail and key else 'x'}@{mail_host()}>\nTo: someone\nSubject: x\n"
    return REPORT.format(
        own=mail.pk if mail else "1",
        address=address or (mail.recipient if mail else "nobody@example.jp"),
        action=action,
        status=status,
        date=date,
        returned_type="message/rfc822" if full else "text/rfc822-headers",
        returned=headers + ("\nbody" if full else ""),
    ).encode()


def read(content: bytes) -> list[Outcome]:
    return bounces.read(message_from_bytes(content), now=NOW)


@pytest.mark.parametrize("full", [True, False])
def test_a_report_marks_its_mail_once(full, coordinator):
    mail, other = (factories.mail(coordinator, state="sent") for _ in range(2))
    assert read(report(mail, full=full)) == [Outcome.MARKED]
    assert read(report(mail, full=full)) == [Outcome.KNOWN]
    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.state, mail.bounce, other.state) == (MailState.BOUNCED, "hard", MailState.SENT)
    assert "使われていない" in mail.error and mail.recipient not in mail.error


@pytest.mark.parametrize(
    ("action", "status", "outcome", "state", "bounce"),
    [
        ("failed", "5.2.2", Outcome.MARKED, MailState.BOUNCED, "soft"),
        ("failed", "4.4.7", Outcome.MARKED, MailState.BOUNCED, "soft"),
        ("failed", "5.7.1", Outcome.MARKED, MailState.BOUNCED, "hard"),
        ("delayed", "4.4.1", Outcome.DELAYED, MailState.SENT, "soft"),
        ("delivered", "2.0.0", Outcome.NO_REPORT, MailState.SENT, ""),
    ],
)
def test_hard_soft_and_late(action, status, outcome, state, bounce, coordinator):
    mail = factories.mail(coordinator, state="sent")
    assert read(report(mail, action=action, status=status)) == [outcome]
    mail.refresh_from_db()
    assert (mail.state, mail.bounce) == (state, bounce)


def test_without_our_number_the_last_mail_to_the_address_is_meant(coordinator):
    old = factories.mail(
        coordinator, state="sent", recipient="a@example.jp", sent_at=factories.NOW.replace(day=1, hour=1)
    )
    last = factories.mail(coordinator, state="sent", recipient="a@example.jp")
    assert read(report(key=False, address="A@example.jp")) == [Outcome.MARKED]
    assert read(report(key=False, address="b@example.jp")) == [Outcome.NO_MAIL]
    old.refresh_from_db()
    last.refresh_from_db()
    assert (old.state, last.state) == (MailState.SENT, MailState.BOUNCED)


def test_a_report_from_before_it_was_sent_again_changes_nothing(coordinator):
    mail = factories.mail(coordinator, state="sent")
    assert read(report(mail, date="Mon, 31 Aug 2026 10:00:00 +0900")) == [Outcome.OLD]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe", b"Subject: hello\n\nhi", b"Content-Type: multipart/report; boundary=B\n\n--B\n",
     report()[:400], report().replace(b"message/delivery-status", b"text/plain")],
)  # fmt: skip
def test_what_is_no_report_or_broken_is_passed_over(content):
    assert read(content) == [Outcome.NO_REPORT]


def test_the_command_reads_mbox_maildir_and_standard_input(coordinator, tmp_path, monkeypatch):
    mails = [factories.mail(coordinator, state="sent") for _ in range(4)]
    box = mailbox.mbox(tmp_path / "box")
    box.add(report(mails[0]))
    box.add(report(mails[1]))
    box.close()
    folder = mailbox.Maildir(tmp_path / "dir")
    folder.add(report(mails[2]))
    out = io.StringIO()
    call_command("read_bounces", str(tmp_path / "box"), str(tmp_path / "dir"), stdout=out)
    assert "届かなかったと記録しました: 3件" in out.getvalue() and len(folder) == 1
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(report(mails[3]))))
    call_command("read_bounces", stdout=out)
    assert {type(mail).objects.get(pk=mail.pk).state for mail in mails} == {MailState.BOUNCED}


def test_by_hand_and_back_again(coordinator):
    mail = factories.mail(coordinator, state="sent")
    steps = {"by": coordinator, "now": NOW}
    actions_mail.mark_bounced(mail=mail, **steps)
    assert bounces.unreachable(mail.recipient.upper()) == mail
    with pytest.raises(MailError):
        actions_mail.mark_bounced(mail=mail, **steps)
    mail.refresh_from_db()
    actions_mail.mark_arrived(mail=mail, **steps)
    assert bounces.unreachable(mail.recipient) is None
    actions_mail.mark_bounced(mail=mail, **steps)
    actions_mail.to_be_told(mail=mail, **steps)
    actions_mail.mark_told(mail=mail, on=NOW.date(), how="phone", **steps)
    with pytest.raises(MailError):
        actions_mail.send_again(mail=mail, **steps)
    mail.refresh_from_db()
    assert (mail.state, mail.told_by) == (MailState.TOLD, coordinator)
