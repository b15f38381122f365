"""Writes about the devices at the reception."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from events.models import Event, ReceptionDesk
from institutions import sessions
from institutions.actors import acting, system
from institutions.models import User
from institutions.roles import Role
from kouryukai.lib.secret_links import hash_of, new_token

NO_SUCH_LINK = "このリンクは使えません。受付の端末を、事務局の画面でもう一度用意してください。"


class ReceptionError(ValueError):
    """What stood in the way, in words for people."""


class TooEarly(ReceptionError):
    """The link is good, but on its day only."""


def make_desk(*, event: Event, date: dt.date, by: User, now: dt.datetime) -> tuple[ReceptionDesk, str]:
    """A desk for one day of the event and the token that lets its device in, once, until that day is over."""
    if not event.days.filter(date=date).exists():
        raise ReceptionError("この交流会の開催日を選んでください。")
    ends = end_of(date)
    if ends <= now:
        raise ReceptionError("この開催日は終わっています。受付の端末は用意できません。")
    token, token_hash = new_token()
    desk = ReceptionDesk.objects.create(
        event=event, date=date, token_hash=token_hash, expires_at=ends, created_at=now, created_by=by
    )
    return desk, token


def end_of(date: dt.date) -> dt.datetime:
    """Midnight after that day, in Japan."""
    return timezone.make_aware(dt.datetime.combine(date + dt.timedelta(days=1), dt.time()))


def waiting_desk(*, token: str, now: dt.datetime) -> ReceptionDesk:
    """The desk that this token would open. ReceptionError for every other token, whatever is wrong with it."""
    return _waiting(ReceptionDesk.objects.all(), token, now)


def _waiting(desks, token: str, now: dt.datetime) -> ReceptionDesk:
    desk = desks.filter(token_hash=hash_of(token), opened_at=None, closed_at=None, expires_at__gt=now).first()
    if desk is None:
        raise ReceptionError(NO_SUCH_LINK)
    return desk


@transaction.atomic
def open_desk(*, token: str, now: dt.datetime) -> ReceptionDesk:
    """Use the token up: a fresh account that can do nothing but look at this desk's list.

    Of two at once the second waits for the first and then finds the token used.
    """
    desk = _waiting(ReceptionDesk.objects.select_for_update(), token, now)
    if desk.date != timezone.localdate(now):
        raise TooEarly("受付の日になってから、もう一度開いてください。")
    desk.user = User.objects.create_user(f"desk-{desk.pk.hex}@reception.invalid", role=Role.RECEPTION)
    desk.opened_at = now
    desk.save(update_fields=["user", "opened_at"])
    return desk


@transaction.atomic
def close_desk(*, desk: ReceptionDesk, by: User, now: dt.datetime) -> None:
    """Let the device out at once: its account is disabled, its sessions are ended."""
    if not ReceptionDesk.objects.filter(pk=desk.pk, closed_at=None).update(closed_at=now):
        raise ReceptionError("この端末は、すでに閉じています。")
    desk.refresh_from_db()
    with acting(system("受付の端末を閉じる")):  # sessions are shown to their owner alone
        account = User.objects.filter(pk=desk.user_id).first()
        if account is not None:
            account.is_active = False
            account.set_unusable_password()
            account.save(update_fields=["is_active", "password"])
            sessions.end_all_of(account.pk)
