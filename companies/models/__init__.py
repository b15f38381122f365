"""The small firm: who it is, what was heard there (confidential), its issues and their anonymised face that seniors read."""

from companies.models.company import NAME_KEY_LENGTH, TEXT_LIMIT, Company, SizeBand, long_text
from companies.models.hearing import CheckedHow, Hearing, HearingNote, HearingState, HearingVersion, VersionKind
from companies.models.issue import BriefReview, BriefState, Issue, IssueBrief
from companies.models.moves import BRIEF_MOVES, HEARING_MOVES
from companies.models.president import PresidentLink

__all__ = [
    "BRIEF_MOVES",
    "HEARING_MOVES",
    "NAME_KEY_LENGTH",
    "TEXT_LIMIT",
    "BriefReview",
    "BriefState",
    "CheckedHow",
    "Company",
    "Hearing",
    "HearingNote",
    "HearingState",
    "HearingVersion",
    "Issue",
    "IssueBrief",
    "PresidentLink",
    "SizeBand",
    "VersionKind",
    "long_text",
]
