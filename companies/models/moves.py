"""How hearings and briefs may move: one table each, which the code reads and from which PostgreSQL's own guards are made."""

from companies.models.hearing import Hearing, HearingState
from companies.models.issue import BriefState, IssueBrief
from kouryukai.lib.moves import Moves

HEARING_MOVES = Moves(
    {
        HearingState.DRAFT: (HearingState.SUBMITTED, HearingState.WITHDRAWN),
        HearingState.SUBMITTED: (
            HearingState.RETURNED,
            HearingState.APPROVED,
            HearingState.DRAFT,  # the branch takes it back before anybody has decided
            HearingState.WITHDRAWN,
        ),
        HearingState.RETURNED: (HearingState.SUBMITTED, HearingState.WITHDRAWN),
        HearingState.APPROVED: (HearingState.RETURNED, HearingState.WITHDRAWN),
        HearingState.WITHDRAWN: (HearingState.DRAFT,),
    }
)
HEARING_MOVES.guard(Hearing)

BRIEF_MOVES = Moves(
    {
        BriefState.DRAFT: (BriefState.SUBMITTED, BriefState.WITHDRAWN),
        BriefState.SUBMITTED: (BriefState.APPROVED, BriefState.DRAFT, BriefState.WITHDRAWN),
        BriefState.APPROVED: (BriefState.DRAFT, BriefState.WITHDRAWN),  # other words are looked at again
        BriefState.WITHDRAWN: (BriefState.DRAFT,),
    }
)
BRIEF_MOVES.guard(IssueBrief)
