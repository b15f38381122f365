"""How an inquiry may move: one table, which the code reads and from which PostgreSQL's own guard is made."""

from kouryukai.lib.moves import Moves
from office.models.inquiries import Inquiry, InquiryState

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
