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
from talent.models.parts import CAREER_SIZES, Career, Qualification, Speciality
from talent.models.search import SavedSearch, SearchRow, SearchWaiting, SearchWord
from talent.models.senior import NAME_KEY_LENGTH, FeeWish, Retirement, Senior, SeniorContact, SeniorState, Weekday
from talent.models.standing import Standing, UnavailablePeriod

__all__ = [
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
]
