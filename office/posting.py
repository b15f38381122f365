"""Mail leaving the house. A notice is a lease on its row, as other work is; what goes at once leaves on a thread of its own.

The answer to "send me a code" must not tell by its time whether the address is known: so nothing of the sending happens in the request.
"""

import datetime as dt
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import MIMEPart
from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from institutions.actors import acting, system
from office.leases import again_time
from office.models import MAX_ATTEMPTS, MailState, OutboxMail

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=90)  # longer than a mail server may take to answer
UNREACHABLE = "メールのサーバーに届きませんでした。"
REFUSED = "メールのサーバーが受け取りませんでした。宛先を確かめてください。"
SENDER = system("メールの送信")


# --- At once ------------------------------------------------------------------------------------------------------------
def send_at_once(*, kind: str, recipient: str, title: str, body: str) -> None:
    """Send when the present transaction is through; the row says that it was sent, and never what."""
    transaction.on_commit(lambda: _apart(lambda: _send_now(kind, recipient, title, body)), robust=True)


def _send_now(kind: str, recipient: str, title: str, body: str) -> None:
    with acting(SENDER):
        row = OutboxMail.objects.create(
            is_notice=False,
            kind=kind,
            recipient=recipient,
            title=title,
            created_at=Now(),
            state=MailState.SENDING,
            lease_until=Now() + LEASE,
            attempts=1,
        )
    error = _hand_over(row.pk, recipient, title, body)
    _close(row.pk, error, final=True)


_threads: ThreadPoolExecutor | None = None


def _apart(work: Callable[[], None]) -> None:
    """On a thread with a connection of its own; inside an open transaction, which no other connection sees into, here.

    In development here too: who asked for a code finds it on /demo/mail/ with the answer.
    """
    global _threads
    if connection.in_atomic_block or not settings.PRODUCTION:
        work()
        return
    if _threads is None:
        _threads = ThreadPoolExecutor(4, thread_name_prefix="post")
    _threads.submit(_alone, work)


def _alone(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        logger.exception("a mail was not sent")
    finally:
        connection.close()


def _after_fork() -> None:
    global _threads
    _threads = None


os.register_at_fork(after_in_child=_after_fork)


# --- Notices --------------------------------------------------------------------------------------------------------------
def deliver(pk: UUID) -> bool:
    """Send the notice if it is free to take. Whether it was ours; how it ended stands in the row."""
    free = Q(state=MailState.APPROVED) | Q(state=MailState.SENDING, lease_until__lt=Now())
    with acting(SENDER):
        rows = OutboxMail.objects.filter(free, pk=pk, is_notice=True, attempts__lt=MAX_ATTEMPTS)
        if not rows.update(state=MailState.SENDING, attempts=F("attempts") + 1, lease_until=Now() + LEASE, error=""):
            return False
        row = OutboxMail.objects.get(pk=pk)
    error = _hand_over(row.pk, row.recipient, row.title, row.body, reply_to=row.reply_to, calendar=row.calendar)
    _close(row.pk, error, final=row.attempts >= MAX_ATTEMPTS or error == REFUSED, attempt=row.attempts)
    return True


def sweep(limit: int = 200) -> list[tuple[str, UUID]]:
    """("mail", id) of notices that nobody came for, in the order of approval; what was tried too often is given up."""
    with acting(SENDER):
        silent = OutboxMail.objects.filter(state=MailState.SENDING, lease_until__lt=Now())
        spent = Q(attempts__gte=MAX_ATTEMPTS) | Q(is_notice=False)
        silent.filter(spent).update(state=MailState.FAILED, lease_until=None, error=UNREACHABLE)
        unheard = Q(nudged_at=None) | Q(nudged_at__lt=Now() - again_time())
        waiting = Q(state=MailState.APPROVED) | Q(state=MailState.SENDING, lease_until__lt=Now())
        rows = OutboxMail.objects.filter(unheard, waiting).order_by("approved_at", "pk")
        found = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        OutboxMail.objects.filter(pk__in=found).update(nudged_at=Now())
    return [("mail", pk) for pk in found]


# --- Both -----------------------------------------------------------------------------------------------------------------
def _hand_over(pk: UUID, recipient: str, title: str, body: str, *, reply_to: str = "", calendar: str = "") -> str:
    """Give one mail to the server; "" when it took it, else what to tell people."""
    headers = {"Message-ID": f"<{pk}@{mail_host()}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMessage(title, body, settings.DEFAULT_FROM_EMAIL, [recipient], headers=headers)
    mail.reply_to = [reply_to] if reply_to else []
    if calendar:
        mail.attach(calendar_part(calendar))
    try:
        mail.send()
    except (SMTPException, OSError, ValueError) as error:
        logger.warning("mail %s not taken: %s", pk, type(error).__name__)  # its words hold the address
        return REFUSED if _is_final(error) else UNREACHABLE
    return ""


def mail_host() -> str:
    """What stands after the @ in our Message-IDs, by which a returned mail is known."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")


def calendar_part(text: str) -> MIMEPart:
    """A calendar as an attachment that programs offer to take over; its method stands in the type too (RFC 6047)."""
    method = "CANCEL" if "\nMETHOD:CANCEL" in text else "PUBLISH"
    part = MIMEPart()
    part.set_content(
        text.encode(),
        maintype="text",
        subtype="calendar",
        disposition="attachment",
        filename="calendar.ics",
        params={"charset": "utf-8", "method": method},
    )
    return part


def _is_final(error: Exception) -> bool:
    """Whether trying again is in vain: the address is none, or the server said no with a 5xx."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, SMTPAuthenticationError):
        return False  # the house's own mistake, and mended there
    return isinstance(error, ValueError) or (isinstance(error, SMTPResponseException) and error.smtp_code >= 500)


def _close(pk: UUID, error: str, *, final: bool, attempt: int = 1) -> None:
    with acting(SENDER):
        ours = OutboxMail.objects.filter(pk=pk, state=MailState.SENDING, attempts=attempt)
        if not error:
            ours.update(state=MailState.SENT, sent_at=Now(), lease_until=None, error="")
        elif final:
            ours.update(state=MailState.FAILED, lease_until=None, error=error)
        else:
            ours.update(state=MailState.APPROVED, nudged_at=Now(), lease_until=None, error=error)
