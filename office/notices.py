"""Notices that the application itself prepares: they wait in the outbox until somebody of the office has read them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from institutions.models import User
from office.models import UNREACHED, MailState, OutboxMail

AT_ONCE = 500  # rows that one statement looks at or makes


@dataclass(frozen=True)
class Notice:
    """One notice to one person. Of a kind and subject a person gets one.

    `to` is empty where somebody has no address: then she is told by letter or telephone. `group_id`: the event that it belongs to.
    `per_address`: the subject is no person but something of which several are told, each once; else another address is the same person's new one.
    """

    kind: str
    subject_kind: str
    subject_id: UUID
    to: str
    title: str
    body: str
    group_id: UUID | None = None
    named_senior_id: UUID | None = None
    to_name: str = ""
    to_phone: str = ""
    reply_to: str = ""
    calendar: str = ""
    per_address: bool = False

    @property
    def address(self) -> str:
        return self.to.strip().lower()

    @property
    def key(self) -> tuple:
        """What stands once in the outbox, whatever its words."""
        return self.kind, self.subject_kind, self.subject_id, self.address if self.per_address else None

    @property
    def words(self) -> dict[str, Any]:
        """What a draft takes over when the same notice is prepared again."""
        names = "title body group_id named_senior_id to_name to_phone reply_to calendar"
        return {name: getattr(self, name) for name in names.split()}


def tell(notice: Notice, *, now: dt.datetime, by: User | None = None) -> OutboxMail:
    """Put it into the outbox. One that is there already gets the new words while nobody has sent or stopped it, and stays as it is afterwards."""
    tell_all([notice], now=now, by=by)
    rows = OutboxMail.objects.filter(
        is_notice=True, kind=notice.kind, subject_kind=notice.subject_kind, subject_id=notice.subject_id
    )
    return rows.filter(recipient=notice.address).first() or rows.latest("created_at")


@dataclass
class Told:
    """How many notices were new, new and without an address, written anew, and left as they are because they went out before."""

    made: int = 0
    by_hand: int = 0
    rewritten: int = 0
    left: int = 0

    @property
    def waiting(self) -> int:
        return self.made + self.by_hand + self.rewritten


@transaction.atomic
def tell_all(notices: Iterable[Notice], *, now: dt.datetime, by: User | None = None) -> Told:
    """Put many into the outbox. Whoever was told already, or whose notice was called off, is left alone, also where her address has changed."""
    told = Told()
    for some in batched(notices, AT_ONCE):
        _tell_some(some, told, now, by)
    return told


def _tell_some(notices: Sequence[Notice], told: Told, now: dt.datetime, by: User | None) -> None:
    there: dict[tuple, list[OutboxMail]] = defaultdict(list)
    rows = OutboxMail.objects.filter(
        is_notice=True, subject_id__in={one.subject_id for one in notices}, kind__in={one.kind for one in notices}
    )
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        for address in (None, row.recipient):
            there[row.kind, row.subject_kind, row.subject_id, address].append(row)
    fresh, rewritten = {}, []
    for notice in notices:
        key = notice.key
        row = _to_rewrite(there[key], notice)
        if row is not None:
            vars(row).update(notice.words)
            row.recipient = notice.address if row.state == MailState.DRAFT else row.recipient
            rewritten.append(row)
        elif _is_settled(there[key], notice):
            told.left += 1
        else:
            fresh[key] = notice
    OutboxMail.objects.bulk_update(rewritten, ["recipient", *notices[0].words], batch_size=100)
    made = OutboxMail.objects.bulk_create((_row(one, now, by) for one in fresh.values()), ignore_conflicts=True)
    waiting_by_hand = [row.pk for key in fresh for row in there[key] if row.state == MailState.BY_HAND]
    OutboxMail.objects.filter(pk__in=waiting_by_hand).update(
        state=MailState.CANCELLED
    )  # the new address is tried instead
    told.rewritten += len(rewritten)
    told.by_hand += sum(row.state == MailState.BY_HAND for row in made)
    told.made += sum(row.state == MailState.DRAFT for row in made)


def _to_rewrite(rows: list[OutboxMail], notice: Notice) -> OutboxMail | None:
    """The row that waits and takes over the new words, and the new address unless that has a row of its own."""
    waits = MailState.DRAFT if notice.address else MailState.BY_HAND
    known = {row.recipient for row in rows}
    for row in rows:
        if row.state == waits and (row.recipient == notice.address or notice.address not in known):
            return row
    return None


def _is_settled(rows: list[OutboxMail], notice: Notice) -> bool:
    """Whether nothing new is to be prepared: it went out, was called off, or this very address has failed."""
    return any(row.state not in UNREACHED or row.recipient == notice.address or not notice.address for row in rows)


def _row(notice: Notice, now: dt.datetime, by: User | None) -> OutboxMail:
    return OutboxMail(
        kind=notice.kind,
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        recipient=notice.address,
        state=MailState.DRAFT if notice.address else MailState.BY_HAND,
        created_by=by,
        created_at=now,
        **notice.words,
    )


def unsent(kind: str, subject_kind: str) -> QuerySet[OutboxMail]:
    """Notices whose kind begins so and that have reached nobody."""
    reached = (MailState.SENT, MailState.TOLD)
    return OutboxMail.objects.filter(kind__startswith=kind, subject_kind=subject_kind).exclude(state__in=reached)


def take_back_drafts(notices: QuerySet[OutboxMail]) -> int:
    """Away with what was prepared and has gone nowhere, because it is no longer true."""
    return notices.filter(is_notice=True, state__in=(MailState.DRAFT, MailState.BY_HAND)).delete()[0]
