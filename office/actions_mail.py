"""Notices: prepared by the apps above, read by the office, then sent; each once per kind, subject and recipient."""

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import MD5, Concat, Now

from institutions.models import User
from office.models import Bounce, MailState, OutboxMail, ToldHow
from office.notices import Notice, tell
from office.nudge import nudge

NUDGED_AT_ONCE = 200
CHANGED_MEANWHILE = "この通知は、ほかの人がもう扱いました。画面を読み直してください。"


class MailError(Exception):
    """Why a notice stays as it is, in words for people."""


def draft(*, recipient: str, by: User | None, now: dt.datetime, **fields: Any) -> OutboxMail:
    """Prepare one notice."""
    return tell(Notice(to=recipient, **fields), now=now, by=by)


def approve(*, mails: Iterable[OutboxMail], by: User, now: dt.datetime) -> int:
    """Send what was read. How many went: a draft that somebody else has just handled is left alone."""
    return _send([mail.pk for mail in mails], states=(MailState.DRAFT,), by=by, now=now)


def drafts_of(rows: QuerySet[OutboxMail]) -> tuple[list[UUID], str]:
    """Keys of these drafts, and a seal over their words: when it differs, they are not what was looked at."""
    found = list(
        rows.values_list(
            "pk", MD5(Concat("recipient", Value("\n"), "title", Value("\n"), "body", output_field=TextField()))
        )
    )
    seal = sha256("".join(f"{pk}{words}" for pk, words in found).encode()).hexdigest()[:40]
    return [pk for pk, _ in found], seal


def approve_all(*, pks: list[UUID], by: User, now: dt.datetime) -> int:
    return _send(pks, states=(MailState.DRAFT,), by=by, now=now)


def send_again(*, mail: OutboxMail, by: User, now: dt.datetime) -> None:
    """Once more, also what has arrived. Raises MailError while it is on its way."""
    again = (MailState.SENT, MailState.FAILED, MailState.BOUNCED, MailState.CANCELLED)
    if not mail.recipient:
        raise MailError("メールアドレスがないため、送れません。手紙か電話でお知らせください。")
    if not _send([mail.pk], states=again, by=by, now=now):
        raise MailError(CHANGED_MEANWHILE)


def cancel(*, mail: OutboxMail, by: User, now: dt.datetime) -> None:
    """Not to be sent. Raises MailError when it is too late."""
    stops = [MailState.DRAFT, MailState.APPROVED, MailState.BY_HAND]
    waiting = OutboxMail.objects.filter(pk=mail.pk, is_notice=True, state__in=stops)
    if not waiting.update(state=MailState.CANCELLED, nudged_at=None):
        raise MailError(CHANGED_MEANWHILE)


# --- Who was not reached ----------------------------------------------------------------------------------------------
BOUNCED_BY_HAND = "届かなかったと、事務局が記録しました。"


def mark_bounced(*, mail: OutboxMail, by: User, now: dt.datetime) -> None:
    """Somebody of the office knows that it did not arrive: a server's answer was read by eye, or the person says so."""
    _step(mail, {MailState.SENT}, MailState.BOUNCED, bounce=Bounce.HARD, bounced_at=now, error=BOUNCED_BY_HAND)


def mark_arrived(*, mail: OutboxMail, by: User, now: dt.datetime) -> None:
    """It has arrived after all."""
    if mail.sent_at is None:
        raise MailError("送り終えていないメールです。もう一度送ってください。")
    _step(mail, {MailState.BOUNCED}, MailState.SENT, bounce="", bounced_at=None, error="")


def to_be_told(*, mail: OutboxMail, by: User, now: dt.datetime) -> None:
    """Rather by letter or telephone: it goes to the list of those."""
    if not mail.is_notice:
        raise MailError(
            "すぐに送るメールの本文は残していないため、手紙にはできません。ご本人にもう一度お試しいただいてください。"
        )
    _step(mail, {MailState.DRAFT, MailState.FAILED, MailState.BOUNCED}, MailState.BY_HAND)


def mark_told(*, mail: OutboxMail, on: dt.date, how: ToldHow, by: User, now: dt.datetime) -> None:
    _step(mail, {MailState.BY_HAND}, MailState.TOLD, told_on=on, told_how=how, told_by=by)


def take_back_told(*, mail: OutboxMail, by: User, now: dt.datetime) -> None:
    """Ticked off by mistake."""
    _step(mail, {MailState.TOLD}, MailState.BY_HAND, told_on=None, told_how="", told_by=None)


def _step(mail: OutboxMail, before: set[MailState], after: MailState, **fields: Any) -> None:
    if not OutboxMail.objects.filter(pk=mail.pk, state__in=before).update(state=after, **fields):
        raise MailError(CHANGED_MEANWHILE)


def _send(pks: list[UUID], *, states: tuple[MailState, ...], by: User, now: dt.datetime) -> int:
    with transaction.atomic():
        rows = OutboxMail.objects.filter(pk__in=pks, is_notice=True, state__in=states).exclude(recipient="")
        taken = list(rows.select_for_update().values_list("pk", flat=True))
        clean = {"attempts": 0, "error": "", "bounce": "", "bounced_at": None}
        OutboxMail.objects.filter(pk__in=taken).update(
            state=MailState.APPROVED, approved_by=by, approved_at=now, nudged_at=None, **clean
        )
        # Of a great many the sweep finds the rest, some hundred at a time, as mail servers like it.
        first = taken[:NUDGED_AT_ONCE]
        OutboxMail.objects.filter(pk__in=first).update(nudged_at=Now())
        transaction.on_commit(lambda: nudge(("mail", pk) for pk in first), robust=True)
    return len(taken)
