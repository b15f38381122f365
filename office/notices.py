"""Notices that the application itself prepares: they wait in the outbox until somebody of the office has read them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from institutions.models import User
from office.actions_mail import draft
from office.models import MailState, OutboxMail

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Notice:
    """One notice to one person. Of a kind and subject a person gets one."""

    kind: str
    subject_kind: str
    subject_id: UUID
    to: str
    title: str
    body: str


def tell(notice: Notice, *, now: dt.datetime) -> OutboxMail:
    """Put it into the outbox."""
    return draft(
        kind=notice.kind,
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        recipient=notice.to,
        title=notice.title,
        body=notice.body,
        by=None,
        now=now,
    )


def tell_many(notices: Iterable[Notice], *, now: dt.datetime, by: User | None = None) -> int:
    """Many at once; those that are there already stay as they are. How many are new."""
    rows = [
        OutboxMail(
            is_notice=True,
            kind=one.kind,
            subject_kind=one.subject_kind,
            subject_id=one.subject_id,
            recipient=one.to.strip().lower(),
            title=one.title,
            body=one.body,
            created_by=by,
            created_at=now,
        )
        for one in notices
    ]
    made = {row.pk for row in rows}
    OutboxMail.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    return OutboxMail.objects.filter(pk__in=made).count()


def unsent(kind: str, subject_kind: str) -> QuerySet[OutboxMail]:
    """Notices whose kind begins so and that have reached nobody."""
    return OutboxMail.objects.filter(kind__startswith=kind, subject_kind=subject_kind).exclude(state=MailState.SENT)
