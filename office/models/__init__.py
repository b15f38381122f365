"""The back office that every app uses: work in the background, who read whose data, mail, erasures.

Rows point at their subject by (kind, public id, institution), never by a foreign key to an app above.
"""

from office.models.erasures import ErasureReason, ErasureReceipt, RetentionRun
from office.models.mail import MailState, OutboxMail
from office.models.reads import ReadAlert, ReaderRole, ReadKind, ReadLog, ReadRule
from office.models.work import MAX_ATTEMPTS, Document, Job, OfficeQuerySet, Work, WorkState

__all__ = [
    "MAX_ATTEMPTS",
    "Document",
    "ErasureReason",
    "ErasureReceipt",
    "Job",
    "MailState",
    "OfficeQuerySet",
    "OutboxMail",
    "ReadAlert",
    "ReadKind",
    "ReadLog",
    "ReadRule",
    "ReaderRole",
    "RetentionRun",
    "Work",
    "WorkState",
]
