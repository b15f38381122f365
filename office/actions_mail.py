"""Notices: prepared by the apps above, read by the office, then sent; each once per kind, subject and recipient."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from institutions.models import User
from office.models import MailState, OutboxMail
from office.nudge import nudge

CHANGED_MEANWHILE = "この通知は、ほかの人がもう扱いました。画面を読み直してください。"


class MailError(Exception):
    """Why a notice stays as it is, in words for people."""


def draft(
    *,
    kind: str,
    subject_kind: str,
    subject_id: UUID,
    recipient: str,
    title: str,
    body: str,
    by: User | None,
    now: dt.datetime,
) -> OutboxMail:
    """Prepare a notice. One that is there already gets the new words while nobody has sent or stopped it, and stays as it is afterwards."""
    key = {"kind": kind, "subject_kind": subject_kind, "subject_id": subject_id, "recipient": recipient.strip().lower()}
    words = {"title": title, "body": body}
    with transaction.atomic():
        row, new = OutboxMail.objects.select_for_update(of=["self"]).get_or_create(
            is_notice=True, **key, defaults=words | {"created_by": by, "created_at": now}
        )
        if not new and row.state == MailState.DRAFT:
            OutboxMail.objects.filter(pk=row.pk).update(**words)
            row.refresh_from_db()
    return row


def approve(*, mails: Iterable[OutboxMail], by: User, now: dt.datetime) -> int:
    """Send what was read. How many went: a draft that somebody else has just handled is left alone."""
    return _send([mail.pk for mail in mails], states=(MailState.DRAFT,), by=by, now=now)


def send_again(*, mail: OutboxMail, by: User, now: dt.datetime) -> None:
    """Once more, also what has arrived. Raises MailError while it is on its way."""
    again = (MailState.SENT, MailState.FAILED, MailState.CANCELLED)
    if not _send([mail.pk], states=again, by=by, now=now):
        raise MailError(CHANGED_MEANWHILE)


def cancel(*, mail: OutboxMail, by: User, now: dt.datetime) -> None:
    """Not to be sent. Raises MailError when it is too late."""
    waiting = OutboxMail.objects.filter(pk=mail.pk, is_notice=True, state__in=[MailState.DRAFT, MailState.APPROVED])
    if not waiting.update(state=MailState.CANCELLED, nudged_at=None):
        raise MailError(CHANGED_MEANWHILE)


def _send(pks: list[UUID], *, states: tuple[MailState, ...], by: User, now: dt.datetime) -> int:
    with transaction.atomic():
        rows = OutboxMail.objects.filter(pk__in=pks, is_notice=True, state__in=states)
        taken = list(rows.select_for_update().values_list("pk", flat=True))
        OutboxMail.objects.filter(pk__in=taken).update(
            state=MailState.APPROVED, approved_by=by, approved_at=now, attempts=0, error="", nudged_at=Now()
        )
        transaction.on_commit(lambda: nudge(("mail", pk) for pk in taken), robust=True)
    return len(taken)
