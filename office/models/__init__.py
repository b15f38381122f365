"""The back office that every app uses: work in the background, who read whose data, mail, inquiries, erasures.

Rows point at their subject by (kind, public id, institution), never by a foreign key to an app above.
"""

from office.models.erasures import ErasureReason, ErasureReceipt, RetentionRun
from office.models.imports import FILE_NAME_LENGTH, ImportBatch, ImportedRow
from office.models.inquiries import (
    CLOSED,
    OPEN,
    Audience,
    Inquiry,
    InquiryKind,
    InquiryNote,
    InquirySource,
    InquiryState,
    NoteKind,
    Reply,
)
from office.models.mail import UNREACHED, Bounce, MailState, OutboxMail, ToldHow
from office.models.moves import INQUIRY_MOVES, MAIL_MOVES
from office.models.papers import BackgroundCheck, CheckResult, Scan, ScanKind, StaffPledge
from office.models.reads import ReadAlert, ReaderRole, ReadKind, ReadLog, ReadRule
from office.models.work import MAX_ATTEMPTS, Document, Job, OfficeQuerySet, Work, WorkState

__all__ = [
    "MAIL_MOVES",
    "MAX_ATTEMPTS",
    "UNREACHED",
    "BackgroundCheck",
    "Bounce",
    "CheckResult",
    "Scan",
    "ScanKind",
    "StaffPledge",
    "CLOSED",
    "INQUIRY_MOVES",
    "Audience",
    "FILE_NAME_LENGTH",
    "ImportBatch",
    "ImportedRow",
    "Document",
    "ErasureReason",
    "ErasureReceipt",
    "Inquiry",
    "InquiryKind",
    "InquiryNote",
    "InquirySource",
    "InquiryState",
    "Job",
    "MailState",
    "OPEN",
    "NoteKind",
    "OfficeQuerySet",
    "OutboxMail",
    "ReadAlert",
    "ReadKind",
    "ReadLog",
    "ReadRule",
    "ReaderRole",
    "Reply",
    "RetentionRun",
    "ToldHow",
    "Work",
    "WorkState",
]
