"""How mail and inquiries may move: one table each, which the code reads and from which PostgreSQL's own guards are made."""

from kouryukai.lib.moves import Moves
from office.models.inquiries import Inquiry, InquiryState
from office.models.mail import MailState, OutboxMail

# To 取りやめ from everywhere but where somebody has been reached: a person who is erased gets nothing more.
MAIL_MOVES = Moves(
    {
        MailState.DRAFT: (MailState.APPROVED, MailState.BY_HAND, MailState.CANCELLED),
        MailState.APPROVED: (MailState.SENDING, MailState.CANCELLED),
        # The server's refusal may come back before we have noted that it took the mail.
        MailState.SENDING: (
            MailState.SENT,
            MailState.FAILED,
            MailState.APPROVED,
            MailState.BOUNCED,
            MailState.CANCELLED,
        ),
        MailState.SENT: (MailState.APPROVED, MailState.BOUNCED),
        MailState.FAILED: (MailState.APPROVED, MailState.BY_HAND, MailState.CANCELLED),
        MailState.BOUNCED: (MailState.APPROVED, MailState.BY_HAND, MailState.SENT, MailState.CANCELLED),
        MailState.CANCELLED: (MailState.APPROVED,),
        MailState.BY_HAND: (MailState.TOLD, MailState.CANCELLED),
        MailState.TOLD: (MailState.BY_HAND,),
    }
)
MAIL_MOVES.guard(OutboxMail)

# What somebody has taken on may be given back; what is closed may be taken up again, since people write once more.
INQUIRY_MOVES = Moves(
    {
        InquiryState.NEW: (InquiryState.TAKEN, InquiryState.DECLINED),
        InquiryState.TAKEN: (InquiryState.NEW, InquiryState.DONE, InquiryState.DECLINED),
        InquiryState.DONE: (InquiryState.TAKEN,),
        InquiryState.DECLINED: (InquiryState.TAKEN,),
    }
)
INQUIRY_MOVES.guard(Inquiry)
