"""Notices that the application itself prepares: they wait in the outbox until somebody of the office has read them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from office.actions_mail import draft
from office.models import MailState, OutboxMail


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


def unsent(kind: str, subject_kind: str) -> QuerySet[OutboxMail]:
    """Notices whose kind begins so and that have reached nobody."""
    return OutboxMail.objects.filter(kind__startswith=kind, subject_kind=subject_kind).exclude(state=MailState.SENT)
