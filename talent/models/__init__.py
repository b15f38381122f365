"""The senior and what belongs to her, a topic a file."""

from talent.models.application import (
    OPEN,
    WRITABLE,
    Application,
    ApplicationKind,
    ApplicationState,
)
from talent.models.consent import Consent, ConsentKind
from talent.models.disclosure import Disclosure, DisclosureLevel
from talent.models.duplicates import MergedNumber, NotTheSame
from talent.models.importing import (
    Decision,
    EntersAs,
    ImportLink,
    ImportRow,
    ImportSource,
    ImportStage,
    RegisterImport,
    RowKind,
)
from talent.models.moves import ALLOWED, may_move
from talent.models.parts import CAREER_SIZES, Career, Qualification, Speciality
from talent.models.search import SavedSearch, SearchRow, SearchWaiting, SearchWord
from talent.models.senior import NAME_KEY_LENGTH, FeeWish, Retirement, Senior, SeniorContact, SeniorState, Weekday
from talent.models.standing import Standing, UnavailablePeriod

__all__ = [
    "ALLOWED",
    "Decision",
    "EntersAs",
    "ImportLink",
    "ImportRow",
    "ImportSource",
    "ImportStage",
    "MergedNumber",
    "NotTheSame",
    "RegisterImport",
    "RowKind",
    "CAREER_SIZES",
    "NAME_KEY_LENGTH",
    "OPEN",
    "WRITABLE",
    "Application",
    "ApplicationKind",
    "ApplicationState",
    "Career",
    "Consent",
    "ConsentKind",
    "Disclosure",
    "DisclosureLevel",
    "FeeWish",
    "Qualification",
    "Retirement",
    "SavedSearch",
    "SearchRow",
    "SearchWaiting",
    "SearchWord",
    "Senior",
    "SeniorContact",
    "SeniorState",
    "Speciality",
    "Standing",
    "UnavailablePeriod",
    "Weekday",
    "may_move",
]
