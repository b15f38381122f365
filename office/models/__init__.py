"""The back office that every app uses: work in the background, who read whose data, mail, erasures.

Rows point at their subject by (kind, public id, institution), never by a foreign key to an app above.
"""

from office.models.erasures import ErasureReason, ErasureReceipt, RetentionRun
from office.models.mail import UNREACHED, Bounce, MailState, OutboxMail, ToldHow
from office.models.moves import MAIL_MOVES
from office.models.reads import ReadAlert, ReaderRole, ReadKind, ReadLog, ReadRule
from office.models.work import MAX_ATTEMPTS, Document, Job, OfficeQuerySet, Work, WorkState

__all__ = [
    "MAIL_MOVES",
    "MAX_ATTEMPTS",
    "UNREACHED",
    "Bounce",
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
    "ToldHow",
    "Work",
    "WorkState",
]
