"""A column of a table that is handed in, as data: what reads it, checks it and explains it starts here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto


class Kind(StrEnum):
    """What a cell is read as; `cells.py` has one function for each."""

    LINE = auto()
    LINES = auto()
    KANA = auto()
    CODE = auto()
    NUMBER = auto()
    MAN_YEN = auto()
    YEAR = auto()
    DATE = auto()
    MOMENT = auto()
    CLOCK = auto()
    DIGITS = auto()
    PHONE = auto()
    EMAIL = auto()
    URL = auto()
    PREFECTURE = auto()
    PREFECTURES = auto()
    CATEGORIES = auto()
    NAMED_YEARS = auto()
    NAMES = auto()
    NUMBERS = auto()
    TURNS = auto()
    CHOICE = auto()


@dataclass(frozen=True, slots=True)
class Column:
    field: str
    title: str
    kind: Kind = Kind.LINE
    required: bool = False
    limit: int = 200
    lowest: int = 0
    highest: int = 100_000
    choices: Mapping[str, object] = field(default_factory=dict)
    help: str = ""
    width: int = 16
