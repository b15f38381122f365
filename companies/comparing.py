"""Versions laid beside each other: savings in a row folded into one line, and the words of two texts that differ marked."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from companies.models import HearingVersion, VersionKind

# What is compared: runs of one script, so that a changed word is marked and not its single signs; the rest sign by sign.
WORD = re.compile(r"[一-龠々〆ヶ]+|[ァ-ヴー]+|[A-Za-z]+|[0-9０-９.,]+|\s|.", re.DOTALL)
LONGEST = 4000
PAUSE = dt.timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Folded:
    """Savings of one person without anything between them; `last` holds what stood there in the end."""

    rows: tuple[HearingVersion, ...]

    @property
    def last(self) -> HearingVersion:
        return self.rows[0]

    @property
    def first(self) -> HearingVersion:
        return self.rows[-1]

    @property
    def count(self) -> int:
        return len(self.rows)


def folded(rows: Iterable[HearingVersion]) -> list[Folded]:
    """`rows` from the newest; steps stand alone, and so does what was written after a pause."""
    groups: list[list[HearingVersion]] = []
    for row in rows:
        if groups and _belongs(groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [Folded(tuple(group)) for group in groups]


def _belongs(later: HearingVersion, earlier: HearingVersion) -> bool:
    saving = (VersionKind.DRAFT, VersionKind.DEEPENED)
    return (
        earlier.kind == later.kind
        and later.kind in saving
        and not earlier.reason
        and earlier.made_by_id == later.made_by_id
        and later.made_at - earlier.made_at <= PAUSE
    )


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    is_changed: bool


def marked(before: str, after: str) -> tuple[list[Part], list[Part]]:
    """Both texts in parts, those words marked that the other does not have. Joined, each is its text again."""
    one, other = WORD.findall(before), WORD.findall(after)
    if len(one) > LONGEST or len(other) > LONGEST:
        return [Part(before, True)], [Part(after, True)]
    left, right = [], []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for parts, words in ((left, one[a:b]), (right, other[c:d])):
            if words:
                parts.append(Part("".join(words), tag != "equal"))
    return left, right
