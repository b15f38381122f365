"""Notices to people: written down here, sent by the outbox. Nothing of a text is kept in the row of the work."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from office.models import Job, WorkState


@dataclass(frozen=True)
class Notice:
    """One notice to one person. Of a kind and subject a person gets one a day."""

    kind: str
    subject_kind: str
    subject_id: UUID
    title: str  # names nobody
    to: str
    subject: str
    body: str


def tell(notice: Notice, *, now: dt.datetime) -> None:
    """Hand a notice to the outbox. Until there is one, a row says that it is due: without address and words."""
    Job.objects.create(
        kind=f"notice_{notice.kind}",
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        title=notice.title,
        state=WorkState.DONE,
        requested_at=now,
        finished_at=now,
    )
