"""What happens to an inquiry: received, taken on, noted, closed, taken up again. Steps go by the one table of moves."""

import datetime as dt
import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from institutions.models import User
from institutions.roles import Role
from office.inquiries import REPLY_DAYS, is_behind, is_unanswered
from office.models import (
    INQUIRY_MOVES,
    Inquiry,
    InquiryNote,
    InquirySource,
    InquiryState,
    NoteKind,
)
from office.notices import Notice, tell
from office.posting import send_at_once

QUIET = dt.timedelta(minutes=15)  # the office is not told of each inquiry of a flood
CHANGED_MEANWHILE = "このお問い合わせは、ほかの人が先に扱いました。いまの状態を確かめてください。"
FIELDS = (
    "kind name organisation position email phone reply_by reply_when body wished_when place audience people".split()
)


class InquiryError(Exception):
    """Why an inquiry stays as it is, in words for people."""


# --- Coming in ------------------------------------------------------------------------------------------------------------
def receive(
    *,
    key: UUID,
    values: dict[str, Any],
    now: dt.datetime,
    source: str = InquirySource.PAGE,
    by: User | None = None,
    owner: User | None = None,
) -> Inquiry:
    """Keep an inquiry under the key of its form: the same form once more finds the row that is there.

    Who wrote on the page gets a receipt, which waits in the outbox like every letter to the outside: the address is not proved.
    """
    with transaction.atomic():
        taken = {"state": InquiryState.TAKEN, "owner": owner} if owner else {}
        row, new = Inquiry.objects.get_or_create(
            pk=key,
            defaults={name: values[name] for name in FIELDS if name in values}
            | taken
            | {"number": _free_number(), "source": source, "written_by": by, "received_at": now},
        )
        if new and by is None:
            if row.email:
                tell(_receipt(row), now=now)
            _tell_office(row, now)
    return row


def _free_number() -> str:
    """4829-1073: drawn, so that a number does not tell how many inquiries there are."""
    while True:
        digits = f"{secrets.randbelow(10**8):08}"
        number = f"{digits[:4]}-{digits[4:]}"
        if not Inquiry.objects.filter(number=number).exists():
            return number


def _receipt(row: Inquiry) -> Notice:
    phone = (
        f"\nお急ぎのときは、お電話ください。\n  {settings.SECRETARIAT_PHONE}\n" if settings.SECRETARIAT_PHONE else ""
    )
    body = (
        f"{row.name} 様\n\n"
        f"「{row.get_kind_display()}」を受け付けました。ありがとうございます。\n\n"
        f"  受付番号 {row.number}\n\n"
        f"事務局の担当者が内容を読み、{REPLY_DAYS}営業日以内にお返事します。\n"
        "ご連絡のときは、上の番号をお知らせください。\n"
        f"{phone}\n"
        "このメールにお心当たりのないときは、お手数ですが、事務局へお知らせください。\n\n"
        f"{settings.SECRETARIAT_NAME}\n"
    )
    title = f"お問い合わせを受け付けました(受付番号 {row.number})"
    return Notice("inquiry_receipt", "inquiry", row.pk, row.email, title, body)


def _tell_office(row: Inquiry, now: dt.datetime) -> None:
    """At once, and without a word of what was written: the office reads that on its page."""
    if Inquiry.objects.filter(source=InquirySource.PAGE, received_at__gt=now - QUIET).exclude(pk=row.pk).exists():
        return
    body = (
        f"「{row.get_kind_display()}」が1件届きました(受付番号 {row.number})。\n\n"
        f"  {settings.BASE_URL}{reverse('office:inquiry_detail', args=[row.pk])}\n\n"
        f"{REPLY_DAYS}営業日以内にお返事すると、送った方に約束しています。\n"
        "続けて届いたものは、1通ずつお知らせしません。お問い合わせの一覧をご覧ください。\n"
    )
    _to_office("inquiry_arrived", "お問い合わせが届きました", body, _coordinators())


def _coordinators() -> list[User]:
    return list(User.objects.filter(role=Role.COORDINATOR, is_active=True).order_by("email"))


def _to_office(kind: str, title: str, body: str, people: list[User]) -> None:
    for person in people:
        send_at_once(kind=kind, recipient=person.email, title=title, body=body)


# --- In hand --------------------------------------------------------------------------------------------------------------
def take(*, inquiry: Inquiry, owner: User, was: UUID | None, by: User, now: dt.datetime) -> Inquiry:
    """Make somebody of the office the owner: of a new one, of one that another has, or of a closed one that comes up again.

    `was`: whose it was on the page that was read. Raises InquiryError where it has become another's meanwhile.
    """
    if not (owner.is_coordinator and owner.is_active):
        raise InquiryError("担当は、事務局の利用者から選んでください。")
    with transaction.atomic():
        row = _locked(inquiry)
        if row.state == InquiryState.TAKEN and row.owner_id == owner.pk:
            return row
        if row.owner_id != was:
            raise InquiryError(CHANGED_MEANWHILE)
        words = "引き受けました" if owner == by else f"担当を{owner.display_name}さんにしました"
        if row.state != InquiryState.TAKEN:
            words = words if row.closed_at is None else f"もう一度対応します。{words}"
            _step(row, InquiryState.TAKEN)
            row.closed_at = None
        row.owner = owner
        return _save(row, f"{words}。", by, now)


def give_back(*, inquiry: Inquiry, by: User, now: dt.datetime) -> Inquiry:
    """Back to the new ones, for somebody else to take. Raises InquiryError."""
    with transaction.atomic():
        row = _locked(inquiry)
        _step(row, InquiryState.NEW)
        row.owner = None
        return _save(row, "担当を外し、新着に戻しました。", by, now)


def note(
    *,
    inquiry: Inquiry,
    key: UUID,
    text: str,
    next_step: str,
    next_on: dt.date | None,
    by: User,
    now: dt.datetime,
) -> Inquiry:
    """Write down what was done and what comes next, once per form. Raises InquiryError for one that is closed."""
    with transaction.atomic():
        row = _locked(inquiry)
        if InquiryNote.objects.filter(pk=key).exists():
            return row
        if not row.is_open:
            raise InquiryError("終わったお問い合わせです。「もう一度対応する」を押してから、記録してください。")
        row.next_step, row.next_on = next_step, next_on
        row.save(update_fields=["next_step", "next_on"])
        if text:
            InquiryNote.objects.create(pk=key, inquiry=row, at=now, by=by, text=text)
    return row


def close(*, inquiry: Inquiry, state: str, result: str, event_id: UUID | None, by: User, now: dt.datetime) -> Inquiry:
    """Done or declined, with what came of it. Raises InquiryError."""
    with transaction.atomic():
        row = _locked(inquiry)
        if row.state == state:
            return row
        _step(row, state)
        row.result, row.event_id, row.closed_at = result, event_id, now
        row.next_step, row.next_on = "", None
        return _save(row, f"「{row.get_state_display()}」にしました。{result}", by, now)


def _locked(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)


def _step(row: Inquiry, state: str) -> None:
    if not INQUIRY_MOVES.may(row.state, state):
        raise InquiryError(CHANGED_MEANWHILE)
    row.state = state


def _save(row: Inquiry, words: str, by: User, now: dt.datetime) -> Inquiry:
    row.save()
    InquiryNote.objects.create(inquiry=row, kind=NoteKind.STEP, at=now, by=by, text=words)
    return row


# --- Late -----------------------------------------------------------------------------------------------------------------
def remind(*, now: dt.datetime) -> int:
    """Tell each owner of what is behind, and all coordinators of what nobody has taken. How many inquiries are late."""
    today = timezone.localdate(now)
    behind: dict[User, list[Inquiry]] = {}
    for row in Inquiry.objects.filter(is_behind(today)).select_related("owner").order_by("next_on", "pk"):
        behind.setdefault(row.owner, []).append(row)
    unanswered = list(Inquiry.objects.filter(is_unanswered(today)).order_by("received_at", "pk"))
    with transaction.atomic():
        for owner, rows in behind.items():
            people = [owner] if owner.is_active else _coordinators()
            _to_office("inquiry_behind", f"お問い合わせの対応が{len(rows)}件、期限を過ぎています", _list(rows), people)
        if unanswered:
            title = f"お返事を待っているお問い合わせが{len(unanswered)}件あります"
            _to_office("inquiry_unanswered", title, _list(unanswered), _coordinators())
    return len(unanswered) + sum(map(len, behind.values()))


def _list(rows: list[Inquiry]) -> str:
    """Numbers and addresses of pages: a mail leaves the house, names do not."""
    lines = [
        f"  {row.number} {row.get_kind_display()}\n  {settings.BASE_URL}{reverse('office:inquiry_detail', args=[row.pk])}\n"
        for row in rows
    ]
    return "次のお問い合わせを確かめてください。\n\n" + "\n".join(lines)
