"""Mail that comes back: reports of mail servers (multipart/report, RFC 3464) are read, and the mail that they tell of is marked.

A report is known by our own Message-ID in the returned headers; where a server leaves those out, by the address, for the last mail
that went there. What a server writes besides its codes is not kept: it may hold anything.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from office.models import Bounce, MailState, OutboxMail
from office.posting import mail_host

KEY = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
BY_ADDRESS = dt.timedelta(days=30)  # a report without our Message-ID tells of a mail that is not older
SLACK = dt.timedelta(minutes=5)  # between the clocks of two servers


class Outcome(StrEnum):
    MARKED = "届かなかったと記録しました"
    DELAYED = "遅れていると記録しました"
    KNOWN = "もう記録してあります"
    OLD = "もう一度送る前の知らせです"
    NO_MAIL = "どのメールの知らせか分かりません"
    NO_REPORT = "届かなかった知らせではありません"


@dataclass(frozen=True)
class Report:
    """What a mail server says of one recipient."""

    key: UUID | None
    address: str
    status: str  # 5.1.1; "" where it gives none
    is_final: bool
    at: dt.datetime | None

    @property
    def bounce(self) -> Bounce:
        return Bounce.HARD if self.status.startswith("5") and self.status not in FULL else Bounce.SOFT


# --- Reading ----------------------------------------------------------------------------------------------------------
def reports_in(message: Message) -> Iterator[Report]:
    """Every failed or delayed recipient that the message reports; nothing where it is no report, however broken it is."""
    if message.get_content_type() != "multipart/report":
        return
    parts = list(message.walk())
    key, at = _key(parts), _date(message)
    for part in parts:
        if part.get_content_type() != "message/delivery-status" or not isinstance(part.get_payload(), list):
            continue
        for fields in part.get_payload():
            action = str(fields.get("Action", "")).strip().lower()
            if action in ("failed", "delayed"):
                found = STATUS.search(str(fields.get("Status", "")))
                yield Report(key, _address(fields), found[0] if found else "", action == "failed", at)


def _key(parts: list[Message]) -> UUID | None:
    """Our Message-ID in the returned mail or its headers: not in a header of the report itself."""
    ours = re.compile(rf"<({KEY})@{re.escape(mail_host())}>", re.IGNORECASE)
    for part in parts[1:]:
        texts = [str(part.get("Message-ID", ""))]
        if part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            texts.append((part.get_payload(decode=True) or b"").decode("utf-8", "replace"))
        for text in texts:
            if found := ours.search(text):
                return UUID(found[1])
    return None


def _address(fields: Message) -> str:
    for name in ("Original-Recipient", "Final-Recipient"):
        _, _, address = str(fields.get(name, "")).rpartition(";")
        for _, found in getaddresses([address.strip()]):
            if "@" in found:
                return found.lower()
    return ""


def _date(message: Message) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


# --- Marking ------------------------------------------------------------------------------------------------------------
FULL = ("4.2.2", "5.2.2")
REASONS = (
    (("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "4.1.2", "5.4.4"), "このメールアドレスは、使われていないようです"),
    (FULL, "相手の受信箱がいっぱいです"),
    (("5.2.1",), "相手の受信箱が止められています"),
    (("5.3.4", "5.2.3"), "メールが大きすぎます"),
)


def reason_of(report: Report) -> str:
    """In words for people, with the code in brackets."""
    words = next((words for codes, words in REASONS if report.status in codes), "")
    if not words and report.status.startswith("5.7"):
        words = "相手のサーバーの迷惑メール対策で、受け取られませんでした"
    if not words:
        words = "相手のサーバーが受け取りませんでした" if report.is_final else "相手のサーバーへの到着が遅れています"
    return f"{words}({report.status})。" if report.status else f"{words}。"


@transaction.atomic
def mark(report: Report, *, now: dt.datetime) -> Outcome:
    """Note it at the mail. Reading the same report twice changes nothing more."""
    mail = _mail_of(report, now)
    if mail is None:
        return Outcome.NO_MAIL
    if mail.sent_at and report.at and report.at < mail.sent_at - SLACK:
        return Outcome.OLD
    if mail.state not in (MailState.SENT, MailState.SENDING):
        return Outcome.KNOWN
    rows = OutboxMail.objects.filter(pk=mail.pk)
    if not report.is_final:
        rows.update(bounce=Bounce.SOFT, error=reason_of(report))
        return Outcome.DELAYED
    rows.update(
        state=MailState.BOUNCED, bounce=report.bounce, bounced_at=now, error=reason_of(report), lease_until=None
    )
    return Outcome.MARKED


def _mail_of(report: Report, now: dt.datetime) -> OutboxMail | None:
    rows = OutboxMail.objects.select_for_update(of=("self",))
    if report.key is not None:
        return rows.filter(pk=report.key).first()
    if not report.address:
        return None
    lately = rows.filter(
        recipient=report.address, sent_at__gt=now - BY_ADDRESS, state__in=(MailState.SENT, MailState.BOUNCED)
    )
    return lately.order_by("-sent_at").first()


def read(message: Message, *, now: dt.datetime) -> list[Outcome]:
    return [mark(report, now=now) for report in reports_in(message)] or [Outcome.NO_REPORT]


def unreachable(address: str) -> OutboxMail | None:
    """The last mail to that address, where it did not arrive: what a person's page warns of."""
    if not address:
        return None
    over = (MailState.SENT, MailState.BOUNCED, MailState.FAILED)
    last = (
        OutboxMail.objects.filter(recipient=address.strip().lower(), state__in=over)
        .order_by("-created_at", "pk")
        .first()
    )
    return last if last and last.state != MailState.SENT else None
